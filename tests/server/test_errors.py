"""Every refusal and every fault is the same JSON object, whatever was wrong."""

from typing import Any, NoReturn

import pytest
from flask.testing import FlaskClient

from server.schemas.service import ErrorAnswer
from tests.server.conftest import AppMaker
from tests.server.notes import CANARY, NOTE

REQUESTS: list[tuple[str, str, dict[str, Any], int]] = [
    ("GET", "/nothing", {}, 404),
    ("GET", "/v1//codes", {}, 404),
    ("GET", "/v1/codes/27165/x", {}, 404),
    ("GET", f"/{NOTE}", {}, 404),
    ("DELETE", "/v1/codes", {}, 405),
    ("TRACE", "/v1/annotate", {}, 405),
    ("FROBNICATE", "/v1/annotate", {}, 405),
    ("POST", "/v1/annotate", {"data": b"{", "content_type": "application/json"}, 400),
    ("POST", "/v1/annotate", {"data": b"", "headers": {"Content-Length": "-1"}}, 415),
    ("POST", "/v1/admin/reload", {"data": b"x"}, 422),
]


@pytest.mark.parametrize(("method", "path", "request_", "status"), REQUESTS)
def test_errors_have_one_form(
    service: FlaskClient, method: str, path: str, request_: dict[str, Any], status: int
) -> None:
    response = service.open(path, method=method, **request_)
    assert response.status_code == status
    assert response.mimetype == "application/json"
    assert ErrorAnswer.model_validate(response.get_json()).error.status == status
    assert not any(word in response.get_data(as_text=True).lower() for word in CANARY)


def test_errors_a_fault_says_nothing_of_the_note(make_service: AppMaker) -> None:
    app = make_service(PROPAGATE_EXCEPTIONS=False)

    class Broken:
        def read(self, text: str, *_: object) -> NoReturn:
            raise KeyError(text)

    app.config["READER"] = Broken()
    response = app.test_client().post("/v1/annotate", json={"text": NOTE})
    error = response.get_json()["error"]
    assert (response.status_code, error["code"]) == (500, "internal_error")
    assert not any(word in response.get_data(as_text=True).lower() for word in CANARY)


@pytest.mark.parametrize("given", ["0123abcd", "6f1c6f0e-8f5e-4b7e-9a55-3c6f0d2b7a11"])
def test_errors_name_the_callers_request_id(service: FlaskClient, given: str) -> None:
    response = service.get("/nothing", headers={"X-Request-ID": given})
    assert response.get_json()["error"]["request_id"] == response.headers["X-Request-ID"] == given


@pytest.mark.parametrize("given", ["short", "x" * 12, CANARY[0], "a" * 65, "12345678 90"])
def test_errors_do_not_take_any_words_for_an_id(service: FlaskClient, given: str) -> None:
    assert service.get("/nothing", headers={"X-Request-ID": given}).headers["X-Request-ID"] != given
