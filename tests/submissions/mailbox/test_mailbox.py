"""From a mail to a draft and its answer: nothing lost, nothing twice, nothing handed in, and strangers hear nothing."""

from __future__ import annotations

import os
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone

from cms.core.models import OutgoingMail, Rule
from cms.environment import mailbox_url
from submissions.articles.enums import State
from submissions.articles.models import Submission
from submissions.intake import conversions
from submissions.intake.models import Conversion
from submissions.mailbox import actions, letter, tasks
from submissions.mailbox.enums import MailState, Reason
from submissions.mailbox.models import InboundMail
from submissions.mailbox.sources import ImapSource, MailboxAway, MaildirSource, source_of
from submissions.units.actions import add_member
from submissions.units.enums import UnitRole
from tests import factories
from tests.submissions.intake import word_files
from tests.submissions.mailbox.imap_server import PASSWORD, USER, imap_server
from tests.submissions.mailbox.mails import a_mail, dropped
from tests.submissions.units.races import at_once

pytestmark = pytest.mark.django_db


@pytest.fixture
def inbox(tmp_path):
    """A maildir."""
    return MaildirSource(tmp_path / "thu đến")


def arrives(inbox, raw):
    """A mail comes in and is collected; gives its row."""
    before = set(InboundMail.objects.values_list("pk", flat=True))
    dropped(inbox.folder, raw)
    actions.collect(source=inbox)
    return InboundMail.objects.exclude(pk__in=before).first()


def finished(now=None):
    """Everything that came in is gone through, read and answered."""
    actions.sweep(now=now)
    for pk in list(Conversion.objects.filter(state="waiting").values_list("pk", flat=True)):
        conversions.convert(conversion_id=pk)
    actions.sweep(now=now)


def answer_to(person):
    """The latest answer to a person."""
    return OutgoingMail.objects.filter(recipient=person.email).order_by("-pk").first()


def test_a_word_file_in_a_writers_mail_becomes_a_draft_and_the_answer_says_what_is_missing(inbox):
    unit = factories.a_unit()
    writer = factories.a_writer(unit)
    files = {"Bài tháng 11.docx": word_files.article(), "anh.jpg": word_files.photo()}

    row = arrives(inbox, a_mail(f"Ai đó <{writer.email.upper()}>", files=files, reply_to="ke-xau@vi-du.vn"))
    assert row.state == MailState.WAITING
    finished()

    row.refresh_from_db()
    assert (row.state, row.reason, row.unit) == (MailState.ANSWERED, "", unit)
    submission = Submission.objects.get(unit=unit)
    assert submission.state == State.DRAFT, "mail hands nothing in"
    assert submission.first_submitted_at is None
    assert (submission.created_by, submission.original_name) == (writer, "Bài tháng 11.docx")
    answer = answer_to(writer)
    assert f"/quan-tri/bai/{submission.page_id}/soat/" in answer.text
    assert word_files.TITLE in answer.text
    assert "anh.jpg" in answer.text
    assert not OutgoingMail.objects.filter(recipient__contains="ke-xau").exists()
    assert not list((inbox.folder / "new").iterdir())
    finished()
    assert OutgoingMail.objects.count() == 1
    assert Submission.objects.count() == 1


def test_up_to_three_files_are_taken_and_refused_ones_are_answered_with_what_to_do(inbox):
    writer = factories.a_writer(factories.a_unit())
    files = {
        f"bai-{number}.docx": word_files.article(title=f"Bài số {number} của khoa khám bệnh") for number in (1, 2)
    }
    files["la-pdf.docx"] = b"%PDF-1.7 not a word file"
    files["thu-tu.docx"] = word_files.article(title="Bài thứ tư của khoa khám bệnh")

    arrives(inbox, a_mail(writer.email, files=files))
    finished()

    assert Submission.objects.count() == 2
    text = answer_to(writer).text
    assert text.count("/soat/") >= 2
    assert "PDF" in text
    assert "thu-tu.docx" in text


