"""Whom each verb of moderation tells, what, and where its mail leads: to the people it concerns and to no other unit."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from cms.accounts.models import Notice
from cms.core.models import OutgoingMail
from submissions.articles.actions import record_event
from submissions.articles.enums import EventVerb, State
from submissions.moderation import notice_kinds as kinds
from submissions.moderation import notifications
from submissions.units.enums import NoticeKind
from submissions.units.routing import name_for
from tests import factories
from tests.shared import shared

pytestmark = pytest.mark.django_db
HOSTILE = '"><img src=x onerror=alert(1)>\r\nBcc: x@vi-du.vn'


@shared
def unit():
    return factories.a_unit()


@shared
def submission(unit):
    return factories.an_article(unit=unit, writer=factories.a_writer(unit), state=State.IN_REVIEW)


def event(submission, verb, actor, reason=""):
    return record_event(
        submission=submission, verb=verb, actor=actor, at=timezone.now(), from_state=submission.state, reason=reason
    )


def told(kind):
    return {notice.user for notice in Notice.objects.filter(kind=kind)}


def mail_of(kind):
    return OutgoingMail.objects.filter(kind=kind).first()


def test_the_heads_are_told_what_waits_for_them_and_the_writer_what_was_given_back(unit, submission):
    writer = submission.created_by
    head, other_head = factories.a_head(unit), factories.a_head(factories.a_unit())

    notifications.to_release(submission=submission, event=event(submission, EventVerb.PROPOSE, writer))
    assert told(kinds.TO_RELEASE) == {head}
    notifications.sent_back(
        submission=submission, event=event(submission, EventVerb.SEND_BACK, head, "Thiếu <số liệu>.")
    )
    assert told(kinds.SENT_BACK) == {writer}
    assert "Thiếu <số liệu>." in mail_of(kinds.SENT_BACK).text
    assert not Notice.objects.filter(user=other_head).exists()


def test_results_go_to_the_authors_and_to_whom_the_unit_has_named(unit):
    writer, clerk, head = factories.a_writer(unit), factories.a_writer(unit), factories.a_head(unit)
    name_for(unit=unit, kind=NoticeKind.RESULTS, user_ids=[clerk.pk])

    factories.an_article(unit=unit, writer=writer, state=State.PUBLISHED)

    assert told(kinds.PUBLISHED) == told(kinds.APPROVED) == {writer, clerk}
    assert not Notice.objects.filter(user=head).exists()


def test_who_gets_an_article_and_who_loses_it_are_told_but_not_of_their_own_doing(submission):
    desk, first, second = factories.a_desk_editor(), factories.an_editor(), factories.an_editor()

    notifications.assigned(submission=submission, event=event(submission, EventVerb.ASSIGN, desk), assignee=first)
    notifications.assigned(submission=submission, event=event(submission, EventVerb.ASSIGN, second), assignee=second)
    notifications.taken_over(
        submission=submission, event=event(submission, EventVerb.TAKE_OVER, second), previous=first
    )

    assert told(kinds.ASSIGNED) == told(kinds.TAKEN_OVER) == {first}


def test_the_second_reviewer_is_sought_among_those_who_are_not_too_close_and_in_their_daily_mail(submission):
    first, second, desk = factories.an_editor(), factories.an_editor(), factories.a_desk_editor()

    notifications.second_review(submission=submission, event=event(submission, EventVerb.ENDORSE, first))

    people = told(kinds.SECOND_REVIEW)
    assert {second, desk} <= people
    assert first not in people
    assert submission.created_by not in people
    assert not OutgoingMail.objects.filter(kind=kinds.SECOND_REVIEW).exists()


def test_an_overdue_article_is_told_once_for_each_level(submission):
    desk, board = factories.a_desk_editor(), factories.a_board_member()
    due_at = timezone.now() - timedelta(hours=1)
    for _time in range(2):
        notifications.escalated(submission=submission, people=[desk], level=1, due_at=due_at)
    notifications.escalated(submission=submission, people=[desk, board], level=2, due_at=due_at)

    assert Notice.objects.filter(kind=kinds.ESCALATED, user=desk).count() == 2
    assert Notice.objects.filter(kind=kinds.ESCALATED, user=board).count() == 1


def test_the_link_of_the_board_stands_in_the_mail_alone(submission):
    board = factories.a_board_member()
    url = f"{settings.WAGTAILADMIN_BASE_URL}/quan-tri/duyet/bi-mat:chu-ky/"

    notifications.board_link(
        submission=submission, person=board, url=url, expires_at=timezone.now() + timedelta(hours=48), link_id=1
    )

    mail, notice = mail_of(kinds.BOARD_LINK), Notice.objects.get(kind=kinds.BOARD_LINK)
    assert mail.is_private
    assert url in mail.text
    assert url in mail.html
    assert "bi-mat" not in notice.url + notice.text + notice.title


def test_suggested_changes_are_told_to_the_authors(submission):
    notifications.suggested_changes(
        submission=submission, event=event(submission, EventVerb.EDIT, factories.an_editor())
    )
    assert told(kinds.SUGGESTED) == {submission.created_by}


def test_a_mail_leads_to_the_article_also_over_signing_in(unit, client, signed_in):
    submission = factories.an_article(unit=unit, writer=factories.a_writer(unit), state=State.RETURNED)
    notice = Notice.objects.get(kind=kinds.RETURNED)
    assert settings.WAGTAILADMIN_BASE_URL + notice.url in mail_of(kinds.RETURNED).html
    assert signed_in(submission.created_by).get(notice.url).status_code == 200
    assert client.get(notice.url)["Location"] == f"/quan-tri/login/?next={notice.url}"
    assert signed_in(factories.a_writer(factories.a_unit())).get(notice.url).status_code == 404


def test_hostile_names_and_titles_stay_words(unit):
    writer = factories.a_writer(unit, name=HOSTILE)
    factories.an_article(unit=unit, writer=writer, state=State.RETURNED, title='"><img src=x onerror=alert(1)>{{7*7}}')

    mail = mail_of(kinds.RETURNED)
    assert "<img" not in mail.html
    assert "{{7*7}}" in mail.html
    assert "\n" not in mail.subject
