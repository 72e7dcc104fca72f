"""What the ledger keeps of each write, and how its numbers stand to the order of commits."""

import threading
from typing import Any

import pytest
from sqlalchemy import select

from app.actions.commands import WRITE_ACTIONS, WRITE_MILESTONES
from app.core.callers import COMMAND_LINE, Caller
from app.core.db import Sessions, reading, writing
from app.core.errors import Invalid, IsDependedOn, ReferenceIsTaken
from app.ledger.models import Event
from app.partners.commands import WRITE_ORGANISATIONS
from app.partners.models import Organisation
from app.plans.commands import WRITE_PLANS
from app.plans.models import Plan

KEY = Caller("key", "k1", "a council", frozenset({"write"}), "o1")


def events(sessions: Sessions) -> list[dict[str, Any]]:
    """Read all events, in the order of their numbers."""
    with reading(sessions) as session:
        rows = session.execute(select(Event.__table__).order_by(Event.__table__.c.id))
        return [dict(row) for row in rows.mappings()]


def organisation(name: str, **values: Any) -> dict[str, Any]:
    """Make the values of an organisation, as its shape gives them."""
    return {"name": name, "sector": "public", **values}


def test_event_tells_who_did_what_to_what_and_why(sessions: Sessions) -> None:
    with writing(sessions) as session:
        kept = WRITE_ORGANISATIONS.create(session, KEY, organisation("RBKC"), reason="asked by letter")
        WRITE_ORGANISATIONS.update(session, COMMAND_LINE, kept, {"name": "Royal Borough", "sector": "public"})
        WRITE_ORGANISATIONS.remove(session, COMMAND_LINE, kept, reason="merged")
        WRITE_ORGANISATIONS.restore(session, COMMAND_LINE, kept)
    made, renamed, removed, restored = events(sessions)
    assert (made["actor_kind"], made["actor_id"], made["actor_name"]) == ("key", "k1", "a council")
    assert (renamed["actor_kind"], renamed["actor_id"], renamed["actor_name"]) == (
        "command_line",
        None,
        "command line",
    )
    assert [event["verb"] for event in (made, renamed, removed, restored)] == [
        "created",
        "updated",
        "deleted",
        "undeleted",
    ]
    assert [event["version"] for event in (made, renamed, removed, restored)] == [1, 2, 3, 4]
    assert [event["reason"] for event in (made, renamed, removed)] == ["asked by letter", None, "merged"]
    assert (renamed["before"], renamed["after"]) == ({"name": "RBKC"}, {"name": "Royal Borough"})
    whole: dict[str, Any] = {
        "reference": "rbkc",
        "name": "Royal Borough",
        "acronym": None,
        "other_names": [],
        "sector": "public",
        "parent_id": None,
        "website": None,
    }
    assert (made["before"], made["after"]) == (None, {**whole, "name": "RBKC"})
    assert (removed["before"], removed["after"]) == (whole, None)
    assert (restored["before"], restored["after"]) == (None, whole)
    assert {(event["kind"], event["resource_id"]) for event in (made, restored)} == {
        ("organisation", kept.id)
    }


def test_refused_write_leaves_neither_row_nor_event(sessions: Sessions) -> None:
    def write() -> None:
        with writing(sessions) as session:
            WRITE_ORGANISATIONS.create(session, KEY, organisation("RBKC", reference="rbkc"))
            WRITE_ORGANISATIONS.create(session, KEY, organisation("Another", reference="rbkc"))

    with pytest.raises(ReferenceIsTaken):
        write()
    assert events(sessions) == []
    with reading(sessions) as session:
        assert session.execute(select(Organisation.__table__)).all() == []


def test_what_is_worked_out_is_not_recorded(sessions: Sessions) -> None:
    with writing(sessions) as session:
        plan = WRITE_PLANS.create(session, KEY, {"title": "Plan", "kind": "strategy"})
        values = {"plan_id": plan.id, "text": "Meet", "position": None, "due": {"text": "July 2004"}}
        action = WRITE_ACTIONS.create(session, KEY, values)
        WRITE_ACTIONS.update(session, KEY, action, {"due": {"text": "June 2004"}})
    _, made, changed = events(sessions)
    assert made["after"].keys().isdisjoint({"id", "version", "created_at", "reference_key", "due_on"})
    assert {"due_text", "due_points", "theme_ids", "leads"} <= made["after"].keys()
    assert changed["after"].keys() == changed["before"].keys() == {"due_text", "due_points"}


