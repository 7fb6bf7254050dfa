"""How much one caller, and all callers together, may ask at once.

All together: more than ``max_in_flight`` requests worked on or waiting get 503 with Retry-After.
One caller (a token, or an address without one): ``concurrency`` at once and ``rate_per_minute``,
more gets 429 with Retry-After.
"""

import threading
import time
from collections import OrderedDict
from dataclasses import dataclass, field

from flask import Flask, current_app, g, request

from server.errors import ApiError, overloaded
from server.settings import Settings

CALLERS_KEPT = 10_000
BURST_SECONDS = 10.0


@dataclass
class Account:
    """What one caller has in flight, and how many requests it may still make at ``seen`` (monotonic s)."""

    allowance: float
    seen: float
    in_flight: int = 0


@dataclass
class Limits:
    """Counts in memory of one process; callers not seen for longest are forgotten beyond CALLERS_KEPT."""

    max_in_flight: int
    concurrency: int
    rate_per_minute: int
    in_flight: int = 0
    accounts: OrderedDict[str, Account] = field(default_factory=OrderedDict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def enter(self, caller: str, now: float | None = None) -> None:
        """Count a request in; raises ApiError 429 or 503 with Retry-After. ``leave`` must follow."""
        now = time.monotonic() if now is None else now
        with self.lock:
            if self.in_flight >= self.max_in_flight:
                raise overloaded("too many requests are waiting already")
            account = self._account(caller, now)
            if self.concurrency and account.in_flight >= self.concurrency:
                raise _too_many(
                    f"this caller has {account.in_flight} requests in flight, as many as it may", 1
                )
            self._charge(account, now)
            account.in_flight += 1
            self.in_flight += 1

    def leave(self, caller: str) -> None:
        """Count a request out."""
        with self.lock:
            self.in_flight -= 1
            if account := self.accounts.get(caller):
                account.in_flight -= 1

    def _account(self, caller: str, now: float) -> Account:
        account = self.accounts.get(caller)
        if account is None:
            account = self.accounts[caller] = Account(self._burst(), now)
        self.accounts.move_to_end(caller)
        while len(self.accounts) > CALLERS_KEPT and next(iter(self.accounts.values())).in_flight == 0:
            self.accounts.popitem(last=False)
        return account

    def _burst(self) -> float:
        return max(1.0, self.rate_per_minute * BURST_SECONDS / 60)

    def _charge(self, account: Account, now: float) -> None:
        if not self.rate_per_minute:
            return
        per_second = self.rate_per_minute / 60
        account.allowance = min(self._burst(), account.allowance + (now - account.seen) * per_second)
        account.seen = now
        if account.allowance < 1:
            wait = max(1, round((1 - account.allowance) / per_second + 0.5))
            raise _too_many(f"this caller may make {self.rate_per_minute} requests a minute", wait)
        account.allowance -= 1


def register_limits(app: Flask, settings: Settings) -> None:
    """Count every POST below /v1 of ``app``; other addresses answer under any load."""
    app.config["LIMITS"] = Limits(settings.max_in_flight, settings.concurrency, settings.rate_per_minute)
    app.before_request(_enter)
    app.teardown_request(_leave)


def _enter() -> None:
    if request.method == "POST" and request.path.startswith("/v1/"):
        caller = str(g.get("caller") or request.remote_addr or "local")
        current_app.config["LIMITS"].enter(caller)
        g.counted = caller


def _leave(_: BaseException | None) -> None:
    if caller := g.pop("counted", None):
        current_app.config["LIMITS"].leave(caller)


def _too_many(message: str, wait: int) -> ApiError:
    return ApiError(
        429, "too_many_requests", message, fix=f"wait {wait} s", headers={"Retry-After": str(wait)}
    )
