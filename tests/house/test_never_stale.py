"""Nobody reads what is old: of two servers over one database, each keeps answers, and both are written to."""

import anyio
import httpx
import pytest

from tests.support.partners import Partner, Play, at_once

WRITES = 25
WRITERS = 6
# What a server of its own process's writes tells at once, another learns on PostgreSQL within this.
RECHECK_MS = 50
LEARNED_AFTER = 0.06


async def count_up(writer: Partner, address: str, number: int) -> None:
    body = {"agenda_notice_days": number}
    answer = await writer.http.patch(address, json=body, headers={"If-Match": "*"})
    assert answer.status_code == 200, answer.text


async def counted_in_list(reader: Partner, id: str) -> int:
    """Read the number out of a list, without a key, as a widget does."""
    answer = await reader.http.get("/v1/sub-groups?limit=200", auth=no_key)
    (found,) = (item for item in answer.json()["items"] if item["id"] == id)
    number: int = found["agenda_notice_days"]
    return number


def no_key(request: httpx.Request) -> httpx.Request:
    del request.headers["Authorization"]
    return request


async def counted(reader: Partner, address: str) -> int:
    number: int = (await reader.http.get(address)).json()["agenda_notice_days"]
    return number


def test_who_wrote_reads_it_on_every_server(play: Play) -> None:
    async def scenario(programs: list[Partner]) -> None:
        async def write_and_read(which: int) -> None:
            made = await programs[0].make("/v1/sub-groups", name=f"Group {which}", agenda_notice_days=0)
            for number in range(1, WRITES + 1):
                await count_up(programs[(which + number) % 2], made["url"], number)
                for reader in programs:
                    assert await counted(reader, made["url"]) == number
                    assert await counted_in_list(reader, made["id"]) == number

        await at_once(WRITERS, write_and_read)

    play(scenario)


@pytest.mark.parametrize("dialect", ["postgresql"], indirect=True)
def test_another_server_learns_within_the_bound(play: Play) -> None:
    async def scenario(programs: list[Partner]) -> None:
        here, there = programs
        made = await here.make("/v1/sub-groups", name="Group", agenda_notice_days=0)
        for number in range(1, WRITES + 1):
            await count_up(here, made["url"], number)
            assert await counted(here, made["url"]) == number
            await anyio.sleep(LEARNED_AFTER)
            assert await counted(there, made["url"]) == number

    play(scenario, postgresql_recheck_ms=RECHECK_MS)


def test_nobody_reads_backwards(play: Play) -> None:
    async def scenario(programs: list[Partner]) -> None:
        made = await programs[0].make("/v1/sub-groups", name="Group", agenda_notice_days=0)
        done = anyio.Event()
        reads: list[int] = []

        async def read_on_and_on(which: int) -> None:
            reader, tag, seen = programs[which % 2], "", 0
            while not done.is_set() or seen < WRITES * 2:
                conditions = {"If-None-Match": tag} if tag else {}
                answer = await reader.http.get(made["url"], headers=conditions)
                reads.append(answer.status_code)
                if answer.status_code == 200:
                    number, tag = answer.json()["agenda_notice_days"], answer.headers["etag"]
                    assert number > seen or not conditions, "the same again must be 304"
                    seen = number

        async with anyio.create_task_group() as group:
            for which in range(4):
                group.start_soon(read_on_and_on, which)
            for number in range(1, WRITES * 2 + 1):
                await count_up(programs[number % 2], made["url"], number)
            done.set()
        assert reads.count(304) > 0, "nothing was kept, so nothing was tried"

    play(scenario)


def test_write_that_is_refused_changes_nothing_of_what_is_read(play: Play) -> None:
    async def scenario(programs: list[Partner]) -> None:
        made = await programs[0].make("/v1/sub-groups", name="Group", agenda_notice_days=7)
        before = await programs[1].http.get(made["url"])
        refused = await programs[0].http.patch(
            made["url"], json={"agenda_notice_days": 8, "parent_id": made["id"]}, headers={"If-Match": "*"}
        )
        assert refused.status_code == 422, refused.text
        for reader in programs:
            again = await reader.http.get(made["url"])
            assert (again.headers["etag"], again.content) == (before.headers["etag"], before.content)
        await count_up(programs[1], made["url"], 8)
        assert [await counted(reader, made["url"]) for reader in programs] == [8, 8]

    play(scenario)
