"""The verbs through the screen: what is posted is done, and what is refused keeps what was typed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cms.accounts.roles import Role
from cms.website.models import ApprovedRevision
from submissions.articles.enums import EventVerb, State
from submissions.articles.models import ArticlePage, Submission
from submissions.moderation import actions
from submissions.moderation.models import ReturnReason
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def post(browser, submission, verb, **data):
    return browser.post(reverse("moderation:verb", args=[submission.pk, verb]), data)


def state(submission):
    return Submission.objects.get(pk=submission.pk).state


def test_the_whole_way_by_its_buttons(signed_in):
    submission = factories.an_article(state=State.SUBMITTED)
    editor, desk = signed_in(factories.an_editor()), signed_in(factories.a_desk_editor())

    post(editor, submission, "claim")
    post(editor, submission, "approve", revision_id=factories.latest_revision_id(submission))
    at = timezone.localtime() + timedelta(days=2)
    post(editor, submission, "schedule", at=at.strftime("%d/%m/%Y %H:%M"))
    assert state(submission) == State.SCHEDULED
    assert Submission.objects.get(pk=submission.pk).scheduled_at == at.replace(second=0, microsecond=0)
    post(editor, submission, "unschedule")
    post(editor, submission, "publish")
    assert ArticlePage.objects.get(pk=submission.page_id).live
    post(editor, submission, "correct", note="Sửa tên xã.")
    post(editor, submission, "drop_correction")
    response = post(desk, submission, "withdraw", reason="Sai số liệu.", public_note="Đang kiểm tra lại.")

    assert response.status_code == 302
    assert state(submission) == State.WITHDRAWN


def test_ready_made_reasons_stand_before_what_was_typed(signed_in):
    submission = factories.an_article(state=State.IN_REVIEW)

    listed = ReturnReason.objects.filter(kind="return", is_active=True)[0]

    post(signed_in(factories.an_editor()), submission, "return", ready=[listed.pk], reason="Ảnh 2 và ảnh 3.")

    event = submission.events.get(verb=EventVerb.RETURN)
    assert event.reason == f"{listed.text}\nẢnh 2 và ảnh 3."
    assert [given.reason for given in event.given_reasons.all()] == [listed], "the unit learns from their count"


def test_a_return_without_any_reason_is_sent_back_with_its_form_open(signed_in):
    submission = factories.an_article(state=State.IN_REVIEW)

    response = post(signed_in(factories.an_editor()), submission, "return", reason="  ")

    assert response.status_code == 400
    assert state(submission) == State.IN_REVIEW
    offer = next(each for each in response.context["offers"] if each.verb == EventVerb.RETURN)
    assert offer.is_open
    assert offer.form.errors


def test_a_rejection_is_confirmed(signed_in):
    submission, browser = factories.an_article(state=State.IN_REVIEW), signed_in(factories.an_editor())

    assert post(browser, submission, "reject", reason="Trùng bài.").status_code == 400
    assert state(submission) == State.IN_REVIEW
    post(browser, submission, "reject", reason="Trùng bài.", sure="on")
    assert state(submission) == State.REJECTED


def test_an_approval_of_an_old_text_is_refused_and_the_fresh_text_is_shown(signed_in):
    submission = factories.an_article(state=State.IN_REVIEW)
    read = factories.latest_revision_id(submission)
    factories.an_edit(submission, by=factories.an_editor(name="Võ Thanh Tùng"), title="Tít mới nhất")

    response = post(signed_in(factories.an_editor()), submission, "approve", revision_id=read)

    page = response.content.decode()
    assert response.status_code == 409
    assert "Võ Thanh Tùng" in page
    assert "Tít mới nhất" in page
    assert f'value="{factories.latest_revision_id(submission)}"' in page
    assert state(submission) == State.IN_REVIEW


def test_an_approval_of_ones_own_edit_is_refused(signed_in):
    me = factories.an_editor()
    submission = factories.an_article(state=State.IN_REVIEW, editor=me)
    factories.an_edit(submission, by=me)

    response = post(signed_in(me), submission, "approve", revision_id=factories.latest_revision_id(submission))

    assert response.status_code == 403
    assert not ApprovedRevision.objects.exists()


def test_the_board_overrides_with_a_reason_and_not_without(signed_in):
    member = factories.a_person(Role.BOARD, Role.EDITOR)
    submission = factories.an_article(state=State.IN_REVIEW)
    factories.an_edit(submission, by=member)
    browser, revision_id = signed_in(member), factories.latest_revision_id(submission)

    assert post(browser, submission, "approve", revision_id=revision_id).status_code == 400
    response = post(
        browser, submission, "approve", revision_id=revision_id, override_reason="Tin khẩn, một người trực."
    )

    assert response.status_code == 302
    assert ApprovedRevision.objects.get().override_reason == "Tin khẩn, một người trực."


def test_a_reason_typed_for_a_verb_that_is_gone_can_still_be_copied(signed_in):
    submission = factories.an_article(state=State.IN_REVIEW)
    actions.reject(submission_id=submission.pk, actor=factories.an_editor(), reason="Trùng bài.")

    response = post(signed_in(factories.an_editor()), submission, "return", reason="Một nhận xét dài đã gõ mất công.")

    assert response.status_code == 409
    assert "Một nhận xét dài đã gõ mất công." in response.content.decode()


@pytest.mark.parametrize("at", ["mai", "31/02/2027 08:00", "8 giờ sáng", "25/11/2020 07:30"])
def test_a_time_that_can_not_be_keeps_what_was_typed(at, signed_in):
    submission = factories.an_article(state=State.APPROVED)

    response = post(signed_in(factories.an_editor()), submission, "schedule", at=at)

    assert response.status_code in {400, 409}
    assert f'value="{at}"' in response.content.decode()
    assert state(submission) == State.APPROVED


def test_a_verb_that_does_not_exist_is_not_found(signed_in):
    submission = factories.an_article(state=State.SUBMITTED)

    assert post(signed_in(factories.an_editor()), submission, "delete").status_code == 404


def test_a_reload_after_a_refusal_leads_to_the_article(signed_in):
    submission = factories.an_article(state=State.SUBMITTED)

    response = signed_in(factories.an_editor()).get(reverse("moderation:verb", args=[submission.pk, "claim"]))

    assert response["Location"] == reverse("moderation:submission", args=[submission.pk])
    assert state(submission) == State.SUBMITTED, "a link never acts"


def test_a_form_from_elsewhere_is_refused(house):
    from django.test import Client

    submission = factories.an_article(state=State.SUBMITTED)
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(factories.an_editor(), backend="django.contrib.auth.backends.ModelBackend")

    assert post(browser, submission, "claim").status_code == 403
    assert state(submission) == State.SUBMITTED


def test_an_editor_compares_the_correction_with_what_is_public(signed_in):
    submission = factories.an_article(state=State.CORRECTING, title="Tít cũ")
    factories.an_edit(submission, by=factories.an_editor(), title="Tít mới")

    response = signed_in(factories.an_editor()).get(
        reverse("moderation:compare", args=[submission.page_id, "live", "latest"])
    )

    assert response.status_code == 200
    assert "Tít" in response.content.decode()
    stranger = signed_in(factories.a_writer(factories.a_unit()))
    assert stranger.get(reverse("moderation:compare", args=[submission.page_id, "live", "latest"])).status_code in {
        302,
        404,
    }
