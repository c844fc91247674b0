"""What is measured or looked up inside an installation, in a process of its own and in that installation's environment.

``python -m tests.bench.inside JOB ORDER`` with the order as JSON; the answer is one JSON document on stdout.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import django

if TYPE_CHECKING:
    from collections.abc import Callable

    from cms.accounts.models import User
    from submissions.articles.models import Submission
    from submissions.units.models import Unit

WORD_FILES = Path(__file__).resolve().parent.parent / "data" / "word"
# Words that nearly every article holds, some do, few do; a name, a code, and what is in none.
SEARCHES = ("y tế", "benh vien", "cải cách hành chính", "CCHC", "Khánh Sơn", "12/KH-SYT", "khongcotunay")
SAMPLE = 8  # articles among which the requests for an article page go round


def main(job: str, order: dict[str, Any]) -> None:
    """Does the job and prints its answer."""
    django.setup()
    import cms.celery  # noqa: F401  (makes the app current, as every process of the product does)

    print(json.dumps(JOBS[job](**order), ensure_ascii=False))


def places() -> dict[str, list[str]]:
    """The addresses to be asked for, by the name of their row.

    Articles lie in the middle of the archive and are the same texts at every size; the section is the one with the
    most stories, from its first page and from the middle of the archive on.
    """
    from django.db.models import Count
    from django.urls import reverse

    from bulletin.demo import material
    from bulletin.demo.archive import SLUG
    from cms.website.models import HomePage, SectionPage, StoryPage
    from cms.website.paging import Cursor
    from tests.bench.searches import suggestion_paths

    total = StoryPage.objects.filter(slug__startswith=SLUG).count()
    texts = len(material.articles())
    middle = total // 2 // texts * texts
    articles = StoryPage.objects.filter(slug__in=[f"{SLUG}{middle + place + 1}" for place in range(SAMPLE)])
    section = SectionPage.objects.annotate(stories=Count("topics__stories")).order_by("-stories", "pk")[0]
    half_way = StoryPage.objects.get(slug=f"{SLUG}{middle + 1}")
    assert half_way.first_published_at is not None
    cursor = Cursor(at=half_way.first_published_at, pk=half_way.pk).encode()
    return {
        "article": [article.url for article in articles.order_by("pk")],
        "home": [HomePage.objects.get().url],
        "section": [section.url],
        "section_far_back": [f"{section.url}?truoc={cursor}"],
        "unit": [article.get_parent().url for article in articles.order_by("pk")],
        "feed": [reverse("website:feed", args=[name]) for name in ("rss.xml", "atom.xml", "feed.json")],
        "suggestions": suggestion_paths(),
        "search": [f"{reverse('website:search')}?{urlencode({'q': query})}" for query in SEARCHES],
        "board": [reverse("issues_board")],
    }


def queries(paths: dict[str, list[str]], desk: str) -> dict[str, int]:
    """How many database queries each page costs once it is warm; the most of its addresses."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from cms.accounts.models import User

    reader, editor = (Client(SERVER_NAME="127.0.0.1") for _each in range(2))
    editor.force_login(User.objects.get(email=desk), backend="django.contrib.auth.backends.ModelBackend")
    counted: dict[str, int] = {}
    for name, addresses in paths.items():
        client = editor if name == "board" else reader
        for path in addresses:
            client.get(path)
            with CaptureQueriesContext(connection) as captured:
                client.get(path)
            counted[name] = max(counted.get(name, 0), len(captured))
    return counted


def imports(times: int) -> dict[str, list[float]]:
    """Milliseconds of taking in each Word file as a draft, by file name, the first time left out."""
    from submissions.intake.actions import import_word

    unit, author = _writing_unit()
    spent: dict[str, list[float]] = {}
    for number in range(times + 1):
        for path in sorted(WORD_FILES.glob("*.docx")):
            data = path.read_bytes()
            started = time.perf_counter()
            import_word(data=data, filename=path.name, unit=unit, author=author)
            if number:
                spent.setdefault(path.name, []).append((time.perf_counter() - started) * 1000)
    return spent


def publishing(times: int, patience: float) -> dict[str, list[float]]:
    """Milliseconds from the call of publish until the worker's process has recorded each next state of the delivery.

    ``published`` is the action itself. One article after the other; none waits longer than ``patience`` seconds.
    """
    from bulletin.forwarding.models import Delivery
    from bulletin.forwarding.states import State
    from cms.accounts.models import User
    from cms.core import bell
    from submissions.moderation import actions
    from tests.faults.processes import until

    editor = User.objects.get(email="editor2@demo.local")
    spent: dict[str, list[float]] = {"published": [], "delivered": [], "confirmed": []}
    with bell.silence():
        approved = [_approved_article(editor) for _each in range(times)]
    for submission in approved:
        started = time.perf_counter()
        actions.publish(submission_id=submission.pk, actor=editor)
        spent["published"].append((time.perf_counter() - started) * 1000)
        rows = Delivery.objects.filter(story_id=submission.page_id)
        for name, states in (
            ("delivered", [State.DELIVERED, State.CONFIRMED]),
            ("confirmed", [State.CONFIRMED]),
        ):
            if not until(rows.filter(state__in=states).exists, seconds=patience):
                raise TimeoutError(f"not {name} after {patience} s: {list(rows.values('state', 'last_error'))}")
            spent[name].append((time.perf_counter() - started) * 1000)
    return spent


def _writing_unit() -> tuple[Unit, User]:
    """A unit of the demo and its writer."""
    from submissions.units.enums import UnitRole
    from submissions.units.models import Membership

    membership = Membership.objects.select_related("unit", "user").get(unit__code="BVDKT", role=UnitRole.WRITER)
    return membership.unit, membership.user


def _approved_article(editor: User) -> Submission:
    """A Word file with a photo, taken in, handed in and approved."""
    from submissions.articles.models import ArticlePage
    from submissions.intake.actions import import_and_submit
    from submissions.moderation import actions

    unit, author = _writing_unit()
    path = WORD_FILES / "bvdkt-2026-11.docx"
    handed_in = import_and_submit(data=path.read_bytes(), filename=path.name, unit=unit, author=author).submission
    revision_id = ArticlePage.objects.values_list("latest_revision_id", flat=True).get(pk=handed_in.page_id)
    return actions.approve(submission_id=handed_in.pk, actor=editor, revision_id=int(revision_id or 0))


def similarity(times: int, desk: str) -> dict[str, list[float]]:
    """See `tests.bench.copies`."""
    from tests.bench.copies import similarity

    return similarity(times=times, desk=desk)


def my_work(times: int, desk: str) -> dict[str, Any]:
    """See `tests.bench.open_work`."""
    from tests.bench.open_work import my_work

    return my_work(times=times, desk=desk)


def searching(times: int) -> dict[str, list[list[float]]]:
    """See `tests.bench.searches`."""
    from tests.bench.searches import searching

    return searching(times=times)


JOBS: dict[str, Callable[..., Any]] = {
    "places": places,
    "queries": queries,
    "imports": imports,
    "publishing": publishing,
    "similarity": similarity,
    "searching": searching,
    "my_work": my_work,
}

if __name__ == "__main__":
    main(sys.argv[1], json.loads(sys.argv[2]))
