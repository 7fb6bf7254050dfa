"""GET /metrics: what Prometheus reads."""

import pytest
from flask.testing import FlaskClient
from prometheus_client.parser import text_string_to_metric_families

from server.reader import Reader
from tests.server.notes import CANARY, NOTE, WORDS


def samples(client: FlaskClient) -> dict[tuple[str, tuple[tuple[str, str], ...]], float]:
    text = client.get("/metrics").get_data(as_text=True)
    return {
        (sample.name, tuple(sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def test_metrics_count_requests_and_decisions(service: FlaskClient, reader: Reader) -> None:
    for _ in range(3):
        service.post("/v1/annotate", json={"text": NOTE})
    service.post("/v1/annotate/batch", data=b"{}\n", content_type="application/x-ndjson")
    found = samples(service)
    route = (("method", "POST"), ("route", "/v1/annotate"), ("status", "200"))
    assert found["osteotome_requests_total", route] == 3
    for code, decision in reader.read(NOTE, "codepoint").decisions:
        assert found["osteotome_decisions_total", (("code", code), ("decision", decision))] == 3
    assert found["osteotome_note_characters_count", ()] == 3
    assert found["osteotome_batch_bad_lines_total", ()] == 1
    assert found["osteotome_ready", ()] == 1
    assert found["osteotome_in_flight", ()] == 0


@pytest.mark.parametrize("path", [f"/{WORDS}", f"/v1/codes/{WORDS}", "/v1/codes/1", "/a", "/b"])
def test_metrics_labels_do_not_grow_with_paths(service: FlaskClient, path: str) -> None:
    service.get(path)
    text = service.get("/metrics").get_data(as_text=True).lower()
    assert 'route="none"' in text or 'route="/v1/codes/<code>"' in text
    assert not any(word in text for word in CANARY)
