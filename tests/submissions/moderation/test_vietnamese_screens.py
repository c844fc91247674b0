"""Every screen of the admin speaks Vietnamese: Wagtail's, Django's and ours, and their scripts."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from django.utils.translation.trans_real import DjangoTranslation
from wagtail.documents import get_document_model
from wagtail.models import TaskState, Workflow, WorkflowState

from submissions.articles.enums import State
from submissions.units.actions import collection_of, group_name
from tests import factories
from tests.submissions.moderation.addresses import admin_addresses

if TYPE_CHECKING:
    from cms.accounts.models import User
    from submissions.articles.models import Submission

pytestmark = [pytest.mark.django_db, pytest.mark.once]

# What is passed through gettext without being English: names of our things, and words already translated.
VIETNAMESE = re.compile(r"[^\x00-\x7f]")
LETTERS = re.compile(r"[A-Za-z]{2}")
# Asked for and thrown away: filters have a word for each way to compare, and none for equality.
NEVER_SHOWN = frozenset({"exact"})


@pytest.fixture
def untranslated(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """English messages that a screen asked for and no catalogue has, with the screen where each was met first.

    ``untranslated["screen"]`` names the screen that is being asked for.
    """
    met: dict[str, str] = {"screen": ""}
    one, many = DjangoTranslation.gettext, DjangoTranslation.ngettext

    def note(catalogue: DjangoTranslation, message: str) -> None:
        held = vars(catalogue)["_catalog"]
        known = held.get(message) is not None or held.get((message, 0)) is not None
        if not known and LETTERS.search(message) and not VIETNAMESE.search(message):
            met.setdefault(message.replace("\x04", ": "), met["screen"])

    def gettext(self: DjangoTranslation, message: str) -> str:
        note(self, message)
        return one(self, message)

    def ngettext(self: DjangoTranslation, singular: str, plural: str, number: int) -> str:
        note(self, singular)
        return many(self, singular, plural, number)

    monkeypatch.setattr(DjangoTranslation, "gettext", gettext)
    monkeypatch.setattr(DjangoTranslation, "ngettext", ngettext)
    return met


def everything_of(submission: Submission) -> dict[str, object]:
    """What stands in the addresses: an article, its photo and file, its people, group and workflow."""
    unit, writer = submission.unit, factories.a_writer(submission.unit)
    photo = factories.a_photo(unit=unit, owner=writer)
    document = get_document_model()(title="Biểu mẫu", collection=collection_of(unit))
    document.file.save("bieu-mau.pdf", ContentFile(b"%PDF-1.4 thu"))
    task_state, round_ = TaskState.objects.order_by("-pk")[0], WorkflowState.objects.order_by("-pk")[0]
    page, workflow = submission.page_id, Workflow.objects.values_list("pk", flat=True)[0]
    names = ("page_id", "page_to_move_id", "page_pk", "object_id", "content_object_id", "main/pk", "pages/pk", "pk")
    return {
        **dict.fromkeys(names, page),
        **dict.fromkeys(("parent_page_id", "destination_id"), unit.page.pk),
        **dict.fromkeys(("image_id", "images/pk", "image/pk"), photo.pk),
        **dict.fromkeys(("documents/pk", "document_id", "document/pk"), document.pk),
        **dict.fromkeys(("users/pk", "user_id", "uid", "person_id"), writer.pk),
        **dict.fromkeys(("collections/pk", "collection_id"), collection_of(unit).pk),
        **dict.fromkeys(("workflows/pk", "workflow_pk"), workflow),
        **dict.fromkeys(("code", "unit_code"), unit.code),
        "group0": page,
        "group1": "earliest",
        "group2": "latest",
        "revision_id": submission.page.latest_revision_id,
        "revision_id_a": "earliest",
        "revision_id_b": "latest",
        "task_state_id": task_state.pk,
        "task_id": task_state.task_id,
        "workflow_state_id": round_.pk,
        "groups/pk": Group.objects.get(name=group_name(unit)).pk,
        "content_type_app_name": "articles",
        "content_type_model_name": "articlepage",
        "articles/app_label": "articles",
        "app_label": "wagtailcore",
        "model_name": "page",
        "app_name": "website",
        "action": "delete",
        "action_name": "approve",
        "filter_spec": "original",
        "submission_id": submission.pk,
        "verb": "return",
        "unit_id": unit.pk,
    }


def english(untranslated: dict[str, str]) -> str:
    """What was met without Vietnamese, one message a line, and where."""
    aside = {*NEVER_SHOWN, "screen"}
    met = {message: screen for message, screen in untranslated.items() if message not in aside}
    return "\n".join(f"{message!r}: {screen}" for message, screen in met.items())


def walk(person: User | None, addresses: list[str], untranslated: dict[str, str]) -> int:
    """Opens the addresses as somebody. Returns how many were pages that can be read."""
    browser, seen = Client(raise_request_exception=False), 0
    if person is not None:
        browser.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    for address in addresses:
        untranslated["screen"] = f"{person or 'anybody'} at {address}"
        response = browser.get(address)
        seen += response.status_code == 200
    return seen


def test_every_screen_of_the_admin_is_in_vietnamese(untranslated):
    editor, unit = factories.an_editor(), factories.a_unit()
    writer = factories.a_writer(unit)
    waiting = factories.an_article(unit=unit, editor=editor, state=State.IN_REVIEW)
    draft = factories.an_article(unit=unit, writer=writer)
    factories.an_edit(draft, by=writer)
    public = factories.an_article(unit=unit, state=State.PUBLISHED)
    values = everything_of(waiting)
    page = ["edit", "history", "usage", "delete", "move", "copy", "unpublish", "revisions_index", "workflow_history"]
    of = {
        name: [
            reverse(f"wagtailadmin_pages:{screen}", args=[submission.page_id])
            for screen in page
            for submission in (draft, waiting, public)
        ]
        for name in ("writer", "editor", "administrator")
    }
    daily = [
        *(reverse(name) for name in ("wagtailadmin_home", "account", "wagtailimages:index", "wagtailimages:add")),
        *(reverse(name) for name in ("wagtailimages:add_multiple", "wagtaildocs:index", "wagtaildocs:add_multiple")),
        *(reverse(name) for name in ("wagtailimages_chooser:choose", "wagtaildocs_chooser:choose")),
        reverse("wagtailadmin_choose_page") + "?page_type=wagtailcore.page&allow_external_link=true",
        reverse("wagtailadmin_explore", args=[unit.page.pk]),
        reverse("wagtailadmin_pages:search") + "?q=khong-co-gi",
    ]

    outside = ["wagtailadmin_login", "wagtailadmin_password_reset", "wagtailadmin_password_reset_done"]
    assert walk(None, [reverse(name) for name in outside], untranslated) == len(outside)
    assert walk(writer, [*daily, *of["writer"]], untranslated) > 10
    assert walk(editor, [*daily, *of["editor"]], untranslated) > 12
    # The interface for scripts answers in JSON: nobody reads its refusals.
    screens = [address for address in admin_addresses(values) if "/api/" not in address]
    everywhere = [*screens, *daily, *of["administrator"]]
    assert walk(factories.an_administrator(), everywhere, untranslated) > 100

    assert english(untranslated) == ""


def test_what_a_form_answers_is_in_vietnamese(untranslated):
    browser, administrator = Client(), factories.an_administrator()
    login = reverse("wagtailadmin_login")
    untranslated["screen"] = login
    assert "chưa đúng" in browser.post(login, {"username": "ai@vi-du.vn", "password": "sai"}).content.decode()
    browser.force_login(administrator, backend="django.contrib.auth.backends.ModelBackend")
    for screen in ("wagtailimages:add", "wagtaildocs:add", "wagtailusers_groups:add", "wagtailredirects:add"):
        untranslated["screen"] = reverse(screen)
        browser.post(reverse(screen), {"title": "", "old_path": "", "slug": "Đ Đ"})

    assert english(untranslated) == ""


def test_the_admins_scripts_have_their_words_in_vietnamese():
    content = Client().get(reverse("wagtailadmin_javascript_catalog")).content.decode()

    words = json.loads(
        content[content.index("newcatalog = ") + 13 : content.index("};", content.index("newcatalog")) + 1]
    )
    assert words["Loading…"] == "Đang tải…"
    assert words["Reload the page"] == "Tải lại trang"
    assert words["%(num)s error"] == ["%(num)s lỗi"]
