"""Who may call: tokens, roles, pairing, and the hook that checks every request.

``register_access(app, settings)`` puts the hook in place; ``requires(role)`` and ``public`` mark views;
``caller()`` tells a view who asks; ``store()`` is the store of the app.
"""

from server.access import pages, views
from server.access.blueprint import blueprint
from server.access.caller import Caller
from server.access.guard import authorize, caller, open_store, register_access, store
from server.access.roles import Role, public, requires

__all__ = [
    "Caller",
    "Role",
    "authorize",
    "blueprint",
    "caller",
    "open_store",
    "pages",
    "public",
    "register_access",
    "requires",
    "store",
    "views",
]
