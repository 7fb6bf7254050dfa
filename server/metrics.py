"""``GET /metrics`` for Prometheus: counts and times, never a word of a note, no caller's name."""

import time

from flask import Blueprint, Flask, Response, current_app, g, request
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST

from server.openapi import describe
from server.reading import Reading

blueprint = Blueprint("metrics", __name__)
SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
CHARACTERS = (500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000, 1_000_000)


class Metrics:
    """The metrics of one app, in a registry of their own."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter(
            "osteotome_requests_total",
            "Requests answered.",
            ["method", "route", "status"],
            registry=self.registry,
        )
        self.seconds = Histogram(
            "osteotome_request_seconds",
            "Time to the first byte of the answer.",
            ["route"],
            registry=self.registry,
            buckets=SECONDS,
        )
        self.in_flight = Gauge(
            "osteotome_in_flight", "Requests worked on or waiting now.", registry=self.registry
        )
        self.notes = Histogram(
            "osteotome_note_characters",
            "Length of the notes read.",
            registry=self.registry,
            buckets=CHARACTERS,
        )
        self.decisions = Counter(
            "osteotome_decisions_total", "Decisions given.", ["code", "decision"], registry=self.registry
        )
        self.bad_lines = Counter(
            "osteotome_batch_bad_lines_total", "Lines of batches that got an error.", registry=self.registry
        )
        self.reloads = Counter(
            "osteotome_reloads_total", "Knowledge reloads.", ["outcome"], registry=self.registry
        )
        self.ready = Gauge("osteotome_ready", "1 when notes can be read.", registry=self.registry)

    def count_reading(self, text: str, reading: Reading) -> None:
        """Count one note read, and what was decided."""
        self.notes.observe(len(text))
        for code, decision in reading.decisions:
            self.decisions.labels(code, decision).inc()


def metrics() -> Metrics:
    """The metrics of the current app."""
    found: Metrics = current_app.config["METRICS"]
    return found


def register_metrics(app: Flask) -> None:
    """Count every request of ``app`` and serve ``/metrics``."""
    app.config["METRICS"] = Metrics()
    app.before_request(_begin)
    app.after_request(_finish)
    app.register_blueprint(blueprint)


@blueprint.get("/metrics")
@describe(summary="Numbers for Prometheus", tag="service", answer_type="text/plain")
def show() -> Response:
    """The current values in Prometheus's text format."""
    found = metrics()
    found.in_flight.set(current_app.config["LIMITS"].in_flight)
    found.ready.set(1 if current_app.config["READER"].state() == "ready" else 0)
    return Response(generate_latest(found.registry), content_type=CONTENT_TYPE_LATEST)


def _begin() -> None:
    g.metrics_begun = time.perf_counter()


def _finish(response: Response) -> Response:
    found = metrics()
    route = request.url_rule.rule if request.url_rule else "none"
    method = (
        request.method if request.method in ("GET", "POST", "HEAD", "PUT", "DELETE", "OPTIONS") else "other"
    )
    found.requests.labels(method, route, str(response.status_code)).inc()
    if begun := g.get("metrics_begun"):
        found.seconds.labels(route).observe(time.perf_counter() - begun)
    return response
