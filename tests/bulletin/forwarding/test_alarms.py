"""Alarms: what raises each, that people are told once a period, and that each ends by itself."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from bulletin.forwarding import actions, outbox, tasks
from bulletin.forwarding.actors import COMMAND_LINE, Actor
from bulletin.forwarding.alarms import pulse, raising, watchman
from bulletin.forwarding.alarms.models import Alarm, AlarmVerb, Cause, Pulse
from bulletin.forwarding.errors import AppendOnly, NotFound, WrongState
from bulletin.forwarding.models import Delivery, DeliveryEvent, Destination
from bulletin.forwarding.states import State
from cms.accounts.models import Notice
from cms.accounts.roles import Role
from cms.core.models import OutgoingMail
from tests import factories
from tests.bulletin.forwarding.races import at_once
from tests.bulletin.forwarding.rows import a_row

pytestmark = pytest.mark.django_db

ALARMS = "/quan-tri/chuyen-tinh/bao-dong/"


@pytest.fixture
def officer(db):
    return factories.an_officer(name="Lê Thị Chuyển")


def _open() -> list[str]:
    return sorted(Alarm.objects.open().values_list("cause", flat=True))


def _told(person) -> list[str]:
    return list(Notice.objects.filter(user=person).order_by("pk").values_list("kind", flat=True))


def _beats(now):
    """Both periodic tasks have run all along."""
    Pulse.objects.update_or_create(pk=pulse.SWEEP, defaults={"beaten_at": now, "steady_since": now})


def an_unknown(destination, now):
    return a_row(destination, at=now - timedelta(minutes=11), state=State.UNKNOWN)


def a_takedown(destination, now):
    return a_row(destination, at=now - timedelta(minutes=31), state=State.RETRY_WAIT, action="retracted")


def a_long_wait(destination, now):
    return a_row(destination, at=now - timedelta(minutes=121), state=State.RETRY_WAIT)


def a_backlog(destination, now):
    Destination.objects.update(backlog_limit=1)
    a_row(destination, at=now - timedelta(minutes=1))
    return a_row(destination, at=now)


@pytest.mark.parametrize(
    ("cause", "make"),
    [
        (Cause.UNKNOWN, an_unknown),
        (Cause.TAKEDOWN, a_takedown),
        (Cause.LATE, a_long_wait),
        (Cause.BACKLOG, a_backlog),
    ],
)
def test_an_alarm_is_told_once_a_period_and_ends_by_itself(cause, make, destination, officer, clock):
    _beats(clock())
    assert raising.evaluate(now=clock()) == []
    row = make(destination, clock())
    (alarm,) = raising.evaluate(now=clock())
    assert (alarm.cause, alarm.destination, _open()) == (cause, destination, [cause])
    assert _told(officer) == [f"forwarding-{cause}"]
    mail = OutgoingMail.objects.get(recipient=officer.email)
    assert destination.name in mail.subject

    clock.forward(hours=23)
    _beats(clock())
    Delivery.objects.exclude(pk=row.pk).update(created_at=clock())
    told = [each for each in raising.evaluate(now=clock()) if each.cause == cause]
    assert told == [], "not again within the period"
    clock.forward(hours=2)
    _beats(clock())
    assert cause in {each.cause for each in raising.evaluate(now=clock())}, "again where it is still there a day later"

    Delivery.objects.update(state=State.CONFIRMED, confirmed_at=clock(), delivered_at=clock())
    assert raising.evaluate(now=clock()) == []
    assert _open() == []
    verbs = [event.verb for event in alarm.events.all()]
    assert verbs == [AlarmVerb.RAISE, AlarmVerb.TELL, AlarmVerb.TELL, AlarmVerb.END]


@pytest.mark.parametrize(
    ("make", "sooner"), [(an_unknown, 2), (a_takedown, 2), (a_long_wait, 2)]
)  # fmt: skip
def test_before_its_time_nothing_is_raised(make, sooner, destination, clock):
    now = clock()
    _beats(now)
    make(destination, now)
    assert raising.evaluate(now=now - timedelta(minutes=sooner)) == []
    assert _open() == []


def test_the_limits_are_those_of_the_destination(destination, officer, clock):
    _beats(clock())
    a_row(destination, at=clock() - timedelta(minutes=11))
    raising.evaluate(now=clock())
    assert _open() == []
    Destination.objects.update(oldest_limit_minutes=10)
    raising.evaluate(now=clock())
    assert _open() == [Cause.LATE]


def test_what_is_planned_for_later_does_not_wait_yet(destination, clock):
    _beats(clock())
    Destination.objects.update(backlog_limit=1)
    for _each in range(2):
        a_row(destination, at=clock() - timedelta(days=3), next_attempt_at=clock() + timedelta(days=1))
    raising.evaluate(now=clock())
    assert _open() == []
    clock.forward(days=1, minutes=1)
    _beats(clock())
    raising.evaluate(now=clock())
    assert _open() == [Cause.BACKLOG], "its wait began a minute ago"


def test_what_comes_back_within_the_period_is_open_again_and_not_mailed_again(destination, officer, clock):
    _beats(clock())
    row = an_unknown(destination, clock())
    raising.evaluate(now=clock())
    Delivery.objects.update(state=State.DELIVERED, delivered_at=clock())
    raising.evaluate(now=clock())
    clock.forward(minutes=30)
    _beats(clock())
    Delivery.objects.filter(pk=row.pk).update(state=State.UNKNOWN)
    assert raising.evaluate(now=clock()) == []
    (alarm,) = Alarm.objects.all()
    assert alarm.is_open
    assert [event.verb for event in alarm.events.all()] == ["raise", "tell", "end", "return"]
    assert len(_told(officer)) == 1


def test_many_takedowns_are_told_of_in_one_mail(destination, officer, clock):
    _beats(clock())
    for number in range(8):
        a_row(
            destination,
            at=clock() - timedelta(hours=1),
            state=State.WAITING,
            action="retracted",
            title=f"Bài {number}",
        )
    raising.evaluate(now=clock())
    assert Alarm.objects.open().count() == 8
    (mail,) = OutgoingMail.objects.filter(recipient=officer.email)
    assert "Bài 0" in mail.text
    assert "Bài 7" not in mail.text
    a_takedown(destination, clock())
    raising.evaluate(now=clock())
    assert OutgoingMail.objects.filter(recipient=officer.email).count() == 2, "another article is another cause"


def test_a_pause_by_the_system_is_told_at_once_and_ends_with_the_resumption(
    destination, desk, engine, memory, officer, clock
):
    from bulletin.forwarding.errors import DestinationBlocked

    _beats(clock())
    memory.faults = [DestinationBlocked("sai mật khẩu", code=401)]
    desk.publish()
    engine.drain(destination_id=destination.pk, seconds=5)
    assert _open() == [Cause.PAUSED]
    assert _told(officer) == ["forwarding-paused"]
    assert raising.evaluate(now=clock()) == []
    actions.resume(destination_id=destination.pk, actor=COMMAND_LINE, now=clock())
    assert _open() == []
    memory.faults = [DestinationBlocked("vẫn sai", code=401)]
    clock.forward(minutes=1)
    engine.drain(destination_id=destination.pk, seconds=5)
    assert _told(officer) == ["forwarding-paused"] * 2, "another pause is another cause"


def test_a_pause_by_hand_is_told_of_when_it_lasts(destination, officer, clock):
    _beats(clock())
    actions.pause(destination_id=destination.pk, reason="bảo trì", actor=COMMAND_LINE, now=clock())
    assert raising.evaluate(now=clock()) == []
    assert _open() == [Cause.PAUSED]
    clock.forward(hours=2)
    _beats(clock())
    (alarm,) = raising.evaluate(now=clock())
    assert alarm.cause == Cause.PAUSED
    assert "bảo trì" in OutgoingMail.objects.get(recipient=officer.email).text


def test_a_paused_destination_is_not_late_besides(destination, clock):
    _beats(clock())
    a_long_wait(destination, clock())
    actions.pause(destination_id=destination.pk, reason="bảo trì", actor=COMMAND_LINE, now=clock())
    raising.evaluate(now=clock())
    assert _open() == [Cause.PAUSED]


def test_a_silent_sweep_is_noticed_by_the_watch_and_ends_with_its_next_beat(destination, officer, clock):
    for _minute in range(4):
        raising.watch(now=clock())
        pulse.beat(pulse.SWEEP, now=clock())
        clock.forward(minutes=1)
    assert _open() == []
    for _minute in range(3):
        raising.watch(now=clock())
        clock.forward(minutes=1)
    assert _open() == [Cause.SILENT]
    assert _told(officer) == ["forwarding-silent"]
    pulse.beat(pulse.SWEEP, now=clock())
    raising.watch(now=clock())
    assert _open() == []


def test_after_the_whole_machine_was_off_the_sweep_gets_its_time(destination, clock):
    for name in (pulse.SWEEP, pulse.WATCH):
        pulse.beat(name, now=clock())
    clock.forward(hours=9)
    raising.watch(now=clock())
    clock.forward(minutes=1)
    raising.watch(now=clock())
    assert _open() == []
    clock.forward(minutes=2)
    raising.watch(now=clock())
    assert _open() == [Cause.SILENT]


def test_the_web_process_notices_where_no_periodic_task_is_left(destination, officer, clock, client):
    pulse.beat(pulse.SWEEP, now=clock())
    clock.forward(minutes=5)
    assert watchman.look(now=clock(), alive_for=timedelta(minutes=1)) is None, "it has only just started"
    for _each in range(2):
        assert watchman.look(now=clock(), alive_for=timedelta(hours=1)) is not None
    assert _open() == [Cause.SILENT]
    assert _told(officer) == ["forwarding-silent"]
    answer = client.get("/metrics")
    assert answer.status_code == 200
    assert 'forwarding_alarms{cause="silent"} 1' in answer.content.decode()
    with pytest.raises(CommandError):
        call_command("forwarding_alarms")


def test_where_no_worker_is_left_the_command_carries_the_mail_of_the_alarm(destination, officer, clock, mailoutbox):
    pulse.beat(pulse.SWEEP, now=timezone.now() - timedelta(minutes=5))
    for _minute in range(2):
        with pytest.raises(CommandError) as silent:
            call_command("forwarding_alarms", "--json")
        assert silent.value.returncode == 1
        # Where the test runs at night, the quiet hours are over with the second look.
        OutgoingMail.objects.filter(state="waiting").update(next_attempt_at=timezone.now())
    assert [mail.to for mail in mailoutbox] == [[officer.email]]
    pulse.beat(pulse.SWEEP, now=timezone.now())
    call_command("forwarding_alarms", "--json")


def test_the_sweep_beats(destination, clock):
    tasks.sweep()
    first = Pulse.objects.get(pk=pulse.SWEEP).beaten_at
    tasks.sweep()
    assert Pulse.objects.get(pk=pulse.SWEEP).beaten_at == first, "no write for each of its runs"


def test_a_published_version_without_a_row_raises_until_the_next_reconciliation(destination, desk, officer, clock):
    _beats(clock())
    version = desk.publish()
    DeliveryEvent.objects.all()._raw_delete(DeliveryEvent.objects.db)
    Delivery.objects.all().delete()
    for expected in ([Cause.MISSING], []):
        found = outbox.reconcile(now=clock())
        raising.reconciled(found=found, now=clock())
        raising.evaluate(now=clock())
        assert _open() == expected
        clock.forward(hours=1)
        _beats(clock())
    assert Delivery.objects.filter(article_id=version.story.uid).exists()
    assert _told(officer) == ["forwarding-missing"]


def test_a_copy_of_the_installation_raises_nothing(destination, officer, clock):
    an_unknown(destination, clock())
    Destination.objects.update(instance_role="khac", state="paused", state_reason="x")
    assert raising.evaluate(now=clock()) == []
    assert not Alarm.objects.exists()
    assert watchman.look(now=clock(), alive_for=timedelta(hours=1)) is None


def test_taking_note_puts_the_next_mail_off_and_keeps_the_alarm(destination, officer, clock):
    _beats(clock())
    an_unknown(destination, clock())
    (alarm,) = raising.evaluate(now=clock())
    clock.forward(hours=20)
    _beats(clock())
    person = Actor.person(officer)
    raising.acknowledge(alarm_id=alarm.pk, actor=person, note="Đã gọi Sở TTTT", now=clock())
    with pytest.raises(WrongState, match="Lê Thị Chuyển"):
        raising.acknowledge(alarm_id=alarm.pk, actor=person, now=clock())
    clock.forward(hours=5)
    _beats(clock())
    assert raising.evaluate(now=clock()) == []
    clock.forward(hours=20)
    _beats(clock())
    assert [each.pk for each in raising.evaluate(now=clock())] == [alarm.pk]
    line = alarm.events.get(verb=AlarmVerb.ACKNOWLEDGE)
    assert (line.actor, line.note) == (officer, "Đã gọi Sở TTTT")
    for change in (line.save, line.delete):
        with pytest.raises(AppendOnly):
            change()
    Delivery.objects.update(state=State.DELIVERED, delivered_at=clock())
    raising.evaluate(now=clock())
    with pytest.raises(WrongState):
        raising.acknowledge(alarm_id=alarm.pk, actor=person, now=clock())
    with pytest.raises(NotFound):
        raising.acknowledge(alarm_id=0, actor=person, now=clock())


@pytest.mark.parametrize("role", [None, Role.EDITOR, Role.DESK, Role.BOARD, Role.OFFICER, Role.ADMINISTRATOR])
def test_who_may_take_note(role, destination, clock, client):
    _beats(clock())
    a_takedown(destination, clock())
    raising.evaluate(now=clock())
    alarm = Alarm.objects.get()
    client.force_login(factories.a_person(role) if role else factories.a_person())
    looks = role in {Role.DESK, Role.BOARD, Role.OFFICER, Role.ADMINISTRATOR}
    acts = role in {Role.OFFICER, Role.ADMINISTRATOR}
    page = client.get(ALARMS)
    assert page.status_code == (200 if looks else 302)
    assert (f'id="bao-dong-{alarm.pk}"' in page.content.decode()) == looks
    answer = client.post(f"{ALARMS}{alarm.pk}/xem/", {"note": "đang gọi"})
    alarm.refresh_from_db()
    assert (alarm.acknowledged_at is not None) == acts
    assert answer.status_code == (302 if acts or not looks else 403)
    if looks and not acts:
        assert "đang gọi" not in answer.content.decode() or answer.status_code == 403


@pytest.mark.once
def test_the_list_and_the_desk_show_open_and_ended_alarms(destination, officer, clock, client):
    clock.now = timezone.now()
    _beats(clock())
    row = a_takedown(destination, clock())
    an_unknown(destination, clock())
    raising.evaluate(now=clock())
    client.force_login(officer)
    desk_page = client.get("/quan-tri/chuyen-tinh/").content.decode()
    assert desk_page.count('href="/quan-tri/chuyen-tinh/bao-dong/#bao-dong-') == 2
    page = client.get(ALARMS).content.decode()
    assert f'href="/quan-tri/chuyen-tinh/{row.pk}/"' in page
    assert "docs/runbooks/forwarding-takedown.md" in page
    assert 'href="/quan-tri/huong-dan/bao-dong/#takedown"' in page
    assert '<h2 id="takedown">' in client.get("/quan-tri/huong-dan/bao-dong/").content.decode()
    assert "Việc cần làm" in page
    Delivery.objects.update(state=State.CANCELLED)
    raising.evaluate(now=clock())
    page = client.get(ALARMS).content.decode()
    assert page.partition('id="da-het"')[2].count('id="bao-dong-') == 2
    assert client.get(ALARMS, {"truoc": "x' OR 1"}).status_code == 200
    assert client.post(f"{ALARMS}{Alarm.objects.first().pk}/xem/", {"note": "trễ rồi"}).status_code == 409
    assert client.post(f"{ALARMS}0/xem/", {"note": "a"}).status_code == 404
    assert client.post(f"{ALARMS}0/xem/", {"note": "a" * 301}).status_code == 400
    assert client.get(f"{ALARMS}1/xem/").status_code == 302


@pytest.mark.django_db(transaction=True)
def test_two_evaluations_at_once_tell_once(clock):
    destination = actions.add_destination(
        kind="sandbox", name="Tỉnh", base_url="https://memory.invalid", actor=COMMAND_LINE, now=clock(),
        resolver=lambda host, port: ["8.8.8.8"],
    )  # fmt: skip
    officer = factories.an_officer()
    _beats(clock())
    an_unknown(destination, clock())
    a_takedown(destination, clock())
    told: list[int] = []
    at_once(*[lambda: told.append(len(raising.evaluate(now=clock())))] * 3)
    assert sorted(told) == [0, 0, 2]
    assert sorted(_told(officer)) == ["forwarding-takedown", "forwarding-unknown"]
    assert Alarm.objects.count() == 2
