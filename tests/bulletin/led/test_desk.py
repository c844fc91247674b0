"""The desk's screens about the screens: who opens them, what they do, how much they ask of the database."""

from __future__ import annotations

import unicodedata
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse
from django.utils import timezone

from bulletin.led import screen_actions
from bulletin.led.enums import MessageState, ScreenState
from bulletin.led.models import LedMessage, LedScreen
from tests import factories
from tests.bulletin.led.screens import a_message, a_screen, an_approved_message

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client
    from pytest_django import DjangoAssertNumQueries

    from cms.accounts.models import User

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def a_unit_person() -> User:
    return factories.a_head(factories.a_unit())


def addresses(message: LedMessage, screen: LedScreen) -> dict[str, list[str]]:
    return {
        "see": [
            reverse("led_overview"), reverse("led_message", args=[message.pk]),
            reverse("led_preview", args=[message.pk]), reverse("led_screen", args=[screen.pk]),
        ],
        "write": [reverse("led_new_message"), reverse("led_new_screen")],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("person", "sees", "writes"),
    [
        (factories.a_desk_editor, True, True),
        (factories.an_administrator, True, True),
        (factories.a_board_member, True, False),
        (factories.an_editor, False, False),
        (factories.an_officer, False, False),
        (a_unit_person, False, False),
    ],
)
def test_who_opens_what(client: Client, person: Callable[[], User], sees: bool, writes: bool) -> None:
    found = addresses(a_message(), a_screen())
    client.force_login(person(), backend="django.contrib.auth.backends.ModelBackend")
    assert {client.get(url).status_code == 200 for url in found["see"]} == {sees}
    assert {client.get(url).status_code == 200 for url in found["write"]} == {writes}


@pytest.mark.parametrize("person", [factories.an_editor, factories.an_officer, a_unit_person])
def test_nobody_else_does_anything_with_an_address(client: Client, person: Callable[[], User]) -> None:
    message, screen = a_message(), a_screen()
    client.force_login(person(), backend="django.contrib.auth.backends.ModelBackend")
    for url in (
        reverse("led_act_on_all", args=["clear"]),
        reverse("led_act_on_screen", args=[screen.pk, "clear"]),
        reverse("led_act_on_message", args=[message.pk, "approve"]),
        reverse("led_message", args=[message.pk]),
        reverse("led_screen", args=[screen.pk]),
        reverse("led_new_message"),
    ):
        assert client.post(url, {"version": 1}).status_code in (302, 403, 404)
    message.refresh_from_db()
    screen.refresh_from_db()
    assert (message.version, screen.version, screen_actions.is_cleared()) == (1, 1, False)


def test_a_message_is_written_and_approved_by_two_people(client: Client) -> None:
    factories.house()
    screen = a_screen()
    client.force_login(factories.a_desk_editor(), backend="django.contrib.auth.backends.ModelBackend")
    until = timezone.localtime() + timedelta(days=1)
    fields = {
        "headline": "Nghỉ lễ", "second_line": "", "kind": "notice", "valid_from": "20/11/2026 07:30",
        "valid_until": f"{until:%d/%m/%Y %H:%M}", "screens": [screen.pk],
    }  # fmt: skip
    answer = client.post(
        reverse("led_new_message"), {**fields, "valid_from": f"{timezone.localtime():%d/%m/%Y %H:%M}"}
    )
    message = LedMessage.objects.get()
    assert (answer.status_code, message.everywhere, list(message.screens.all())) == (302, False, [screen])
    approve = reverse("led_act_on_message", args=[message.pk, "approve"])
    assert client.post(approve, {"version": 1}).status_code == 409
    client.force_login(factories.a_board_member(), backend="django.contrib.auth.backends.ModelBackend")
    assert client.post(approve, {"version": 1}).status_code == 302
    message.refresh_from_db()
    assert message.state == MessageState.APPROVED


