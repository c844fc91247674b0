"""The panel “Notices” of the account page."""

from __future__ import annotations

from datetime import time

import pytest
from django.db import IntegrityError, transaction

from cms.accounts.models import NoticeChoice, NoticeTimes
from cms.accounts.notice_kinds import Channel, Group
from tests import factories

ACCOUNT = "/quan-tri/account/"
COMMON = {
    "name-full_name": "Lê Thị Chọn",
    "theme-theme": "system",
    "theme-contrast": "system",
    "theme-density": "default",
    "notices-sent": "1",
}
pytestmark = pytest.mark.django_db


def test_choices_are_kept_shown_again_and_given_up(signed_in):
    person = factories.an_editor()
    browser = signed_in(person)

    def post(**fields):
        return browser.post(ACCOUNT, COMMON | {f"notices-{name}": value for name, value in fields.items()})

    chosen = {"group_comments": "digest", "digest_hour": "16", "quiet_from": "20:00", "quiet_to": "07:00"}
    assert post(**chosen, quiet_weekends="on").status_code == 302
    assert NoticeChoice.objects.get(user=person).channel == Channel.DIGEST
    times = NoticeTimes.objects.get(user=person)
    assert (times.digest_hour, times.quiet_from, times.quiet_to) == (16, time(20), time(7))
    assert times.quiet_weekends
    page = browser.get(ACCOUNT).content.decode()
    assert '<option value="digest" selected>' in page
    assert '<option value="16" selected>' in page
    assert 'value="20:00"' in page

    for wrong in (
        {"quiet_from": "20:00"},
        {"digest_hour": "24"},
        {"digest_hour": "x"},
        {"group_comments": "sms"},
        {"quiet_from": "25:00", "quiet_to": "07:00"},
    ):
        assert post(**wrong).status_code == 200
    assert NoticeTimes.objects.get(user=person).digest_hour == 16

    assert post().status_code == 302
    assert not NoticeChoice.objects.filter(user=person).exists()
    assert NoticeTimes.objects.get(user=person).digest_hour is None


def test_who_changes_another_panel_alone_keeps_their_choices(signed_in):
    person = factories.an_editor()
    NoticeChoice.objects.create(user=person, group=Group.COMMENTS, channel=Channel.DESK)
    assert signed_in(person).post(ACCOUNT, {k: v for k, v in COMMON.items() if k != "notices-sent"}).status_code == 302
    assert NoticeChoice.objects.filter(user=person).exists()


def test_the_database_refuses_half_quiet_hours_and_odd_hours_of_a_day():
    person = factories.an_editor()
    for wrong in ({"quiet_from": time(20)}, {"digest_hour": 24}):
        with pytest.raises(IntegrityError), transaction.atomic():
            NoticeTimes.objects.create(user=person, **wrong)
