"""The table of calls in the reference is the list of the app's routes, with the roles they need."""

import re
from pathlib import Path

from server.access.guard import needed_role
from server.app import create_app

PAGE = Path(__file__).resolve().parent.parent.parent / "docs" / "reference" / "http.md"
ROW = re.compile(r"^\| `(GET|POST) (\S+)` \| .+ \| (\w+) \|$", re.M)
METHODS = {"GET", "POST", "PUT", "PATCH", "DELETE"}
FOR_PEOPLE = re.compile(
    r"/(|docs|pair|reports|sign-in|sign-out|extension\.zip)|.*/<path:filename>|/workbench/.*"
)


def test_http_page_lists_every_call_with_its_role(tmp_path: Path) -> None:
    app = create_app({"state_dir": str(tmp_path)})
    with app.app_context():
        served = {
            (method, rule.rule, needed_role(rule.endpoint, rule.rule))
            for rule in app.url_map.iter_rules()
            if not FOR_PEOPLE.fullmatch(rule.rule)
            for method in (rule.methods or set()) & METHODS
        }
    listed = {tuple(row) for row in ROW.findall(PAGE.read_text(encoding="utf-8"))}
    assert listed == served
