"""The letter in the browser, what readers are offered, and the desk's screens with who sees them."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone

from bulletin.issues.previews import HOOK, IssuePreview
from bulletin.newsletter import actions
from bulletin.newsletter.models import Dispatch, Edition, Subscriber
from bulletin.newsletter.states import EditionState, Standing, State
from cms.website import actions as website
from submissions.articles.enums import State as ArticleState
from submissions.moderation import actions as moderation
from tests import factories
from tests.bulletin.newsletter.material import a_subscriber, an_edition, an_issue
from tests.bulletin.pdf.issues import a_draft

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def letter_of(issue) -> str:
    return f"/ban-tin/{issue.page.year}/{issue.page.number}/thu/"


def listed(readers: int) -> Edition:
    edition = an_edition(readers=readers)
    while actions.list_recipients(edition_id=edition.pk):
        pass
    return edition


def test_the_letter_in_the_browser_is_the_mail_without_anybodys_link(client):
    reader = a_subscriber()
    issue = an_issue(articles=2, title="Số về một cửa")
    answer = client.get(letter_of(issue))
    words = answer.content.decode()
    assert answer.status_code == 200
    assert answer["X-Robots-Tag"] == "noindex"
    assert str(reader.key) not in words
    assert "/nhan-ban-tin/" in words
    for article in issue.page.articles():
        assert article.title in words


def test_the_letter_follows_a_takedown_of_an_article_and_of_the_issue_at_once(client):
    issue = an_issue(articles=2)
    gone, stays = issue.page.articles()
    moderation.withdraw(submission_id=gone.specific.submission.pk, actor=factories.a_desk_editor(), reason="Sai.")
    words = client.get(letter_of(issue)).content.decode()
    assert stays.title in words
    assert gone.title not in words
    website.withdraw(
        story=issue.page, actor=factories.a_board_member(), at=timezone.now(), public_note="In nhầm số liệu."
    )
    answer = client.get(letter_of(issue))
    assert answer.status_code == 410
    assert "In nhầm số liệu." in answer.content.decode()


@pytest.mark.parametrize("address", ["/ban-tin/2026/9999/thu/", "/ban-tin/99999999999999999999/1/thu/"])
def test_an_issue_that_does_not_exist_has_no_letter(client, address):
    factories.house()
    assert client.get(address).status_code == 404


def test_a_draft_has_no_letter_for_readers_and_one_for_the_newsroom(client):
    article = factories.an_article(state=ArticleState.APPROVED)
    issue = a_draft(article)
    preview = reverse("issues_letter_preview", args=[issue.pk])
    assert client.get(letter_of(issue)).status_code == 404
    for person in (factories.a_desk_editor(), factories.a_board_member(), factories.an_editor()):
        client.force_login(person)
        assert article.page.title in client.get(preview).content.decode()
    for person in (factories.an_officer(), factories.a_writer(article.unit), factories.a_head(factories.a_unit())):
        client.force_login(person)
        assert client.get(preview).status_code == 302
    assert not Edition.objects.exists()


def test_the_page_of_an_issue_leads_to_the_form(client):
    assert b"/nhan-ban-tin/" in client.get(an_issue().page.url).content


def test_the_screen_of_an_issue_is_offered_both_previews():
    from wagtail import hooks

    issue = a_draft(factories.an_article(state=ArticleState.APPROVED))
    desk = factories.a_desk_editor()
    offered = [each for provider in hooks.get_hooks(HOOK) for each in provider(issue=issue, user=desk)]
    assert [each.label for each in offered] == ["PDF", "Thư"]
    assert all(isinstance(each, IssuePreview) for each in offered)
    officer = factories.an_officer()
    assert not [each for provider in hooks.get_hooks(HOOK) for each in provider(issue=issue, user=officer)]


def test_every_number_of_the_desk_opens_its_list(client):
    edition = listed(readers=3)
    rows = list(edition.dispatches.order_by("pk"))
    Dispatch.objects.filter(pk=rows[0].pk).update(state=State.UNKNOWN, next_attempt_at=None, status="im lặng")
    client.force_login(factories.a_desk_editor())
    overview = client.get(reverse("issues_letters")).content.decode()
    for state, number in ((State.WAITING, 2), (State.UNKNOWN, 1)):
        address = f"{reverse('issues_letter', args=[edition.issue_id])}?tinh-trang={state}"
        assert address in overview
        assert f"{state.label}: {number}" in overview
        words = client.get(address).content.decode()
        shown = [row.subscriber.email in words for row in rows]
        assert sum(shown) == number
    readers = client.get(f"{reverse('issues_letter_readers')}?tinh-trang=active").content.decode()
    assert all(row.subscriber.email in readers for row in rows)


def test_the_lists_cost_the_same_number_of_queries_however_long_they_are(client):
    edition = listed(readers=2)
    client.force_login(factories.a_desk_editor())
    addresses = [
        reverse("issues_letters"), reverse("issues_letter", args=[edition.issue_id]), reverse("issues_letter_readers"),
    ]  # fmt: skip
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = []
    for _ in range(2):
        for address in addresses:
            client.get(address)
            with CaptureQueriesContext(connection) as asked:
                assert client.get(address).status_code == 200
            counts.append(len(asked))
        Dispatch.objects.bulk_create(
            Dispatch(edition=edition, subscriber=a_subscriber(), next_attempt_at=timezone.now()) for _ in range(40)
        )
    assert counts[:3] == counts[3:]


def test_long_lists_are_read_page_by_page(client):
    for _ in range(60):
        a_subscriber()
    factories.house()
    client.force_login(factories.a_desk_editor())
    address = reverse("issues_letter_readers")
    first = client.get(f"{address}?tinh-trang=active").content.decode()
    last_of_first = list(Subscriber.objects.order_by("pk"))[49]
    assert f"sau={last_of_first.pk}" in first
    second = client.get(f"{address}?tinh-trang=active&sau={last_of_first.pk}").content.decode()
    assert last_of_first.email not in second
    for odd in ("-1", "1e9", "x", "9" * 40, "%00"):
        assert client.get(f"{address}?tinh-trang={odd}&sau={odd}").status_code == 200


def test_the_desk_sends_what_is_held_stops_what_runs_and_unsubscribes_for_somebody(client):
    edition = listed(readers=2)
    client.force_login(factories.a_desk_editor())
    act = "issues_letter_act"
    Edition.objects.update(state=EditionState.HELD, reason="cũ")
    assert client.post(reverse(act, args=[edition.issue_id, "gui"])).status_code == 302
    assert client.post(reverse(act, args=[edition.issue_id, "gui"])).status_code == 409
    assert client.post(reverse(act, args=[edition.issue_id, "dung"]), {"reason": ""}).status_code == 409
    assert client.post(reverse(act, args=[edition.issue_id, "dung"]), {"reason": "Nhầm bìa."}).status_code == 302
    assert client.post(reverse(act, args=[edition.issue_id, "khac"])).status_code == 404
    assert client.get(reverse(act, args=[edition.issue_id, "dung"])).status_code == 405
    edition.refresh_from_db()
    assert (edition.state, edition.reason) == (EditionState.CANCELLED, "Nhầm bìa.")
    row = edition.dispatches.first()
    assert client.post(reverse("issues_letter_send_again", args=[row.pk])).status_code == 409
    assert client.post(reverse("issues_letter_reader_end", args=[row.subscriber_id])).status_code == 302
    row.subscriber.refresh_from_db()
    assert row.subscriber.standing == Standing.ENDED


def test_nobody_but_the_desk_and_the_administrator_sees_an_address_or_steers(client):
    edition = listed(readers=1)
    row = edition.dispatches.get()
    email = row.subscriber.email
    pages = [
        reverse("issues_letters"), reverse("issues_letter", args=[edition.issue_id]), reverse("issues_letter_readers"),
    ]  # fmt: skip
    posts = [
        reverse("issues_letter_act", args=[edition.issue_id, "dung"]),
        reverse("issues_letter_send_again", args=[row.pk]),
        reverse("issues_letter_reader_end", args=[row.subscriber_id]),
    ]
    unit = factories.a_unit()
    strangers = [
        factories.an_editor(), factories.a_board_member(), factories.an_officer(), factories.a_writer(unit),
        factories.a_head(unit), factories.a_person(), None,
    ]  # fmt: skip
    for person in strangers:
        client.logout()
        if person:
            client.force_login(person)
        for address in pages:
            answer = client.get(address)
            assert answer.status_code == 302, (person, address)
            assert email.encode() not in answer.content
        for address in posts:
            assert client.post(address, {"reason": "x"}).status_code == 302
    row.refresh_from_db()
    edition.refresh_from_db()
    assert (row.state, row.subscriber.standing) == (State.WAITING, Standing.ACTIVE)
    assert edition.state == EditionState.SENDING
    for person in (factories.a_desk_editor(), factories.an_administrator()):
        client.force_login(person)
        assert email in client.get(pages[1]).content.decode()
