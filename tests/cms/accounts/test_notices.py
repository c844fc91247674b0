"""Telling people: once, at the desk and by mail as they chose, in their hours, to their deputy while they are away."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from functools import partial
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction
from wagtail import hooks

from cms.accounts import actions, digests
from cms.accounts.models import Absence, Notice
from cms.accounts.notice_kinds import Channel, Group, NoticeKind, UnknownKind
from cms.accounts.notices import tell
from cms.core.models import OutgoingMail
from tests import factories

HCM = ZoneInfo("Asia/Ho_Chi_Minh")
# A Tuesday.
NOON = datetime(2026, 11, 17, 12, tzinfo=HCM)
NIGHT = datetime(2026, 11, 17, 22, 15, tzinfo=HCM)
KINDS = (
    NoticeKind(code="t-plain", label="Plain", group=Group.SYSTEM),
    NoticeKind(code="t-urgent", label="Urgent", group=Group.SYSTEM, urgent=True),
    NoticeKind(code="t-wakes", label="Wakes", group=Group.SYSTEM, urgent=True, wakes=True),
    NoticeKind(code="t-personal", label="Personal", group=Group.SYSTEM, urgent=True, personal=True),
    NoticeKind(code="t-digest", label="Digest", group=Group.DUTY, channel=Channel.DIGEST),
)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def kinds():
    with hooks.register_temporarily("register_notice_kinds", lambda: KINDS):
        yield


def told(person, *, kind="t-plain", key="k:1", now=NOON, subject="Có việc mới", **context):
    return tell(
        person=person,
        kind=kind,
        key=key,
        subject=subject,
        template="accounts/mail/message",
        context={"sentence": "Bài đang chờ.", "button": "Mở bài", **context},
        url="/quan-tri/kiem-duyet/1/",
        now=now,
    )


def prefer(person, *, group=Group.SYSTEM, channel=None, **times):
    chosen = {"digest_hour": None, "quiet_from": None, "quiet_to": None, "quiet_weekends": False, **times}
    actions.choose(user=person, channels={group: channel}, **chosen)


def mails_to(person):
    return OutgoingMail.objects.filter(user=person)


def test_a_person_is_told_once_with_a_mail_in_both_forms():
    person = factories.an_editor(name="Lê Thị Bé")

    first, again = told(person, quote="Thiếu <b>ảnh</b>"), told(person)

    assert first == again
    mail = mails_to(person).get()
    assert first.mail == mail
    assert (mail.recipient, mail.key, mail.kind) == (person.email, f"k:1:{person.pk}", "t-plain")
    assert mail.next_attempt_at == NOON
    for words in (
        "Lê Thị Bé",
        "Bài đang chờ.",
        "/quan-tri/kiem-duyet/1/",
        "Mở bài",
        "Bản tin Sức khỏe",
        "#tab-notices",
    ):
        assert words in mail.text
        assert words in mail.html
    assert "Thiếu <b>ảnh</b>" in mail.text
    assert "Thiếu &lt;b&gt;ảnh&lt;/b&gt;" in mail.html
    assert first.text == "Bài đang chờ.\n\nThiếu <b>ảnh</b>"


def test_hostile_words_stay_words_and_headers_stay_single_lines():
    person = factories.an_editor(name='"><img src=x onerror=alert(1)>')

    notice = told(
        person, subject="Tít\r\nBcc: ke-xau@vi-du.vn\x00 {{7*7}}", sentence='"><svg onload=alert(1)>', quote="{{7*7}}"
    )

    mail = mails_to(person).get()
    assert "\n" not in mail.subject
    assert "\r" not in mail.subject
    assert "\x00" not in mail.subject
    assert "<img" not in mail.html
    assert "<svg" not in mail.html
    assert "{{7*7}}" in mail.html
    assert "\n" not in notice.title


def test_an_address_of_another_site_is_refused_by_the_database():
    person = factories.an_editor()
    row = {"user": person, "kind": "x", "key": "x", "title": "x", "channel": Channel.DESK, "created_at": NOON}
    for url in ("https://ke-xau.vn/", "//ke-xau.vn/", "javascript:alert(1)", ""):
        with pytest.raises(IntegrityError), transaction.atomic():
            Notice.objects.create(url=url, **row)


def test_an_unregistered_kind_is_a_mistake_and_who_has_left_is_not_told():
    person = factories.an_editor()
    with pytest.raises(UnknownKind):
        told(person, kind="t-nobody-registered")
    person.is_active = False
    assert told(person) is None
    assert not Notice.objects.exists()


def test_the_channel_is_the_persons_choice_unless_it_is_urgent():
    person = factories.an_editor()
    prefer(person, channel=Channel.DESK)

    assert told(person).mail is None
    assert told(person, kind="t-urgent", key="k:2").mail is not None
    assert told(person, kind="t-digest", key="k:3").channel == Channel.DIGEST, "as the kind suggests"
    prefer(person, channel=None)
    assert told(person, key="k:4").channel == Channel.AT_ONCE, "back to what the house suggests"
    assert mails_to(person).count() == 2


def test_mails_wait_out_the_quiet_hours_of_the_person_or_the_house():
    person, free = factories.an_editor(), factories.an_editor()
    prefer(free, quiet_from=time(1), quiet_to=time(1))
    morning = datetime(2026, 11, 18, 6, 30, tzinfo=HCM)

    assert told(person, now=NIGHT).mail.next_attempt_at == morning
    assert told(person, kind="t-urgent", key="k:2", now=NIGHT).mail.next_attempt_at == morning
    assert told(person, kind="t-wakes", key="k:3", now=NIGHT).mail.next_attempt_at == NIGHT
    assert told(free, now=NIGHT).mail.next_attempt_at == NIGHT


def test_a_deputy_is_told_in_the_absents_place_but_of_nothing_personal():
    person = factories.an_editor(name="Trần Văn Vắng")
    deputy = factories.an_editor()
    actions.arrange(
        user_id=person.pk, deputy_id=deputy.pk, starts_on=date(2026, 11, 16), ends_on=date(2026, 11, 17), actor=person
    )

    told(person)
    told(person, kind="t-personal", key="k:2")
    told(person, key="k:3", now=NOON + timedelta(days=1))

    copy = Notice.objects.get(user=deputy)
    assert (copy.key, copy.on_behalf_of) == ("k:1", person)
    assert "Trần Văn Vắng" in copy.title
    assert "Trần Văn Vắng" in copy.mail.text
    assert "Trần Văn Vắng" in copy.mail.html
    assert Notice.objects.filter(user=person).count() == 3
    assert OutgoingMail.objects.get(key=f"k:2:{person.pk}").is_private


def test_who_is_told_in_their_own_right_and_as_deputy_is_told_once():
    person, deputy = factories.an_editor(), factories.an_editor()
    actions.arrange(user_id=person.pk, deputy_id=deputy.pk, starts_on=NOON.date(), ends_on=NOON.date(), actor=person)

    for each in (deputy, person):
        told(each)

    assert Notice.objects.filter(user=deputy).count() == 1


def test_what_is_undone_has_told_nobody(django_capture_on_commit_callbacks):
    person = factories.an_editor()
    with django_capture_on_commit_callbacks() as bells, transaction.atomic():
        told(person)
        transaction.set_rollback(True)
    assert bells == []
    assert not Notice.objects.exists()
    assert not OutgoingMail.objects.exists()


# --- The daily mail -----------------------------------------------------------------------------------------------
def day_at(hour: int, minute: int = 0, day: int = 18) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=HCM)


def test_the_daily_mail_gathers_what_is_unread_at_the_hour_and_never_twice():
    person, other = factories.an_editor(name="Phạm Thị Gom"), factories.an_editor()
    prefer(person, group=Group.SYSTEM, channel=Channel.DIGEST, digest_hour=9)
    for number in range(3):
        told(person, key=f"k:{number}", subject=f"Việc số {number} <b>")
    told(person, kind="t-digest", key="k:duty", subject="Hạn nộp bài")
    read = told(person, key="k:read", subject="Đã xem ở bàn")
    actions.mark_read(user=person, notice_id=read.pk, now=NOON)
    told(other, subject="Riêng")

    assert digests.send_digests(now=day_at(8, 59)) == 0
    assert digests.send_digests(now=day_at(9)) == 1
    assert digests.send_digests(now=day_at(9, 5)) == 0

    mail = mails_to(person).get()
    assert mail.key == f"digest:{person.pk}:2026-11-18"
    assert mail.next_attempt_at == day_at(9)
    assert mail.text.index("Hạn nộp bài") < mail.text.index("Việc số 0"), "grouped, in the order of the groups"
    assert "Việc số 2 <b>" in mail.text
    assert "Việc số 2 &lt;b&gt;" in mail.html
    for words in ("Đã xem ở bàn", "Riêng"):
        assert words not in mail.text
    digested = Notice.objects.filter(user=person, digested_at=day_at(9), mail=mail)
    assert digested.count() == 4

    told(person, key="k:later", subject="Việc đến sau")
    assert digests.send_digests(now=day_at(23, 59)) == 0, "one a day"
    assert digests.send_digests(now=day_at(0, day=19)) == 0, "the next day begins at midnight here, its mail at nine"
    assert digests.send_digests(now=day_at(9, day=19)) == 1
    assert [each.key for each in mails_to(person).order_by("pk")][1] == f"digest:{person.pk}:2026-11-19"
    OutgoingMail.objects.all().delete()
    assert digests.send_digests(now=day_at(9, day=20)) == 0, "what was taken up stays so when its mail is thinned"


def test_the_day_of_the_daily_mail_is_the_houses_and_not_that_of_greenwich():
    person = factories.an_editor()
    prefer(person, channel=Channel.DIGEST, digest_hour=0)
    told(person)

    # Half past midnight here is 17:30 of the day before in UTC.
    assert digests.send_digests(now=day_at(0, 30)) == 1
    assert mails_to(person).get().key.endswith(":2026-11-18")


def test_no_daily_mail_on_a_free_weekend_and_a_late_one_waits_for_the_morning():
    person = factories.an_editor()
    prefer(person, channel=Channel.DIGEST, quiet_weekends=True)
    told(person, now=day_at(12, day=20))

    assert digests.send_digests(now=day_at(8, day=21)) == 0
    assert digests.send_digests(now=day_at(22, day=23)) == 1
    assert mails_to(person).get().next_attempt_at == day_at(6, 30, day=24)


def test_a_long_daily_mail_says_how_much_more_there_is():
    person = factories.an_editor()
    prefer(person, channel=Channel.DIGEST)
    for number in range(digests.LONGEST + 2):
        told(person, key=f"k:{number}", subject=f"Việc {number:03d}")

    digests.send_digests(now=day_at(9))

    mail = mails_to(person).get()
    assert "Việc 049" in mail.text
    assert "Việc 050" not in mail.text
    assert not Notice.objects.filter(digested_at__isnull=True).exists()


def test_the_sweep_asks_as_much_for_many_people_as_for_none_who_are_due(django_assert_max_num_queries):
    people = [factories.an_editor() for _number in range(5)]
    for person in people:
        told(person, kind="t-digest")
    with django_assert_max_num_queries(6):
        digests.send_digests(now=day_at(0))


# --- Keeping ------------------------------------------------------------------------------------------------------
def test_old_notices_go_by_the_rules():
    person = factories.an_editor()
    old, unread, young = (told(person, key=f"k:{number}", now=NOON) for number in range(3))
    actions.mark_read(user=person, notice_id=old.pk, now=NOON)
    actions.mark_read(user=person, notice_id=young.pk, now=NOON + timedelta(days=100))

    assert actions.thin_notices(now=NOON + timedelta(days=200)) == 1
    assert set(Notice.objects.values_list("pk", flat=True)) == {unread.pk, young.pk}
    assert actions.thin_notices(now=NOON + timedelta(days=401)) == 2


# --- Races --------------------------------------------------------------------------------------------------------
@pytest.mark.django_db(transaction=True)
def test_two_workers_tell_once_and_write_one_daily_mail(at_once):
    person = factories.an_editor()

    at_once(partial(told, person), partial(told, person))
    assert Notice.objects.filter(user=person).count() == 1
    assert mails_to(person).count() == 1

    prefer(person, channel=Channel.DIGEST)
    told(person, key="k:2")
    told(person, key="k:3")
    made = at_once(partial(digests.send_digests, now=day_at(9)), partial(digests.send_digests, now=day_at(9)))
    assert sorted(made) == [0, 1]
    assert mails_to(person).filter(kind="digest").count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_absences_at_once_over_the_same_days_one_is_kept(at_once):
    person, one, two = factories.an_editor(), factories.an_editor(), factories.an_editor()

    def arrange(deputy, first):
        try:
            actions.arrange(
                user_id=person.pk,
                deputy_id=deputy.pk,
                starts_on=date(2026, 11, first),
                ends_on=date(2026, 11, 20),
                actor=person,
            )
        except actions.AbsenceRefused as refusal:
            return str(refusal)
        return ""

    answers = at_once(partial(arrange, one, 16), partial(arrange, two, 17))

    assert sorted(map(bool, answers)) == [False, True]
    assert Absence.objects.filter(user=person).count() == 1


def test_the_house_registers_no_kind_twice_and_every_kind_has_a_name():
    from cms.accounts.notice_kinds import kinds as registered

    offered = [kind for register in hooks.get_hooks("register_notice_kinds") for kind in register()]
    assert len(offered) == len(registered())
    assert all(str(kind.label) for kind in offered)
