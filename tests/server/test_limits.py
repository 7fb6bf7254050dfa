"""Counting what is in flight and how often one caller asks."""

import pytest
from flask.testing import FlaskClient

from server.errors import ApiError
from server.limits import CALLERS_KEPT, Limits
from tests.server.conftest import AppMaker


def refused(limits: Limits, caller: str, now: float) -> ApiError:
    with pytest.raises(ApiError) as caught:
        limits.enter(caller, now)
    return caught.value


def test_limits_all_callers_together_get_503_when_full() -> None:
    limits = Limits(max_in_flight=2, concurrency=0, rate_per_minute=0)
    limits.enter("a", 0.0)
    limits.enter("b", 0.0)
    error = refused(limits, "c", 0.0)
    assert (error.status, error.headers["Retry-After"]) == (503, "1")
    limits.leave("a")
    limits.enter("c", 0.0)
    assert limits.in_flight == 2


def test_limits_one_caller_at_once() -> None:
    limits = Limits(max_in_flight=9, concurrency=1, rate_per_minute=0)
    limits.enter("a", 0.0)
    assert refused(limits, "a", 0.0).status == 429
    limits.enter("b", 0.0)
    limits.leave("a")
    limits.enter("a", 0.0)
    assert limits.in_flight == 2


@pytest.mark.parametrize(("rate", "burst", "wait"), [(60, 10, 1.0), (6, 1, 10.0), (600, 100, 0.1)])
def test_limits_rate_refills_with_time(rate: int, burst: int, wait: float) -> None:
    limits = Limits(max_in_flight=999, concurrency=0, rate_per_minute=rate)
    for _ in range(burst):
        limits.enter("a", 100.0)
    error = refused(limits, "a", 100.0)
    assert error.status == 429
    assert int(error.headers["Retry-After"]) >= wait
    limits.enter("b", 100.0)
    limits.enter("a", 100.0 + wait + 0.001)
    assert refused(limits, "a", 100.0 + wait + 0.002).status == 429


def test_limits_a_refused_request_is_not_counted_in() -> None:
    limits = Limits(max_in_flight=9, concurrency=0, rate_per_minute=6)
    limits.enter("a", 0.0)
    refused(limits, "a", 0.0)
    limits.leave("a")
    assert (limits.in_flight, limits.accounts["a"].in_flight) == (0, 0)


def test_limits_forget_callers_of_long_ago() -> None:
    limits = Limits(max_in_flight=9, concurrency=1, rate_per_minute=0)
    for number in range(CALLERS_KEPT + 50):
        limits.enter(str(number), 0.0)
        limits.leave(str(number))
    assert len(limits.accounts) <= CALLERS_KEPT + 1


@pytest.mark.parametrize("body", [{"text": ""}, {"text": 1}, []])
def test_limits_every_answer_counts_out(service: FlaskClient, body: object) -> None:
    for _ in range(70):
        service.post("/v1/annotate", json=body)
    assert service.application.config["LIMITS"].in_flight == 0


def test_limits_a_batch_counts_out_when_it_was_sent(service: FlaskClient) -> None:
    for _ in range(70):
        sent = service.post("/v1/annotate/batch", data=b'{"text": ""}\n', content_type="application/x-ndjson")
        assert sent.status_code == 200
        assert sent.get_data()
    assert service.application.config["LIMITS"].in_flight == 0


def test_limits_answer_429_with_retry_after(make_service: AppMaker) -> None:
    client = make_service(rate_per_minute=6).test_client()
    first, second = (client.post("/v1/annotate", json={"text": ""}) for _ in range(2))
    assert (first.status_code, second.status_code) == (200, 429)
    assert second.get_json()["error"]["code"] == "too_many_requests"
    assert 1 <= int(second.headers["Retry-After"]) <= 11
    assert client.get("/healthz").status_code == 200


def test_limits_health_answers_when_full(make_service: AppMaker) -> None:
    client = make_service().test_client()
    client.application.config["LIMITS"].in_flight = 64
    assert client.post("/v1/annotate", json={"text": ""}).status_code == 503
    assert client.get("/readyz").status_code == client.get("/metrics").status_code == 200
