"""Measures the product in two archives, a small and a large one, and prints one table.

    python -m tests.bench [--quick] [--database-url postgres://SERVER/DATABASE]

Both archives belong to whole installations, built for this run and run by their own supervisor. Everything is measured
in both at the same time or in turns, so the ratios hold where the times themselves are noisy. Nothing is kept.
"""

from __future__ import annotations

import argparse
import os
import platform
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from tests.bench import deliveries, issues, ledger, searches, serving, word
from tests.bench.houses import House, HouseFailed
from tests.bench.inside import WORD_FILES
from tests.bench.measures import FLAT, Measure
from tests.bench.reading import NotShown, Visitor, alternately
from tests.bench.table import asked_lines, table

DESK, PASSWORD = "desk@demo.local", "ban-tin-demo-2026"
PAGES = {
    "article": "article page",
    "home": "home page",
    "section": "section page",
    "section_far_back": "section page, half way back",
    "unit": "unit page",
    "feed": "feeds",
    "search": "search, first page",
    "suggestions": "suggestions while typing",
    "board": "desk board",
}
STEPS = {"published": "publish, the action", "delivered": "publish → delivered", "confirmed": "publish → confirmed"}
CONFIRM_PATIENCE = 60  # seconds


@dataclass(frozen=True, kw_only=True)
class Plan:
    """How large the archives are, in articles, and how often each thing is measured."""

    small: int
    large: int
    requests: int
    imports: int
    publications: int
    readers: int
    searches: int
    seconds: int
    closed: tuple[int, ...]
    deliveries: int


WHOLE = Plan(
    small=1_000,
    large=100_000,
    requests=60,
    imports=7,
    publications=100,
    readers=10_000,
    searches=3,
    seconds=5,
    closed=(0, 100_000, 1_000_000),
    deliveries=2_000,
)
QUICK = Plan(
    small=1_000,
    large=5_000,
    requests=20,
    imports=3,
    publications=3,
    readers=1_000,
    searches=1,
    seconds=1,
    closed=(0, 20_000),
    deliveries=400,
)


def main(arguments: list[str]) -> int:
    """Builds, measures, prints. Returns the exit code: 1 where something could not be measured, or a list asks more."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description="Benchmarks, as one table.")
    parser.add_argument("--quick", action="store_true", help="smaller archives, fewer repetitions")
    parser.add_argument("--database-url", default="", help="a PostgreSQL server instead of SQLite")
    options = parser.parse_args(arguments)
    plan = QUICK if options.quick else WHOLE
    with ExitStack() as cleaning:
        folder = Path(cleaning.enter_context(tempfile.TemporaryDirectory(prefix="desk-bench-")))
        houses = []
        for size in (plan.small, plan.large):
            house = House(folder=folder / str(size), articles=size, server_url=options.database_url)
            house.folder.mkdir()
            cleaning.callback(house.stop)
            houses.append(house)
        try:
            with _Step("Word files, against mammoth"):
                word_files = word.lines(word.readings(plan.imports))
            with _Step("an issue as PDF and by mail"):
                issue_lines = issues.lines(issues.rows(times=plan.imports, readers=plan.readers))
            with _Step("the ledger, and deliveries against a bare loop"):
                forwarding = [
                    ledger.measured(options.database_url, plan.closed),
                    deliveries.measured(options.database_url, plan.deliveries),
                ]
            measures, reader_lines = _measured(*houses, plan=plan)
            with _Step("my work"):
                mine, asked, holds = _my_work(*houses, times=plan.requests)
            measures.append(mine)
        except (HouseFailed, NotShown, serving.NotServed, subprocess.CalledProcessError) as failure:
            print(failure, file=sys.stderr)
            return 1
    engine = "PostgreSQL" if options.database_url else "SQLite"
    print(
        f"\n{engine}, Python {platform.python_version()}, {os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}\n"
    )
    print(table(measures, small=plan.small, large=plan.large))
    print("\nQueries of each list of the desk:\n" + "\n".join(asked))
    for each in reader_lines:
        print(f"\n{each}")
    print(f"\n{word_files}")
    print(f"\n{issue_lines}")
    print("\n" + "\n\n".join(forwarding))
    print(
        f"\nColumns: articles in the archive. A page should not grow by more than {FLAT} and ask the same number of"
        " queries. A publication is\nconfirmed by a look at the province's page as soon as it is delivered; where that"
        " look fails, by the next one 5 s later, which\nthe clock of every 15 s finds."
    )
    if not holds:
        print("A list of the desk asks more often in the larger archive.", file=sys.stderr)
    return 0 if holds else 1


def _measured(small: House, large: House, *, plan: Plan) -> tuple[list[Measure], list[str]]:
    """The rows of the table, and the tables of the reader's side below it."""
    for house in (small, large):
        with _Step(f"building the archive of {house.articles:,}"):
            house.build()
    with _Step("starting both"):
        small.serve()
        large.serve()
    with _Step("pages"):
        measures = _pages(small, large, times=plan.requests)
    with _Step("searches"):
        found = [house.do("searching", times=plan.searches) for house in (small, large)]
        reader_lines = [searches.lines(dict(zip((plan.small, plan.large), found, strict=True)))]
    with _Step("requests a second"):
        reader_lines.append(serving.table(large, path=large.do("places")["article"][0], seconds=plan.seconds))
    with _Step("publications"):
        measures += _inside_both(
            "publishing", small, large, names=STEPS, times=plan.publications, patience=CONFIRM_PATIENCE
        )
        measures += [each.slowest_of_a_hundred() for each in measures if each.name in STEPS.values()]
    with _Step("Word files"):
        names = {path.name: f"import {path.name}" for path in sorted(WORD_FILES.glob("*.docx"))}
        measures += _inside_both("imports", small, large, names=names, times=plan.imports)
    with _Step("copies"):
        names = {"similarity": "similar articles, with passages"}
        measures += _inside_both("similarity", small, large, names=names, times=plan.requests, desk=DESK)
    return measures, reader_lines


