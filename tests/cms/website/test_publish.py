"""The publish action: what goes live is what was approved, photos included."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.core.files.base import ContentFile

from cms.website import signals
from cms.website.enums import VersionAction
from cms.website.models import Photo, StoryPage, StoryVersion
from submissions.articles.enums import State
from submissions.articles.models import ArticlePage, Submission
from submissions.moderation import actions
from submissions.moderation.errors import VerbRefused
from tests import factories

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.django_db


def test_what_goes_live_is_the_approved_revision_and_not_a_later_one() -> None:
    submission = factories.an_article(state=State.APPROVED, sapo="Đã duyệt.")
    page = ArticlePage.objects.get(pk=submission.page_id)
    approved = page.latest_revision_id
    # Past every door of ours: a later revision written straight into the table.
    later = page.latest_revision
    later.pk, later.content = None, {**later.content, "sapo": "Chưa ai duyệt."}
    later.save()
    ArticlePage.objects.filter(pk=page.pk).update(latest_revision=later)
    actions.publish(submission_id=submission.pk, actor=factories.an_editor())
    page = ArticlePage.objects.get(pk=page.pk)
    assert (page.sapo, page.live_revision_id) == ("Đã duyệt.", approved)


def test_a_photo_exchanged_after_the_approval_holds_publication_back() -> None:
    unit = factories.a_unit()
    photo = factories.a_photo(unit=unit, colour="teal")
    submission = factories.an_article(unit=unit, state=State.APPROVED, lead_image=photo, lead_alt="Bàn tiếp nhận")
    with factories.a_photo(unit=unit, colour="red").file.open() as other:
        photo.file.save("khac.png", ContentFile(other.read()), save=False)
    photo._set_file_hash()
    photo.save()
    with pytest.raises(VerbRefused):
        actions.publish(submission_id=submission.pk, actor=factories.an_editor())
    assert not ArticlePage.objects.get(pk=submission.page_id).live


def test_a_photos_hash_that_is_filled_in_late_changes_nothing() -> None:
    unit = factories.a_unit()
    photo = factories.a_photo(unit=unit)
    Photo.objects.filter(pk=photo.pk).update(file_hash="")
    photo.refresh_from_db()
    submission = factories.an_article(unit=unit, state=State.APPROVED, lead_image=photo, lead_alt="Bàn tiếp nhận")
    Photo.objects.get(pk=photo.pk).get_file_hash()
    actions.publish(submission_id=submission.pk, actor=factories.an_editor())
    assert ArticlePage.objects.get(pk=submission.page_id).live


def test_versions_count_without_gaps_and_say_what_they_did() -> None:
    editor, second, desk = factories.an_editor(), factories.an_editor(), factories.a_desk_editor()
    submission = factories.an_article(state=State.PUBLISHED)
    actions.correct(submission_id=submission.pk, actor=editor, note="Sửa số liệu ở đoạn hai.")
    factories.an_edit(submission, by=editor)
    actions.approve(submission_id=submission.pk, actor=second, revision_id=factories.latest_revision_id(submission))
    actions.withdraw(submission_id=submission.pk, actor=desk, reason="Sai", public_note="Đã gỡ.")
    rows = StoryVersion.objects.filter(story_id=submission.page_id).values_list("version", "action", "note")
    assert list(rows) == [
        (1, VersionAction.PUBLISHED, ""),
        (2, VersionAction.UPDATED, "Sửa số liệu ở đoạn hai."),
        (3, VersionAction.RETRACTED, "Đã gỡ."),
    ]


def test_a_receiver_that_fails_undoes_the_publication() -> None:
    submission = factories.an_article(state=State.APPROVED)

    def fail(**_kwargs: object) -> None:
        raise RuntimeError("no row was written")

    signals.story_published.connect(fail)
    try:
        with pytest.raises(RuntimeError):
            actions.publish(submission_id=submission.pk, actor=factories.an_editor())
    finally:
        signals.story_published.disconnect(fail)
    assert not StoryPage.objects.get(pk=submission.page_id).live
    assert not StoryVersion.objects.exists()
    assert Submission.objects.get(pk=submission.pk).state == State.APPROVED


def test_a_withdrawn_article_answers_410_with_the_public_note_and_nothing_else(client: Client) -> None:
    submission = factories.an_article(state=State.PUBLISHED, title="Tít sẽ bị gỡ")
    address = ArticlePage.objects.get(pk=submission.page_id).url
    assert client.get(address).status_code == 200
    actions.withdraw(
        submission_id=submission.pk,
        actor=factories.a_desk_editor(),
        reason="Lý do nội bộ",
        public_note="Gỡ theo đề nghị của đơn vị.",
    )
    answer = client.get(address)
    text = answer.content.decode()
    assert answer.status_code == 410
    assert "Gỡ theo đề nghị của đơn vị." in text
    assert "Tít sẽ bị gỡ" not in text
    assert "Lý do nội bộ" not in text
