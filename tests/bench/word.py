"""Reading Word files, against plain mammoth on the same files: time and peak memory of a child process for each.

Ours is the jail's own child, as the product starts it: fences, reader, every picture drawn anew. Mammoth turns the file
into HTML and leaves its pictures as they are, so a ratio above one is the price of what it does not do.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from submissions.intake.jail import cell
from tests.bench.inside import WORD_FILES

if TYPE_CHECKING:
    from collections.abc import Sequence

PICTURES = 30
MAMMOTH = (
    "import mammoth; html = mammoth.convert_to_html(open('source', 'rb')).value; open('result.html', 'w').write(html)"
)
# A small process in between: the kernel counts the memory of whoever forks a child as that child's own.
WATCH = """
import json, resource, subprocess, sys, time
started = time.perf_counter()
subprocess.run(sys.argv[1:], check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
print(json.dumps([time.perf_counter() - started, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss]))
"""


@dataclass(frozen=True, kw_only=True)
class Readings:
    """What reading one file took, ours and mammoth's: milliseconds and megabytes (peak of resident memory)."""

    name: str
    ours: list[tuple[float, float]] = field(default_factory=list)
    theirs: list[tuple[float, float]] = field(default_factory=list)


def readings(times: int) -> list[Readings]:
    """Each file read ``times`` times by each, in turns."""
    files = {path.name: path.read_bytes() for path in sorted(WORD_FILES.glob("*.docx"))}
    found = []
    for name, data in {**files, f"{PICTURES} pictures": with_pictures()}.items():
        row = Readings(name=name)
        for _each in range(times):
            with tempfile.TemporaryDirectory(prefix="desk-bench-word-") as folder:
                place = Path(folder)
                (place / "source").write_bytes(data)
                cell.write_order(place, bounds=cell.READING)
                row.ours.append(spent(cell.COMMAND, place))
                row.theirs.append(spent((sys.executable, "-I", "-B", "-c", MAMMOTH), place))
        found.append(row)
    return found


def spent(command: Sequence[str], place: Path) -> tuple[float, float]:
    """Milliseconds and megabytes of a child that must end well."""
    measured = subprocess.run(
        [sys.executable, "-I", "-S", "-c", WATCH, *command], cwd=place, check=True, capture_output=True
    )
    took, most = json.loads(measured.stdout)
    return took * 1000, most / 1024


def with_pictures() -> bytes:
    """A Word file with as many photos as are taken."""
    from tests.submissions.intake.word_files import Word, article, photo

    def middle(word: Word) -> None:
        for number in range(PICTURES):
            word.picture(photo(1600 + number, 1200))

    return article(middle=middle)


def lines(rows: Sequence[Readings]) -> str:
    """The rows as a table that is also Markdown."""
    text = [
        "| reading, in a child | ms | mammoth | ratio | peak MB | mammoth | ratio |",
        "| --- | --: | --: | --: | --: | --: | --: |",
    ]
    for row in rows:
        time_, memory = (tuple(median(each[at] for each in side) for side in (row.ours, row.theirs)) for at in (0, 1))
        text.append(
            f"| {row.name} | {time_[0]:,.0f} | {time_[1]:,.0f} | {time_[0] / time_[1]:.2f}"
            f" | {memory[0]:,.0f} | {memory[1]:,.0f} | {memory[0] / memory[1]:.2f} |"
        )
    return "\n".join(text)
