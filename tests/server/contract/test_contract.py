"""A short schemathesis run against the live server; ``make contract`` runs the long one."""

from pathlib import Path

import pytest

from tests.server.contract.run import run
from tests.server.processes import running

pytestmark = pytest.mark.slow


def test_contract_holds_for_generated_requests(tmp_path: Path) -> None:
    with running(tmp_path, "--log-level", "error") as server:
        outcome = run(server, examples=5, seed=1)
    assert outcome.code == 0, outcome.report
    assert sum(outcome.statuses.values()) > 200
    assert [status for status in outcome.statuses if status >= 500] == []
