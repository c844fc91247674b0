"""From a publication to the mail server: everybody once, nobody twice, and nothing that was taken back."""

from __future__ import annotations

from datetime import timedelta
from email import message_from_bytes, policy

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction
from django.test import override_settings
from django.utils import timezone

from bulletin.newsletter import actions, claims, sender, subscriber_actions, tokens
from bulletin.newsletter.errors import NewsletterRefused, NotAllowed
from bulletin.newsletter.models import Dispatch, Edition, Pace, Subscriber
from bulletin.newsletter.states import TRANSITIONS, EditionState, Standing, State, Verb
from cms.core.models import Rule
from cms.website import actions as website
from submissions.moderation import actions as moderation
from tests import factories
from tests.bulletin.newsletter.material import (
    a_mail_server,
    a_subscriber,
    an_edition,
    an_issue,
    sent,
    states,
)
from tests.shared import shared
from tests.submissions.moderation.races import at_once

pytestmark = pytest.mark.django_db


def withdraw_issue(issue):
    website.withdraw(story=issue.page, actor=factories.a_board_member(), at=timezone.now(), public_note="In nhầm.")


def listed(edition: Edition) -> Edition:
    while actions.list_recipients(edition_id=edition.pk):
        pass
    edition.refresh_from_db()
    return edition


@shared
def edition():
    """The edition of an issue that was just published, for one reader."""
    return an_edition(readers=1)


def test_a_published_issue_goes_to_everybody_who_had_confirmed_once_over_one_connection(mailoutbox):
    a_subscriber(Standing.PENDING)
    a_subscriber(Standing.ENDED)
    a_subscriber(Standing.SUSPENDED)
    edition = an_edition(readers=3, title="Số 46 về một cửa")
    late = a_subscriber()
    assert (edition.state, edition.dispatches.count()) == (EditionState.LISTING, 0), "the list is the worker's work"
    with a_mail_server() as sink:
        assert sent() == 3
        assert sent() == 0
    assert sink.sessions == 1
    assert len(set(sink.recipients())) == 3
    assert late.email not in sink.recipients()
    edition.refresh_from_db()
    assert (edition.state, states(edition)) == (EditionState.DONE, {State.SENT: 3})


def test_a_mail_has_what_mail_programs_and_people_need():
    edition = an_edition(readers=1, articles=2, title="Số 46 về một cửa")
    reader = Subscriber.objects.get()
    with a_mail_server() as sink:
        sent()
    envelope, recipient, data = sink.mails[0]
    mail = message_from_bytes(data, policy=policy.default)
    row = Dispatch.objects.get()
    assert recipient == reader.email == mail["To"]
    assert tokens.read_mail_name(envelope) == row.pk, "what comes back names its mail"
    assert "Số 46 về một cửa" in mail["Subject"]
    assert mail["Message-ID"] == tokens.message_id(row.pk)
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    link = mail["List-Unsubscribe"].strip(" <>")
    assert str(reader.key) in link
    assert mail["List-Id"]
    assert mail["Auto-Submitted"] == "auto-generated"
    text, html = (mail.get_body((kind,)).get_content() for kind in ("plain", "html"))
    for article in edition.issue.page.articles():
        assert article.title in text
        assert article.title in html
    assert link in text
    assert link in html
    assert "\x02" not in html + text
    assert 'lang="vi"' in html
    assert "prefers-color-scheme: dark" in html
    assert "<table" not in html
    assert "<script" not in html
    addresses = [part.split('"')[0] for part in html.split('href="')[1:] + html.split('src="')[1:]]
    assert addresses
    assert all(address.startswith(settings.WAGTAILADMIN_BASE_URL) or "://" in address for address in addresses)


def test_hostile_words_stay_words_in_subject_html_and_headers():
    edition = an_edition(readers=1, title='"><img src=x onerror=alert(1)>\r\nBcc: ke-xau@vi-du.vn {{7*7}}')
    with a_mail_server() as sink:
        assert sent() == 1
    mail = message_from_bytes(sink.mails[0][2], policy=policy.default)
    assert mail["Bcc"] is None
    html = mail.get_body(("html",)).get_content()
    assert "<img src=x" not in html
    assert "{{7*7}}" in html
    assert states(edition) == {State.SENT: 1}


