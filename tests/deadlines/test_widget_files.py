"""The widget's files are found, kept and known by their hashes; they hold the words of the service."""

import gzip
import json
import re
from base64 import b64encode
from hashlib import sha384

import pytest

from app.core.migrations import ROOT
from tests.support.asking import ask_past_the_contract
from tests.support.client import Client

MOST_BYTES = 12_000


def test_index_tells_where_the_widget_is_and_its_hash(api: Client) -> None:
    index = api.public.get("/widgets").json()
    assert index["script"] == "/widgets/deadlines.js"
    script = ask_past_the_contract(api, index["kept_script"])
    assert script.content == ask_past_the_contract(api, index["script"]).content
    assert index["integrity"] == f"sha384-{b64encode(sha384(script.content).digest()).decode()}"
    assert ask_past_the_contract(api, index["page"]).status_code == 200
    assert api.public.get("/widgets?nonsense=1").status_code == 400


def test_hashed_name_is_kept_for_ever_and_the_short_one_for_minutes(api: Client) -> None:
    index = api.public.get("/widgets").json()
    kept = {
        index["script"]: "public, max-age=300",
        index["kept_script"]: "public, max-age=31536000, immutable",
    }
    for name, how in kept.items():
        answer = ask_past_the_contract(api, name)
        assert answer.headers["cache-control"] == how
        assert ask_past_the_contract(api, name, if_none_match=answer.headers["etag"]).status_code == 304


@pytest.mark.parametrize(
    ("name", "media_type"),
    [("deadlines.js", "text/javascript; charset=utf-8"), ("deadlines.css", "text/css; charset=utf-8")],
)
def test_files_may_be_loaded_by_pages_of_any_origin(api: Client, name: str, media_type: str) -> None:
    headers = ask_past_the_contract(api, f"/widgets/{name}", origin="https://intranet.example").headers
    assert headers["content-type"] == media_type
    assert headers["access-control-allow-origin"] == "*"
    assert headers["cross-origin-resource-policy"] == "cross-origin"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["vary"] == "Accept-Encoding"


@pytest.mark.parametrize("suffix", ["js", "css"])
def test_name_of_an_older_file_leads_to_the_newest(api: Client, suffix: str) -> None:
    answer = ask_past_the_contract(api, f"/widgets/deadlines.0123456789abcdef.{suffix}")
    assert (answer.status_code, answer.headers["location"]) == (307, f"deadlines.{suffix}")
    assert answer.headers["cache-control"] == "no-cache"


@pytest.mark.parametrize(
    "name", ["deadlines.py", "other.js", "deadlines.0.js", "deadlines.html", ".js", "%ff"]
)
def test_file_that_is_not_there_is_told_so(api: Client, name: str) -> None:
    answer = ask_past_the_contract(api, f"/widgets/{name}")
    assert answer.status_code == 404
    assert "/widgets tells which it has" in answer.text


def test_widget_is_small_enough_for_any_page(api: Client) -> None:
    assert len(gzip.compress(ask_past_the_contract(api, "/widgets/deadlines.js").content)) < MOST_BYTES


def test_widget_is_served_with_all_its_words_and_its_style(api: Client) -> None:
    script = ask_past_the_contract(api, "/widgets/deadlines.js").text
    assert '"@' not in script
    written = re.search(r"soon: SOON_DAYS } = (.*);\n  const STYLE = (.*);\n", script)
    assert written is not None
    words, style = (json.loads(one) for one in written.groups())
    assert words["languages"]["cy"]["marks"]["overdue"] == "Hwyr"
    assert style == ask_past_the_contract(api, "/widgets/deadlines.css").text
    assert "/*" not in style


def test_widget_uses_nothing_that_a_strict_policy_forbids() -> None:
    source = (ROOT / "app" / "deadlines" / "widget" / "deadlines.js").read_text()
    forbidden = (
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function|\.style\b|\"style\""
    )
    assert re.findall(forbidden, source) == []
