"""Approving, publishing, setting a time, correcting, withdrawing."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from cms.website.content import revision_hash
from cms.website.enums import VersionAction
from cms.website.models import StoryVersion
from submissions.articles.actions import ContentClosed
from submissions.articles.enums import State
from submissions.articles.models import ArticlePage, Submission
from submissions.moderation import actions
from submissions.moderation.errors import NotAllowed, StaleRevision, VerbClosed, VerbRefused
from tests import factories
from tests.shared import shared

pytestmark = pytest.mark.django_db


def again(submission: Submission) -> Submission:
    return Submission.objects.get(pk=submission.pk)


def public(submission: Submission) -> ArticlePage:
    return ArticlePage.objects.get(pk=submission.page_id)


@shared
def live():
    """A published article."""
    return factories.an_article(state=State.PUBLISHED)


def test_an_approval_pins_the_revision_that_was_read_and_its_hash():
    submission = factories.an_article(state=State.IN_REVIEW)
    editor, read = factories.an_editor(), factories.latest_revision_id(submission)

    actions.approve(submission_id=submission.pk, actor=editor, revision_id=read)

    submission = again(submission)
    assert submission.state == State.APPROVED
    assert submission.accepted_by == editor
    assert submission.approved_revision_id == read
    assert submission.approved_hash == revision_hash(submission.approved_revision, ArticlePage)


def test_an_approval_of_a_text_that_has_changed_is_refused_and_says_who_changed_it():
    submission = factories.an_article(state=State.IN_REVIEW)
    read, colleague = factories.latest_revision_id(submission), factories.an_editor(name="Trần Minh Châu")
    factories.an_edit(submission, by=colleague)

    with pytest.raises(StaleRevision, match="Trần Minh Châu"):
        actions.approve(submission_id=submission.pk, actor=factories.an_editor(), revision_id=read)

    assert again(submission).state == State.IN_REVIEW


def test_approved_text_is_closed_until_it_is_reopened_and_then_asks_for_approval_again():
    submission, editor = factories.an_article(state=State.APPROVED), factories.an_editor()
    with pytest.raises(ContentClosed):
        factories.an_edit(submission, by=editor)

    actions.reopen(submission_id=submission.pk, actor=editor)
    factories.an_edit(submission, by=editor)

    assert again(submission).state == State.IN_REVIEW
    assert again(submission).accepted_at is None
    with pytest.raises(VerbClosed):
        actions.publish(submission_id=submission.pk, actor=editor)


def test_what_goes_live_is_the_approved_text_and_no_later_one():
    submission = factories.an_article(state=State.APPROVED, title="Tít đã duyệt")
    # Somebody with a shell writes a later revision past the desk.
    later = factories.latest_text(submission)
    later.title = "Tít chưa ai duyệt"
    super(ArticlePage, later).save_revision(user=factories.an_editor())

    actions.publish(submission_id=submission.pk, actor=factories.an_editor())

    assert public(submission).title == "Tít đã duyệt"
    assert public(submission).live_revision_id == submission.approved_revision_id


def test_a_publication_is_refused_where_the_approved_content_was_tampered_with():
    submission = factories.an_article(state=State.APPROVED)
    revision = submission.approved_revision
    revision.content["sapo"] = "Đã bị sửa thẳng trong cơ sở dữ liệu."
    revision.save()

    with pytest.raises(VerbRefused):
        actions.publish(submission_id=submission.pk, actor=factories.an_editor())

    assert not public(submission).live
    assert again(submission).state == State.APPROVED


def test_a_publication_is_refused_where_the_photo_behind_it_was_exchanged():
    photo = factories.a_photo()
    submission = factories.an_article(state=State.APPROVED, lead_image=photo, lead_alt="Bàn tiếp nhận")
    other = factories.a_photo(colour="crimson")
    photo.file, photo.file_hash = other.file, other.file_hash
    photo.save()

    with pytest.raises(VerbRefused):
        actions.publish(submission_id=submission.pk, actor=factories.an_editor())

    assert not public(submission).live


def test_the_first_publication_counts_and_later_versions_never_again(live):
    submission = live
    first, approver = submission.published_at, factories.an_editor()

    actions.correct(submission_id=submission.pk, actor=factories.an_editor(), note="Sửa tên xã.")
    factories.an_edit(submission, by=factories.an_editor(), title="Tít đính chính")
    assert public(submission).title != "Tít đính chính", "the public text stays until the correction is approved"
    actions.approve(submission_id=submission.pk, actor=approver, revision_id=factories.latest_revision_id(submission))

    assert again(submission).published_at == first
    assert again(submission).state == State.PUBLISHED
    assert public(submission).title == "Tít đính chính"
    versions = StoryVersion.objects.filter(story_id=submission.page_id).values_list("version", "action", "note")
    assert list(versions) == [(1, VersionAction.PUBLISHED, ""), (2, VersionAction.UPDATED, "Sửa tên xã.")]


def test_a_dropped_correction_leaves_what_is_live():
    submission = factories.an_article(state=State.CORRECTING, title="Tít đang đăng")
    factories.an_edit(submission, by=factories.an_editor(), title="Tít bỏ dở")

    actions.drop_correction(submission_id=submission.pk, actor=factories.an_editor())

    assert again(submission).state == State.PUBLISHED
    assert public(submission).live
    assert public(submission).title == "Tít đang đăng"
    assert StoryVersion.objects.filter(story_id=submission.page_id).count() == 1


def test_a_correction_after_a_dropped_one_is_published_from_what_its_readers_saw():
    submission = factories.an_article(state=State.CORRECTING, title="Tít đang đăng")
    factories.an_edit(submission, by=factories.an_editor(), title="Tít bỏ dở")
    actions.drop_correction(submission_id=submission.pk, actor=factories.an_editor())

    actions.correct(submission_id=submission.pk, actor=factories.an_editor(), note="Sửa sa-pô.")

    assert factories.latest_text(submission).title == "Tít đang đăng"


@pytest.mark.parametrize("person", [factories.an_editor, factories.an_officer, factories.an_administrator])
def test_only_the_desk_and_the_board_withdraw(person, live):
    submission = live

    with pytest.raises(NotAllowed):
        actions.withdraw(submission_id=submission.pk, actor=person(), reason="Sai số liệu.")

    assert public(submission).live


@pytest.mark.parametrize("person", [factories.a_desk_editor, factories.a_board_member])
def test_a_withdrawn_article_is_gone_for_readers_with_a_note(person, client, live):
    submission = live
    address = public(submission).url

    actions.withdraw(
        submission_id=submission.pk, actor=person(), reason="Sai số liệu.", public_note="Bài đang được kiểm tra."
    )

    assert not public(submission).live
    response = client.get(address)
    assert response.status_code == 410
    assert "Bài đang được kiểm tra." in response.content.decode()
    assert "Sai số liệu." not in response.content.decode()


def test_a_set_time_must_lie_ahead():
    submission, now = factories.an_article(state=State.APPROVED), timezone.now()

    with pytest.raises(VerbRefused):
        actions.schedule(submission_id=submission.pk, actor=factories.an_editor(), at=now, now=now)

    assert again(submission).scheduled_at is None


def test_taking_the_time_off_leaves_the_article_approved():
    submission = factories.an_article(state=State.SCHEDULED)

    actions.unschedule(submission_id=submission.pk, actor=factories.an_editor())

    assert again(submission).state == State.APPROVED
    assert again(submission).scheduled_at is None


def test_a_return_of_a_scheduled_article_takes_its_time_off():
    submission = factories.an_article(state=State.SCHEDULED, at=timezone.now() - timedelta(hours=1))

    actions.return_to_unit(submission_id=submission.pk, actor=factories.an_editor(), reason="Ảnh bị mờ.")

    assert again(submission).scheduled_at is None
    assert again(submission).state == State.RETURNED