def test_where_the_body_left_and_no_answer_came_nobody_sends_it_again(edition):
    with a_mail_server() as sink:
        sink.hang_up_after_body = True
        assert sent() == 0
        assert states(edition) == {State.UNKNOWN: 1}
        sink.hang_up_after_body = False
        far = timezone.now() + timedelta(days=30)
        assert sent(lambda: far) == 0
    assert len(sink.mails) == 1
    edition.refresh_from_db()
    assert edition.state == EditionState.DONE


def test_only_a_person_of_the_desk_has_a_mail_of_unknown_outcome_sent_again(edition):
    with a_mail_server() as sink:
        sink.hang_up_after_body = True
        sent()
        row = Dispatch.objects.get()
        for person in (factories.an_editor(), factories.an_officer(), factories.a_board_member()):
            with pytest.raises(NotAllowed):
                actions.send_again(dispatch_id=row.pk, actor=person)
        sink.hang_up_after_body = False
        actions.send_again(dispatch_id=row.pk, actor=factories.a_desk_editor())
        assert sent() == 1
        with pytest.raises(NewsletterRefused):
            actions.send_again(dispatch_id=row.pk, actor=factories.a_desk_editor())
    assert states(edition) == {State.SENT: 1}


def test_a_busy_server_is_asked_again_later_and_not_for_ever(edition):
    now = timezone.now()
    with a_mail_server() as sink:
        sink.on_message = "451 later"
        for minutes in (0, *sender.RETRY_MINUTES):
            now += timedelta(minutes=minutes, seconds=1)
            moment = now
            assert sent(lambda: moment) == 0  # noqa: B023
    assert states(edition) == {State.FAILED: 1}
    assert "451" in Dispatch.objects.get().status


def test_an_address_that_is_refused_for_good_has_come_back_and_the_others_are_sent():
    edition = an_edition(readers=3)
    refused = listed(edition).dispatches.order_by("pk").first().subscriber
    with a_mail_server() as sink:
        sink.on_recipient[refused.email] = "550 5.1.1 no such user"
        assert sent() == 2
    assert states(edition) == {State.SENT: 2, State.BOUNCED: 1}
    refused.refresh_from_db()
    assert refused.standing == Standing.ACTIVE, "once may be a mistake of the other side"


def test_an_address_that_is_refused_twice_in_half_a_year_is_suspended():
    reader = a_subscriber()
    for _ in range(2):
        Edition.objects.get(issue=an_issue())
    with a_mail_server() as sink:
        sink.on_recipient[reader.email] = "550 5.1.1 no such user"
        sent()
    reader.refresh_from_db()
    assert reader.standing == Standing.SUSPENDED
    assert reader.ended_at is not None


def test_a_message_that_is_refused_is_given_up_and_counts_against_nobody(edition):
    with a_mail_server() as sink:
        sink.on_message = "554 5.7.1 looks like spam"
        sent()
    assert states(edition) == {State.FAILED: 1}


def test_a_sender_address_that_is_refused_stops_the_run_before_everybody_is_tried():
    edition = an_edition(readers=5)
    with a_mail_server() as sink:
        sink.on_sender = "550 5.1.8 who are you"
        assert sent() == 0
    assert states(edition) == {State.WAITING: 4, State.RETRY_WAIT: 1}


def test_a_server_that_is_away_costs_no_attempt():
    edition = an_edition(readers=2)
    backend = "django.core.mail.backends.smtp.EmailBackend"
    with override_settings(EMAIL_BACKEND=backend, EMAIL_HOST="127.0.0.1", EMAIL_PORT=1, EMAIL_TIMEOUT=2):
        assert sent() == 0
    assert states(edition) == {State.WAITING: 2}
    assert set(edition.dispatches.values_list("attempts", flat=True)) == {0}
    with a_mail_server():
        assert sent() == 2


