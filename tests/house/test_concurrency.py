"""Many at once: on a real server over each database nobody is turned away, no change is lost, no event is missed."""

import anyio

from app.core.db import Sessions
from tests.support.ledger import events
from tests.support.partners import Partner, Play, at_once

MANY = 200
READ_EVERY = 0.05


async def ask_on_and_on(partner: Partner, path: str, waits: list[float], done: anyio.Event) -> None:
    """Read a list until told to stop; note how long each answer took."""
    while not done.is_set():
        began = anyio.current_time()
        answer = await partner.http.get(path)
        assert answer.status_code == 200, answer.text
        waits.append(anyio.current_time() - began)
        await anyio.sleep(READ_EVERY)


async def follow(partner: Partner, seen: list[int], done: anyio.Event) -> None:
    """Read the change feed on and on by its links, until it is told to stop and there is nothing more."""
    address = "/v1/changes?after=0&limit=20"
    while True:
        is_last = done.is_set()
        page = (await partner.http.get(address)).json()
        seen += [change["id"] for change in page["items"]]
        if is_last and not page["items"]:
            return
        address = page["next"]
        await anyio.sleep(0 if page["items"] else READ_EVERY)


def test_all_of_200_writers_are_answered_while_readers_read(play: Play, sessions: Sessions) -> None:
    waits: list[float] = []

    async def scenario(programs: list[Partner]) -> None:
        done = anyio.Event()
        async with anyio.create_task_group() as group:
            group.start_soon(ask_on_and_on, programs[0], "/v1/organisations?limit=20", waits, done)
            made = await at_once(MANY, lambda _: programs[0].make("/v1/organisations", name="Golborne Trust"))
            done.set()
        assert len({one["reference"] for one in made}) == MANY, "each has a reference of its own"

    play(scenario, servers=1)
    assert len(events(sessions)) == MANY
    assert len(waits) >= 3, waits


def test_feed_misses_nothing_that_two_servers_write(play: Play, sessions: Sessions) -> None:
    seen: list[int] = []

    async def scenario(programs: list[Partner]) -> None:
        done = anyio.Event()
        async with anyio.create_task_group() as group:
            group.start_soon(follow, programs[0], seen, done)
            await at_once(
                MANY,
                lambda number: programs[number % 2].make("/v1/venues", name=f"Hall {number}"),
                limit=8,
            )
            done.set()

    play(scenario)
    known = [event["id"] for event in events(sessions)]
    assert len(known) == MANY
    assert seen == known, "the feed shows each event once, in its order"


def test_of_200_changes_of_one_version_one_is_kept(play: Play, sessions: Sessions) -> None:
    async def scenario(programs: list[Partner]) -> None:
        made = await programs[0].make("/v1/organisations", name="Golborne Trust")
        read = await programs[0].http.get(made["url"])

        async def change(number: int) -> int:
            headers = {"If-Match": read.headers["etag"]}
            body = {"acronym": f"GT{number}"}
            return (await programs[0].http.patch(made["url"], json=body, headers=headers)).status_code

        assert sorted(await at_once(MANY, change)) == [200] + [412] * (MANY - 1)

    play(scenario, servers=1)
    assert [event["verb"] for event in events(sessions)] == ["created", "updated"]


def test_no_change_is_lost_among_200_that_read_and_write(play: Play, sessions: Sessions) -> None:
    async def scenario(programs: list[Partner]) -> None:
        made = await programs[0].make("/v1/sub-groups", name="Counting sub-group", agenda_notice_days=0)
        attempts = await at_once(
            MANY, lambda number: programs[number % 2].count_one_more(made["url"]), limit=6
        )
        assert sum(attempts) > MANY, "nobody was ever in another's way, so nothing was tried"
        after = (await programs[0].http.get(made["url"])).json()
        assert (after["agenda_notice_days"], after["version"]) == (MANY, MANY + 1)

    play(scenario)
    counted = [event["after"]["agenda_notice_days"] for event in events(sessions)]
    assert counted == list(range(MANY + 1))


def test_repetitions_at_once_are_done_once(play: Play, sessions: Sessions) -> None:
    async def scenario(programs: list[Partner]) -> None:
        async def ask(number: int) -> tuple[int, str]:
            headers = {"Idempotency-Key": "the-same"}
            body = {"name": "Golborne Trust"}
            answer = await programs[number % 2].http.post("/v1/organisations", json=body, headers=headers)
            return answer.status_code, answer.text

        answers = await at_once(50, ask)
        assert len({*answers}) == 1
        assert answers[0][0] == 201

    play(scenario)
    assert [event["verb"] for event in events(sessions)] == ["created"]


def test_meeting_is_not_cancelled_at_the_moment_at_which_it_decides(play: Play) -> None:
    async def scenario(programs: list[Partner]) -> None:
        group = await programs[0].make("/v1/sub-groups", name="Steering Group")
        told = {"sub_group_id": group["id"], "starts_on": "2004-07-20"}
        for _ in range(20):
            meeting = await programs[0].make("/v1/meetings", **told)

            async def act(number: int, address: str = meeting["url"]) -> int:
                http = programs[number].http
                if number == 0:
                    return (await http.post(f"{address}/decisions", json={"outcome": "agreed"})).status_code
                cancelled = {"status": "cancelled"}
                return (await http.patch(address, json=cancelled, headers={"If-Match": "*"})).status_code

            # Whoever comes second is refused: what was decided rests on the meeting, or it is cancelled.
            assert await at_once(2, act) in ([201, 409], [409, 200])

    play(scenario)