def test_part_is_recorded_under_what_it_is_a_part_of(sessions: Sessions) -> None:
    with writing(sessions) as session:
        plan = WRITE_PLANS.create(session, KEY, {"title": "Plan", "kind": "strategy"})
        action = WRITE_ACTIONS.create(
            session, KEY, {"plan_id": plan.id, "text": "Meet", "position": None, "due": {"text": ""}}
        )
        values = {"action_id": action.id, "title": "Invite", "position": None, "due": {"text": ""}}
        milestone = WRITE_MILESTONES.create(session, KEY, values)
    subjects = [(event["kind"], event["subject_kind"], event["subject_id"]) for event in events(sessions)]
    assert subjects == [
        ("plan", "plan", plan.id),
        ("action", "action", action.id),
        ("milestone", "action", action.id),
    ]
    assert events(sessions)[-1]["resource_id"] == milestone.id


def test_made_up_reference_is_the_first_that_is_free(sessions: Sessions) -> None:
    with writing(sessions) as session:
        made = [WRITE_ORGANISATIONS.create(session, KEY, organisation("The Trust")) for _ in range(3)]
        assert [one.reference for one in made] == ["trust", "trust-2", "trust-3"]
        WRITE_ORGANISATIONS.remove(session, KEY, made[1])
        again = WRITE_ORGANISATIONS.create(session, KEY, organisation("Trust"))
        assert again.reference == "trust-2"
        nameless = WRITE_ORGANISATIONS.create(session, KEY, organisation("!!!"))
        assert nameless.reference == "organisation"
        with pytest.raises(ReferenceIsTaken) as refused:
            WRITE_ORGANISATIONS.restore(session, KEY, made[1])
    assert [fault.detail for fault in refused.value.errors] == [f"taken by /v1/organisations/{again.id}"]


def test_link_is_kept_as_an_id_however_it_was_given(sessions: Sessions) -> None:
    with writing(sessions) as session:
        parent = WRITE_ORGANISATIONS.create(session, KEY, organisation("RBKC"))
        child = WRITE_ORGANISATIONS.create(session, KEY, organisation("Library", parent_id="rbkc"))
        assert child.parent_id == parent.id
        WRITE_ORGANISATIONS.update(session, KEY, child, {"parent_id": parent.id.upper()})
        with pytest.raises(Invalid) as refused:
            WRITE_ORGANISATIONS.update(session, KEY, child, {"parent_id": "none"})
        assert [fault.pointer for fault in refused.value.errors] == ["/parent_id"]
        with pytest.raises(IsDependedOn):
            WRITE_ORGANISATIONS.remove(session, KEY, parent)
    assert [event["verb"] for event in events(sessions)] == ["created", "created"]


def test_natural_order_is_kept_with_a_reference_that_changes(sessions: Sessions) -> None:
    with writing(sessions) as session:
        for reference in ("p10", "P9", "p2a"):
            WRITE_PLANS.create(session, KEY, {"title": "Plan", "kind": "strategy", "reference": reference})
        ninth = session.scalars(select(Plan).where(Plan.__table__.c.reference == "P9")).one()
        WRITE_PLANS.update(session, KEY, ninth, {"reference": "p11"})
        columns = Plan.__table__.c
        found = session.scalars(select(columns.reference).order_by(columns.reference_key)).all()
    assert found == ["p2a", "p10", "p11"]


def test_events_are_numbered_in_the_order_of_their_commits(sessions: Sessions) -> None:
    committed: list[str] = []
    slow_has_written, quick_is_waiting = threading.Event(), threading.Event()

    def write_quickly() -> None:
        slow_has_written.wait(10)
        quick_is_waiting.set()
        with writing(sessions) as session:
            WRITE_ORGANISATIONS.create(session, KEY, organisation("Quick"))
        committed.append("Quick")

    quick = threading.Thread(target=write_quickly)
    quick.start()
    with writing(sessions) as session:
        WRITE_ORGANISATIONS.create(session, KEY, organisation("Slow"))
        slow_has_written.set()
        assert quick_is_waiting.wait(10)
        # Long enough for the quick one to commit, if it were let.
        quick.join(0.3)
        committed.append("Slow")
    quick.join(20)
    assert [event["after"]["name"] for event in events(sessions)] == committed == ["Slow", "Quick"]