def test_a_worker_that_died_with_a_mail_in_hand_leaves_it_unknown():
    edition = listed(an_edition(readers=1))
    now = timezone.now()
    row = claims.due(edition=edition, limit=1, now=now)[0]
    claim = claims.claim(row=row, edition=edition, owner="x", now=now)
    assert claims.claim(row=row, edition=edition, owner="y", now=now) is None
    assert claims.expire_leases(now=now + claims.LEASE - timedelta(seconds=1)) == 0
    assert claims.expire_leases(now=now + claims.LEASE + timedelta(seconds=1)) == 1
    assert states(edition) == {State.UNKNOWN: 1}
    assert not claims.settle(claim=claim, verb=Verb.DELIVER, sent_at=now), "what comes too late changes nothing"


def test_the_pace_is_kept_whatever_the_number_of_workers():
    edition = an_edition(readers=40)
    Rule.objects.filter(code="newsletter.mails_a_minute").update(value="60")
    Pace.objects.all().delete()
    now = timezone.now()
    with a_mail_server():
        assert sender.send_due(now=lambda: now) == 10, "what fits into ten seconds"
        assert sender.send_due(now=lambda: now) == 0
        later = now + timedelta(seconds=5)
        assert sender.send_due(now=lambda: later) == 5
        much_later = now + timedelta(hours=1)
        assert sender.send_due(now=lambda: much_later) == 10
    assert states(edition)[State.WAITING] == 15


def test_an_installation_with_another_role_sends_nothing():
    an_edition(readers=1)
    with a_mail_server() as sink, override_settings(FORWARDING_ROLE="a restored copy"):
        assert sent() == 0
    with override_settings(FORWARDING_ROLE=""):
        assert sent() == 0
    assert sink.mails == []


def test_an_old_issue_that_completes_the_archive_is_held_until_the_desk_sends_it():
    a_subscriber()
    issue = an_issue()
    Edition.objects.all().delete()
    issue.page.issue_date = timezone.localdate() - timedelta(days=15)
    edition = actions.open_edition(issue=issue)
    assert edition.state == EditionState.HELD
    with a_mail_server() as sink:
        assert sent() == 0
        actions.release(edition_id=edition.pk, actor=factories.a_desk_editor())
        assert sent() == 1
    assert len(sink.mails) == 1
    with pytest.raises(NewsletterRefused):
        actions.release(edition_id=edition.pk, actor=factories.a_desk_editor())


def test_a_withdrawn_issue_is_not_sent_to_those_who_still_wait():
    edition = listed(an_edition(readers=3))
    withdraw_issue(edition.issue)
    edition.refresh_from_db()
    assert (edition.state, states(edition)) == (EditionState.CANCELLED, {State.CANCELLED: 3})
    with a_mail_server() as sink:
        assert sent() == 0
    assert sink.mails == []


def test_a_withdrawn_article_is_in_no_mail_that_leaves_afterwards():
    edition = listed(an_edition(readers=2, articles=2))
    gone, stays = edition.issue.page.articles()
    old = Edition.objects.select_related("issue__page").get(pk=edition.pk)
    moderation.withdraw(submission_id=gone.specific.submission.pk, actor=factories.a_desk_editor(), reason="Sai.")
    row = edition.dispatches.first()
    assert claims.claim(row=row, edition=old, owner="x", now=timezone.now()) is None, "drawn before, so it stays"
    with a_mail_server() as sink:
        assert sent() == 2
    for _sender, _recipient, data in sink.mails:
        html = message_from_bytes(data, policy=policy.default).get_body(("html",)).get_content()
        assert stays.title in html
        assert gone.title not in html


def test_an_issue_of_which_nothing_is_left_is_cancelled():
    edition = listed(an_edition(readers=2))
    article = edition.issue.page.articles()[0].specific
    moderation.withdraw(submission_id=article.submission.pk, actor=factories.a_desk_editor(), reason="Sai.")
    with a_mail_server() as sink:
        assert sent() == 0
    assert sink.mails == []
    edition.refresh_from_db()
    assert edition.state == EditionState.CANCELLED


def test_the_desk_stops_an_edition_with_a_reason_and_others_do_not():
    edition = listed(an_edition(readers=2))
    with pytest.raises(NotAllowed):
        actions.stop(edition_id=edition.pk, actor=factories.an_officer(), reason="x")
    with pytest.raises(NewsletterRefused):
        actions.stop(edition_id=edition.pk, actor=factories.a_desk_editor(), reason=" ")
    actions.stop(edition_id=edition.pk, actor=factories.a_desk_editor(), reason="Nhầm ảnh bìa.")
    assert states(edition) == {State.CANCELLED: 2}
    with pytest.raises(NewsletterRefused):
        actions.stop(edition_id=edition.pk, actor=factories.a_desk_editor(), reason="Nhầm.")


