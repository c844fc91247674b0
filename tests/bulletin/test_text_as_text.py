"""Words that look like markup or like a template are words: on every page, in every feed, mail, report and log line."""

from __future__ import annotations

import json
import logging
from html import unescape
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from docx import Document
from openpyxl import load_workbook

from cms.core.logs import JsonFormatter
from cms.core.models import OutgoingMail
from cms.core.periods import local
from submissions.articles.enums import State
from submissions.articles.models import ArticlePage
from submissions.moderation import board_links
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.once]

MARK = '"><img src=x onerror=alert(1)>{{7*7}}'
WRONG = ("<img src=x", "onerror=alert(1)&gt;49")
BODY = [
    {"type": "heading", "value": MARK},
    {"type": "paragraph", "value": "<p>&lt;img src=x onerror=alert(1)&gt;{{7*7}}</p>"},
    {"type": "quote", "value": {"text": MARK, "attribution": MARK}},
    {"type": "table", "value": {"header": True, "rows": [[MARK, "a"], ["b", MARK]]}},
]


def words(number: int) -> dict[str, Any]:
    """The content of an article, hostile in every field that takes words."""
    return {"title": f"{MARK} {number}", "sapo": MARK, "byline": MARK, "body": BODY}


def assert_text(seen: str, where: str) -> None:
    for wrong in WRONG:
        assert wrong not in seen, f"{where}: …{seen[max(0, seen.find(wrong) - 300) : seen.find(wrong) + 80]}…"


def strings(value: Any) -> Any:
    if isinstance(value, dict):
        for key, item in value.items():
            yield from strings(item) if not isinstance(item, str) else [(key, item)]
    elif isinstance(value, list):
        for item in value:
            yield from strings(item)


@pytest.fixture
def signed_in():
    """Gives a browser in which a person is signed in."""

    def sign_in(user):
        browser = Client()
        browser.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return browser

    return sign_in


