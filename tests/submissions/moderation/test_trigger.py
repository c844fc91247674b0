"""The database has the last word: a story is live only with an approved revision, whoever asks and however."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.models import Page

from cms.website.models import ApprovedRevision
from submissions.articles.enums import State
from submissions.articles.models import ArticlePage, Submission
from submissions.units.models import UnitIndexPage
from tests import factories

pytestmark = pytest.mark.django_db


def page_of(submission: Submission) -> ArticlePage:
    return ArticlePage.objects.get(pk=submission.page_id)


def test_a_page_can_not_be_added_live():
    unit = factories.a_unit()
    page = ArticlePage(**factories.article_content(), slug="lach-luat", live=True)

    with pytest.raises(IntegrityError), transaction.atomic():
        UnitIndexPage.objects.get(pk=unit.page.pk).add_child(instance=page)

    assert not ArticlePage.objects.filter(slug="lach-luat").exists()


@pytest.mark.parametrize("state", [State.DRAFT, State.SUBMITTED, State.IN_REVIEW, State.RETURNED, State.REJECTED])
def test_a_save_in_a_shell_does_not_make_it_live(state):
    page = page_of(factories.an_article(state=state))
    page.live = True

    with pytest.raises(IntegrityError), transaction.atomic():
        page.save()

    assert not Page.objects.get(pk=page.pk).live


def test_an_update_in_a_shell_does_not_make_it_live():
    submission = factories.an_article(state=State.SUBMITTED)

    with pytest.raises(IntegrityError), transaction.atomic():
        Page.objects.filter(pk=submission.page_id).update(live=True)


def test_plain_sql_does_not_make_it_live():
    submission = factories.an_article(state=State.IN_REVIEW)

    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE wagtailcore_page SET live = %s, live_revision_id = latest_revision_id WHERE id = %s",
            [True, submission.page_id],
        )


def test_an_approved_page_is_not_live_by_its_flag_alone():
    submission = factories.an_article(state=State.APPROVED)

    with pytest.raises(IntegrityError), transaction.atomic():
        Page.objects.filter(pk=submission.page_id).update(live=True)


def test_wagtails_own_publish_action_is_refused_for_an_unapproved_revision():
    page = page_of(factories.an_article(state=State.IN_REVIEW))

    with pytest.raises(IntegrityError), transaction.atomic():
        PublishPageRevisionAction(page.latest_revision).execute(skip_permission_checks=True)


def test_a_revision_later_than_the_approved_one_does_not_go_live():
    page = page_of(factories.an_article(state=State.PUBLISHED))
    page.title = "Chưa ai duyệt"
    later = super(ArticlePage, page).save_revision(user=factories.an_editor())

    with pytest.raises(IntegrityError), transaction.atomic():
        later.publish()

    assert page_of(Submission.objects.get(page_id=page.pk)).title != "Chưa ai duyệt"


def test_after_a_withdrawal_the_latest_revision_is_not_published_again():
    page = page_of(factories.an_article(state=State.WITHDRAWN))
    page.sapo = "Chưa ai duyệt"
    later = super(ArticlePage, page).save_revision(user=factories.an_editor())

    with pytest.raises(IntegrityError), transaction.atomic():
        later.publish()


def test_an_approval_of_another_article_does_not_count():
    approved = factories.an_article(state=State.APPROVED)
    other = factories.an_article(state=State.IN_REVIEW)

    with pytest.raises(IntegrityError), transaction.atomic():
        Page.objects.filter(pk=other.page_id).update(live=True, live_revision_id=approved.approved_revision_id)


def test_a_copy_of_a_live_page_is_not_live():
    page = page_of(factories.an_article(state=State.PUBLISHED))

    with pytest.raises(IntegrityError), transaction.atomic():
        page.copy(update_attrs={"slug": "ban-sao"}, keep_live=True, copy_revisions=False)


def test_the_approved_revision_goes_live():
    page = page_of(factories.an_article(state=State.APPROVED))
    approved = ApprovedRevision.objects.get(story_id=page.pk).revision

    PublishPageRevisionAction(approved).execute(skip_permission_checks=True)

    assert Page.objects.get(pk=page.pk).live


def test_other_pages_of_the_site_need_no_approval():
    unit = factories.a_unit()

    Page.objects.filter(pk=unit.page.pk).update(live=False)
    Page.objects.filter(pk=unit.page.pk).update(live=True)

    assert Page.objects.get(pk=unit.page.pk).live
