"""Runs all tests, in passes, with the services and the browser that are found, and says what was left out.

    python -m tests.run [--sqlite-only] [pytest arguments]

1. on SQLite, in two processes: everything but the browser, the fault and the WordPress tests;
2. on PostgreSQL, where a server answers: what can come out differently there;
3. the browser, fault and WordPress tests on SQLite, two files at a time: they start whole systems and watch the clock.

What the second pass runs. A test that uses the database runs on both, as long as nobody says otherwise: rules held by
constraints and triggers, races and locks, searches and their order, lists page by page, numbers of queries, what the
actions do. A test that looks at what is put out (words, markup, headers, files) finds the same whichever database the
rows come from, and is `once`: by the name of its module where that has one of the words in `conftest.ABOUT_OUTPUT`
(screen, page, feed …), by the mark otherwise. A test in such a module that is about the database all the same is
marked `both`, or better, stands in a module of its own.

How long it takes. Both cores are to be busy until the end of each pass: the first two share single tests out as they
go, the third its files, the longest first (`conftest.LONGEST`). The template on PostgreSQL is made while the first
pass runs. What Python compiles is kept beside the sources, whatever the shell says: the passes and the systems that
they start are Python processes by the dozen, and to compile each of our modules anew was two thirds of what collecting
took.

Exit code 1 if a test failed, or if ``CI_NO_SKIP=1`` and anything was left out.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests import services, template

ROOT = Path(__file__).resolve().parent.parent
SYSTEMS = ("tests/e2e", "tests/faults", "tests/bulletin/forwarding/test_real_wordpress.py")
NOTHING_COLLECTED = 5  # pytest's exit code where no test matches


@dataclass(frozen=True, kw_only=True)
class Pass:
    """One run of pytest: its name, its arguments and what it needs in the environment."""

    name: str
    arguments: list[str]
    environment: dict[str, str]


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What one pass came to; ``seconds`` is wall time, ``sound`` that pytest itself was content."""

    name: str
    passed: int
    failed: int
    skipped: int
    seconds: float
    sound: bool


def main(arguments: list[str]) -> int:
    """Runs the passes and prints the summary. Returns the exit code."""
    sqlite_only = "--sqlite-only" in arguments
    extra = [argument for argument in arguments if argument != "--sqlite-only"]
    database, redis, browser = services.postgresql(), services.redis_server(), services.chromium()
    left_out = []
    if sqlite_only or not database:
        left_out.append("the pass on PostgreSQL" + ("" if sqlite_only else " (no server; set TEST_DATABASE_URL)"))
    if not redis:
        left_out.append("tests with Redis (no server; set TEST_REDIS_URL)")
    if not browser:
        left_out.append("tests with a browser (no Chromium; set CHROMIUM)")
    if not services.office():
        left_out.append("tests with old formats (no LibreOffice; install libreoffice-writer-nogui)")
    if not services.java():
        left_out.append("validity of HTML and CSS (no Java; install default-jre-headless)")
    if not services.redis_program():
        left_out.append("faults of a broker (no redis-server; install redis-server)")
    if not services.faketime():
        left_out.append("faults of the clock (no libfaketime; install faketime)")
    if not services.wordpress():
        left_out.append(
            "tests with a WordPress (install wordpress, wordpress-theme-twentytwentyone, php-cli, php-mysql, php-gd, "
            "php-mbstring, php-xml and mariadb-server)"
        )
    if not services.nginx():
        left_out.append("tests with a proxy (install nginx and libnginx-mod-http-cache-purge)")

    with tempfile.TemporaryDirectory(prefix="desk-test-reports-") as reports:
        passes = planned(database="" if sqlite_only else database, redis=redis, browser=browser)
        if not any(Path(argument.split("::")[0]).exists() for argument in extra):
            # To collect what is then not run takes its time too.
            passes[-1].arguments.extend(SYSTEMS)
            for one in passes[:-1]:
                one.arguments.extend(f"--ignore={folder}" for folder in SYSTEMS)
        with template_database("" if sqlite_only else database) as await_template:
            outcomes = run_in_turn(passes, extra=extra, reports=Path(reports), await_template=await_template)
    return summed_up(outcomes, left_out)


