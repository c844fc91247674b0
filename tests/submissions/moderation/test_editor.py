"""The desk inside Wagtail's editor: save, hand in, go on to the decision; and no way in for Wagtail's own verbs."""

from __future__ import annotations

import pytest
from django.urls import reverse
from wagtail.models import WorkflowState

from submissions.articles.enums import State
from submissions.articles.models import ArticlePage, Submission
from submissions.moderation import actions, workflow
from submissions.moderation.editor import FOREIGN_VERBS
from tests import factories
from tests.shared import shared
from tests.submissions.moderation.forms import typed

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def edit_url(submission: Submission) -> str:
    return reverse("wagtailadmin_pages:edit", args=[submission.page_id])


def again(submission: Submission) -> Submission:
    return Submission.objects.get(pk=submission.pk)


@shared
def unit(house):
    return factories.a_unit()


@shared
def writer(unit):
    return factories.a_writer(unit)


@shared
def in_states(unit, writer):
    """An article of the unit in each of the states that are asked for below, by state."""
    states = [
        State.DRAFT, State.SUBMITTED, State.IN_REVIEW, State.RETURNED, State.APPROVED, State.PUBLISHED,
        State.CORRECTING, State.WITHDRAWN,
    ]  # fmt: skip
    return {state: factories.an_article(unit=unit, writer=writer, state=state) for state in states}


def test_save_keeps_the_draft_with_its_unit(unit, writer, signed_in):
    submission = factories.an_article(unit=unit, writer=writer)

    signed_in(writer).post(edit_url(submission), typed(submission, title="Tít sửa trong trình soạn thảo"))

    assert factories.latest_text(submission).title == "Tít sửa trong trình soạn thảo"
    assert again(submission).state == State.DRAFT


def test_hand_in_saves_first_and_then_submits(unit, writer, signed_in):
    submission = factories.an_article(unit=unit, writer=writer)

    response = signed_in(writer).post(
        edit_url(submission), {**typed(submission, title="Tít vừa sửa xong"), "desk-verb": "submit"}
    )

    assert response["Location"] == reverse("moderation:submission", args=[submission.pk])
    assert again(submission).state == State.SUBMITTED
    assert factories.latest_text(submission).title == "Tít vừa sửa xong"


def test_an_article_with_gaps_is_saved_and_stays_a_draft(unit, writer, signed_in):
    submission = factories.an_article(unit=unit, writer=writer)

    response = signed_in(writer).post(
        edit_url(submission),
        {**typed(submission, sapo="", genre="", title="Còn thiếu"), "desk-verb": "submit"},
        follow=True,
    )

    assert again(submission).state == State.DRAFT
    assert factories.latest_text(submission).title == "Còn thiếu"
    assert len([message for message in response.context["messages"] if message.level_tag == "error"]) == 2


def test_a_new_article_is_written_and_handed_in_at_once(unit, writer, signed_in):
    url = reverse("wagtailadmin_pages:add", args=["articles", "articlepage", unit.page.pk])

    signed_in(writer).post(url, {**typed(title="Viết thẳng trong trình soạn thảo"), "desk-verb": "submit"})

    submission = Submission.objects.get(unit=unit)
    assert submission.state == State.SUBMITTED
    assert submission.created_by == writer
    assert submission.page.unit_code == unit.code


def test_an_editor_goes_from_saving_to_the_decision(signed_in):
    editor = factories.an_editor()
    submission = factories.an_article(state=State.IN_REVIEW, editor=editor)

    response = signed_in(editor).post(
        edit_url(submission), {**typed(submission, title="Tít biên tập"), "desk-verb": "done"}
    )

    assert response["Location"] == reverse("moderation:submission", args=[submission.pk])
    assert again(submission).last_edited_by == editor


@pytest.mark.parametrize("state", [State.DRAFT, State.SUBMITTED, State.RETURNED, State.CORRECTING])
def test_the_editor_opens_for_whose_turn_it_is(state, unit, writer, signed_in, in_states):
    submission = in_states[state]
    person = writer if state in {State.DRAFT, State.RETURNED} else factories.an_editor()

    page = signed_in(person).get(edit_url(submission)).content.decode()

    assert 'id="luu-nhap"' in page
    for name in ("action-publish", "action-submit", "action-cancel-workflow", "action-restart-workflow"):
        assert f'name="{name}"' not in page
    assert "data-workflow-action-name" not in page


@pytest.mark.parametrize("state", [State.SUBMITTED, State.APPROVED, State.PUBLISHED, State.WITHDRAWN])
def test_the_unit_finds_its_article_locked_while_others_have_it(state, unit, writer, signed_in, in_states):
    submission = in_states[state]
    before = factories.latest_revision_id(submission)
    browser = signed_in(writer)

    assert 'id="luu-nhap"' not in browser.get(edit_url(submission)).content.decode()
    response = browser.post(edit_url(submission), typed(submission, title="Vượt rào"))

    assert response.status_code == 200, "the form comes back with what was typed"
    assert "Vượt rào" in response.content.decode()
    assert factories.latest_revision_id(submission) == before


