"""What all tests share: the marks that say what a test needs, and what happens where it is missing."""

from __future__ import annotations

import os
import re
import shutil
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

import hypothesis
import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.test import SimpleTestCase, TransactionTestCase
from whitenoise.middleware import WhiteNoiseMiddleware

from bulletin.forwarding.sending import fencing
from cms.website import standing
from tests import afresh, factories, services, template
from tests.indexes import when_looked_at
from tests.shared import Rows, empties_tables, in_cheap_order, wanted

if TYPE_CHECKING:
    from collections.abc import Generator

    from pytest_django import DjangoDbBlocker

# Continuous integration has everything and lets nothing be left out.
NO_SKIP = os.environ.get("CI_NO_SKIP") == "1"
ROOT = Path(__file__).resolve().parent.parent
ARTEFACTS = ROOT / "tests" / "artefacts"
# Modules whose names have one of these words are `once`, unless they are marked `both`: see the rule in `tests.run`.
ABOUT_OUTPUT = re.compile(r"(^|_)(screens?|pages?|templates|heads|feeds?|machines|display|print)(_|$)")
# The files that take longest, the longest first: where whole files are shared out, one of them at the end would leave the
# other cores idle. A new file needs no place here unless it takes more than the last of these.
LONGEST = (
    "tests/faults/test_forwarding_faults.py",
    "tests/faults/test_supervisor.py",
    "tests/e2e/test_desk_screens.py",
    "tests/faults/test_worker_kill.py",
    "tests/e2e/test_desk_screens_house.py",
    "tests/e2e/test_one_month.py",
    "tests/faults/test_edge.py",
    "tests/e2e/test_led.py",
)

# Machines are shared and slow at times: how long one example takes says nothing about the code.
hypothesis.settings.register_profile(
    "desk", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow], print_blob=True
)
hypothesis.settings.load_profile("desk")


def pytest_configure(config: pytest.Config) -> None:
    """Makes the Celery app current, as every process of the product does."""
    import cms.celery  # noqa: F401

    _look_for_static_files_once()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leaves out what this pass is not for: tests of the other database and, if ``TEST_DATABASE_ONLY`` says so, tests
    that use none. They are not skipped, there is a pass of their own for them."""
    if not settings.configured:
        return
    foreign = {"postgresql"} if connection.vendor == "sqlite" else {"sqlite", "once"}
    database_only = os.environ.get("TEST_DATABASE_ONLY") == "1"
    for item in items:
        if ABOUT_OUTPUT.search(item.path.stem) and not (item.get_closest_marker("both") or empties_tables(item)):
            item.add_marker("once")
    kept = [
        item
        for item in items
        if not any(item.get_closest_marker(mark) for mark in foreign) and (uses_database(item) or not database_only)
    ]
    if len(kept) < len(items):
        config.hook.pytest_deselected(items=list(set(items) - set(kept)))
    items[:] = longest_first(in_cheap_order(kept))


def longest_first(items: list[pytest.Item]) -> list[pytest.Item]:
    """The tests of the files of ``LONGEST`` before all others, which stay in their order.

    Raises UsageError if one of them is not there.
    """
    if gone := [name for name in LONGEST if not (ROOT / name).is_file()]:
        raise pytest.UsageError("conftest.LONGEST names what is not there: " + ", ".join(gone))
    places = {ROOT / name: place for place, name in enumerate(LONGEST)}
    return sorted(items, key=lambda item: places.get(item.path, len(places)))


def _look_for_static_files_once() -> None:
    """Every test client has a middleware of its own, which would go through all folders of static files anew."""
    look = WhiteNoiseMiddleware.add_files_from_finders
    found: dict[str, object] = {}

    def add_files_from_finders(middleware: WhiteNoiseMiddleware) -> None:
        if not found:
            look(middleware)
            found.update(middleware.files)
        middleware.files.update(found)

    WhiteNoiseMiddleware.add_files_from_finders = add_files_from_finders


def uses_database(item: pytest.Item) -> bool:
    """Whether the test may touch the database, by its mark, its fixtures or its class."""
    fixtures = set(getattr(item, "fixturenames", ()))
    test_case = getattr(item, "cls", None)
    return (
        item.get_closest_marker("django_db") is not None
        or bool(fixtures & {"db", "transactional_db", "django_db_setup", "live_server"})
        or (isinstance(test_case, type) and issubclass(test_case, SimpleTestCase))
    )


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_modify_db_settings: None, django_db_keepdb: bool) -> bool:
    """On SQLite the test database is a copy of the template, and is used as if it had been kept."""
    if connection.vendor == "sqlite":
        shutil.copyfile(template.sqlite_template(), str(connection.settings_dict["TEST"]["NAME"]))
        return True
    return django_db_keepdb


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """The house stands in the test database from the start, and again after every test that committed."""
    with django_db_blocker.unblock():
        factories.house()
        afresh.keep()
    TransactionTestCase._fixture_teardown = lambda _case: afresh.bring_back()  # type: ignore[attr-defined]


@pytest.fixture(scope="session")
def _standing_rows(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Generator[Rows]:
    """What stands of `tests.shared`, from test to test."""
    rows = Rows()
    yield rows
    with django_db_blocker.unblock():
        rows.drop()


@pytest.fixture
def shared_rows(request: pytest.FixtureRequest, _standing_rows: Rows, django_db_blocker: DjangoDbBlocker) -> Rows:
    """Has the rows of the test's shared fixtures stand, and no others, before its own transaction begins."""
    wanted_rows = wanted(request.node)
    if wanted_rows and empties_tables(request.node):
        raise pytest.UsageError("A test with transactions of its own can not share rows: " + ", ".join(wanted_rows))
    with django_db_blocker.unblock():
        _standing_rows.stand(wanted_rows)
    return _standing_rows


