"""The zero-configuration rule on a running ``osteotome serve``, with tokens made by the command meanwhile."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.server.processes import Server, running


def ask(service: Server, headers: dict[str, str] | None = None) -> tuple[int, str]:
    """Status and error code of a note sent to the service."""
    status, _, body = service.call("POST", "/v1/annotate", {"text": "A note."}, headers)
    return status, json.loads(body).get("error", {}).get("code", "")


def osteotome(folder: Path, *words: str) -> str:
    command = [sys.executable, "-m", "server.cli", *words, "--state-dir", str(folder)]
    environment = {**os.environ, "OSTEOTOME_STATE_DIR": str(folder)}
    done = subprocess.run(command, capture_output=True, check=True, text=True, env=environment)
    return done.stdout.strip()


@pytest.mark.slow
@pytest.mark.parametrize("server", ["waitress", "gunicorn"])
def test_service_closes_when_a_token_is_made_and_opens_to_it_alone(tmp_path: Path, server: str) -> None:
    with running(tmp_path, "--server", server) as service:
        assert ask(service) == (200, "")
        for header in ("X-Forwarded-For", "X-Forwarded-Proto", "Forwarded", "Via"):
            assert ask(service, {header: "http"}) == (401, "token_missing")
        assert ask(service, {"Host": "rebound.example"}) == (403, "host_refused")
        assert ask(service, {"Origin": "http://evil.example"}) == (403, "origin_refused")
        token = osteotome(tmp_path, "token", "create", "Ann Coder", "--role", "annotate")
        bearer = {"Authorization": f"Bearer {token}"}
        assert ask(service) == (401, "token_missing")
        assert ask(service, bearer) == (200, "")
        osteotome(tmp_path, "token", "revoke", "Ann Coder")
        assert ask(service, bearer) == (401, "token_revoked")
        assert ask(service) == (401, "token_missing")