def test_a_rollback_of_the_publication_leaves_no_edition():
    factories.house()
    with transaction.atomic():
        an_issue()
        transaction.set_rollback(True)
    assert not Edition.objects.exists()


def test_the_database_keeps_one_mail_an_edition_and_reader():
    edition = listed(an_edition(readers=1))
    row = edition.dispatches.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        Dispatch.objects.create(edition=edition, subscriber=row.subscriber, next_attempt_at=timezone.now())


def test_every_state_is_left_only_as_the_table_says():
    assert {verb for verb, way in TRANSITIONS.items() if way.by_person} == {Verb.SEND_AGAIN}
    for verb, way in TRANSITIONS.items():
        if State.UNKNOWN in way.sources:
            assert verb in {Verb.BOUNCE, Verb.SEND_AGAIN}, "the engine never sends what may have arrived"


@pytest.mark.django_db(transaction=True)
def test_four_workers_at_once_send_everybody_one_mail():
    edition = an_edition(readers=30)
    Rule.objects.filter(code="newsletter.mails_a_minute").update(value="60000")
    with a_mail_server() as sink:
        at_once(*(lambda: sender.send_due(seconds=20) for _ in range(4)))
    assert sorted(sink.recipients()) == sorted(set(sink.recipients()))
    assert len(sink.mails) == 30
    assert states(edition) == {State.SENT: 30}


@pytest.mark.django_db(transaction=True)
def test_of_a_withdrawal_and_a_worker_at_once_nothing_is_left_waiting():
    edition = an_edition(readers=10)
    with a_mail_server() as sink:
        at_once(lambda: sender.send_due(seconds=20), lambda: withdraw_issue(edition.issue))
        sent()
    found = states(edition)
    assert set(found) <= {State.SENT, State.CANCELLED}
    assert found.get(State.SENT, 0) == len(sink.mails)
    edition.refresh_from_db()
    assert edition.state in {EditionState.CANCELLED, EditionState.DONE}


@pytest.mark.django_db(transaction=True)
def test_of_a_reader_who_ends_and_a_worker_at_once_the_mail_is_sent_or_cancelled():
    edition = listed(an_edition(readers=1))
    reader = edition.dispatches.get().subscriber
    with a_mail_server() as sink:
        at_once(lambda: sender.send_due(seconds=20), lambda: subscriber_actions.end(key=reader.key))
        sent()
    assert states(edition) == ({State.SENT: 1} if sink.mails else {State.CANCELLED: 1})


@pytest.mark.django_db(transaction=True)
def test_two_desks_that_release_an_edition_at_once_send_it_once():
    a_subscriber()
    issue = an_issue()
    Edition.objects.update(state=EditionState.HELD, reason="x")
    edition = Edition.objects.get(issue=issue)
    desks = [factories.a_desk_editor(), factories.a_desk_editor()]
    outcomes = []

    def release(desk):
        try:
            actions.release(edition_id=edition.pk, actor=desk)
            outcomes.append("released")
        except NewsletterRefused:
            outcomes.append("refused")

    at_once(*((lambda desk=desk: release(desk)) for desk in desks))
    assert sorted(outcomes) == ["refused", "released"]


@pytest.mark.django_db(transaction=True)
def test_two_desks_that_send_the_same_mail_again_at_once_send_it_once():
    edition = listed(an_edition(readers=1))
    Dispatch.objects.update(state=State.UNKNOWN, next_attempt_at=None)
    row = edition.dispatches.get()
    desks = [factories.a_desk_editor(), factories.a_desk_editor()]
    outcomes = []

    def again(desk):
        try:
            actions.send_again(dispatch_id=row.pk, actor=desk)
            outcomes.append("sent")
        except NewsletterRefused:
            outcomes.append("refused")

    at_once(*((lambda desk=desk: again(desk)) for desk in desks))
    assert sorted(outcomes) == ["refused", "sent"]