def test_hostile_words_are_shown_as_words_everywhere(signed_in, tmp_path):
    unit = factories.a_unit("DOC", name=f"Đơn vị {MARK}", short_name=f"DV {MARK}"[:60])
    writer, head = factories.a_writer(unit, name=f"Viết {MARK}"), factories.a_head(unit, name=f"Trưởng {MARK}")
    editor, desk = factories.an_editor(name=f"Biên tập {MARK}"), factories.a_desk_editor(name=f"Thư ký {MARK}")
    board, officer = factories.a_board_member(name=f"Ban {MARK}"), factories.an_officer(name=f"CV {MARK}")
    administrator = factories.an_administrator(name=f"QT {MARK}")
    photo = factories.a_photo(unit=unit, title=MARK)
    said = {"lead_image": photo, "lead_alt": MARK, "lead_caption": MARK, "lead_credit": MARK}
    ways = (
        State.DRAFT, State.SUBMITTED, State.IN_REVIEW, State.RETURNED, State.REJECTED, State.APPROVED, State.PUBLISHED, State.CORRECTING,
        State.WITHDRAWN,
    )  # fmt: skip
    made = {
        state: factories.an_article(
            unit=unit, writer=writer, editor=editor, state=state, reason=MARK, **said, **words(n)
        )
        for n, state in enumerate(ways)
    }
    review = made[State.IN_REVIEW]
    board_links.ask_board(
        submission_id=review.pk, actor=editor, person_id=board.pk, revision_id=factories.latest_revision_id(review)
    )
    published = ArticlePage.objects.get(pk=made[State.PUBLISHED].page_id)
    withdrawn = ArticlePage.objects.get(pk=made[State.WITHDRAWN].page_id)

    public = Client()
    site = [
        published.url, withdrawn.url, "/", unit.page.url, published.get_parent().url, "/chuyen-muc/", "/sitemap.xml", "/sitemap-trang.xml",
        "/tim-kiem/?q=onerror", "/tim-kiem/?q=%22%3E%3Cimg+src=x+onerror=alert(1)%3E", "/feed/rss.xml", "/feed/atom.xml", "/feed/feed.json",
        reverse("website:unit_feed", args=[unit.page.slug, "rss.xml"]),
    ]  # fmt: skip
    reached = []
    for path in site:
        answer = public.get(path)
        if answer.status_code in (200, 410):
            reached.append(path)
            seen = answer.content.decode()
            if "json" in answer["Content-Type"]:
                for key, text in strings(json.loads(seen)):
                    assert "html" not in key or "<img src=x" not in text, (path, key)
            else:
                assert_text(seen, path)
    assert set(reached) == set(site)
    assert MARK in unescape(public.get(published.url).content.decode())

    desks = [
        "moderation:worklist", "wagtailadmin_home", "my_unit_articles", "duty_current_reminders", "consent:list", "notices:list", "mails:list",
        "issues_board", "issues_items", "forwarding_overview", "absences", "people_of_units", "house_people", "wagtailimages:index",
        "wagtailadmin_explore_root", "wagtailadmin_reports:site_history", "wagtailadmin_reports:workflow", "wagtailadmin_reports:workflow_tasks",
    ]  # fmt: skip
    addresses = [reverse(name) for name in desks]
    addresses += [reverse("unit_articles", args=[unit.code]), reverse("unit_learned", args=[unit.code])]
    addresses += [reverse("consent:unit", args=[unit.code]), reverse("consent:photo", args=[photo.pk])]
    addresses += [reverse("wagtailadmin_explore", args=[unit.page.pk]), reverse("wagtailimages:edit", args=[photo.pk])]
    addresses += [reverse("wagtailadmin_home") + "pages/search/?q=onerror"]
    addresses += [reverse("mails:mail", args=[mail.pk]) for mail in OutgoingMail.objects.all()[:5]]
    for submission in made.values():
        of, page = [submission.pk], [submission.page_id]
        addresses += [
            reverse(name, args=of) for name in ("moderation:submission", "moderation:preview", "copies:submission")
        ]
        addresses += [
            reverse(name, args=page)
            for name in ("wagtailadmin_pages:edit", "wagtailadmin_pages:history", "intake_review")
        ]
    addresses += [
        reverse("intake_text", args=[made[State.DRAFT].page_id]),
        reverse("intake_preview", args=[made[State.DRAFT].page_id]),
    ]
    shown = set()
    for person in (administrator, editor, desk, board, officer, head, writer):
        browser = signed_in(person)
        for path in addresses:
            answer = browser.get(path)
            assert answer.status_code < 500, path
            if answer.status_code == 200:
                shown.add(path)
                assert_text(answer.content.decode(), f"{path} as {person.full_name[:8]}")
    missed = set(addresses) - shown
    assert len(missed) < 8, missed

    mails = list(OutgoingMail.objects.all())
    assert mails
    for mail in mails:
        assert_text(mail.html, f"mail {mail.kind}")
        assert "\n" not in mail.subject

    month = f"{local(timezone.now()):%Y-%m}"
    call_command("report", "month", month, "--out", str(tmp_path))
    (docx,) = tmp_path.glob("*.docx")
    tables = [cell.text for table in Document(str(docx)).tables for row in table.rows for cell in row.cells]
    (xlsx,) = tmp_path.glob("*.xlsx")
    cells = [cell for sheet in load_workbook(str(xlsx)) for row in sheet.iter_rows() for cell in row]
    assert any(MARK in str(cell.value) for cell in cells)
    assert all(cell.data_type != "f" for cell in cells)
    assert not tables or any("<img" in text for text in tables)

    record = logging.LogRecord("x", logging.INFO, "x", 1, "Bài %s", (f"{MARK}\r\nINFO giả",), None)
    line = JsonFormatter().format(record)
    assert "\n" not in line
    assert json.loads(line)["message"].startswith(f"Bài {MARK}")
