"""What the fence around Wagtail's admin refuses, by hand; the walk over every address is in ../test_walls.py."""

from __future__ import annotations

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from wagtail.documents import get_document_model
from wagtail.models import Page, PageLogEntry, Revision, TaskState, WorkflowState

from cms.website.models import ApprovedRevision, Photo, StoryVersion
from submissions.articles.enums import State
from submissions.articles.models import ArticlePage, Submission, SubmissionEvent
from submissions.moderation import workflow
from submissions.units.actions import collection_of
from tests import factories
from tests.shared import shared
from tests.submissions.moderation.forms import typed

pytestmark = [pytest.mark.django_db, pytest.mark.once]
# Stands in everything of unit A that unit B must not read.
SECRET = "khoquabiendem"


class UnitA:
    """A unit with an article on its way, a photo and a file, each carrying the secret word."""

    def __init__(self, state: State) -> None:
        self.unit = factories.a_unit("DVA")
        self.writer = factories.a_writer(self.unit, name=f"Người {SECRET}", email=f"{SECRET}@vi-du.vn")
        self.photo = factories.a_photo(unit=self.unit, title=f"Ảnh {SECRET}", owner=self.writer)
        self.document = get_document_model()(title=f"Tệp {SECRET}", collection=collection_of(self.unit))
        self.document.file.save(f"{SECRET}.pdf", ContentFile(b"%PDF-1.4 khoquabiendem"))
        self.submission = factories.an_article(
            unit=self.unit,
            writer=self.writer,
            state=state,
            title=f"Thanh long {SECRET}",
            sapo=f"Sa-pô {SECRET}",
            lead_image=self.photo,
            lead_alt=f"Ảnh bìa {SECRET}",
            body=[{"type": "paragraph", "value": f"<p>Thân bài {SECRET}</p>"}],
            reason=f"Lý do {SECRET}",
        )
        self.page = ArticlePage.objects.get(pk=self.submission.page_id)


def rows() -> list[object]:
    """Everything that a link must not change."""
    models = (
        ArticlePage,
        Revision,
        Submission,
        SubmissionEvent,
        ApprovedRevision,
        StoryVersion,
        TaskState,
        WorkflowState,
        Photo,
        PageLogEntry,
    )
    return [list(model._base_manager.values()) for model in models]


@shared
def live():
    """A published article."""
    return factories.an_article(state=State.PUBLISHED)


@shared
def in_review():
    """An article that an editor has."""
    return factories.an_article(state=State.IN_REVIEW)


def test_another_unit_can_not_edit_by_hand(signed_in):
    a = UnitA(State.DRAFT)
    stranger = signed_in(factories.a_head(factories.a_unit()))

    response = stranger.post(
        reverse("wagtailadmin_pages:edit", args=[a.page.pk]), typed(a.submission, title="Đổi tít")
    )

    assert response.status_code == 404
    assert SECRET in factories.latest_text(a.submission).title


def test_the_task_of_another_units_article_is_not_reached_through_ones_own(signed_in):
    a = UnitA(State.IN_REVIEW)
    b = factories.a_unit()
    head = factories.a_head(b)
    own = factories.an_article(unit=b, writer=head)
    task_state = TaskState.objects.get(workflow_state__object_id=str(a.page.pk))

    for action in ("approve", "reject"):
        address = reverse("wagtailadmin_pages:workflow_action", args=[own.page_id, action, task_state.pk])
        assert signed_in(head).post(address, {"comment": "Được."}).status_code == 404

    submission = Submission.objects.get(pk=a.submission.pk)
    assert submission.state == State.IN_REVIEW
    assert workflow.agrees(submission)


@pytest.mark.parametrize("action", ["approve", "reject"])
def test_even_an_editor_decides_on_the_moderation_page_only(action, signed_in):
    a = UnitA(State.IN_REVIEW)
    task_state = TaskState.objects.get(workflow_state__object_id=str(a.page.pk))
    address = reverse("wagtailadmin_pages:workflow_action", args=[a.page.pk, action, task_state.pk])
    browser = signed_in(factories.an_editor())

    assert browser.get(address)["Location"] == reverse("moderation:submission", args=[a.submission.pk])
    assert browser.post(address, {"comment": "Được."}).status_code == 403
    assert Submission.objects.get(pk=a.submission.pk).state == State.IN_REVIEW


@pytest.mark.parametrize("action", ["publish", "unpublish", "move", "delete"])
@pytest.mark.parametrize("person", [factories.an_editor, factories.an_administrator])
def test_nothing_is_done_to_pages_by_the_dozen(action, person, signed_in, live):
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action]) + f"?id={live.page_id}"
    browser = signed_in(person())

    assert browser.get(address).status_code == 403
    assert browser.post(address, {"include_descendants": "on"}).status_code == 403
    assert Page.objects.get(pk=live.page_id).live


