"""The one table of the benchmarks, as text for a terminal that is also a Markdown table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.bench.measures import FLAT

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tests.bench.measures import Measure

NOTHING = "–"


def table(measures: Sequence[Measure], *, small: int, large: int) -> str:
    """The table; ``small`` and ``large`` are the sizes of the two archives, in articles."""
    rows = [["median, ms", f"{small:,}", f"{large:,}", "ratio", "queries", ""], *map(_cells, measures)]
    # A rule of fewer than three dashes is none to many readers of Markdown.
    widths = [max(3, *(len(row[column]) for row in rows)) for column in range(len(rows[0]))]
    # Numbers are easier to compare with their ends below each other; Markdown says that by a colon.
    text = (0, len(widths) - 1)
    rule = ["-" * width if place in text else "-" * (width - 1) + ":" for place, width in enumerate(widths)]
    lines = [
        [cell.ljust(width) if place in text else cell.rjust(width) for place, (cell, width) in enumerate(pairs)]
        for pairs in (zip(row, widths, strict=True) for row in (rows[0], rule, *rows[1:]))
    ]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def asked_lines(small: Mapping[str, int], large: Mapping[str, int]) -> tuple[list[str], bool]:
    """What each list asks of the database in the two archives, a line a list; and whether none asks more in the large."""
    lines = [
        f"- {name}: {_both(small.get(name, 0), count)}{' grows' if count > small.get(name, 0) else ''}"
        for name, count in large.items()
    ]
    return lines, all(count <= small.get(name, 0) for name, count in large.items())


def milliseconds(value: float | None) -> str:
    """A time with three digits that mean something."""
    if value is None:
        return NOTHING
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}"


def _cells(measure: Measure) -> list[str]:
    ratio = measure.ratio
    return [
        measure.name,
        milliseconds(measure.small_median),
        milliseconds(measure.large_median),
        NOTHING if ratio is None else f"{ratio:.2f}",
        NOTHING if measure.queries is None else _both(*measure.queries),
        f"grows (aim: {FLAT})" if measure.grows else "",
    ]


def _both(small: int, large: int) -> str:
    return str(small) if small == large else f"{small} → {large}"
