"""A withdrawn article of a published issue: its page says why, and within a minute no place shows it any more."""

from __future__ import annotations

import ctypes
import io
import re
import unicodedata
from typing import TYPE_CHECKING, NamedTuple

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from bulletin.newsletter import tasks as newsletter
from bulletin.newsletter.models import Edition
from bulletin.pdf import tasks as pdf
from bulletin.pdf.enums import State as PdfState
from cms.edge import tasks as edge_tasks
from cms.edge.models import Purge
from cms.search import tasks as search
from cms.website.contributors import Contributor
from submissions.moderation import actions as moderation
from tests import factories
from tests.bulletin.newsletter.material import a_subscriber
from tests.bulletin.pdf.issues import a_published_issue, a_rich_article, pdf_of

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import Settings

    from bulletin.issues.models import Issue
    from submissions.articles.models import Submission

pytestmark = pytest.mark.django_db

TITLE = "Khoa Ngoại thử lịch hẹn giờ ngắn"
STAYS = "Quầy số hai nhận hồ sơ buổi trưa"
NOTE = "Bài được gỡ vì lịch hẹn đã thay đổi."
FEEDS = ("rss.xml", "atom.xml", "feed.json")


class Published(NamedTuple):
    """The issue with the article that is going to be withdrawn and the one that stays."""

    issue: Issue
    gone: Submission
    stays: Submission

    def places(self) -> list[str]:
        """Every address that shows the article as long as it is public, beside its own."""
        page, story = self.issue.page, self.gone.page.specific
        number = page.get_url().rstrip("/").rpartition("/")[2]
        month = timezone.localtime(story.public_at)
        contributor = Contributor.objects.get(credits__story=story.pk)
        section, unit = story.section, story.get_parent()
        addresses = ["/", page.get_url(), section.get_url(), unit.get_url(), "/led/du-lieu.json"]
        addresses += [reverse("website:archive_month", args=[month.year, month.month])]
        addresses += [reverse("website:contributor", args=[contributor.slug])]
        addresses += [reverse("newsletter:letter", args=[page.year, page.number])]
        for name in FEEDS:
            addresses += [
                reverse("website:feed", args=[name]),
                reverse("website:section_feed", args=[section.slug, name]),
                reverse("website:unit_feed", args=[story.unit_code, name]),
                reverse("website:issue_feed", args=[page.year, number, name]),
            ]
        words = TITLE.lower().replace(" ", "+")
        return [*addresses, f"/tim-kiem/?q={words}", "/tim-kiem/goi-y/?q=khoa+ngoai+thu+lich"]

    def sitemap(self) -> str:
        """The part of the sitemap in which its month stands."""
        return reverse("website:sitemap_part", args=[f"{timezone.localtime(self.gone.published_at):%Y-%m}"])


def published() -> Published:
    """An issue of two articles of one unit, in print and with a reader who waits for it by mail."""
    a_subscriber()
    factories.house()
    unit = factories.a_unit()
    gone = a_rich_article(unit=unit, title=TITLE, byline="Lê Thị Biên")
    stays = a_rich_article(unit=unit, title=STAYS, byline="Trần An")
    issue = a_published_issue(gone, stays, title="Số có bài sẽ gỡ")
    for piece in (gone, stays):
        piece.refresh_from_db()
    return Published(issue, gone, stays)


def a_minute_of_the_house() -> None:
    """What the worker and its clock do by themselves within one; nothing else may be needed."""
    newsletter.send()
    pdf.sweep()
    search.catch_up()
    search.recount()
    edge_tasks.purge()


def answer(client: Client, address: str) -> str:
    """What stands at an address, with its JSON escapes read and without the marks around what was searched for."""
    response = client.get(address)
    assert response.status_code == 200, address
    text = re.sub("</?mark>", "", response.content.decode())
    return re.sub(r"\\u([0-9a-f]{4})", lambda found: chr(int(found[1], 16)), text)


def withdraw(piece: Submission) -> None:
    """As the desk does it."""
    moderation.withdraw(
        submission_id=piece.pk, actor=factories.a_desk_editor(), reason="Lịch đã đổi.", public_note=NOTE
    )