def test_strangers_machines_and_forgers_leave_one_line_and_get_no_answer(inbox, caplog):
    unit = factories.a_unit()
    writer = factories.a_writer(unit)
    left = factories.a_writer(unit, is_active=False)
    files = {"bai.docx": word_files.article()}
    silent = [
        (a_mail("la@vi-du.vn", files=files), Reason.UNKNOWN_SENDER),
        (a_mail(factories.an_editor().email, files=files), Reason.UNKNOWN_SENDER),
        (a_mail(left.email, files=files), Reason.UNKNOWN_SENDER),
        (a_mail(f"{writer.email}, la@vi-du.vn", files=files), Reason.UNKNOWN_SENDER),
        (a_mail(writer.email, files=files, auto_submitted="auto-replied"), Reason.AUTOMATIC),
        (a_mail(writer.email, files=files, list_id="<ds.vi-du.vn>"), Reason.AUTOMATIC),
        (a_mail(writer.email, files=files, return_path="<>"), Reason.AUTOMATIC),
        (a_mail(writer.email, files=files, authentication_results="mx; dmarc=fail"), Reason.FORGED),
        (b"Subject: x\n\n\n", Reason.UNKNOWN_SENDER),
        (b"From: " + b"(" * 5_000 + b"\n\n\n", Reason.UNKNOWN_SENDER),
        (b"Subject: " + b"x" * letter.MOST_HEADER_BYTES, Reason.AUTOMATIC),
    ]

    for raw, reason in silent:
        caplog.clear()
        row = arrives(inbox, raw)
        assert (row.state, row.reason) == (MailState.REFUSED, reason)
        assert not row.source, "nothing of it is kept"
        assert [record.name for record in caplog.records].count("cms.security") == 1
    finished()

    assert not OutgoingMail.objects.exists()
    assert not Submission.objects.exists()
    assert not Conversion.objects.exists()


def test_who_belongs_to_two_units_names_one(inbox):
    first, second = factories.a_unit("MOT"), factories.a_unit("TTYT-HAI")
    writer = factories.a_writer(first)
    add_member(unit=second, user=writer, role=UnitRole.WRITER)
    files = {"bai.docx": word_files.article()}

    arrives(inbox, a_mail(writer.email, files=files))
    finished()
    assert InboundMail.objects.get().reason == Reason.WHICH_UNIT
    assert "TTYT-HAI" in answer_to(writer).text
    arrives(inbox, a_mail(writer.email, subject="[ttyt-hai] Bài", files=files))
    arrives(inbox, a_mail(writer.email, to="bai-viet+MOT@cdc.vi-du.vn", files=files))
    arrives(inbox, a_mail(writer.email, subject="MOT và TTYT-HAI", files=files))
    arrives(inbox, a_mail(writer.email, subject=f"{factories.a_unit('KHAC').code}", files=files))
    finished()

    assert sorted(Submission.objects.values_list("unit__code", flat=True)) == ["MOT", "TTYT-HAI"]
    assert InboundMail.objects.filter(reason=Reason.WHICH_UNIT).count() == 3


def test_a_mail_without_an_article_too_large_or_broken_is_answered_with_what_to_do(inbox, monkeypatch):
    writer = factories.a_writer(factories.a_unit())
    arrives(inbox, a_mail(writer.email, files={"anh.jpg": word_files.photo()}))
    arrives(inbox, b"From: " + writer.email.encode() + b"\n" + b"Content-Type: message/rfc822\n\n" * 5_000)
    monkeypatch.setattr(letter, "MOST_BYTES", 2_000)
    arrives(inbox, a_mail(writer.email, files={"bai.docx": b"x" * 3_000}))
    finished()

    found = InboundMail.objects.order_by("pk").values_list("reason", "state")
    assert list(found) == [
        (reason, MailState.ANSWERED) for reason in (Reason.NO_FILE, Reason.UNREADABLE, Reason.TOO_LARGE)
    ]
    assert OutgoingMail.objects.filter(recipient=writer.email).count() == 3
    assert not Submission.objects.exists()


