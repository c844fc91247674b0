"""Writing, approving, withdrawing messages; clearing screens; four eyes whatever the role; races."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from bulletin.led import actions, screen_actions
from bulletin.led.enums import HEADLINE, SECOND_LINE, MessageState, ScreenState, ScreenVerb
from bulletin.led.errors import LedChanged, LedNotAllowed, LedRefused
from bulletin.led.models import LedEvent, LedHouse, LedMessage, LedScreen
from tests import factories
from tests.bulletin.led.screens import a_message, a_screen, an_approved_message, words
from tests.submissions.moderation.races import at_once

if TYPE_CHECKING:
    from collections.abc import Callable

    from cms.accounts.models import User

pytestmark = pytest.mark.django_db

WRITERS = (factories.a_desk_editor, factories.an_administrator)
OTHERS = (factories.an_editor, factories.an_officer, factories.a_person)


def fresh(message: LedMessage) -> LedMessage:
    return LedMessage.objects.get(pk=message.pk)


def a_unit_person() -> User:
    return factories.a_head(factories.a_unit())


@pytest.mark.parametrize("person", WRITERS)
def test_the_desk_and_the_administrator_write_and_set_up(person: Callable[[], User]) -> None:
    assert a_message(by=person()).state == MessageState.WAITING
    assert len(a_screen(by=person()).key) == 24


@pytest.mark.parametrize("person", [*OTHERS, a_unit_person, factories.a_board_member])
def test_nobody_else_writes_or_sets_up(person: Callable[[], User]) -> None:
    message, screen, actor = a_message(), a_screen(), person()
    acts: tuple[Callable[[], object], ...] = (
        partial(actions.write_message, actor=actor, words=words()),
        partial(actions.change_message, message_id=message.pk, actor=actor, words=words(), version=1),
        partial(screen_actions.add_screen, actor=actor, name="Sảnh"),
        partial(
            screen_actions.describe_screen,
            screen_id=screen.pk, actor=actor, name="x", place="", unit=None, version=1,
        ),
        *(
            partial(screen_actions.act_on_screen, screen_id=screen.pk, actor=actor, verb=verb, version=1)
            for verb in (ScreenVerb.NEW_KEY, ScreenVerb.RETIRE)
        ),
    )  # fmt: skip
    for act in acts:
        with pytest.raises(LedNotAllowed):
            act()
    assert fresh(message).version == 1


@pytest.mark.parametrize("person", [*WRITERS, factories.a_board_member])
def test_the_desk_the_board_and_the_administrator_clear_and_release(person: Callable[[], User]) -> None:
    screen, actor = a_screen(), person()
    act = partial(screen_actions.act_on_screen, screen_id=screen.pk, actor=actor)
    assert act(verb=ScreenVerb.CLEAR, version=1).state == ScreenState.CLEARED
    assert act(verb=ScreenVerb.RELEASE, version=2).state == ScreenState.SHOWING
    screen_actions.clear_all(actor=actor)
    assert screen_actions.is_cleared()
    screen_actions.release_all(actor=actor)
    assert not screen_actions.is_cleared()
    assert LedEvent.objects.filter(actor=actor).count() == 4


@pytest.mark.parametrize("person", [*OTHERS, a_unit_person])
def test_nobody_else_clears_approves_or_withdraws(person: Callable[[], User]) -> None:
    screen, message, actor = a_screen(), a_message(), person()
    for act in (
        partial(screen_actions.act_on_screen, screen_id=screen.pk, actor=actor, verb=ScreenVerb.CLEAR, version=1),
        partial(screen_actions.clear_all, actor=actor),
        partial(screen_actions.release_all, actor=actor),
        partial(actions.approve_message, message_id=message.pk, actor=actor, version=1),
        partial(actions.return_message, message_id=message.pk, actor=actor, version=1, reason="Sai giờ"),
        partial(actions.withdraw_message, message_id=message.pk, actor=actor, version=1),
    ):
        with pytest.raises(LedNotAllowed):
            act()


@pytest.mark.parametrize("person", [factories.a_desk_editor, factories.a_board_member])
def test_somebody_else_of_the_desk_or_the_board_approves(person: Callable[[], User]) -> None:
    message = a_message()
    assert actions.approve_message(message_id=message.pk, actor=person(), version=1).state == MessageState.APPROVED


def test_nobody_approves_what_they_wrote_or_last_changed_superusers_included() -> None:
    both = factories.a_desk_editor(is_superuser=True)
    theirs, changed = a_message(by=both), a_message()
    changed = actions.change_message(message_id=changed.pk, actor=both, words=words(), version=1)
    for message in (theirs, changed):
        with pytest.raises(LedNotAllowed):
            actions.approve_message(message_id=message.pk, actor=both, version=message.version)
    first_writer = changed.written_by
    with pytest.raises(LedNotAllowed):
        actions.approve_message(message_id=changed.pk, actor=first_writer, version=changed.version)


def test_what_is_changed_after_approval_waits_again() -> None:
    message = an_approved_message()
    desk = factories.a_desk_editor()
    changed = actions.change_message(
        message_id=message.pk, actor=desk, words=words(headline="Giờ mới"), version=message.version
    )
    assert (changed.state, changed.approved_by) == (MessageState.WAITING, None)


def test_a_return_says_why_and_a_withdrawn_message_is_over() -> None:
    message, board = a_message(), factories.a_board_member()
    with pytest.raises(LedRefused):
        actions.return_message(message_id=message.pk, actor=board, version=1, reason=" \u200b")
    message = actions.return_message(message_id=message.pk, actor=board, version=1, reason="Sai giờ")
    message = actions.withdraw_message(message_id=message.pk, actor=board, version=message.version)
    with pytest.raises(LedChanged):
        actions.change_message(
            message_id=message.pk, actor=factories.a_desk_editor(), words=words(), version=message.version
        )
    assert [event.verb for event in LedEvent.objects.filter(message=message)] == ["withdraw", "return", "write"]


@pytest.mark.parametrize(
    "bad",
    [
        {"headline": " \u200b\n"},
        {"headline": "ế" * (HEADLINE + 1)},
        {"second_line": "ộ" * (SECOND_LINE + 1)},
        {"kind": "khac"},
        {"valid_until": timezone.now() - timedelta(hours=2)},
        {"valid_from": timezone.now() - timedelta(hours=3), "valid_until": timezone.now() - timedelta(minutes=1)},
        {"valid_until": timezone.now() + timedelta(days=32)},
        {"screens": [999_999]},
    ],
)
def test_what_makes_no_sense_is_refused(bad: dict[str, Any]) -> None:
    with pytest.raises(LedRefused):
        a_message(**bad)
    assert not LedMessage.objects.exists()


def test_the_longest_words_fit_to_the_letter() -> None:
    message = a_message(headline="Ệ" * HEADLINE, second_line="ộ" * SECOND_LINE)
    assert (len(message.headline), len(message.second_line)) == (HEADLINE, SECOND_LINE)


@pytest.mark.parametrize(
    "bad",
    [
        {"headline": "x" * (HEADLINE + 1)},
        {"second_line": "x" * (SECOND_LINE + 1)},
        {"headline": ""},
        {"valid_until": timezone.now() - timedelta(days=9)},
        {"state": MessageState.APPROVED},
    ],
)
def test_the_database_holds_it_too(bad: dict[str, Any]) -> None:
    from django.db.utils import DataError

    message = a_message()
    with pytest.raises((IntegrityError, DataError)), transaction.atomic():
        LedMessage.objects.filter(pk=message.pk).update(**bad)


def test_the_database_holds_four_eyes_and_one_switch() -> None:
    message = a_message()
    with pytest.raises(IntegrityError), transaction.atomic():
        LedMessage.objects.filter(pk=message.pk).update(state=MessageState.APPROVED, approved_by=message.written_by)
    with pytest.raises(IntegrityError), transaction.atomic():
        LedHouse.objects.create(pk=2)


def test_a_message_whose_time_is_over_is_not_approved_and_a_retired_screen_takes_none() -> None:
    now = timezone.now()
    message, screen = a_message(now=now), a_screen()
    with pytest.raises(LedRefused):
        actions.approve_message(
            message_id=message.pk, actor=factories.a_board_member(), version=1, now=now + timedelta(hours=2)
        )
    screen_actions.act_on_screen(
        screen_id=screen.pk, actor=factories.a_desk_editor(), verb=ScreenVerb.RETIRE, version=1
    )
    with pytest.raises(LedRefused):
        a_message(screens=[screen.pk])


def test_a_new_key_ends_the_old_one_and_forgets_what_the_device_said() -> None:
    screen = a_screen()
    screen_actions.report(screen=screen, version="abc", shown="story", online_since=None)
    renewed = screen_actions.act_on_screen(
        screen_id=screen.pk, actor=factories.a_desk_editor(), verb=ScreenVerb.NEW_KEY, version=1
    )
    assert renewed.key != screen.key
    assert LedScreen.objects.get(pk=screen.pk).last_seen_at is None
    assert not screen_actions.report(screen=screen, version="abc", shown="story", online_since=None)


def test_what_was_changed_meanwhile_is_not_approved_unseen() -> None:
    message = a_message()
    actions.change_message(
        message_id=message.pk, actor=factories.a_desk_editor(), words=words(headline="Khác"), version=1
    )
    with pytest.raises(LedChanged):
        actions.approve_message(message_id=message.pk, actor=factories.a_board_member(), version=1)


@pytest.mark.django_db(transaction=True)
def test_of_an_approval_and_a_change_at_once_one_is_refused() -> None:
    message, desk, board = a_message(), factories.a_desk_editor(), factories.a_board_member()
    done: list[str] = []

    def run(name: str, act: Callable[[], object]) -> None:
        try:
            act()
        except LedChanged:
            return
        done.append(name)

    at_once(
        partial(run, "approve", partial(actions.approve_message, message_id=message.pk, actor=board, version=1)),
        partial(
            run, "change",
            partial(actions.change_message, message_id=message.pk, actor=desk, words=words(headline="Khác"), version=1),
        ),
    )  # fmt: skip
    assert len(done) == 1
    assert fresh(message).state == (MessageState.APPROVED if done == ["approve"] else MessageState.WAITING)
    assert LedEvent.objects.filter(message=message).count() == 2


@pytest.mark.django_db(transaction=True)
def test_two_people_who_clear_at_once_are_one_clearing() -> None:
    screen, people = a_screen(), [factories.a_desk_editor(), factories.a_board_member()]
    refused: list[str] = []

    def clear(person: User, act: Callable[..., object]) -> None:
        try:
            act(actor=person)
        except LedChanged:
            refused.append(person.email)

    one = partial(screen_actions.act_on_screen, screen_id=screen.pk, verb=ScreenVerb.CLEAR, version=1)
    for act in (one, screen_actions.clear_all):
        at_once(*(partial(clear, person, act) for person in people))
    assert len(refused) == 2
    assert LedEvent.objects.filter(verb__in=["clear", "clear_all"]).count() == 2
