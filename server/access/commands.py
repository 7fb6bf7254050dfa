"""``osteotome token`` and ``osteotome pair``: letting people in and sending them away, from the shell."""

import argparse
import json
import sys
from datetime import datetime
from typing import Any

from rich.table import Table
from rich.text import Text

from server.access import pairing, tokens
from server.access.roles import ROLES
from server.access.tokens import TokenInfo
from server.cli import exits
from server.cli.terminal import console, harmless
from server.store import Store
from server.store.options import add_store_flags, lifetime, store_for_command

DEFAULT_LIFETIME = "365d"


def add_token_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare ``osteotome token create | list | revoke``; ``run`` carries them out."""
    actions = parser.add_subparsers(required=True, metavar="ACTION")
    create = actions.add_parser("create", help="make a token and show it, this once")
    create.add_argument("name", help="who will use it, as it shall appear with feedback")
    _add_grant_flags(create)
    create.set_defaults(action=run_create)
    listing = actions.add_parser("list", help="list every token, without its secret")
    listing.set_defaults(action=run_list)
    revoke = actions.add_parser("revoke", help="revoke a token at once")
    revoke.add_argument("token", metavar="ID|NAME", help="one token by its id, or all of a name")
    revoke.set_defaults(action=run_revoke)
    for action in (create, listing, revoke):
        action.add_argument("--json", action="store_true", help="print JSON for programs")
        add_store_flags(action)


def add_pair_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare ``osteotome pair list | approve | deny``; ``run`` carries them out."""
    actions = parser.add_subparsers(required=True, metavar="ACTION")
    listing = actions.add_parser("list", help="list the clients that wait")
    listing.set_defaults(action=run_pair_list)
    approve = actions.add_parser("approve", help="give the client that shows CODE a token")
    approve.add_argument("code", metavar="CODE")
    approve.add_argument("--name", required=True, help="who will use it, as it shall appear with feedback")
    _add_grant_flags(approve)
    approve.set_defaults(action=run_approve)
    deny = actions.add_parser("deny", help="send the client that shows CODE away")
    deny.add_argument("code", metavar="CODE")
    deny.set_defaults(action=run_deny)
    for action in (listing, approve, deny):
        add_store_flags(action)


def run(options: argparse.Namespace) -> int:
    """Carry out the chosen action; returns the exit code, raises CliError where the store is at fault."""
    with store_for_command(options) as store:
        return int(options.action(options, store))


def _add_grant_flags(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--role", choices=ROLES, default="feedback", help="default: %(default)s")
    parser.add_argument(
        "--expires", type=lifetime, default=DEFAULT_LIFETIME, metavar="90d|never", help="default: %(default)s"
    )


def run_create(options: argparse.Namespace, store: Store) -> int:
    """Print the new token alone on standard output, and what it is on standard error."""
    issued = tokens.create(store, _checked_name(options.name), options.role, options.expires)
    if options.json:
        _print({**_as_json(issued.info), "token": issued.secret})
        return exits.OK
    until = f"until {_day(issued.info.expires_at)}" if issued.info.expires_at else "until revoked"
    sys.stderr.write(f"Token {issued.info.id} for {issued.info.name}, role {issued.info.role}, {until}.\n")
    sys.stderr.write("It is shown this once. From now on every caller of this service needs a token.\n")
    sys.stdout.write(f"{issued.secret}\n")
    return exits.OK


def run_list(options: argparse.Namespace, store: Store) -> int:
    """Print every token, revoked and expired ones too."""
    found = tokens.listed(store)
    if options.json:
        _print([_as_json(info) for info in found])
        return exits.OK
    table = _table("id", "name", "role", "state", "made", "by", "expires", "last used")
    for info in found:
        about = (info.id, info.name, info.role, info.state(), _day(info.created_at), info.made_by or "-")
        cells = (*about, _day(info.expires_at), _day(info.last_used_at))
        table.add_row(*(Text(harmless(cell)) for cell in cells))
    console().print(table if found else "No token was made yet: programs on this machine need none.")
    return exits.OK


def run_revoke(options: argparse.Namespace, store: Store) -> int:
    """Revoke by id or name; exit code 1 if nothing was left to revoke."""
    found = tokens.revoke(store, options.token)
    if options.json:
        _print([_as_json(info) for info in found])
    for info in found:
        sys.stderr.write(f"Revoked token {info.id} of {info.name}.\n")
    if not found:
        sys.stderr.write("No token of this id or name is in force; osteotome token list shows them all.\n")
    return exits.OK if found else exits.FINDINGS


def run_pair_list(options: argparse.Namespace, store: Store) -> int:
    """Print the clients that wait; what they say of themselves is theirs to say."""
    found = pairing.waiting(store)
    table = _table("code", "client says it is", "address", "until")
    for entry in found:
        cells = (entry.code, entry.client, entry.address, entry.expires_at.astimezone().strftime("%H:%M"))
        table.add_row(*(Text(harmless(cell)) for cell in cells))
    console().print(table if found else "No client waits.")
    return exits.OK


def run_approve(options: argparse.Namespace, store: Store) -> int:
    """Approve a code; exit code 1 if nobody shows it."""
    done = pairing.approve(
        store, options.code, _checked_name(options.name), options.role, options.expires, "command line"
    )
    return _answer(done, f"The client will connect as {options.name}, role {options.role}.")


def run_deny(options: argparse.Namespace, store: Store) -> int:
    """Deny a code; exit code 1 if nobody shows it."""
    return _answer(pairing.deny(store, options.code), "The client was sent away.")


def _table(*columns: str) -> Table:
    """A table whose first column, the one to copy, is never broken."""
    table = Table(box=None, header_style="dim", pad_edge=False)
    for column in columns:
        table.add_column(column, no_wrap=column == columns[0])
    return table


def _answer(done: bool, words: str) -> int:
    sys.stderr.write(f"{words}\n" if done else "No waiting client shows this code.\n")
    return exits.OK if done else exits.FINDINGS


def _checked_name(name: str) -> str:
    name = name.strip()
    if not name or len(name) > 100 or not name.isprintable():
        raise exits.CliError("the name must be 1 to 100 printable characters", exits.USAGE)
    return name


def _print(data: Any) -> None:
    sys.stdout.write(json.dumps(data) + "\n")


def _as_json(info: TokenInfo) -> dict[str, str | None]:
    moments = {
        name: moment.isoformat() if (moment := getattr(info, name)) else None
        for name in ("created_at", "expires_at", "revoked_at", "last_used_at")
    }
    about = {"id": info.id, "name": info.name, "role": info.role, "made_by": info.made_by}
    return {**about, "state": info.state(), **moments}


def _day(moment: datetime | None) -> str:
    return moment.astimezone().strftime("%Y-%m-%d %H:%M") if moment else "-"
