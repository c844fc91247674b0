"""The sender: one mail a row, retries, an id that never changes, poison, private mails, and sending one again."""

from __future__ import annotations

import smtplib
from datetime import datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

import pytest
from django.core import mail as outbox
from django.core.mail.backends.base import BaseEmailBackend
from django.db import IntegrityError, transaction

from cms.accounts.seeds import RULES
from cms.core import mail_keeping
from cms.core.mail import CLAIM, RETRY_MINUTES, ResendRefused, message_id, queue_mail, resend, send_waiting
from cms.core.models import OutgoingMail
from cms.core.seeds import ensure_rules
from tests import factories

NOW = datetime(2026, 11, 17, 12, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
State = OutgoingMail.State
pytestmark = pytest.mark.django_db


class DeadServer(BaseEmailBackend):
    """A mail server that refuses every address."""

    def send_messages(self, email_messages):
        raise smtplib.SMTPRecipientsRefused({message.to[0]: (550, b"no such user") for message in email_messages})


class DyingWorker(Exception):
    """Stands for a kill between the server's answer and our record of it."""


class AcceptThenDie(BaseEmailBackend):
    """Takes the mail, and the worker dies before it can write so down."""

    def send_messages(self, email_messages):
        outbox.outbox.extend(email_messages)
        raise DyingWorker


def a_mail(key="k", to="nguoi@vi-du.vn", **fields):
    return queue_mail(key=key, to=to, subject="Có việc", text="Chữ", now=NOW, **{"html": "<p>Chữ</p>", **fields})


def again(mail):
    return OutgoingMail.objects.get(pk=mail.pk)


def use(settings, backend):
    settings.EMAIL_BACKEND = f"{__name__}.{backend.__name__}"


def test_what_waits_is_sent_once_and_what_is_held_back_is_sent_at_its_time():
    first, held = a_mail(), a_mail("held", not_before=NOW + timedelta(hours=8))

    assert [send_waiting(now=NOW), send_waiting(now=NOW)] == [1, 0]
    assert (again(first).state, again(held).state) == (State.SENT, State.WAITING)
    assert send_waiting(now=NOW + timedelta(hours=8)) == 1
    message = outbox.outbox[0]
    assert message.extra_headers["Message-ID"] == message_id(first)
    assert message.message()["Message-ID"] == message_id(first)


def test_a_worker_that_dies_after_the_server_accepted_sends_the_same_id_again(settings):
    mail = a_mail()
    working = settings.EMAIL_BACKEND
    use(settings, AcceptThenDie)
    with pytest.raises(DyingWorker):
        send_waiting(now=NOW)
    settings.EMAIL_BACKEND = working

    assert send_waiting(now=NOW + timedelta(seconds=1)) == 0, "the claim holds"
    assert send_waiting(now=NOW + CLAIM) == 1

    ids = {message.extra_headers["Message-ID"] for message in outbox.outbox}
    assert (len(outbox.outbox), ids) == (2, {message_id(mail)})


def test_a_refused_mail_is_tried_again_then_given_up_and_explained(settings):
    use(settings, DeadServer)
    mail, now = a_mail(), NOW
    for minutes in RETRY_MINUTES:
        send_waiting(now=now)
        assert again(mail).state == State.WAITING
        now += timedelta(minutes=minutes)
    send_waiting(now=now)

    row = again(mail)
    assert (row.state, row.attempts) == (State.FAILED, len(RETRY_MINUTES) + 1)
    assert row.last_error.startswith("SMTPRecipientsRefused:")
    words = mail_keeping.in_words(row.last_error)
    assert words
    assert words != mail_keeping.in_words("SomethingElse: x")
    assert mail_keeping.in_words("") == ""


def test_an_address_that_no_server_would_take_fails_at_once_and_stops_nobody_else():
    poison = a_mail("poison", to="a@vi-du.vn\nBcc: moi-nguoi@vi-du.vn")
    behind = a_mail("behind")

    assert send_waiting(now=NOW + timedelta(minutes=1)) == 1
    assert (again(poison).state, again(behind).state) == (State.FAILED, State.SENT)
    assert [message.to for message in outbox.outbox] == [["nguoi@vi-du.vn"]]


def test_a_subject_with_line_breaks_adds_no_header():
    queue_mail(key="k", to="a@vi-du.vn", subject="Tít\r\nBcc: ke-xau@vi-du.vn", text="x", now=NOW)

    send_waiting(now=NOW)

    message = outbox.outbox[0].message()
    assert "Bcc" not in message
    assert outbox.outbox[0].recipients() == ["a@vi-du.vn"]


def test_a_private_mail_leaves_no_words_behind():
    mail = a_mail(is_private=True)

    send_waiting(now=NOW)

    assert (again(mail).text, again(mail).html) == ("", "")
    assert "Chữ" in outbox.outbox[0].body
    with pytest.raises(ResendRefused):
        resend(mail_id=mail.pk, actor_id=factories.a_desk_editor().pk, now=NOW)


def test_a_mail_sent_again_is_a_row_that_names_the_old_one_and_who_asked():
    person, desk = factories.an_editor(), factories.a_desk_editor()
    mail = a_mail(user_id=person.pk)
    with pytest.raises(ResendRefused):
        resend(mail_id=mail.pk, actor_id=desk.pk, now=NOW)
    send_waiting(now=NOW)

    new = resend(mail_id=mail.pk, actor_id=desk.pk, now=NOW)
    with pytest.raises(ResendRefused):
        resend(mail_id=mail.pk, actor_id=desk.pk, now=NOW)

    assert (new.resend_of, new.resent_by) == (mail, desk)
    assert new.recipient == person.email, "the address as it is now"
    assert send_waiting(now=NOW) == 1
    assert message_id(new) != message_id(mail), "a copy that was asked for is not folded into the first"
    assert resend(mail_id=mail.pk, actor_id=desk.pk, now=NOW).pk != new.pk


def test_the_database_keeps_what_is_sent_and_what_is_not_apart():
    mail = a_mail()
    for values in ({"state": State.SENT}, {"sent_at": NOW}, {"resend_of": mail}):
        with pytest.raises(IntegrityError), transaction.atomic():
            OutgoingMail.objects.filter(pk=mail.pk).update(**values)


def test_old_mails_go_by_the_rule_and_what_waits_stays():
    ensure_rules(RULES)
    done, waits = a_mail(), a_mail("waits", not_before=NOW + timedelta(days=9))
    send_waiting(now=NOW)
    today = done.created_at

    assert mail_keeping.thin(now=today + timedelta(days=399)) == 0
    assert mail_keeping.thin(now=today + timedelta(days=401)) == 1
    assert list(OutgoingMail.objects.all()) == [waits]


@pytest.mark.django_db(transaction=True)
def test_two_workers_send_a_mail_once_and_two_clicks_send_it_again_once(at_once):
    desk = factories.a_desk_editor()
    mail = a_mail()

    assert sorted(at_once(partial(send_waiting, now=NOW), partial(send_waiting, now=NOW))) == [0, 1]

    def click():
        try:
            return resend(mail_id=mail.pk, actor_id=desk.pk).pk
        except ResendRefused:
            return 0

    answers = at_once(click, click)
    assert sorted(map(bool, answers)) == [False, True]
    assert mail.resends.count() == 1