@pytest.mark.parametrize(
    "name", ["move", "copy", "unpublish", "convert_alias", "lock", "unlock", "set_privacy", "delete"]
)
@pytest.mark.parametrize("state", [State.IN_REVIEW, State.PUBLISHED])
@pytest.mark.parametrize("person", [factories.an_editor, factories.an_administrator])
def test_an_article_is_not_moved_copied_or_taken_away_with_wagtails_verbs(
    name, state, person, signed_in, in_review, live
):
    submission = live if state == State.PUBLISHED else in_review
    address = reverse(f"wagtailadmin_pages:{name}", args=[submission.page_id])
    before = rows()

    response = signed_in(person()).post(
        address, {"new_title": "Bản sao", "new_slug": "ban-sao", "restriction_type": "login"}
    )

    assert response.status_code in {302, 403, 404, 405}
    assert rows() == before


def test_the_unit_deletes_a_draft_that_was_never_handed_in_and_nothing_else(signed_in):
    unit = factories.a_unit()
    writer = factories.a_writer(unit)
    draft = factories.an_article(unit=unit, writer=writer)
    returned = factories.an_article(unit=unit, writer=writer, state=State.RETURNED)
    browser = signed_in(writer)

    for submission in (draft, returned):
        browser.post(reverse("wagtailadmin_pages:delete", args=[submission.page_id]))

    assert not ArticlePage.objects.filter(pk=draft.page_id).exists()
    assert ArticlePage.objects.filter(pk=returned.page_id).exists()


@pytest.mark.parametrize("name", ["delete", "move", "unpublish", "copy"])
def test_the_pages_above_the_articles_stay_even_for_the_administrator(name, signed_in, live):
    submission = live
    browser = signed_in(factories.an_administrator())

    for page in Page.objects.ancestor_of(ArticlePage.objects.get(pk=submission.page_id)).filter(depth__gt=1):
        assert browser.post(reverse(f"wagtailadmin_pages:{name}", args=[page.pk])).status_code in {403, 404}

    assert Page.objects.get(pk=submission.page_id).live


@pytest.mark.parametrize(
    "action", ["publish", "unpublish", "delete", "copy", "move", "create_alias", "revert_to_page_revision"]
)
def test_the_admins_api_is_for_reading(action, signed_in, live):
    submission = live
    before = rows()

    response = signed_in(factories.an_administrator()).post(
        f"/quan-tri/api/main/pages/{submission.page_id}/action/{action}/", {}, content_type="application/json"
    )

    assert response.status_code in {403, 404}
    assert rows() == before


def test_nobody_gives_tags_because_wagtail_shows_them_to_every_unit(signed_in):
    photo = factories.a_photo(unit=factories.a_unit())
    address = reverse("wagtail_bulk_action", args=["website", "photo", "add_tags"]) + f"?id={photo.pk}"

    assert signed_in(factories.an_editor()).post(address, {"tags": "nhãn"}).status_code == 403
    assert "tags" not in Photo.admin_form_fields


def test_a_file_is_handed_to_its_unit_and_to_editors_only(client, signed_in):
    a = UnitA(State.DRAFT)
    address = a.document.url

    assert client.get(address).status_code == 404
    assert signed_in(factories.a_writer(factories.a_unit())).get(address).status_code == 404
    assert signed_in(a.writer).get(address).status_code == 200
    assert signed_in(factories.an_editor()).get(address).status_code == 200


@pytest.mark.parametrize("who", ["writer", "head"])
def test_the_menu_of_a_unit_offers_nothing_of_the_house(who, signed_in):
    person = (factories.a_writer if who == "writer" else factories.a_head)(factories.a_unit())

    page = signed_in(person).get(reverse("wagtailadmin_account")).content.decode()

    for address in (
        "/quan-tri/reports/",
        "/quan-tri/users/",
        "/quan-tri/groups/",
        "/quan-tri/snippets/",
    ):
        assert address not in page


@pytest.mark.parametrize(
    "name", ["workflow", "workflow_tasks", "locked_pages", "site_history", "aging_pages", "page_types_usage"]
)
def test_reports_are_closed_to_units(name, signed_in):
    browser = signed_in(factories.a_head(factories.a_unit()))

    assert browser.get(reverse(f"wagtailadmin_reports:{name}")).status_code == 403
    assert browser.get(reverse(f"wagtailadmin_reports:{name}") + "?export=xlsx").status_code == 403
