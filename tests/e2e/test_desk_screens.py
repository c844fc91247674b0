"""Every screen of those who write, edit and forward articles is for everybody; and no screen of the desk is left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.urls import resolve

from cms.guides.places import PLACES
from tests.e2e.desk_material import DeskMaterial
from tests.e2e.desk_screens import OF_ARTICLES, OF_THE_HOUSE, SCREENS
from tests.e2e.desk_visitor import desk_material, troubles_of

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_django import Settings
    from pytest_django.live_server_helper import LiveServer

pytestmark = [pytest.mark.browser, pytest.mark.once]

# Screens of the guides' index that only answer a form: their page is the refused form on the screen it came from.
ANSWERS = frozenset(
    {
        "moderation:bulk", "moderation:verb", "moderation:translate", "moderation:own_words",
        "moderation:compare_chosen", "issues_create", "issues_act", "issues_compose_ready", "calendar_link_piece",
        "calendar_drop_piece", "duty_current_reminders", "forwarding_destination_act", "forwarding_delivery_act",
        "forwarding_alarm_acknowledge", "forwarding_test", "forwarding_proposal_act",
        "forwarding_decide", "forwarding_drift_settle", "evidence_file",
        "intake_conversion_retry", "intake_conversion_dismiss", "unit_people_act", "house_person_act",
        "house_invitation", "house_invite", "mails:resend", "my_unit_articles", "desk", "kept_forms_throw_away",
        "wagtailadmin_pages:revisions_compare", "issues_pdf_make", "issues_pdf_file", "issues_letter_act",
        "issues_letter_send_again", "issues_letter_reader_end", "led_act_on_all", "led_act_on_screen",
        "led_act_on_message", "led_preview",
    }
)  # fmt: skip


@pytest.fixture
def material(transactional_db: None, settings: Settings) -> DeskMaterial:
    """The demo and more."""
    return desk_material(settings)


def test_every_screen_of_articles_is_for_everybody(
    material: DeskMaterial, live_server: LiveServer, chromium: str, artefacts: Path
) -> None:
    where = {"server": live_server, "chromium": chromium, "artefacts": artefacts}
    troubles = troubles_of(OF_ARTICLES, numbers=material.numbers, **where)
    assert not troubles, f"{len(troubles)} troubles:\n" + "\n".join(troubles)


def test_no_screen_of_the_desk_is_left_out() -> None:
    numbers = _AnyNumber()
    listed = {
        resolve(screen.address.format_map(numbers).split("?")[0]).view_name
        for screen in SCREENS
        if screen.status == 200
    }
    assert set(PLACES) - listed - ANSWERS == set()


def test_each_screen_has_a_name_of_its_own() -> None:
    names = [screen.name for screen in SCREENS]
    assert len(names) == len(set(names))


def test_each_screen_is_on_one_of_the_two_walks() -> None:
    walked = [screen.name for screen in (*OF_ARTICLES, *OF_THE_HOUSE)]
    assert sorted(walked) == sorted(screen.name for screen in SCREENS)


class _AnyNumber(dict[str, str]):
    """A value of the right shape for every place in an address."""

    def __missing__(self, name: str) -> str:
        shapes = {"code": "BVDKT", "month": "2026-11"}
        token = "00000000-0000-0000-0000-000000000000" if name.endswith(("_token", "delivery", "forwarded")) else "1"
        return shapes.get(name, token)
