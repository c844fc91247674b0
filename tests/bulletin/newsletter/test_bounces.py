"""Mails that come back: only a sealed name counts, only a failure for good suspends, and nothing odd does harm."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from bulletin.newsletter import actions, bounces, tokens
from bulletin.newsletter.models import Dispatch, Edition
from bulletin.newsletter.states import Standing, State
from submissions.mailbox.sources import MaildirSource
from tests.bulletin.newsletter.material import a_subscriber, an_edition, an_issue
from tests.submissions.moderation.races import at_once

pytestmark = pytest.mark.django_db


def a_report(
    dispatch_id: int, *, status="5.1.1", action="failed", to: str | None = None, quoted: str | None = None
) -> bytes:
    """A delivery status notification as mail servers write it."""
    to = to if to is not None else f"ban-tin+{tokens.mail_name(dispatch_id)}@demo.local"
    quoted = quoted if quoted is not None else tokens.message_id(dispatch_id)
    return f"""From: MAILER-DAEMON@mx.vi-du.vn\r
To: {to}\r
Subject: Undelivered Mail Returned to Sender\r
MIME-Version: 1.0\r
Content-Type: multipart/report; report-type=delivery-status; boundary="b1"\r
\r
--b1\r
Content-Type: text/plain; charset=utf-8\r
\r
The mail could not be delivered.\r
--b1\r
Content-Type: message/delivery-status\r
\r
Reporting-MTA: dns; mx.vi-du.vn\r
\r
Final-Recipient: rfc822; ban.doc@vi-du.vn\r
Action: {action}\r
Status: {status}\r
Diagnostic-Code: smtp; 550 {status} No such user\r
\r
--b1\r
Content-Type: text/rfc822-headers\r
\r
Message-ID: {quoted}\r
Subject: x\r
--b1--\r
""".encode()


def a_sent_mail() -> Dispatch:
    edition = an_edition(readers=1)
    actions.list_recipients(edition_id=edition.pk)
    Dispatch.objects.update(state=State.SENT, next_attempt_at=None, sent_at=timezone.now())
    return Dispatch.objects.get(edition=edition)


def test_a_report_of_a_failure_for_good_marks_its_mail():
    row = a_sent_mail()
    found = bounces.read(a_report(row.pk))
    assert found == bounces.Bounce(dispatch_id=row.pk, is_for_good=True, status="5.1.1 smtp; 550 5.1.1 No such user")
    assert bounces.record(bounce=found, now=timezone.now())
    assert not bounces.record(bounce=found, now=timezone.now()), "read twice, it counts once"
    row.refresh_from_db()
    assert row.state == State.BOUNCED
    assert row.bounced_at


def test_it_is_found_by_the_identifier_that_the_report_quotes_too():
    row = a_sent_mail()
    assert bounces.read(a_report(row.pk, to="ban-tin@demo.local")).dispatch_id == row.pk


@pytest.mark.parametrize(("status", "action"), [("4.2.2", "failed"), ("5.0.0", "delayed"), ("4.4.1", "delayed")])
def test_a_passing_fault_counts_for_nothing(status, action):
    row = a_sent_mail()
    found = bounces.read(a_report(row.pk, status=status, action=action))
    assert not found.is_for_good
    bounces.record(bounce=found, now=timezone.now())
    row.refresh_from_db()
    assert row.state == State.SENT


def test_nobody_else_can_make_an_address_bounce():
    row = a_sent_mail()
    forged = f"n{row.pk}-{'0' * 16}"
    assert bounces.read(a_report(row.pk, to=f"ban-tin+{forged}@demo.local", quoted=f"<{forged}@demo.local>")) is None
    other = tokens.mail_name(row.pk + 1).partition("-")[2]
    forged = f"n{row.pk}-{other}"
    assert bounces.read(a_report(row.pk, to=f"ban-tin+{forged}@demo.local", quoted="")) is None


ODD = {
    "empty": b"",
    "no header": b"\r\n\r\nxin chao",
    "an answer of a person": b"From: a@vi-du.vn\r\nTo: ban-tin@demo.local\r\nSubject: Re\r\n\r\nCam on",
    "delivered": a_report(1, action="delivered", status="2.0.0"),
    "no status": a_report(1, status="khong"),
    "status that is long": a_report(1, status="5." + "1" * 5000),
    "nested": b"Content-Type: message/rfc822\r\n\r\n" * 500,
    "parts without end": b'Content-Type: multipart/report; boundary="b"\r\n\r\n' + b"--b\r\n\r\n" * 20_000,
    "bytes": bytes(range(256)) * 200,
    "an odd charset": a_report(1).replace(b"charset=utf-8", b"charset=khong-co"),
    "a header that breaks parsers": b"To: =?utf-8?b?////?=\r\nContent-Type: multipart/report; boundary\r\n\r\n",
    "a number beyond all": b"To: ban-tin+n" + b"9" * 30 + b"-" + b"0" * 16 + b"@demo.local\r\n\r\n",
}


@pytest.mark.parametrize("raw", ODD.values(), ids=ODD.keys())
def test_what_is_no_report_of_ours_changes_nothing(raw):
    found = bounces.read(raw)
    assert found is None or not Dispatch.objects.filter(pk=found.dispatch_id).exists()


@settings(max_examples=60)
@given(place=st.integers(0, 900), noise=st.binary(max_size=40))
def test_a_report_with_noise_in_it_never_raises(place, noise):
    report = a_report(7)
    bounces.read(report[:place] + noise + report[place:])


def test_the_mailbox_is_read_put_aside_and_read_no_second_time(tmp_path):
    row = a_sent_mail()
    source = MaildirSource(tmp_path)
    (tmp_path / "new").mkdir(parents=True)
    (tmp_path / "new" / "1.a").write_bytes(a_report(row.pk))
    (tmp_path / "new" / "2.b").write_bytes(ODD["bytes"])
    assert bounces.collect(source=source) == 2
    assert bounces.collect(source=source) == 0
    row.refresh_from_db()
    assert row.state == State.BOUNCED


def test_an_address_that_comes_back_twice_is_suspended_and_its_waiting_mail_cancelled():
    reader = a_subscriber()
    rows = []
    for _ in range(3):
        edition = Edition.objects.get(issue=an_issue())
        actions.list_recipients(edition_id=edition.pk)
        rows.append(edition.dispatches.get(subscriber=reader))
    Dispatch.objects.filter(pk__in=[row.pk for row in rows[:2]]).update(
        state=State.SENT, next_attempt_at=None, sent_at=timezone.now()
    )
    now = timezone.now()
    for row in rows[:2]:
        bounces.record(bounce=bounces.read(a_report(row.pk)), now=now)
    reader.refresh_from_db()
    assert reader.standing == Standing.SUSPENDED
    rows[2].refresh_from_db()
    assert rows[2].state == State.CANCELLED


def test_two_bounces_a_year_apart_suspend_nobody():
    reader = a_subscriber()
    for days in (365, 0):
        edition = Edition.objects.get(issue=an_issue())
        actions.list_recipients(edition_id=edition.pk)
        row = edition.dispatches.get(subscriber=reader)
        Dispatch.objects.filter(pk=row.pk).update(state=State.SENT, next_attempt_at=None, sent_at=timezone.now())
        bounces.record(bounce=bounces.read(a_report(row.pk)), now=timezone.now() - timedelta(days=days))
    reader.refresh_from_db()
    assert reader.standing == Standing.ACTIVE


@pytest.mark.django_db(transaction=True)
def test_the_same_report_read_by_two_at_once_counts_once():
    row = a_sent_mail()
    found = bounces.read(a_report(row.pk))
    results = []
    at_once(*(lambda: results.append(bounces.record(bounce=found, now=timezone.now())) for _ in range(2)))
    assert sorted(results) == [False, True]