def test_a_subject_adds_no_line_to_the_header_of_the_answer(inbox):
    writer = factories.a_writer(factories.a_unit())
    raw = a_mail(writer.email, files={"bai.docx": word_files.article()})
    arrives(inbox, raw.replace(b"Subject: ", b"Subject: =?utf-8?B?YQ0KQmNjOiBrZS14YXVAdmktZHUudm4=?= ", 1))
    finished()

    assert "\n" not in answer_to(writer).subject
    assert "\r" not in answer_to(writer).subject


def test_the_same_mail_again_makes_nothing_new_and_so_many_a_day_are_taken(inbox):
    writer = factories.a_writer(factories.a_unit())
    raw = a_mail(writer.email, files={"bai.docx": word_files.article()})
    arrives(inbox, raw)
    assert arrives(inbox, b"Received: by mx2\n" + raw) is None
    finished()
    assert Submission.objects.count() == 1

    Rule.objects.filter(code="mailbox.mails_a_day").update(value="2")
    assert arrives(inbox, a_mail(writer.email)).state == MailState.WAITING
    assert arrives(inbox, a_mail(writer.email)).reason == Reason.TOO_MANY


def test_whoever_dies_wherever_leaves_what_the_next_one_finishes(inbox):
    """Each step once more from where it may have broken off: before the mail is moved, gone through, answered."""
    writer = factories.a_writer(factories.a_unit())
    dropped(inbox.folder, a_mail(writer.email, files={"bai.docx": word_files.article()}))
    now = timezone.now()

    # The row is written, the mail was not moved.
    for found in inbox.waiting(limit=10, now=now):
        actions.record(found=found, now=now)
    assert actions.collect(source=inbox) == 1
    row = InboundMail.objects.get()
    # The file is handed to its reading, the row does not say so yet.
    actions.go_through(mail_id=row.pk, now=now)
    row.files.all().delete()
    InboundMail.objects.filter(pk=row.pk).update(state=MailState.WAITING, lease_until=now + actions.LEASE)
    assert not actions.go_through(mail_id=row.pk, now=now), "the dead worker's claim stands"
    later = now + timedelta(minutes=5)
    finished(now=later)

    assert Conversion.objects.count() == 1
    assert Submission.objects.count() == 1
    assert OutgoingMail.objects.filter(recipient=writer.email).count() == 1
    assert not actions.answer(mail_id=row.pk, now=later)


def test_a_mail_that_kills_its_worker_again_and_again_is_answered_in_the_end(inbox):
    writer = factories.a_writer(factories.a_unit())
    row = arrives(inbox, a_mail(writer.email, files={"bai.docx": word_files.article()}))
    InboundMail.objects.filter(pk=row.pk).update(attempts=actions.MOST_ATTEMPTS)
    finished()
    row.refresh_from_db()
    assert (row.state, row.reason) == (MailState.ANSWERED, Reason.UNREADABLE)


def test_who_left_before_the_answer_gets_none(inbox):
    unit = factories.a_unit()
    writer = factories.a_writer(unit)
    row = arrives(inbox, a_mail(writer.email, files={"bai.docx": word_files.article()}))
    writer.memberships.all().delete()
    writer.is_active = False
    writer.save()
    finished()
    row.refresh_from_db()
    assert (row.state, row.reason) == (MailState.REFUSED, Reason.LEFT)
    assert not OutgoingMail.objects.exists()
    assert not Submission.objects.exists()


def test_old_mails_are_thinned_out(inbox):
    writer = factories.a_writer(factories.a_unit())
    row = arrives(inbox, a_mail(writer.email))
    arrives(inbox, a_mail("la@vi-du.vn"))
    finished()
    path = Path(row.source.path)
    assert path.exists()

    actions.sweep(now=timezone.now() + timedelta(days=31))

    assert list(InboundMail.objects.values_list("sender", "source")) == [(writer.email, "")]


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_make_one_row_one_draft_and_one_answer(tmp_path):
    writer = factories.a_writer(factories.a_unit())
    boxes = [MaildirSource(tmp_path / name) for name in ("a", "b")]
    raw = a_mail(writer.email, files={"bai.docx": word_files.article()})
    for box in boxes:
        dropped(box.folder, raw)

    assert at_once(*(partial(actions.collect, source=box) for box in boxes)) == [None, None]
    row = InboundMail.objects.get()
    assert at_once(*[partial(actions.go_through, mail_id=row.pk)] * 2) == [None, None]
    assert Conversion.objects.count() == 1
    conversions.convert(conversion_id=Conversion.objects.get().pk)
    assert at_once(*[partial(actions.answer, mail_id=row.pk)] * 2) == [None, None]

    assert Submission.objects.count() == 1
    assert OutgoingMail.objects.filter(recipient=writer.email).count() == 1