@pytest.mark.once
def test_its_page_answers_410_with_the_public_reason_and_every_other_place_has_forgotten_it(client: Client) -> None:
    out = published()
    own, places = out.gone.page.get_url(), out.places()
    a_minute_of_the_house()
    for place in places:
        assert TITLE in answer(client, place), f"{place} shows it while it is public"
    assert own in answer(client, out.sitemap())
    assert own in answer(client, out.stays.page.get_url()), "beside its neighbour in the issue"

    withdraw(out.gone)
    a_minute_of_the_house()

    gone = client.get(own)
    assert gone.status_code == 410
    assert NOTE in gone.content.decode()
    assert "Lịch đã đổi." not in gone.content.decode(), "the reason for the house stays in it"
    slug = own.rstrip("/").rpartition("/")[2]
    contributor = next(place for place in places if place.startswith("/tac-gia/"))
    assert client.get(contributor).status_code == 404, "of one article, and that is gone"
    for place in {*places, out.sitemap(), out.stays.page.get_url()} - {contributor}:
        text = answer(client, place)
        assert TITLE not in text, place
        assert slug not in text, place
    for place in (out.issue.page.get_url(), reverse("website:feed", args=["rss.xml"])):
        assert STAYS in answer(client, place), "only the one goes"
    assert client.get("/oembed/", {"url": f"http://testserver{own}"}).status_code in {404, 410}


@pytest.mark.once
def test_a_mail_that_had_not_left_goes_out_without_it() -> None:
    out = published()
    version = Edition.objects.get(issue=out.issue).content_version
    withdraw(out.gone)
    assert Edition.objects.get(issue=out.issue).content_version > version, "no mail leaves that was drawn before"
    a_minute_of_the_house()
    (letter,) = [each for each in mail.outbox if "Số có bài sẽ gỡ" in each.subject]
    assert isinstance(letter, mail.EmailMultiAlternatives)
    parts = [str(letter.body), *(str(content) for content, _kind in letter.alternatives)]
    assert len(parts) == 2
    for part in parts:
        assert STAYS in part
        assert TITLE not in part


@pytest.mark.once
def test_the_issue_is_printed_anew_without_it_and_the_old_file_is_served_to_nobody(client: Client) -> None:
    try:
        ctypes.CDLL("libpangoft2-1.0.so.0")
    except OSError:
        pytest.skip("no Pango found; install libpango-1.0-0 libpangoft2-1.0-0")
    out = published()
    address = reverse("issue_pdf", args=[out.issue.page.year, out.issue.page.number])
    pdf.make(pdf_of(out.issue).pk)
    before = printed(client, address)
    assert TITLE in before
    assert STAYS in before
    old = pdf_of(out.issue)

    withdraw(out.gone)
    assert client.get(address).status_code == 503, "from the moment of the withdrawal"
    assert pdf_of(out.issue).state == PdfState.WAITING
    assert pdf_of(out.issue).version == old.version + 1
    pdf.make(pdf_of(out.issue).pk)

    after = printed(client, address)
    assert TITLE not in after
    assert STAYS in after


@pytest.mark.once
def test_what_a_proxy_may_keep_is_forgotten_by_name_and_the_letter_and_the_file_are_kept_by_none(
    client: Client, settings: Settings
) -> None:
    settings.EDGE_CACHE_URLS = ["http://127.0.0.1:9"]
    out = published()
    page, number = out.issue.page, out.issue.page.get_url().rstrip("/").rpartition("/")[2]
    Purge.objects.all().delete()
    withdraw(out.gone)
    told = set(Purge.objects.filter(due_at__lte=timezone.now()).values_list("path", flat=True))
    feeds = {reverse("website:issue_feed", args=[page.year, number, name]) for name in FEEDS}
    assert {out.gone.page.get_url(), page.get_url(), "/", "/feed/rss.xml", "/sitemap.xml", *feeds} <= told
    assert client.get(reverse("newsletter:letter", args=[page.year, page.number]))["Cache-Control"] == "no-cache"
    assert client.get(reverse("issue_pdf", args=[page.year, page.number]))["Cache-Control"] == "no-store"


def printed(client: Client, address: str) -> str:
    """The text of the PDF that is served, on one line."""
    response = client.get(address)
    assert response.status_code == 200
    reader = PdfReader(io.BytesIO(b"".join(response.streaming_content)))  # type: ignore[attr-defined]
    text = " ".join(page.extract_text() for page in reader.pages)
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", text))
