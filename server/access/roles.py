"""The three roles; each may do what the ones before it may."""

from collections.abc import Callable
from typing import Literal, TypeVar, get_args

Role = Literal["annotate", "feedback", "admin"]
ROLES: tuple[Role, ...] = get_args(Role)

View = TypeVar("View", bound=Callable[..., object])
ATTRIBUTE = "osteotome_role"
PAGE = "osteotome_page"
PUBLIC = "public"


def allows(held: str, needed: str) -> bool:
    """Whether a caller with role ``held`` may do what needs ``needed``; an unknown role may do nothing."""
    return held in ROLES and needed in ROLES and ROLES.index(held) >= ROLES.index(needed)


def requires(role: Role, *, page: bool = False) -> Callable[[View], View]:
    """Mark a Flask view as needing ``role``; put it below the route decorator.

    A ``page`` is for people: who is not signed in is led to the sign-in form instead of getting a 401.
    """

    def mark(view: View) -> View:
        setattr(view, ATTRIBUTE, role)
        setattr(view, PAGE, page)
        return view

    return mark


def public(view: View) -> View:
    """Mark a Flask view as open to everyone: it must give away nothing about notes or people."""
    setattr(view, ATTRIBUTE, PUBLIC)
    return view