@pytest.fixture
def _django_db_helper(request: pytest.FixtureRequest, shared_rows: Rows, _django_db_helper: None) -> Generator[None]:
    """The test's own transaction, inside that of the shared rows; what it does not look at is not indexed."""
    with nullcontext() if empties_tables(request.node) else when_looked_at():
        yield


@pytest.fixture(autouse=True)
def _fresh_cache() -> None:
    """Numbers of rows come again after a rollback: what was kept by them belongs to another test."""
    cache.clear()
    standing.drop()
    # The database of a test knows nothing of the fencing token that another test left beside it.
    fencing.forget()
    settings.FORWARDING_FENCE.unlink(missing_ok=True)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Where nothing may be left out, a skipped test has failed."""
    report = yield
    if NO_SKIP and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} was skipped, and CI_NO_SKIP=1 allows no skips: {report.longrepr}"
    return report


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of a Chromium for Playwright; tests that ask for it are marked ``browser``."""
    return services.chromium() or pytest.skip("no Chromium found; set CHROMIUM to its path")


@pytest.fixture(scope="session")
def office() -> str:
    """The path of LibreOffice; tests that ask for it are marked ``office``."""
    return services.office() or pytest.skip("no LibreOffice found; install libreoffice-writer-nogui")


@pytest.fixture(scope="session")
def nginx() -> str:
    """The path of nginx with its purge module; tests that ask for it are marked ``proxy``."""
    return services.nginx() or pytest.skip("no nginx; install nginx and libnginx-mod-http-cache-purge")


@pytest.fixture(scope="session")
def wordpress() -> str:
    """The folder of Debian's WordPress; tests that ask for it are marked ``wordpress``."""
    return services.wordpress() or pytest.skip(
        "no WordPress; install wordpress, its theme, php-cli and mariadb-server"
    )


@pytest.fixture(scope="session")
def redis_url() -> str:
    """The address of a Redis database that may be emptied; tests that ask for it are marked ``services``."""
    return services.redis_server() or pytest.skip("no Redis answers; set TEST_REDIS_URL to its address")


@pytest.fixture(scope="session")
def redis_program() -> str:
    """The path of the Redis server, to be started and killed."""
    return services.redis_program() or pytest.skip("no redis-server found; install redis-server")


@pytest.fixture(scope="session")
def faketime() -> str:
    """The path of libfaketime."""
    return services.faketime() or pytest.skip("no libfaketime found; install faketime")


@pytest.fixture(scope="session")
def artefacts() -> Path:
    """The folder for screenshots and other things that a run leaves to look at."""
    ARTEFACTS.mkdir(exist_ok=True)
    return ARTEFACTS
