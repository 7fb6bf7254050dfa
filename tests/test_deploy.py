"""What `deploy/` promises: files that exist, settings that are known, no privileges."""

import re
import tomllib
from pathlib import Path

import pytest
import yaml

from server.settings import PREFIX, Settings, resolve

ROOT = Path(__file__).resolve().parent.parent
DEPLOY = ROOT / "deploy"
FILES = sorted(path for path in DEPLOY.iterdir() if path.is_file())
OTHER_VARIABLES = {"OSTEOTOME_CONFIG"}


def read(name: str) -> str:
    return (DEPLOY / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_deploy_sets_only_known_settings(path: Path) -> None:
    used = set(re.findall(rf"\b{PREFIX}[A-Z_]+\b", path.read_text(encoding="utf-8")))
    known = {f"{PREFIX}{name.upper()}" for name in Settings.model_fields} | OTHER_VARIABLES
    assert used - known == set()


def test_deploy_settings_file_is_accepted() -> None:
    settings = resolve(DEPLOY / "osteotome.toml", environ={}).settings
    assert set(tomllib.loads(read("osteotome.toml"))) <= set(Settings.model_fields)
    assert settings.access == "token"
    assert settings.store_text is False


def test_deploy_image_copies_files_that_exist_and_are_not_ignored() -> None:
    allowed = {line[1:] for line in read("Dockerfile.dockerignore").splitlines() if line.startswith("!")}
    copied = {
        name
        for line in re.findall(r"^COPY (?!--from)(.+)$", read("Dockerfile"), re.M)
        for name in line.split()[:-1]
    }
    assert copied
    assert {name for name in copied if not (ROOT / name).exists()} == set()
    assert copied - allowed == set()


def test_deploy_image_runs_without_privileges_and_reports_its_health() -> None:
    text = read("Dockerfile")
    last_stage = text[text.rindex("\nFROM ") :]
    assert re.search(r"^USER 10001$", last_stage, re.M)
    assert "/readyz" in last_stage
    assert "OSTEOTOME_ACCESS=token" in last_stage
    assert "--require-hashes" in text


def test_deploy_compose_is_read_only_and_publishes_loopback_only() -> None:
    services = yaml.safe_load(read("compose.yaml"))["services"]
    service, database = services["osteotome"], services["database"]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert all(port.startswith("127.0.0.1:") for port in service["ports"])
    assert "ports" not in database
    assert (DEPLOY / service["build"]["context"]).resolve() == ROOT
    assert (ROOT / service["build"]["dockerfile"]).is_file()


@pytest.mark.parametrize(
    "line",
    [
        "DynamicUser=yes",
        "ProtectSystem=strict",
        "NoNewPrivileges=yes",
        "CapabilityBoundingSet=",
        "UMask=0077",
    ],
)
def test_deploy_unit_is_confined(line: str) -> None:
    assert line in read("osteotome.service").splitlines()


def test_deploy_proxy_sends_the_host_on_and_keeps_bodies_off_the_disk() -> None:
    text = read("nginx.conf")
    for header in ("Host $host", "X-Forwarded-Proto $scheme", "X-Forwarded-For $remote_addr"):
        assert text.count("proxy_pass ") == text.count(f"proxy_set_header {header};")
    assert "proxy_max_temp_file_size 0;" in text
    assert "proxy_request_buffering off;" in text


def test_deploy_grace_is_shorter_than_what_the_supervisors_allow() -> None:
    grace = Settings().grace_seconds
    unit = re.search(r"^TimeoutStopSec=(\d+)$", read("osteotome.service"), re.M)
    assert unit and int(unit[1]) > grace
    service = yaml.safe_load(read("compose.yaml"))["services"]["osteotome"]
    assert int(service["stop_grace_period"].removesuffix("s")) > grace
