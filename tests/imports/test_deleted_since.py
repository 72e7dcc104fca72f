"""What an import brought in and someone deleted since: the same document does not bring it back."""

from tests.support.client import Client
from tests.support.documents import (
    COUNT,
    DREDGE,
    PAINT,
    SWEEP,
    actions,
    changed,
    everything,
    outcomes,
    plan,
    remove,
    take,
    with_rows,
)


def test_what_was_deleted_in_the_register_stays_deleted(api: Client) -> None:
    take(api, plan())
    found = actions(api)
    remove(api, found["1.2"]["url"])
    terms = api.get(f"/v1/plans/{found['1.1']['plan_id']}/glossary").json()["items"]
    remove(api, terms[0]["url"])
    kept = everything(api.sessions)
    again = take(api, plan())
    assert outcomes(again) == [
        ("1.1", "unchanged"),
        ("1.2", "stays_deleted"),
        ("2.1", "unchanged"),
        ("2.2", "unchanged"),
    ]
    assert again["counts"]["glossary_term"] == {"stays_deleted": 1}
    assert everything(api.sessions) == kept
    assert [row["resource_id"] for row in again["rows"] if row["reference"] == "1.2"] == [found["1.2"]["id"]]
    # Other words are another action.
    newer = take(api, with_rows(SWEEP, changed(PAINT, text="Paint all the bollards")))
    assert outcomes(newer)[1] == ("1.2", "created")


def test_deleted_theme_comes_back_only_with_an_action_under_it(api: Client) -> None:
    take(api, plan())
    found = actions(api)
    for reference in ("2.1", "2.2"):
        remove(api, found[reference]["url"])
    themes = api.get(f"/v1/plans/{found['1.1']['plan_id']}/themes").json()["items"]
    remove(api, themes[1]["url"])
    assert outcomes(take(api, plan()), "theme") == [("1", "unchanged"), ("2", "stays_deleted")]
    assert list(actions(api)) == ["1.1", "1.2"]
    ropes = ("Mend the ropes", "", "", "May 2005")
    again = take(api, with_rows(SWEEP, PAINT, dock=(DREDGE, COUNT, ropes)))
    assert outcomes(again, "theme") == [("1", "unchanged"), ("2", "created")]
    assert outcomes(again)[2:] == [("2.1", "stays_deleted"), ("2.2", "stays_deleted"), ("2.3", "created")]
    themes = api.get(f"/v1/plans/{found['1.1']['plan_id']}/themes").json()["items"]
    assert api.get(actions(api)["2.3"]["url"]).json()["theme_ids"] == [themes[1]["id"]]


def test_what_is_undeleted_is_imported_again(api: Client) -> None:
    take(api, plan())
    url = actions(api)["1.2"]["url"]
    remove(api, url)
    take(api, plan())
    assert api.post(f"{url}/undelete").status_code == 200
    again = take(api, with_rows(SWEEP, changed(PAINT, due="May 2005")))
    assert outcomes(again)[1] == ("1.2", "updated")


def test_deleted_theme_does_not_come_back_for_an_action_that_may_not_move(api: Client) -> None:
    take(api, plan())
    found = actions(api)
    for reference in ("2.1", "2.2"):
        remove(api, found[reference]["url"])
    path = f"/v1/plans/{found['1.1']['plan_id']}/themes"
    remove(api, api.get(path).json()["items"][1]["url"])
    again = take(api, plan({"1. Quay": (PAINT,), "2. Dock": (SWEEP, DREDGE, COUNT)}), mode="create")
    assert outcomes(again)[1] == ("1.1", "skipped")
    assert outcomes(again, "theme") == [("1", "unchanged"), ("2", "stays_deleted")]
    assert [theme["title"] for theme in api.get(path).json()["items"]] == ["Quay"]
