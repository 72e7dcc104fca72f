"""`plans keys`."""

from typing import Annotated, Any

import typer
from pydantic import ValidationError
from sqlmodel import Session

from app.access.commands import create_key, revoke_key
from app.access.models import Key
from app.access.queries import KEYS, any_key_exists
from app.access.rules import Scope
from app.access.schemas import KeyCreate
from app.cli.console import misused, say, say_json, show_table, tell
from app.cli.register import open_register
from app.core.callers import COMMAND_LINE
from app.core.db import reading, writing
from app.core.listing import Item, ListQuery, View
from app.core.rows import get_row
from app.partners.models import Organisation
from app.partners.queries import ORGANISATIONS

keys = typer.Typer(
    help="Make, list and revoke keys to the API.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
_AS_JSON = typer.Option("--json", help="Print JSON, for programs.")


@keys.command("create")
def create(
    name: Annotated[str, typer.Option(help="What the key is for, or whose it is.")],
    scopes: Annotated[str, typer.Option(help=f"What it may do, by comma: {', '.join(Scope)}.")],
    organisation: Annotated[
        str | None, typer.Option(help="The organisation that it belongs to, by its id or reference.")
    ] = None,
    if_none: Annotated[
        bool,
        typer.Option(
            "--if-none",
            help="Only where there is no key, or all are revoked; otherwise do nothing, silently.",
        ),
    ] = False,
    as_json: Annotated[bool, _AS_JSON] = False,
) -> None:
    """Make a key and print its secret, which is shown this once and kept nowhere."""
    try:
        wanted = KeyCreate(
            name=name,
            scopes=[Scope(scope.strip()) for scope in scopes.split(",")],
            organisation_id=organisation,
        )
    except ValidationError as error:
        raise misused(error) from None
    except ValueError as error:
        raise typer.BadParameter(f"{error}; allowed: {', '.join(Scope)}", param_hint="--scopes") from None
    with open_register() as register, writing(register.sessions) as session:
        if if_none and any_key_exists(session):
            return
        key, secret = create_key(session, COMMAND_LINE, wanted.name, [*wanted.scopes], wanted.organisation_id)
        item = KEYS.one(session, key.id, register.view())
    if as_json:
        say_json({**item, "secret": secret})
        return
    tell(f"The key {item['name']!r} may: {', '.join(item['scopes'])}. {_how_to_send(item)}")
    tell("It is shown this once:")
    say(secret)


@keys.command("list")
def list_keys(as_json: Annotated[bool, _AS_JSON] = False) -> None:
    """List the keys, without their secrets."""
    with open_register() as register, reading(register.sessions) as session:
        items = _all_keys(session, register.view())
        owners = _names_of(session, register.view(), items)
    if as_json:
        say_json({"items": items})
        return
    show_table(
        "Keys",
        ("Id", "Name", "May", "Organisation", "Begins with", "Last used", "Revoked"),
        (
            (
                item["id"],
                item["name"],
                ", ".join(item["scopes"]),
                owners.get(item["organisation_id"], ""),
                item["beginning"],
                _moment(item["last_used_at"]),
                _moment(item["revoked_at"]),
            )
            for item in items
        ),
        whole=("Id",),
    )


@keys.command("revoke")
def revoke(
    key_id: Annotated[str, typer.Argument(metavar="ID", help="The key's id, as `plans keys list` shows it.")],
) -> None:
    """End a key for good."""
    with open_register() as register, writing(register.sessions) as session:
        key = revoke_key(session, COMMAND_LINE, get_row(session, Key, key_id))
        name = key.name
    tell(f"The key {name!r} is revoked.")


def _how_to_send(key: Item) -> str:
    if key["scopes"] == [Scope.FEED]:
        return "Put it into the address of a calendar, feed or table: `/v1/deadlines.ics?token=…`."
    return "Send it as `Authorization: Bearer …`."


def _all_keys(session: Session, view: View) -> list[Item]:
    items: list[Item] = []
    cursor: str | None = None
    while True:
        page = KEYS.page(session, ListQuery(limit=200, cursor=cursor), view)
        items += page["items"]
        cursor = page["next"]
        if cursor is None:
            return items


def _names_of(session: Session, view: View, items: list[Item]) -> dict[str | None, str]:
    ids = {item["organisation_id"] for item in items if item["organisation_id"]}
    found = ORGANISATIONS.related(session, view, Organisation.__table__.c.id, ids)
    return {one["id"]: one["name"] for one in found}


def _moment(at: Any) -> str:
    return f"{at:%d %b %Y %H:%M} UTC" if at is not None else ""
