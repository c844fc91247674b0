"""What stands behind an alarm: its place in the guide at the desk, and its page for whoever runs the server."""

from __future__ import annotations

import pytest
from django.conf import settings

from bulletin.forwarding.alarms.models import Alarm, Cause
from bulletin.forwarding.alarms.words import GUIDE, Words
from cms.guides.files import guide


def test_every_alarm_has_its_place_in_the_guide_under_its_own_name():
    found = {section.anchor: section.title for section in guide(GUIDE).sections}
    assert found == {cause.value: str(cause.label) for cause in Cause}
    words = Words(alarm=Alarm(cause=Cause.TAKEDOWN))
    assert words.guide == "/quan-tri/huong-dan/bao-dong/#takedown"


@pytest.mark.parametrize("cause", Cause)
def test_every_alarm_has_its_runbook(cause):
    assert (settings.BASE_DIR / Words(alarm=Alarm(cause=cause)).runbook).is_file()