def _my_work(small: House, large: House, *, times: int) -> tuple[Measure, list[str], bool]:
    """The lists of the desk while the whole archive is still to be done: one installation after the other.

    Also what each list asks, in lines, and whether none asks more often in the large archive.
    """
    first, second = (house.do("my_work", times=times, desk=DESK) for house in (small, large))
    lines, holds = asked_lines(first["asked"], second["asked"])
    measure = Measure(
        name="“Việc của tôi”, all of it open",
        small=first["my_work"],
        large=second["my_work"],
        queries=(max(first["asked"].values()), max(second["asked"].values())),
        must_be_flat=True,
    )
    return measure, lines, holds


def _pages(small: House, large: House, *, times: int) -> list[Measure]:
    places = [house.do("places") for house in (small, large)]
    queries = [
        house.do("queries", paths=paths, desk=DESK) for house, paths in zip((small, large), places, strict=True)
    ]
    measures = []
    visitors = [Visitor(house.port) for house in (small, large)]
    try:
        for name, title in PAGES.items():
            if name == "board":
                for visitor in visitors:
                    visitor.sign_in(email=DESK, password=PASSWORD)
            first, second = zip(visitors, (paths[name] for paths in places), strict=True)
            spent = alternately(first, second, times=times)
            measures.append(
                Measure(
                    name=title,
                    small=spent[0],
                    large=spent[1],
                    queries=(queries[0][name], queries[1][name]),
                    must_be_flat=True,
                )
            )
    finally:
        for visitor in visitors:
            visitor.close()
    return measures


def _inside_both(
    job: str, small: House, large: House, *, names: dict[str, str], **order: float | str
) -> list[Measure]:
    """What a job measures in both installations at the same time, as a row for each of its names."""
    for house in (small, large):
        house.begin(job, **order)
    first, second = small.finish(job), large.finish(job)
    return [Measure(name=title, small=first[name], large=second[name]) for name, title in names.items()]


class _Step:
    """Says what is being done, and how long it took, on stderr: stdout is the table's."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __enter__(self) -> None:
        self.started = time.monotonic()
        print(f"{self.name} ...", end=" ", file=sys.stderr, flush=True)

    def __exit__(self, *error: object) -> None:
        print(f"{time.monotonic() - self.started:.0f} s", file=sys.stderr, flush=True)


if __name__ == "__main__":
    # An ordinary way out, on which all that was started is ended.
    signal.signal(signal.SIGTERM, lambda number, _frame: sys.exit(128 + number))
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