def planned(*, database: str, redis: str, browser: str) -> list[Pass]:
    """The passes for what was found; empty strings stand for what was not."""
    found = {"TEST_REDIS_URL": redis, "CHROMIUM": browser}
    fast = ["-n", "2", "--dist", "worksteal", "-m", "not browser and not faults and not wordpress"]
    passes = [Pass(name="SQLite", arguments=[*fast], environment=found)]
    if database:
        environment = {
            **found,
            "DATABASE_URL": database,
            "TEST_DATABASE_ONLY": "1",
            "TEST_TEMPLATE_DATABASE": template_name(),
        }
        passes.append(Pass(name="PostgreSQL", arguments=[*fast], environment=environment))
    # Each file has a system of its own, and they start in the order of collection.
    whole_files = ["-n", "2", "--dist", "loadfile", "--no-loadscope-reorder", "-m", "browser or faults or wordpress"]
    # Some of the faults are PostgreSQL's; the tests themselves begin on SQLite.
    server = {"FAULTS_DATABASE_URL": database, "FAULTS_TEMPLATE": template_name()} if database else {}
    passes.append(Pass(name="browser, faults, WordPress", arguments=whole_files, environment=found | server))
    return passes


def run_in_turn(
    passes: list[Pass], *, extra: list[str], reports: Path, await_template: Callable[[], None]
) -> list[Outcome]:
    """Runs the passes one after the other; those that begin with the template wait until it stands."""
    outcomes = []
    for number, one in enumerate(passes):
        if template_name() in one.environment.values():
            await_template()
        outcomes.append(run(one, extra=extra, report=reports / f"{number}.xml"))
    return outcomes


def run(one: Pass, *, extra: list[str], report: Path) -> Outcome:
    """Runs one pass and reads its report."""
    print(f"\n=== {one.name}", flush=True)
    dropped = {"DATABASE_URL", "PYTHONDONTWRITEBYTECODE"}
    environment = {name: value for name, value in os.environ.items() if name not in dropped}
    environment |= {name: value for name, value in one.environment.items() if value}
    command = [sys.executable, "-m", "pytest", *one.arguments, f"--junitxml={report}", *extra]
    started = time.monotonic()
    code = subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode
    counts = read(report)
    return Outcome(
        name=one.name,
        passed=counts["tests"] - counts["failures"] - counts["errors"] - counts["skipped"],
        failed=counts["failures"] + counts["errors"],
        skipped=counts["skipped"],
        seconds=time.monotonic() - started,
        sound=code in (0, NOTHING_COLLECTED),
    )


def template_name() -> str:
    """The database on PostgreSQL that this run's tests begin with copies of."""
    return f"desk_template_{os.getpid()}"


@contextmanager
def template_database(url: str) -> Iterator[Callable[[], None]]:
    """Has the template on a PostgreSQL server made while the passes run; without a server, none is needed.

    Gives what waits until it stands, and raises CalledProcessError if it could not be made.
    """
    if not url:
        yield lambda: None
        return
    try:
        with ThreadPoolExecutor(1) as beside:
            made = beside.submit(template.build, "postgresql", template_name(), database_url=url)
            yield lambda: made.result()
    finally:
        template.drop_postgresql(url, template_name())


def read(report: Path) -> dict[str, int]:
    """The counts of a JUnit report; all zero where pytest did not get as far as writing one."""
    names = ("tests", "failures", "errors", "skipped")
    if not report.is_file():
        return dict.fromkeys(names, 0)
    suites = ElementTree.parse(report).getroot().iter("testsuite")
    totals = [[int(suite.get(name, 0)) for name in names] for suite in suites]
    return dict(zip(names, map(sum, zip(*totals, strict=True)), strict=True))


def summed_up(outcomes: list[Outcome], left_out: list[str]) -> int:
    """Prints a line per pass, what was left out, and the totals as the last line. Returns the exit code."""
    print("\n=== Summary")
    for one in outcomes:
        ending = "" if one.sound or one.failed else ", pytest itself ended with an error"
        print(
            f"{one.name}: {one.passed} passed, {one.failed} failed, {one.skipped} skipped, {one.seconds:.0f} s{ending}"
        )
    print("Left out: " + ("; ".join(left_out) or "nothing"))
    passed, failed, skipped = (sum(getattr(one, what) for one in outcomes) for what in ("passed", "failed", "skipped"))
    print(f"{passed} passed, {failed} failed, {skipped} skipped", flush=True)
    incomplete = bool(left_out or skipped) and os.environ.get("CI_NO_SKIP") == "1"
    return int(failed > 0 or passed == 0 or incomplete or not all(one.sound for one in outcomes))


if __name__ == "__main__":
    # An ordinary way out, on which `subprocess.run` ends the process it waits for.
    signal.signal(signal.SIGTERM, lambda number, _frame: sys.exit(128 + number))
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