@pytest.mark.parametrize("name", sorted(FOREIGN_VERBS))
@pytest.mark.parametrize("who", ["writer", "editor", "administrator"])
def test_wagtails_own_verbs_are_refused_and_change_nothing(name, who, unit, writer, signed_in, in_states):
    state = State.DRAFT if who == "writer" else State.IN_REVIEW
    submission = in_states[state]
    person = {"writer": lambda: writer, "editor": factories.an_editor, "administrator": factories.an_administrator}[
        who
    ]()
    before = factories.latest_revision_id(submission)

    response = signed_in(person).post(
        edit_url(submission), {**typed(submission, title="Vượt rào"), name: "2030-01-01 00:00"}
    )

    assert response.status_code == 403
    assert factories.latest_revision_id(submission) == before
    assert not ArticlePage.objects.get(pk=submission.page_id).live
    assert again(submission).state == state
    assert workflow.agrees(again(submission))


@pytest.mark.parametrize("name", ["action-publish", "action-submit"])
def test_an_article_is_not_born_by_wagtails_own_verbs(name, unit, writer, signed_in):
    url = reverse("wagtailadmin_pages:add", args=["articles", "articlepage", unit.page.pk])

    response = signed_in(writer).post(url, {**typed(), name: "1"})

    assert response.status_code == 403
    assert not ArticlePage.objects.exists()
    assert not WorkflowState.objects.exists()


def test_a_save_that_comes_too_late_keeps_what_was_typed(unit, writer, signed_in, monkeypatch):
    submission = factories.an_article(unit=unit, writer=writer)
    from submissions.articles.forms import ArticleForm

    honest = ArticleForm.is_valid

    def and_meanwhile_the_head_hands_it_in(form):
        valid = honest(form)
        if submission.events.filter(verb="submit").count() == 0:
            actions.submit(submission_id=submission.pk, actor=factories.a_head(unit), no_secrets=True)
        return valid

    monkeypatch.setattr(ArticleForm, "is_valid", and_meanwhile_the_head_hands_it_in)
    response = signed_in(writer).post(edit_url(submission), typed(submission, title="Câu chữ gõ dở"))

    assert response.status_code == 200
    assert "Câu chữ gõ dở" in response.content.decode()
    assert factories.latest_text(submission).title != "Câu chữ gõ dở"
    assert again(submission).state == State.SUBMITTED


def test_an_autosave_in_a_closed_state_gets_an_answer_and_no_fault(unit, writer, signed_in):
    submission = factories.an_article(unit=unit, writer=writer, state=State.SUBMITTED)

    response = signed_in(writer).post(
        edit_url(submission), typed(submission, title="Tự lưu"), headers={"Accept": "application/json"}
    )

    assert response.status_code < 500
    assert response.json()["success"] is False


def test_an_autosave_never_hands_in(unit, writer, signed_in):
    submission = factories.an_article(unit=unit, writer=writer)

    signed_in(writer).post(
        edit_url(submission), {**typed(submission), "desk-verb": "submit"}, headers={"Accept": "application/json"}
    )

    assert again(submission).state == State.DRAFT


@pytest.mark.parametrize("place", ["lead_image", "figures"])
def test_a_photo_of_another_unit_is_not_put_in_by_its_number(place, unit, writer, signed_in):
    submission, foreign = factories.an_article(unit=unit, writer=writer), factories.a_photo(unit=factories.a_unit())
    photo = [foreign.pk] if place == "figures" else foreign.pk

    signed_in(writer).post(edit_url(submission), typed(submission, **{place: photo}))

    text = factories.latest_text(submission)
    assert text.lead_image is None
    assert "figure" not in [block.block_type for block in text.body]


def test_a_photo_of_ones_own_unit_and_one_that_is_already_there_are_kept(unit, writer, signed_in):
    there = factories.a_photo(title="Ảnh do biên tập viên chọn")
    own = factories.a_photo(unit=unit)
    submission = factories.an_article(unit=unit, writer=writer, lead_image=there, lead_alt="Bàn tiếp nhận")

    signed_in(writer).post(edit_url(submission), typed(submission, figures=[own.pk]))

    text = factories.latest_text(submission)
    assert text.lead_image == there
    assert "figure" in [block.block_type for block in text.body]


def test_an_editor_chooses_from_every_unit(signed_in):
    photo = factories.a_photo(unit=factories.a_unit())
    submission = factories.an_article(state=State.IN_REVIEW)

    signed_in(factories.an_editor()).post(edit_url(submission), typed(submission, lead_image=photo.pk, lead_alt="Ảnh"))

    assert factories.latest_text(submission).lead_image == photo
