"""Issues on their way to other sites: what is sent, with which files, and what a late or missing PDF does."""

from __future__ import annotations

import hashlib
import json
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone
from wagtail.documents import get_document_model

from bulletin.forwarding import actions as forwarding
from bulletin.forwarding import outbox
from bulletin.forwarding.actors import COMMAND_LINE
from bulletin.forwarding.models import Delivery, Destination
from bulletin.forwarding.policy import actions as policy_actions
from bulletin.issues import actions as issues
from bulletin.issues.actions.composition import Composition
from bulletin.issues.enums import ArticlesAfter
from bulletin.pdf import actions
from bulletin.pdf.enums import Fault, Kind
from bulletin.pdf.machine import PressFailed, Printed
from cms.website.models import StoryVersion
from submissions.articles.enums import State as ArticleState
from tests import factories
from tests.bulletin.pdf.issues import a_published_issue, pdf_of

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7 so ban tin"


@pytest.fixture
def destination(db) -> Destination:
    """A province that takes issues too."""
    made = timezone.now() - timedelta(days=1)
    place = forwarding.add_destination(
        kind="sandbox", name="Tỉnh", base_url="https://memory.invalid", actor=COMMAND_LINE, now=made,
        resolver=lambda host, port: ["8.8.8.8"],
    )  # fmt: skip
    values = {"takes_issues": True}
    return policy_actions.set_policy(
        destination_id=place.pk, values=values, reason="thỏa thuận", actor=COMMAND_LINE, now=made
    )


@pytest.fixture(autouse=True)
def _press(monkeypatch):
    monkeypatch.setattr(actions, "run", lambda lay_out: Printed(data=PDF, pages=2, refused=[]))


def row_of(issue, version: int = 1) -> Delivery:
    return Delivery.objects.get(story_id=issue.page_id, version=version)


def document(issue, version: int = 1) -> dict[str, Any]:
    return json.loads(bytes(row_of(issue, version).body))


def test_an_issue_goes_with_its_articles_and_its_cover_and_waits_for_its_pdf(destination):
    cover = factories.a_photo()
    articles = [factories.an_article(state=ArticleState.APPROVED) for _ in range(2)]
    issue = a_published_issue(*articles, around=Composition(cover_id=cover.pk, cover_alt="Bìa"))
    row, content = row_of(issue), document(issue)
    assert content["type"] == "issue.published"
    data = content["data"]
    assert data["article_id"] == str(issue.page.uid)
    assert data["issue"]["articles"] == [str(each.page.uid) for each in articles]
    assert (data["issue"]["number"], data["issue"]["year"]) == (issue.page.number, issue.page.year)
    assert data["issue"]["period"] == f"{issue.page.period:%Y-%m}"
    assert [picture["alt"] for picture in data["images"]] == ["Bìa"]
    assert data["attachments"] == []
    assert row.state == "waiting"
    assert row.next_attempt_at == row.created_at + outbox.FILES_WAIT, "bounded: then it goes without"

    assert actions.make(pdf_id=pdf_of(issue).pk)
    row, (file,) = row_of(issue), document(issue)["data"]["attachments"]
    assert (file["sha256"], file["bytes"], file["type"]) == (
        hashlib.sha256(PDF).hexdigest(),
        len(PDF),
        "application/pdf",
    )
    assert file["url"].endswith(f"/ban-tin/{issue.page.year}/{issue.page.number}.pdf")
    assert row.content_sha256 == document(issue)["data"]["content_sha256"]
    assert row.next_attempt_at is not None
    assert row.next_attempt_at <= timezone.now()
    assert row.events.last().reason == outbox.COMPLETED
    articles_sent = Delivery.objects.exclude(story_id=issue.page_id)
    assert {json.loads(bytes(each.body))["type"] for each in articles_sent} == {"article.published"}
    assert all("issue" not in json.loads(bytes(each.body))["data"] for each in articles_sent)

    Delivery.objects.filter(pk=row.pk).update(first_sent_at=timezone.now())
    sent = bytes(row.body)
    actions.want(issue_id=issue.pk, kind=Kind.PUBLIC)
    actions.make(pdf_id=pdf_of(issue).pk)
    assert bytes(row_of(issue).body) == sent, "what was sent stays as it was sent"

    issues.withdraw(
        issue_id=issue.pk,
        actor=factories.a_desk_editor(),
        reason="Sai số liệu",
        public_note="Đã rút.",
        articles=ArticlesAfter.KEEP,
    )
    retraction = row_of(issue, 2)
    assert (retraction.state, document(issue, 2)["type"]) == ("waiting", "issue.retracted")
    assert set(document(issue, 2)["data"]) == {"article_id", "version", "supersedes", "content_sha256"}


def test_a_pdf_that_cannot_be_made_holds_nothing_up(destination, monkeypatch):
    def broken(lay_out):
        raise PressFailed(Fault.BROKEN, "exit 1")

    issue = a_published_issue(factories.an_article(state=ArticleState.APPROVED))
    monkeypatch.setattr(actions, "run", broken)
    later = timezone.now()
    for _attempt in range(3):
        actions.make(pdf_id=pdf_of(issue).pk, now=later)
        later += timedelta(minutes=1)
    due = Delivery.objects.claimable(now=timezone.now() + outbox.FILES_WAIT).filter(story_id=issue.page_id)
    assert due.exists()
    assert outbox.letter_for(StoryVersion.objects.get(story_id=issue.page_id)).is_complete


def test_a_destination_that_takes_no_issues_gets_none(destination):
    policy_actions.set_policy(
        destination_id=destination.pk, values={"takes_issues": False}, reason="thôi", actor=COMMAND_LINE,
        now=destination.created_at,
    )  # fmt: skip
    issue = a_published_issue(factories.an_article(state=ArticleState.APPROVED))
    assert not Delivery.objects.filter(story_id=issue.page_id).exists()
    assert outbox.reconcile(now=timezone.now()) == []
    assert actions.make(pdf_id=pdf_of(issue).pk), "nobody waits for it, and it is made all the same"


def test_a_document_that_an_article_links_to_goes_along(destination):
    paper = get_document_model()(title="Mẫu đơn")
    paper.file.save("mau-don.pdf", ContentFile(b"%PDF mau don"))
    text = f'<p>Tải <a linktype="document" id="{paper.pk}">mẫu đơn</a> và <a linktype="document" id="999999">mẫu cũ</a>.</p>'
    submission = factories.an_article(
        state=ArticleState.PUBLISHED, body=[{"type": "paragraph", "value": text}, {"type": "paragraph", "value": text}]
    )
    (file,) = json.loads(bytes(Delivery.objects.get(story_id=submission.page_id).body))["data"]["attachments"]
    assert (file["name"], file["sha256"]) == ("Mẫu đơn", hashlib.sha256(b"%PDF mau don").hexdigest())
    assert file["url"].startswith("http")
