"""When fingerprints are written, renewed and taken away."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from cms.core.models import Rule
from submissions.articles.enums import State
from submissions.copies.models import Band, Fingerprint
from submissions.copies.search import similar_to
from submissions.copies.signature import BANDS, SCHEME
from submissions.moderation import actions
from tests import factories
from tests.submissions.copies.test_search import an_article_saying, half_of
from tests.submissions.copies.texts import body_of, texts
from tests.submissions.moderation.races import at_once

NOTICE = "Trung tâm Y tế thông báo lịch nghỉ Tết cho người bệnh được biết."


def indexed(*options: str) -> str:
    out = StringIO()
    call_command("index_copies", *options, stdout=out)
    return out.getvalue().strip()


def fingerprint(submission) -> Fingerprint | None:
    return Fingerprint.objects.filter(page_id=submission.page_id).first()


@pytest.mark.django_db
def test_a_draft_has_no_fingerprint_and_a_hand_in_writes_one():
    draft = an_article_saying(texts()[0])
    assert fingerprint(draft) is None
    actions.submit(submission_id=draft.pk, actor=draft.created_by, no_secrets=True)
    row = fingerprint(draft)
    assert row.scheme == SCHEME
    assert row.bands.count() == BANDS
    assert (row.best_share, row.best_match) == (None, None)


@pytest.mark.django_db
def test_a_second_hand_in_replaces_the_first_and_a_text_that_became_short_is_forgotten():
    article = an_article_saying(texts()[0], state=State.RETURNED)
    before = fingerprint(article).signature
    factories.an_edit(article, by=article.created_by, body=body_of(texts()[1]))
    actions.submit(submission_id=article.pk, actor=article.created_by, no_secrets=True)
    assert bytes(fingerprint(article).signature) != bytes(before)
    assert Band.objects.count() == BANDS
    actions.return_to_unit(submission_id=article.pk, actor=factories.an_editor(), reason="Viết lại")
    factories.an_edit(article, by=article.created_by, body=body_of(NOTICE))
    actions.submit(submission_id=article.pk, actor=article.created_by, no_secrets=True)
    assert fingerprint(article) is None
    assert not Band.objects.exists()


@pytest.mark.django_db
def test_a_publication_and_an_approved_correction_renew_it_and_a_correction_under_way_does_not():
    article = an_article_saying(texts()[0], state=State.IN_REVIEW)
    editor, second = factories.an_editor(), factories.an_editor()
    factories.an_edit(article, by=editor, body=body_of(texts()[2]))
    handed_in = bytes(fingerprint(article).signature)
    actions.approve(submission_id=article.pk, actor=second, revision_id=factories.latest_revision_id(article))
    actions.publish(submission_id=article.pk, actor=second)
    published = bytes(fingerprint(article).signature)
    assert published != handed_in
    actions.correct(submission_id=article.pk, actor=editor, note="Sửa số liệu.")
    factories.an_edit(article, by=editor, body=body_of(texts()[3]))
    assert bytes(fingerprint(article).signature) == published
    actions.approve(submission_id=article.pk, actor=second, revision_id=factories.latest_revision_id(article))
    assert bytes(fingerprint(article).signature) != published


@pytest.mark.django_db
def test_the_closest_earlier_article_is_kept_from_the_notice_on_and_a_later_copy_is_not():
    now = timezone.now()
    first = an_article_saying(texts()[0], state=State.PUBLISHED, at=now - timedelta(days=40))
    copy = an_article_saying(texts()[0], state=State.SUBMITTED, at=now - timedelta(days=3))
    part = an_article_saying(half_of(texts()[1], texts()[0])[:1100], state=State.SUBMITTED, at=now)
    assert fingerprint(copy).best_match_id == first.page_id
    assert (fingerprint(copy).best_share or 0) >= 98
    assert fingerprint(part).best_share is None
    indexed()
    assert fingerprint(first).best_share is None
    assert fingerprint(copy).best_match_id == first.page_id


@pytest.mark.django_db
def test_a_hand_in_is_never_stopped_by_a_rule_that_is_missing():
    Rule.objects.filter(code__startswith="copies.").delete()
    an_article_saying(texts()[0], state=State.SUBMITTED)
    assert an_article_saying(texts()[0], state=State.SUBMITTED).state == State.SUBMITTED


@pytest.mark.django_db
def test_a_deleted_page_takes_its_fingerprint_along():
    article = an_article_saying(texts()[0], state=State.SUBMITTED)
    copy = an_article_saying(texts()[0], state=State.SUBMITTED)
    assert fingerprint(copy).best_match_id == article.page_id
    article.page.delete()
    assert Fingerprint.objects.count() == 1
    assert Band.objects.count() == BANDS
    assert fingerprint(copy).best_match is None


@pytest.mark.django_db
def test_the_command_fills_what_is_missing_or_of_another_release_and_renews_everything():
    public = an_article_saying(texts()[0], state=State.PUBLISHED)
    copy = an_article_saying(texts()[0], state=State.SUBMITTED)
    an_article_saying(NOTICE, state=State.SUBMITTED)
    an_article_saying(texts()[3])
    kept = {row.page_id: (bytes(row.signature), row.best_share) for row in Fingerprint.objects.all()}
    assert len(kept) == 2
    Fingerprint.objects.filter(page_id=public.page_id).delete()
    Fingerprint.objects.update(scheme="rensa-1", signature=b"", best_share=None, best_match=None)
    assert indexed("--missing") == "3 articles were looked at, 2 of them are in the index of copies."
    assert {row.page_id: (bytes(row.signature), row.best_share) for row in Fingerprint.objects.all()} == kept
    assert indexed() == "3 articles were looked at, 2 of them are in the index of copies."
    assert Band.objects.count() == 2 * BANDS
    assert [match.page_id for match in similar_to(page=factories.latest_text(copy), user=None)] == [public.page_id]


@pytest.mark.django_db(transaction=True)
def test_of_two_copies_handed_in_at_once_one_is_flagged_with_the_other_whatever_their_clocks_say():
    first, second = an_article_saying(texts()[0]), an_article_saying(texts()[0])
    now = timezone.now()
    refusals = at_once(
        *(
            partial(
                actions.submit,
                submission_id=each.pk,
                actor=each.created_by,
                no_secrets=True,
                now=now + timedelta(seconds=place),
            )
            for place, each in enumerate((first, second))
        )
    )
    assert refusals == [None, None]
    flags = {each.page_id: fingerprint(each).best_match_id for each in (first, second)}
    assert flags in (
        {first.page_id: None, second.page_id: first.page_id},
        {first.page_id: second.page_id, second.page_id: None},
    )
    assert Band.objects.count() == 2 * BANDS


@pytest.mark.django_db(transaction=True)
def test_the_command_and_a_hand_in_at_once_leave_one_whole_fingerprint_of_each():
    first = an_article_saying(texts()[0], state=State.SUBMITTED)
    second = an_article_saying(texts()[0])
    assert at_once(
        indexed, partial(actions.submit, submission_id=second.pk, actor=second.created_by, no_secrets=True)
    ) == [None, None]
    assert fingerprint(second).best_match_id == first.page_id
    assert Band.objects.count() == 2 * BANDS
