"""Liveness and readiness."""

import pytest
from flask.testing import FlaskClient

from server.reader import LocalReader, Reader
from server.reading import RefusedError
from tests.server.conftest import AppMaker


def test_health_live_and_ready(service: FlaskClient, reader: Reader) -> None:
    assert service.get("/healthz").get_json() == {"status": "ok"}
    assert service.get("/readyz").get_json() == {"status": "ready", "engine": reader.wait().model_dump()}


def test_health_not_ready_while_loading(make_service: AppMaker) -> None:
    client = make_service(READER=LocalReader(None, 0.1)).test_client()
    response = client.get("/readyz")
    assert (response.status_code, response.get_json()["error"]["code"]) == (503, "loading")
    assert client.get("/healthz").status_code == 200
    refused = client.post("/v1/annotate", json={"text": "x"})
    assert (refused.status_code, refused.get_json()["error"]["code"]) == (503, "not_ready")
    assert int(refused.headers["Retry-After"]) >= 1


def test_health_not_ready_after_a_failed_load(
    make_service: AppMaker, tmp_path_factory: pytest.TempPathFactory
) -> None:
    reader = LocalReader(tmp_path_factory.mktemp("knowledge"), 5.0)
    reader.start()
    with pytest.raises(RefusedError):
        reader.wait()
    response = make_service(READER=reader).test_client().get("/readyz")
    assert (response.status_code, response.get_json()["error"]["code"]) == (503, "failed")


def test_health_not_ready_while_stopping(service: FlaskClient) -> None:
    service.application.config["DRAINING"].set()
    response = service.get("/readyz")
    assert (response.status_code, response.get_json()["error"]["code"]) == (503, "draining")
    assert service.get("/healthz").status_code == 200
