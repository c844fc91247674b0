"""Nobody approves what they wrote or last edited; the board may, with a reason that stays on record."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from cms.accounts.roles import Role
from cms.website import actions as website
from cms.website.models import ApprovedRevision
from submissions.articles.enums import EventVerb, State
from submissions.articles.models import ArticlePage, Submission
from submissions.moderation import actions
from submissions.moderation.errors import FourEyes, NotAllowed
from submissions.units.actions import add_member
from submissions.units.enums import UnitRole
from tests import factories

pytestmark = pytest.mark.django_db


def approve(submission, *, by, override_reason=""):
    return actions.approve(
        submission_id=submission.pk,
        actor=by,
        revision_id=factories.latest_revision_id(submission),
        override_reason=override_reason,
    )


def state(submission):
    return Submission.objects.get(pk=submission.pk).state


def test_the_last_editor_is_refused_and_a_colleague_is_not():
    submission, editor = factories.an_article(state=State.IN_REVIEW), factories.an_editor()
    factories.an_edit(submission, by=editor)

    with pytest.raises(FourEyes):
        approve(submission, by=editor)
    assert state(submission) == State.IN_REVIEW

    approve(submission, by=factories.an_editor())
    assert state(submission) == State.APPROVED


def test_who_wrote_it_is_refused_even_after_others_have_edited_it():
    unit = factories.a_unit()
    author = factories.an_editor()
    add_member(unit=unit, user=author, role=UnitRole.WRITER)
    submission = factories.an_article(unit=unit, writer=author, state=State.IN_REVIEW)
    factories.an_edit(submission, by=factories.an_editor())

    with pytest.raises(FourEyes):
        approve(submission, by=author)


def test_who_handed_it_in_is_refused():
    unit = factories.a_unit()
    head = factories.a_person(Role.EDITOR)
    add_member(unit=unit, user=head, role=UnitRole.HEAD)
    submission = factories.an_article(unit=unit)
    actions.submit(submission_id=submission.pk, actor=head, no_secrets=True)

    with pytest.raises(FourEyes):
        approve(submission, by=head)


def test_a_superuser_is_not_spared():
    administrator = factories.a_person(Role.EDITOR, is_superuser=True)
    submission = factories.an_article(state=State.IN_REVIEW)
    factories.an_edit(submission, by=administrator)

    with pytest.raises(FourEyes):
        approve(submission, by=administrator)


def test_a_superuser_without_a_role_at_the_desk_approves_nothing():
    submission = factories.an_article(state=State.IN_REVIEW)

    with pytest.raises(NotAllowed):
        approve(submission, by=factories.an_administrator())


def test_an_editor_finds_no_way_around_by_giving_a_reason():
    submission, editor = factories.an_article(state=State.IN_REVIEW), factories.an_editor()
    factories.an_edit(submission, by=editor)

    with pytest.raises(FourEyes):
        approve(submission, by=editor, override_reason="Không còn ai khác ở cơ quan.")


def test_the_board_overrides_with_a_reason_that_stays_on_record():
    member = factories.a_person(Role.BOARD, Role.EDITOR)
    submission = factories.an_article(state=State.IN_REVIEW)
    factories.an_edit(submission, by=member)
    with pytest.raises(FourEyes):
        approve(submission, by=member, override_reason="   ")

    approve(submission, by=member, override_reason="Tin khẩn về dịch, chỉ có một người trực.")

    approval = ApprovedRevision.objects.get(story_id=submission.page_id)
    assert approval.override_reason == "Tin khẩn về dịch, chỉ có một người trực."
    event = submission.events.get(verb=EventVerb.APPROVE)
    assert event.override_reason == approval.override_reason


def test_a_reason_that_was_not_needed_is_not_kept():
    member = factories.a_board_member()
    submission = factories.an_article(state=State.IN_REVIEW)

    approve(submission, by=member, override_reason="Cho chắc.")

    assert ApprovedRevision.objects.get().override_reason == ""


def test_who_edited_a_correction_does_not_approve_it():
    submission, editor = factories.an_article(state=State.CORRECTING), factories.an_editor()
    factories.an_edit(submission, by=editor)

    with pytest.raises(FourEyes):
        approve(submission, by=editor)


def test_the_database_itself_refuses_an_approval_by_the_last_editor_without_a_reason():
    submission, editor = factories.an_article(state=State.IN_REVIEW), factories.an_editor()
    page = ArticlePage.objects.get(pk=submission.page_id)

    with pytest.raises(IntegrityError), transaction.atomic():
        website.record_approval(
            story=page,
            revision=page.latest_revision,
            approved_by=editor,
            last_edited_by=editor,
            at=timezone.now(),
        )
