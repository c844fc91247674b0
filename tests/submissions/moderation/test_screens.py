"""The screen of one submission: who reaches it, and what it shows. The lists are in test_work_lists.py."""

from __future__ import annotations

import pytest
from django.urls import reverse

from submissions.articles.enums import State
from submissions.articles.models import Submission
from tests import factories
from tests.shared import shared

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def address(submission: Submission) -> str:
    return reverse("moderation:submission", args=[submission.pk])


@shared
def in_states():
    """An article in each of the states, by state."""
    people = factories.a_cast()
    return {state: factories.an_article(state=state, **people) for state in State}


# --- Who reaches what -------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("state", list(State))
@pytest.mark.parametrize("who", ["writer", "head"])
def test_for_another_unit_an_article_does_not_exist(state, who, signed_in, in_states):
    submission = in_states[state]
    stranger = (factories.a_writer if who == "writer" else factories.a_head)(factories.a_unit())
    browser = signed_in(stranger)

    assert browser.get(address(submission)).status_code == 404
    assert browser.get(reverse("moderation:preview", args=[submission.pk])).status_code == 404
    verb = browser.post(reverse("moderation:verb", args=[submission.pk, "claim"]))
    assert verb.status_code == 404


def test_a_draft_that_was_never_handed_in_does_not_exist_for_editors(signed_in):
    submission = factories.an_article(state=State.DRAFT)

    assert signed_in(factories.an_editor()).get(address(submission)).status_code == 404


def test_the_unit_reads_why_it_was_returned_and_has_no_verbs(signed_in):
    unit = factories.a_unit()
    writer = factories.a_writer(unit)
    submission = factories.an_article(unit=unit, writer=writer, state=State.RETURNED, reason="Thiếu nguồn ảnh bìa.")

    page = signed_in(writer).get(address(submission)).content.decode()

    assert "Thiếu nguồn ảnh bìa." in page
    assert "/claim/" not in page
    assert 'id="form-' not in page
    assert reverse("wagtailadmin_pages:edit", args=[submission.page_id]) in page


def test_a_unit_can_not_post_a_verb_of_the_editors(signed_in):
    unit = factories.a_unit()
    writer = factories.a_writer(unit)
    submission = factories.an_article(unit=unit, writer=writer, state=State.SUBMITTED)

    response = signed_in(writer).post(reverse("moderation:verb", args=[submission.pk, "claim"]))

    assert response.status_code == 403
    assert Submission.objects.get(pk=submission.pk).state == State.SUBMITTED


# --- One submission ---------------------------------------------------------------------------------------------------
def test_a_closed_verb_says_why(signed_in):
    me = factories.an_editor()
    submission = factories.an_article(state=State.IN_REVIEW, editor=me)
    factories.an_edit(submission, by=me)

    page = signed_in(me).get(address(submission))

    assert "form-approve" not in page.content.decode()
    assert any(str(each.label) and each.reason for each in page.context["closed"])


def test_the_history_reads_as_sentences(signed_in):
    unit = factories.a_unit()
    writer = factories.a_writer(unit, name="Phan Văn Lộc")
    submission = factories.an_article(unit=unit, writer=writer, state=State.RETURNED, reason="Thiếu chú thích.")

    lines = signed_in(factories.an_editor()).get(address(submission)).context["lines"]

    assert lines[0].reason == "Thiếu chú thích."
    assert any("Phan Văn Lộc" in line.sentence for line in lines)


def test_an_article_with_markup_in_its_title_is_shown_as_words(signed_in):
    submission = factories.an_article(state=State.SUBMITTED, title="<script>alert(1)</script> Một cửa")

    page = signed_in(factories.an_editor()).get(address(submission)).content.decode()

    assert "<script>alert(1)</script>" not in page


@pytest.mark.parametrize("state", [state for state in State if state not in {State.DRAFT, State.TO_RELEASE}])
def test_every_state_has_its_screen(state, signed_in, in_states):
    submission = in_states[state]

    for person in (factories.an_editor(), factories.a_desk_editor(), factories.a_board_member()):
        assert signed_in(person).get(address(submission)).status_code == 200
