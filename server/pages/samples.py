"""The built-in notes that the workbench offers to try."""

import tomllib
from dataclasses import asdict, dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True)
class PageSample:
    """One invented note: ``format`` is ``text`` or ``html``, ``shows`` says what it teaches."""

    id: str
    title: str
    shows: str
    format: str
    text: str

    def to_dict(self) -> dict[str, str]:
        """The sample as plain data for the page."""
        return asdict(self)


@cache
def page_samples() -> tuple[PageSample, ...]:
    """All built-in notes, in the order in which the page lists them."""
    source = files("server.pages").joinpath("samples.toml").read_text(encoding="utf-8")
    return tuple(PageSample(**entry) for entry in tomllib.loads(source)["sample"])
