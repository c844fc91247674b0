"""The guides stay true: every screen of the desk has its place, every anchor exists, every quoted button is a button."""

from __future__ import annotations

import re
from pathlib import Path

import polib
import pytest
import wagtail.admin
from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver

from cms.guides.files import COMMON, FOLDER, PAGES, guide
from cms.guides.places import PLACES

ALL = (COMMON, *PAGES)
# One sheet of A4, as the guides are printed.
MOST_WORDS = 700
# No screens: they answer other screens, act and lead on, or show the article alone.
NO_SCREENS = {
    "calendar_issue", "checks_panel", "consent:paper", "forwarding_bytes", "forwarding_task_package", "guides:guide", "guides:index", "intake_checks", "intake_conversion_standing",
    "intake_preview", "moderation:preview", "notices:open", "notices:read", "notices:read_all", "visits_recording_file",
}  # fmt: skip
# Rooms whose screens are ours, and the parts of Wagtail's generic views that are no screens of their own.
OURS = ("bulletin.", "cms.", "submissions.")
OUR_LISTS = ("official_names:", "abbreviations:", "cited_documents:", "delicate_words:", "return_reasons:")
PARTS = ("delete", "history", "history_results", "index_results", "usage", "copy", "inspect")


def named_views(patterns=None, spaces=()):
    """Pairs of view name and the module that answers, below the desk's address."""
    if patterns is None:
        desk = [each for each in get_resolver().url_patterns if str(each.pattern).startswith("quan-tri/")]
        yield from named_views(desk)
        return
    for each in patterns:
        if isinstance(each, URLResolver):
            yield from named_views(each.url_patterns, (*spaces, each.namespace) if each.namespace else spaces)
        elif isinstance(each, URLPattern) and each.name:
            yield ":".join((*spaces, each.name)), each.callback.__module__


def test_every_screen_of_the_desk_has_its_place_in_the_guides():
    names = dict(named_views())
    ours = {
        name for name, module in names.items() if module.startswith(OURS) and not name.startswith("wagtailadmin_api")
    }
    ours |= {name for name in names if name.startswith(OUR_LISTS) and name.split(":")[1] not in PARTS}
    assert sorted(ours - set(PLACES) - NO_SCREENS) == []
    assert sorted(set(PLACES) - set(names)) == [], "named in the table, but there is no such screen"
    assert sorted(NO_SCREENS - set(names)) == []


def test_every_anchor_of_the_table_stands_in_a_guide_and_is_unique_there():
    for name, anchors in PLACES.items():
        for anchor in anchors:
            assert any(guide(slug).has(anchor) for slug in ALL), f"{name}: no guide has #{anchor}"
    for slug in ALL:
        found = [section.anchor for section in guide(slug).sections]
        assert len(set(found)) == len(found)
        headings = re.findall(r"^## .*", (FOLDER / f"{slug}.md").read_text(), re.MULTILINE)
        assert all(re.search(r"\{#[a-z-]+\}$", heading) for heading in headings), (
            f"{slug}: a heading without an anchor"
        )


def test_links_between_guides_lead_somewhere():
    for slug in ALL:
        for file, anchor in re.findall(r"\]\(([\w-]+)\.md(?:#([\w-]+))?\)", (FOLDER / f"{slug}.md").read_text()):
            assert file in ALL
            assert not anchor or guide(file).has(anchor), f"{slug}: {file}.md#{anchor}"
        assert ".md" not in guide(slug).text


def vietnamese_words():
    """Whatever a screen may say: our catalogues, those of ours for Wagtail and Django, and Wagtail's own."""
    folders = [*settings.LOCALE_PATHS, Path(wagtail.admin.__file__).parent / "locale"]
    for folder in folders:
        for path in folder.glob("vi/LC_MESSAGES/*.po"):
            for entry in polib.pofile(str(path)):
                yield from (entry.msgstr, *entry.msgstr_plural.values())


def test_what_stands_in_bold_is_what_the_screens_say():
    said = set(vietnamese_words())
    quoted = {
        (slug, " ".join(words.split()))
        for slug in ALL
        for words in re.findall(r"\*\*(.+?)\*\*", (FOLDER / f"{slug}.md").read_text(), re.DOTALL)
    }
    assert len(quoted) > 100
    assert sorted(pair for pair in quoted if pair[1] not in said) == []


@pytest.mark.parametrize("slug", ALL)
def test_a_guide_fits_on_one_page(slug):
    assert len((FOLDER / f"{slug}.md").read_text().split()) <= MOST_WORDS