@pytest.mark.parametrize("moves", [True, False])
def test_an_imap_mailbox_is_emptied_into_its_folder_once_the_rows_stand(moves):
    writer = factories.a_writer(factories.a_unit())
    raws = [a_mail(writer.email), a_mail("la@vi-du.vn"), a_mail(writer.email)]
    with imap_server(moves=moves) as (mailbox, port):
        source = source_of(
            f"imap://{USER}:{PASSWORD.replace(' ', '%20').replace(chr(34), '%22').replace(chr(92), '%5C')}@127.0.0.1:{port}/INBOX"
        )
        for raw in raws:
            mailbox.deliver(raw.replace(b"\n", b"\r\n"))
        mailbox.hangs_up_after = 9
        with pytest.raises(MailboxAway):
            actions.collect(source=source)
        mailbox.hangs_up_after = -1
        actions.collect(source=source)

        assert mailbox.inbox == {}
        assert {done.replace(b"\r\n", b"\n") for done in mailbox.done} == set(raws)
    states = sorted(InboundMail.objects.values_list("state", flat=True))
    assert states == [MailState.REFUSED, MailState.WAITING, MailState.WAITING]


def test_a_mailbox_that_is_away_or_refuses_is_asked_again(settings, caplog):
    with imap_server() as (_mailbox, port):
        settings.MAILBOX_URL = f"imap://{USER}:sai-mat-khau@127.0.0.1:{port}/INBOX"
        assert tasks.poll() == 0
    assert tasks.poll() == 0
    text = caplog.text
    assert text.count("The mailbox does not answer") == 2
    assert "sai-mat-khau" not in text
    settings.MAILBOX_URL = ""
    assert tasks.poll() == 0


def test_an_eml_file_that_is_dropped_into_the_folder_is_taken_once_it_is_complete(inbox):
    writer = factories.a_writer(factories.a_unit())
    inbox.folder.mkdir(parents=True)
    path = inbox.folder / "thử.eml"
    path.write_bytes(a_mail(writer.email))
    (inbox.folder / "ghi-chu.txt").write_text("x")
    (inbox.folder / "link.eml").symlink_to("/etc/passwd")

    fresh = path.stat().st_mtime
    os.utime(path, (fresh + 60, fresh + 60))
    assert actions.collect(source=inbox) == 0
    os.utime(path, (fresh - 60, fresh - 60))
    assert actions.collect(source=inbox) == 1
    assert InboundMail.objects.get().user == writer
    assert not path.exists()


@pytest.mark.parametrize(
    "url",
    [
        "imap://u:p@mail.vi-du.vn/INBOX",
        "imaps://mail.vi-du.vn/INBOX",
        "pop3://u:p@x/",
        "maildir://host/x",
        "/var/mail",
    ],
)
def test_a_mailbox_url_that_is_none_or_not_safe_is_refused(url):
    with pytest.raises(ImproperlyConfigured, match="MAILBOX_URL"):
        mailbox_url(url, data_dir=Path("/data"), demo=False)


def test_the_mailbox_is_off_unless_it_is_a_demo_or_named():
    assert mailbox_url("", data_dir=Path("/data"), demo=False) == ""
    demo = source_of(mailbox_url("", data_dir=Path("/dữ liệu"), demo=True))
    assert isinstance(demo, MaildirSource)
    assert demo.folder == Path("/dữ liệu/mail-in")
    named = mailbox_url("imaps://u%40x:p@mail.vi-du.vn:993/INBOX", data_dir=Path("/data"), demo=False)
    server = source_of(named)
    assert isinstance(server, ImapSource)
    assert (server.user, server.is_encrypted) == ("u@x", True)
