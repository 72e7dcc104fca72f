"""How what lies side by side is put into rows, so that nothing covers anything else."""

from bisect import bisect_left, insort
from collections.abc import Sequence

Extent = tuple[float, float]


def packed(extents: Sequence[Extent], rows: int, gap: float = 0) -> list[int | None]:
    """Give each extent the first row in which it has room, at least `gap` away from others; None where no row has.

    Those that come first are placed first, so whoever calls puts what must not be missing at the beginning.
    """
    taken: list[list[Extent]] = [[] for _ in range(rows)]
    return [_place(taken, extent, gap) for extent in extents]


def _place(taken: Sequence[list[Extent]], extent: Extent, gap: float) -> int | None:
    for number, row in enumerate(taken):
        if _has_room(row, extent, gap):
            insort(row, extent)
            return number
    return None


def _has_room(row: Sequence[Extent], extent: Extent, gap: float) -> bool:
    after = bisect_left(row, extent)
    clear_before = after == 0 or row[after - 1][1] + gap <= extent[0]
    return clear_before and (after == len(row) or extent[1] + gap <= row[after][0])
