"""Lines of a page in reading order: which stand in one row, and which lie to the right of a line or beneath it."""

from collections.abc import Sequence
from typing import Final

from sekisho.core.intake.pictures import Line

_SHARED: Final = 0.5
"""Of the lower line's height that two lines of one row have in common."""

_NEAR: Final = 2.5
"""Heights of a line within which the next one belongs to it."""


def rows_of(lines: Sequence[Line]) -> tuple[tuple[Line, ...], ...]:
    """Give the rows from the top, each from the left."""
    rows = list[list[Line]]()
    for line in sorted(lines, key=middle):
        if rows and is_level(rows[-1][0], line):
            rows[-1].append(line)
        else:
            rows.append([line])
    return tuple(tuple(sorted(row, key=lambda line: line.box.left)) for row in rows)


def row_text(row: Sequence[Line]) -> str:
    return " ".join(line.text for line in row)


def middle(line: Line) -> float:
    return (line.box.top + line.box.bottom) / 2


def is_level(one: Line, other: Line) -> bool:
    """Tell whether two lines stand side by side."""
    common = min(one.box.bottom, other.box.bottom) - max(one.box.top, other.box.top)
    return common > _SHARED * min(height_of(one), height_of(other))


def is_right_of(one: Line, other: Line, *, near: bool = False) -> bool:
    """Tell whether `other` begins behind `one`, where both stand in one row; near: within some signs."""
    gap = other.box.left - one.box.right
    return gap > -height_of(one) and (not near or gap < _NEAR * height_of(one))


def is_beneath(one: Line, other: Line) -> bool:
    """Tell whether `other` stands just under `one`, not beside it."""
    gap = other.box.top - one.box.bottom
    apart = max(one.box.left, other.box.left) >= min(one.box.right, other.box.right)
    return (
        not apart
        and -_SHARED * height_of(one) < gap < _NEAR * max(height_of(one), height_of(other))
        and middle(other) > middle(one)
    )


def height_of(line: Line) -> float:
    return max(line.box.bottom - line.box.top, 1e-6)
