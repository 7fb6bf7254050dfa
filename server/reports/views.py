"""``GET /reports``: the report page."""

from flask import Blueprint

blueprint = Blueprint("reports", __name__, template_folder="templates", static_folder="static")
