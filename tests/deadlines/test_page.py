"""What is due as a page without any script, as it is shown in frames and to who follows the widget's link."""

import re
from html import unescape

import httpx
import pytest

from tests.deadlines.builders import DAY, make_register
from tests.support.asking import Item, ask_past_the_contract, change
from tests.support.client import Client
from tests.support.plans import make_action

STRICT = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors *; style-src 'self'"


@pytest.fixture
def register(api: Client) -> dict[str, Item]:
    """The register of `builders.py`."""
    return make_register(api)


def asked(api: Client, query: str = "", **headers: str) -> httpx.Response:
    """Ask for the page as of the day of the register; only actions, unless the query says otherwise."""
    return ask_past_the_contract(
        api, f"/widgets/deadlines?as_of={DAY}&source=action,milestone&{query}", **headers
    )


def lines(page: str) -> list[str]:
    """Give the paragraphs of a page, as people read them."""
    return [unescape(re.sub(r"<[^>]+>", " ", one)) for one in re.findall(r"<p[ >].*?</p>", page)]


def read(api: Client, query: str = "") -> list[str]:
    """Give the paragraphs of the page, with single spaces."""
    page = asked(api, query)
    assert page.status_code == 200, page.text
    return [" ".join(line.split()) for line in lines(page.text)]


@pytest.mark.usefixtures("register")
def test_page_tells_state_days_words_and_leads(api: Client) -> None:
    assert read(api, "limit=2") == [
        *(
            "Overdue 46 days overdue",
            "a.overdue To do a.overdue",
            "June 2004",
            "Led by Royal Borough",
            "Plan: Open plan",
        ),
        *(
            "Due now 16 days left",
            "a.now To do a.now",
            "August 2004",
            "Led by Royal Borough",
            "Plan: Open plan",
        ),
    ]
    assert read(api, "state=upcoming&limit=1") == [
        *("Upcoming 46 days left", "a.coming To do a.coming", "September 2004"),
        *("As written: “Sept and Nov 2004”", "Led by Chair", "Plan: Open plan"),
    ]
    assert read(api, "kind=from&include=starts")[-5:] == [
        *("Starts", "a.starts To do a.starts", "from 1 September 2004"),
        *("As written: “from September 2004”", "Plan: Open plan"),
    ]


def test_page_tells_what_was_called_off_apart_from_what_was_done(
    api: Client, register: dict[str, Item]
) -> None:
    assert change(api, register["a.overdue"], status="cancelled").status_code == 200
    assert "To do a.overdue" not in asked(api, "limit=200").text
    page = read(api, "state=done&theme=1")
    assert page[:3] == ["Cancelled", "a.overdue To do a.overdue", "June 2004"]
    assert read(api, "state=done&theme=1&lang=cy")[0] == "Wedi'i ganslo"
    marks = re.findall(r'class="item item-(\w+)"', asked(api, "state=done").text)
    assert sorted(marks) == ["cancelled", "done", "done"]


@pytest.mark.usefixtures("register")
def test_page_speaks_welsh_where_asked(api: Client) -> None:
    page = asked(api, "lang=cy&limit=1")
    assert page.headers["content-language"] == "cy"
    assert '<html lang="cy">' in page.text
    assert read(api, "lang=cy&limit=1")[:3] == [
        "Hwyr 46 diwrnod yn hwyr",
        "a.overdue To do a.overdue",
        "Mehefin 2004",
    ]


@pytest.mark.usefixtures("register")
def test_page_takes_every_filter_of_the_list(api: Client) -> None:
    starts = [line for line in read(api, "include=starts&state=upcoming,ongoing") if "Starts" in line]
    assert starts == ["Starts"]
    assert "Nothing is due here." in read(api, "plan=open&q=nowhere")
    assert read(api, "limit=1&count=true")[-1] == "6 in all"


@pytest.mark.usefixtures("register")
def test_page_shows_the_public_nothing_more_than_the_list(api: Client) -> None:
    page = asked(api, "limit=200&include=starts,undated").text
    assert "To do a.none" in page
    for hidden in ("secret", "Closed plan", "Ada Officer"):
        assert hidden not in page


