"""English versions: begun at the desk, approved by themselves, paired with their originals, and counted for nobody."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from bulletin.issues import actions as issues
from bulletin.issues.errors import ArticlesNotReady
from bulletin.issues.quota import spare_articles
from cms.accounts.models import Notice
from cms.core.periods import Month
from cms.website.models import StoryPage
from submissions.articles.enums import State
from submissions.articles.models import ArticlePage, Submission
from submissions.articles.translations import NotTranslatable, begin_translation
from submissions.duty.facts import unit_duty
from submissions.moderation import actions
from submissions.moderation.due import publish_due_articles
from submissions.moderation.errors import VerbRefused
from tests import factories
from tests.cms.website.english import an_english_version, translate
from tests.shared import shared


@shared
def unit(db):
    return factories.a_unit(code="BVTHU")


@shared
def original(unit):
    photo = factories.a_photo(unit=unit)
    return factories.an_article(
        unit=unit, state=State.PUBLISHED, title="Một cửa gọn hơn ở khoa khám bệnh", lead_image=photo
    )


def test_an_english_version_begins_with_the_structure_and_the_photos_of_its_original(original):
    editor = factories.an_editor()
    version = begin_translation(submission_id=original.pk, actor=editor)
    text = factories.latest_text(version)
    assert text.language == "en"
    assert text.translation_of_id == original.page_id
    assert text.lead_image_id == original.page.lead_image_id
    assert [block.block_type for block in text.body] == [block.block_type for block in original.page.body]
    assert (version.state, version.created_by) == (State.DRAFT, editor)
    assert not ArticlePage.objects.get(pk=version.page_id).live


def test_a_second_english_version_of_the_same_article_is_the_first(original):
    first = begin_translation(submission_id=original.pk, actor=factories.an_editor())
    second = begin_translation(submission_id=original.pk, actor=factories.an_editor())
    assert first.pk == second.pk


def test_the_database_keeps_pairs_single(original):
    version = begin_translation(submission_id=original.pk, actor=factories.an_editor())
    another = factories.an_article(unit=original.unit)
    with pytest.raises(IntegrityError), transaction.atomic():
        StoryPage.objects.filter(pk=another.page_id).update(translation_of=original.page_id, language="en")
    with pytest.raises(IntegrityError), transaction.atomic():
        StoryPage.objects.filter(pk=version.page_id).update(language="vi")


@pytest.mark.parametrize("state", [State.DRAFT, State.SUBMITTED, State.RETURNED, State.REJECTED, State.WITHDRAWN])
def test_only_a_text_that_was_decided_on_is_translated(unit, state):
    submission = factories.an_article(unit=unit, state=state)
    with pytest.raises(NotTranslatable):
        begin_translation(submission_id=submission.pk, actor=factories.an_editor())


def test_a_translation_and_an_english_original_have_no_english_version(unit, original):
    version = begin_translation(submission_id=original.pk, actor=factories.an_editor())
    english = factories.an_article(unit=unit, state=State.PUBLISHED, language="en")
    for submission in (version, english):
        with pytest.raises(NotTranslatable):
            begin_translation(submission_id=submission.pk, actor=factories.an_editor())


def test_the_address_follows_the_english_title_until_it_is_public(original):
    version = begin_translation(submission_id=original.pk, actor=factories.an_editor())
    translate(version, title="A shorter way through the outpatient clinic")
    assert factories.latest_text(version).slug == "a-shorter-way-through-the-outpatient-clinic"


def test_an_english_version_is_approved_by_somebody_else_than_its_translator(original):
    editor = factories.an_editor()
    version = begin_translation(submission_id=original.pk, actor=editor)
    translate(version, by=editor)
    actions.submit(submission_id=version.pk, actor=editor, no_secrets=True)
    with pytest.raises(VerbRefused):
        actions.approve(submission_id=version.pk, actor=editor, revision_id=factories.latest_revision_id(version))


def test_an_english_version_counts_in_no_month_and_for_no_unit(original):
    month = Month.of(timezone.now())
    before = unit_duty(original.unit, month)
    version = an_english_version(original)
    assert (version.period, version.on_time) == (None, None)
    assert version.published_at is not None
    assert unit_duty(original.unit, month) == before


def test_the_head_of_a_unit_that_releases_has_no_part_in_the_english_version(original):
    original.unit.head_releases = True
    original.unit.save()
    editor = factories.an_editor()
    version = begin_translation(submission_id=original.pk, actor=editor)
    translate(version, by=editor)
    handed = actions.hand_in(submission_id=version.pk, actor=editor, no_secrets=True)
    assert handed.state == State.SUBMITTED


def test_the_unit_reads_its_english_version_and_does_not_change_it(original):
    writer = factories.a_writer(original.unit)
    version = begin_translation(submission_id=original.pk, actor=factories.an_editor())
    assert Submission.objects.visible_to(writer).filter(pk=version.pk).exists()
    with pytest.raises(VerbRefused):
        actions.submit(submission_id=version.pk, actor=writer, no_secrets=True)


def test_another_unit_does_not_see_the_draft(original):
    stranger = factories.a_writer(factories.a_unit())
    version = begin_translation(submission_id=original.pk, actor=factories.an_editor())
    assert not Submission.objects.visible_to(stranger).filter(pk=version.pk).exists()


def test_an_english_version_never_goes_live_before_its_original(unit):
    original = factories.an_article(unit=unit, state=State.APPROVED)
    with pytest.raises(VerbRefused, match=r"(?i)công khai|public"):
        an_english_version(original)


def test_a_scheduled_english_version_falls_back_when_its_original_is_gone(original):
    version = an_english_version(original, state=State.SCHEDULED)
    actions.withdraw(submission_id=original.pk, actor=factories.a_desk_editor(), reason="Sai số liệu.")
    later = Submission.objects.get(pk=version.pk).scheduled_at
    assert publish_due_articles(now=later) == 0
    assert Submission.objects.get(pk=version.pk).state == State.APPROVED


def test_the_english_version_is_withdrawn_with_its_original_and_the_desk_is_told(client, original):
    desk = factories.a_desk_editor()
    version = an_english_version(original)
    address = version.page.get_url()
    actions.withdraw(submission_id=original.pk, actor=desk, reason="Sai số liệu.", public_note="Gỡ để kiểm tra.")
    assert Submission.objects.get(pk=version.pk).state == State.WITHDRAWN
    gone = client.get(address)
    assert gone.status_code == 410
    assert 'lang="en"' in gone.content.decode()
    assert "The Vietnamese original of this article was withdrawn." in gone.content.decode()
    assert Notice.objects.filter(user=desk, kind="original-changed").exists()


def test_withdrawing_the_english_version_leaves_the_original(client, original):
    version = an_english_version(original)
    actions.withdraw(submission_id=version.pk, actor=factories.a_desk_editor(), reason="Dịch sai.")
    assert client.get(original.page.get_url()).status_code == 200


def _correct(submission, editor, **changes):
    actions.correct(submission_id=submission.pk, actor=editor, note="Sửa thời hạn.")
    factories.an_edit(submission, by=editor, **changes)
    return actions.approve(
        submission_id=submission.pk,
        actor=factories.an_editor(),
        revision_id=factories.latest_revision_id(submission),
    )


def test_readers_and_the_desk_are_told_that_the_original_has_moved_on(client, original):
    editor = factories.an_editor()
    version = an_english_version(original, editor=editor)
    address = version.page.get_url()
    assert "was updated on" not in client.get(address).content.decode()
    _correct(original, factories.an_editor())
    today = timezone.localdate()
    words = f"The Vietnamese original was updated on {today.day} {today:%B %Y}."
    assert words in client.get(address).content.decode()
    assert Notice.objects.filter(user=editor, kind="original-changed").exists()
    client.force_login(editor)
    screen = client.get(reverse("moderation:submission", args=[version.pk])).content.decode()
    assert "older than the original" in screen or "cũ hơn bản gốc" in screen
    _correct(version, editor, sapo="Now with the right dates.")
    assert "was updated on" not in client.get(address).content.decode()


def test_an_english_version_is_begun_from_the_screen_of_its_article(client, original):
    client.force_login(factories.an_editor())
    screen = client.get(reverse("moderation:submission", args=[original.pk])).content.decode()
    action = reverse("moderation:translate", args=[original.pk])
    assert action in screen
    answer = client.post(action)
    version = Submission.objects.get(is_translation=True)
    assert answer.url == reverse("wagtailadmin_pages:edit", args=[version.page_id])
    assert client.get(answer.url).status_code == 200
    assert action not in client.get(reverse("moderation:submission", args=[original.pk])).content.decode()


def test_an_article_that_cannot_be_translated_answers_why(client, unit):
    submission = factories.an_article(unit=unit, state=State.SUBMITTED)
    client.force_login(factories.an_editor())
    assert client.post(reverse("moderation:translate", args=[submission.pk])).status_code == 409
    assert not Submission.objects.filter(is_translation=True).exists()


@pytest.mark.parametrize("make", [factories.a_board_member, factories.an_officer, factories.an_administrator])
def test_only_editors_and_the_desk_begin_an_english_version(client, original, make):
    client.force_login(make())
    assert client.post(reverse("moderation:translate", args=[original.pk])).status_code in (302, 403)
    assert not Submission.objects.filter(is_translation=True).exists()


def test_the_writer_of_the_unit_does_not_begin_one(client, original):
    client.force_login(original.created_by)
    assert client.post(reverse("moderation:translate", args=[original.pk])).status_code in (302, 403)
    assert not Submission.objects.filter(is_translation=True).exists()


def test_the_unit_gets_no_mail_about_the_work_of_its_translators(original):
    editor = factories.an_editor()
    version = an_english_version(original, editor=editor)
    told = Notice.objects.filter(url=reverse("moderation:submission", args=[version.pk]))
    assert set(told.values_list("user", flat=True)) == {editor.pk}


def test_an_english_version_is_composed_into_no_issue(original):
    version = an_english_version(original, state=State.APPROVED)
    issue = issues.create_issue(
        actor=factories.a_desk_editor(), period=Month.of(timezone.now()).first_day, issue_date=timezone.localdate()
    )
    assert version.pk not in spare_articles().values_list("pk", flat=True)
    with pytest.raises(ArticlesNotReady):
        issues.compose(issue_id=issue.pk, actor=factories.a_desk_editor(), article_ids=[version.page_id])