@pytest.mark.parametrize(
    "bad",
    [{"headline": "x" * 91}, {"headline": ""}, {"valid_until": "hôm qua"}, {"valid_until": "31/02/2026 08:00"},
     {"valid_from": "20/11/0026 07:30"}, {"kind": "x"}, {"screens": ["1; DROP"]}, {"headline": "\x00"}],
)  # fmt: skip
def test_a_form_with_nonsense_comes_back(client: Client, bad: dict[str, object]) -> None:
    factories.house()
    client.force_login(factories.a_desk_editor(), backend="django.contrib.auth.backends.ModelBackend")
    fields = {
        "headline": "Nghỉ lễ",
        "kind": "notice",
        "valid_from": "20/11/2026 07:30",
        "valid_until": "20/11/2030 08:00",
    }
    assert client.post(reverse("led_new_message"), {**fields, **bad}).status_code in (409, 422)
    assert not LedMessage.objects.exists()


def test_the_form_says_how_much_fits_without_any_script(client: Client) -> None:
    client.force_login(factories.a_desk_editor(), backend="django.contrib.auth.backends.ModelBackend")
    text = client.get(reverse("led_new_message")).content.decode()
    assert "Không quá 90 chữ cái" in text
    assert 'maxlength="140"' in text


def test_letters_whose_marks_were_typed_apart_count_once(client: Client) -> None:
    factories.house()
    client.force_login(factories.a_desk_editor(), backend="django.contrib.auth.backends.ModelBackend")
    now = timezone.localtime()
    fields = {
        "headline": unicodedata.normalize("NFD", "ế" * 90), "kind": "notice", "valid_from": f"{now:%d/%m/%Y %H:%M}",
        "valid_until": f"{now + timedelta(days=1):%d/%m/%Y %H:%M}",
    }  # fmt: skip
    assert client.post(reverse("led_new_message"), fields).status_code == 302
    assert LedMessage.objects.get().headline == "ế" * 90


def test_the_screens_are_cleared_and_released_at_the_desk(client: Client) -> None:
    screen = a_screen()
    client.force_login(factories.a_board_member(), backend="django.contrib.auth.backends.ModelBackend")
    client.post(reverse("led_act_on_screen", args=[screen.pk, "clear"]), {"version": 1})
    screen.refresh_from_db()
    assert screen.state == ScreenState.CLEARED
    client.post(reverse("led_act_on_all", args=["clear"]))
    assert screen_actions.is_cleared()
    client.post(reverse("led_act_on_all", args=["release"]))
    assert not screen_actions.is_cleared()
    assert client.post(reverse("led_act_on_screen", args=[screen.pk, "new_key"]), {"version": 2}).status_code == 404
    assert client.get(reverse("led_act_on_screen", args=[screen.pk, "clear"])).status_code == 405


def test_the_desk_sees_which_screens_are_lit(client: Client) -> None:
    lit, dark = a_screen(name="Sảnh A"), a_screen(name="Sảnh B")
    screen_actions.report(screen=lit, version="v", shown="story", online_since=None)
    long_ago = timezone.now() - timedelta(hours=3)
    screen_actions.report(screen=dark, version="v", shown="story", online_since=None, now=long_ago)
    client.force_login(factories.a_desk_editor(), backend="django.contrib.auth.backends.ModelBackend")
    text = client.get(reverse("led_overview")).content.decode()
    assert "Đang sáng" in text
    assert f"Mất tín hiệu từ {timezone.localtime(long_ago):%d/%m/%Y %H:%M}" in text


def test_hostile_words_are_words_at_the_desk_and_in_the_preview(client: Client) -> None:
    message = an_approved_message(headline="<script>alert(1)</script>")
    a_screen(name="<b onmouseover=alert(1)>x")
    client.force_login(factories.a_desk_editor(), backend="django.contrib.auth.backends.ModelBackend")
    for name, args in (("led_overview", []), ("led_message", [message.pk]), ("led_preview", [message.pk])):
        text = client.get(reverse(name, args=args)).content.decode()
        assert "<script>alert" not in text
        assert "<b onmouseover" not in text


def test_the_overview_costs_the_same_for_many(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.force_login(factories.a_desk_editor(), backend="django.contrib.auth.backends.ModelBackend")
    screen = a_screen(unit=factories.a_unit())
    an_approved_message(screens=[screen.pk])
    client.get(reverse("led_overview"))
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get(reverse("led_overview"))
    for number in range(4):
        an_approved_message(screens=[a_screen(name=f"Sảnh {number}", unit=factories.a_unit()).pk])
    with django_assert_num_queries(len(few)):
        client.get(reverse("led_overview"))