@pytest.mark.usefixtures("register")
def test_page_leads_to_the_next_page_and_to_the_calendar(api: Client) -> None:
    links = [unescape(link) for link in re.findall(r'href="([^"]+)"', asked(api, "limit=2&plan=open").text)]
    following, calendar, again = links[1:]
    assert calendar == f"../v1/deadlines.ics?as_of={DAY}&source=action%2Cmilestone&plan=open"
    assert again == f"deadlines?as_of={DAY}&source=action%2Cmilestone&limit=2&plan=open"
    assert following.startswith(f"{again}&cursor=")
    page = ask_past_the_contract(api, f"/widgets/{following}")
    assert (page.status_code, page.text.count("<li ")) == (200, 2)


@pytest.mark.usefixtures("register")
def test_pages_lead_on_until_all_is_shown(api: Client) -> None:
    shown, path = [], f"deadlines?as_of={DAY}&limit=2&include=starts,undated"
    while path:
        page = ask_past_the_contract(api, f"/widgets/{path}").text
        shown += re.findall(r'class="title">(.*?)<', page)
        path = unescape("".join(re.findall(r'href="([^"]+)">Next page', page)))
    items = api.public.get(f"/v1/deadlines?as_of={DAY}&limit=200&include=starts,undated").json()["items"]
    assert len(shown) == len(items) > 6
    assert all(one.endswith(item["title"]) for one, item in zip(map(unescape, shown), items, strict=True))


@pytest.mark.usefixtures("register")
def test_page_that_is_known_is_not_sent_again_until_it_is_another(
    api: Client, register: dict[str, Item]
) -> None:
    tag = asked(api).headers["etag"]
    assert asked(api, if_none_match=tag).status_code == 304
    assert change(api, register["a.overdue"], text="Do it at once").status_code == 200
    assert asked(api, if_none_match=tag).status_code == 200


def test_whatever_is_written_enters_the_page_as_text(api: Client, register: dict[str, Item]) -> None:
    hostile = "<script>alert(1)</script><img src=x onerror=\"alert('2')\">&amp;"
    make_action(api, register["a"], hostile, due="1 June 2004")
    page = asked(api, "limit=1").text
    assert "<script" not in page
    assert "<img" not in page
    assert hostile in unescape(page)


def test_page_may_stand_in_any_frame_and_load_nothing_but_its_style(api: Client) -> None:
    headers = asked(api).headers
    assert headers["content-security-policy"] == STRICT
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cache-control"] == "public, no-cache"
    assert headers["content-type"] == "text/html; charset=utf-8"
    assert "style=" not in asked(api).text


def test_refusal_is_a_page_with_the_status_of_the_refusal(api: Client) -> None:
    answer = ask_past_the_contract(api, "/widgets/deadlines?lang=cy&state=%3Cb%3E&nonsense=1")
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["content-security-policy"] == STRICT
    assert answer.headers["cache-control"] == "no-store"
    assert "<title>Ni ellir dangos y rhestr</title>" in answer.text
    assert "<strong>state</strong>: Input should be &#x27;upcoming&#x27;" in answer.text
    assert "<strong>nonsense</strong>: is not known here; allowed: " in answer.text


@pytest.mark.parametrize(
    ("query", "why"),
    [
        ("lang=fr", "Input should be 'en' or 'cy'"),
        ("plan=nope", "no plan has the id or reference 'nope'"),
        ("limit=0", "Input should be greater than or equal to 1"),
        ("q=%00", "holds a control character, a NUL, or half of a surrogate pair"),
        ("plan=%ff%fe", "unable to parse raw data as a unicode string"),
        ("cursor=x", "Take `next` from the page before"),
    ],
)
def test_what_is_not_allowed_is_refused_in_words(api: Client, query: str, why: str) -> None:
    answer = asked(api, query)
    assert answer.status_code == 400
    assert why in unescape(answer.text)


@pytest.mark.parametrize("query", ["fields=id", "embed=leads", "fields=nonsense"])
def test_shape_of_the_list_does_not_change_the_page(api: Client, query: str) -> None:
    assert "Nothing is due here." in read(api, query)
