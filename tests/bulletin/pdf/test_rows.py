"""From a publication to the file that readers get: rows, races, addresses, and who sees what."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import unquote

import pytest
from django.urls import reverse
from django.utils import timezone

from bulletin.pdf import actions, machine
from bulletin.pdf.enums import Fault, Kind, State
from bulletin.pdf.machine import Printed
from bulletin.pdf.models import IssuePdf
from cms.core.files import private_storage
from cms.website import actions as website
from submissions.articles.enums import State as ArticleState
from submissions.moderation import actions as moderation
from tests import factories
from tests.bulletin.pdf.issues import a_draft, a_published_issue, pdf_of, published
from tests.shared import shared
from tests.submissions.moderation.races import at_once

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _quick_press(monkeypatch):
    """The paper is laid out as always; the child alone is spared, as these tests are about rows. `test_print` runs it."""

    def run(lay_out, *, seconds=0):
        import tempfile
        from pathlib import Path

        with tempfile.TemporaryDirectory() as folder:
            lay_out(Path(folder))
            words = (Path(folder) / "issue.html").read_bytes()
        return Printed(data=b"%PDF-1.7\n" + words, pages=3, refused=[])

    monkeypatch.setattr(actions, "run", run)


def an_issue(count: int = 1):
    return a_published_issue(*(factories.an_article(state=ArticleState.APPROVED) for _ in range(count)))


def address_of(issue) -> str:
    return f"/ban-tin/{issue.page.year}/{issue.page.number}.pdf"


def made(issue, kind: Kind = Kind.PUBLIC) -> IssuePdf:
    assert actions.make(pdf_id=pdf_of(issue, kind).pk)
    return pdf_of(issue, kind)


def body(answer) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


@shared
def issue():
    """A published issue of one article."""
    return an_issue()


@shared
def drafted():
    """An issue of one article that nobody has put before the board."""
    return a_draft(factories.an_article(state=ArticleState.APPROVED))


def test_a_published_issue_gets_a_row_in_the_same_transaction_and_a_file_from_the_worker(client, issue):
    row = pdf_of(issue)
    assert (row.state, row.version, bool(row.file)) == (State.WAITING, 1, False)
    waiting = client.get(address_of(issue))
    assert waiting.status_code == 503
    assert waiting["Retry-After"] == "30"
    assert actions.sweep() == [row.pk]
    row = made(issue)
    answer = client.get(address_of(issue))
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Cache-Control"] == "no-cache"
    assert body(answer).startswith(b"%PDF")
    plain, extended = answer["Content-Disposition"].split("; ")[1:]
    assert plain == f'filename="ban-tin-{issue.page.number}-{issue.page.year}.pdf"'
    assert (
        unquote(extended.removeprefix("filename*=UTF-8''")) == f"Bản tin số {issue.page.number}-{issue.page.year}.pdf"
    )
    again = client.get(address_of(issue), headers={"if-none-match": answer["ETag"]})
    assert (again.status_code, body(again)) == (304, b"")
    assert client.head(address_of(issue)).status_code == 200
    assert client.post(address_of(issue)).status_code == 405


def test_the_page_of_an_issue_offers_the_pdf_only_while_there_is_one(client, issue):
    assert address_of(issue).encode() not in client.get(issue.page.url).content
    made(issue)
    assert address_of(issue).encode() in client.get(issue.page.url).content
    IssuePdf.objects.update(state=State.FAILED, fault=Fault.NO_LIBRARY, file="", made_at=None)
    assert address_of(issue).encode() not in client.get(issue.page.url).content
    assert client.get(address_of(issue)).status_code == 404


@pytest.mark.parametrize("number", ["9999", "0", "99999999999999999999999"])
def test_an_issue_that_does_not_exist_has_no_pdf(client, number):
    factories.house()
    assert client.get(f"/ban-tin/2026/{number}.pdf").status_code == 404


def test_an_unpublished_issue_has_no_pdf_for_readers_even_after_a_preview(client, drafted):
    issue = drafted
    actions.want(issue_id=issue.pk, kind=Kind.PREVIEW)
    made(issue, Kind.PREVIEW)
    assert client.get(address_of(issue)).status_code == 404


@pytest.mark.parametrize("verb", ["correct", "withdraw"])
def test_a_change_to_an_article_makes_the_old_file_unreachable_at_once_and_a_new_one_due(
    client, django_capture_on_commit_callbacks, verb
):
    issue = an_issue(2)
    old = made(issue)
    submission = issue.entries.first().article.submission
    with django_capture_on_commit_callbacks(execute=True):
        if verb == "withdraw":
            moderation.withdraw(submission_id=submission.pk, actor=factories.a_desk_editor(), reason="Sai số liệu.")
        else:
            story = submission.page
            version = story.approved_revisions.get()
            website.publish(approval=version, actor=None, at=timezone.now(), note="Đính chính số liệu.")
    row = pdf_of(issue)
    assert (row.state, row.version) == (State.WAITING, 2)
    assert client.get(address_of(issue)).status_code == 503
    assert not private_storage().exists(old.file.name)
    row = made(issue)
    words = body(client.get(address_of(issue))).decode()
    assert (submission.page.title in words) is (verb == "correct")
    assert row.sha256


def test_a_withdrawn_issue_answers_410_with_the_notice_and_its_file_is_gone(
    client, django_capture_on_commit_callbacks, issue
):
    old = made(issue)
    with django_capture_on_commit_callbacks(execute=True):
        website.withdraw(
            story=issue.page, actor=factories.a_board_member(), at=timezone.now(), public_note="In nhầm số liệu."
        )
    answer = client.get(address_of(issue))
    assert answer.status_code == 410
    assert "In nhầm số liệu." in answer.content.decode()
    assert not private_storage().exists(old.file.name)
    assert pdf_of(issue).state == State.WITHDRAWN
    assert actions.sweep(now=timezone.now() + timedelta(days=1)) == []


def test_what_was_corrected_while_the_press_ran_is_not_served_in_its_old_form(monkeypatch, issue):
    row = pdf_of(issue)
    first = actions.run

    def corrected_meanwhile(lay_out, **more):
        printed = first(lay_out, **more)
        actions.want(issue_id=issue.pk, kind=Kind.PUBLIC)
        return printed

    monkeypatch.setattr(actions, "run", corrected_meanwhile)
    assert not actions.make(pdf_id=row.pk)
    row.refresh_from_db()
    assert (row.state, row.version, bool(row.file)) == (State.WAITING, 2, False)


def test_a_row_whose_worker_died_comes_back_and_after_three_times_a_person_is_asked(issue):
    row = pdf_of(issue)
    now = timezone.now()
    for attempt in range(1, actions.MOST_ATTEMPTS + 1):
        assert actions._claim(row.pk, now=now), attempt
        now += actions.LEASE + timedelta(seconds=1)
        due = actions.sweep(now=now)
    assert due == []
    row.refresh_from_db()
    assert (row.state, row.fault) == (State.FAILED, Fault.TOO_LONG)


def test_an_issue_that_breaks_the_press_is_tried_three_times_and_says_why(monkeypatch, issue):

    def broken(lay_out, **more):
        raise machine.PressFailed(Fault.BROKEN, "hỏng")

    monkeypatch.setattr(actions, "run", broken)
    now = timezone.now()
    for _ in range(actions.MOST_ATTEMPTS):
        actions.make(pdf_id=pdf_of(issue).pk, now=now)
        now += timedelta(minutes=1)
    row = pdf_of(issue)
    assert (row.state, row.fault, row.error) == (State.FAILED, Fault.BROKEN, "hỏng")
    assert actions.sweep(now=now) == []


@pytest.mark.django_db(transaction=True)
def test_of_two_workers_one_makes_the_file(monkeypatch):
    issue = an_issue()
    row = pdf_of(issue)
    results = []
    at_once(*(lambda: results.append(actions.make(pdf_id=row.pk)) for _ in range(2)))
    assert sorted(results) == [False, True]
    row.refresh_from_db()
    assert row.state == State.READY
    assert len(private_storage().listdir(row.file.name.rpartition("/")[0])[1]) >= 1


@pytest.mark.django_db(transaction=True)
def test_of_a_correction_and_a_withdrawal_at_once_no_file_of_a_withdrawn_issue_is_left():
    issue = an_issue()
    made(issue)
    at_once(
        lambda: actions.want(issue_id=issue.pk, kind=Kind.PUBLIC),
        lambda: website.withdraw(
            story=issue.page, actor=factories.a_board_member(), at=timezone.now(), public_note="Sai."
        ),
        lambda: actions.make(pdf_id=pdf_of(issue).pk),
    )
    row = pdf_of(issue)
    assert row.state in {State.WITHDRAWN, State.WAITING}
    assert not row.file


# --- the desk's preview ---


def test_the_desk_asks_for_a_preview_and_reads_it_and_it_goes_when_the_issue_is_public(client):
    article = factories.an_article(state=ArticleState.APPROVED)
    issue = a_draft(article)
    client.force_login(factories.a_desk_editor())
    screen = reverse("issues_pdf", args=[issue.pk])
    assert client.get(screen).status_code == 200
    assert not IssuePdf.objects.exists(), "looking makes no row"
    assert client.post(reverse("issues_pdf_make", args=[issue.pk])).status_code == 302
    assert client.get(reverse("issues_pdf_file", args=[issue.pk])).status_code == 404
    made(issue, Kind.PREVIEW)
    answer = client.get(reverse("issues_pdf_file", args=[issue.pk]))
    assert "no-store" in answer["Cache-Control"]
    assert article.page.title in body(answer).decode()
    published(issue)
    assert pdf_of(issue, Kind.PREVIEW).state == State.WITHDRAWN


def test_a_preview_says_when_the_issue_has_changed_since(client):
    from bulletin.issues import actions as issues

    first, second = (factories.an_article(state=ArticleState.APPROVED) for _ in range(2))
    issue = a_draft(first)
    desk = factories.a_desk_editor()
    actions.want(issue_id=issue.pk, kind=Kind.PREVIEW)
    made(issue, Kind.PREVIEW)
    client.force_login(desk)
    changed = "đã thay đổi".encode()
    assert changed not in client.get(reverse("issues_pdf", args=[issue.pk])).content
    issues.compose(issue_id=issue.pk, actor=desk, article_ids=[first.page_id, second.page_id])
    assert changed in client.get(reverse("issues_pdf", args=[issue.pk])).content


def test_a_preview_is_forgotten_after_a_week(drafted):
    issue = drafted
    actions.want(issue_id=issue.pk, kind=Kind.PREVIEW)
    made(issue, Kind.PREVIEW)
    actions.sweep(now=timezone.now() + actions.PREVIEW_KEPT + timedelta(seconds=1))
    assert not pdf_of(issue, Kind.PREVIEW).file


INSIDERS = (factories.an_editor, factories.a_desk_editor, factories.a_board_member, factories.an_administrator)


@pytest.mark.parametrize("person", INSIDERS)
def test_the_newsroom_and_the_administrator_may_preview(client, person, drafted):
    issue = drafted
    client.force_login(person())
    assert client.get(reverse("issues_pdf", args=[issue.pk])).status_code == 200


def test_units_the_officer_and_strangers_may_not(client):
    article = factories.an_article(state=ArticleState.APPROVED)
    issue = a_draft(article)
    actions.want(issue_id=issue.pk, kind=Kind.PREVIEW)
    made(issue, Kind.PREVIEW)
    people = [factories.a_writer(article.unit), factories.a_head(factories.a_unit()), factories.an_officer(), None]
    for person in people:
        client.logout()
        if person:
            client.force_login(person)
        for name in ("issues_pdf", "issues_pdf_file"):
            answer = client.get(reverse(name, args=[issue.pk]))
            assert answer.status_code == 302, name
        assert client.post(reverse("issues_pdf_make", args=[issue.pk])).status_code == 302
    assert pdf_of(issue, Kind.PREVIEW).version == 1


def test_the_clock_finds_what_no_bell_was_heard_of_and_one_after_the_other_is_made(monkeypatch):
    from bulletin.pdf import tasks

    issues = [an_issue() for _ in range(3)]
    rung = []
    monkeypatch.setattr(tasks, "ring", lambda name, pdf_id: rung.append(pdf_id))
    assert tasks.sweep() == 3
    while rung:
        assert tasks.make(rung.pop(0))
    assert {pdf_of(issue).state for issue in issues} == {State.READY}
