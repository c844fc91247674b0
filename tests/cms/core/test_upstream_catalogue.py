"""The check of Wagtail's and Django's Vietnamese tells what an upgrade leaves without it."""

from __future__ import annotations

import polib
import pytest

from tests import check_upstream_catalogue as check


@pytest.fixture
def ours(monkeypatch: pytest.MonkeyPatch) -> polib.POFile:
    """Our catalogue, to be changed for the length of a test without touching the file."""
    kept = check.catalogue("django")
    monkeypatch.setattr(check, "catalogue", lambda _domain: kept)
    return kept


def test_what_nobody_translates_is_named_with_its_app(ours):
    ours.remove(next(entry for entry in ours if entry.msgid == "Privacy"))

    assert "wagtail.admin: not translated: 'Privacy'" in check.complaints("django")


def test_a_lost_placeholder_and_a_lost_tag_are_named(ours):
    next(entry for entry in ours if entry.msgid == "Locked at <b>%(locking_date)s</b>").msgstr = "Đã khóa"

    named = [line for line in check.complaints("django") if "Locked at <b>" in line]
    assert ["placeholders differ" in named[0], "tags differ" in named[1]] == [True, True]


def test_what_the_packages_no_longer_have_is_named_but_is_no_fault(ours):
    ours.append(polib.POEntry(msgid="A word of an older Wagtail", msgstr="Một từ cũ"))

    assert check.obsolete("django") == ["django: no longer upstream: 'A word of an older Wagtail'"]
    assert not any("not translated" in line for line in check.complaints("django"))


def test_nothing_is_missing_today():
    assert [line for domain in check.DOMAINS for line in check.complaints(domain)] == []
