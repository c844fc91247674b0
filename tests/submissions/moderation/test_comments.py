"""Comments in the editor: told as notices to the people of the article; Wagtail itself mails nobody about anything."""

from __future__ import annotations

import pytest
from django.core import mail as outbox
from wagtail.admin.views.pages.edit import EditView
from wagtail.models import Comment, CommentReply, Page, PageSubscription
from wagtail.users.models import UserProfile

from cms.accounts.models import Notice
from cms.accounts.wagtail_mails import SWITCHES
from cms.core.models import OutgoingMail
from submissions.articles.enums import State
from tests import factories

pytestmark = pytest.mark.django_db


def told(kind="comment"):
    return {(notice.user, notice.key.partition(":")[0]) for notice in Notice.objects.filter(kind=kind)}


def test_a_comment_and_its_answer_are_told_to_the_people_of_the_article():
    unit = factories.a_unit()
    writer, editor, colleague = factories.a_writer(unit), factories.an_editor(), factories.an_editor()
    submission = factories.an_article(unit=unit, writer=writer, editor=editor, state=State.IN_REVIEW)

    comment = Comment.objects.create(page_id=submission.page_id, user=colleague, text="Ý", contentpath="sapo")
    assert told() == {(writer, "comment"), (editor, "comment")}

    CommentReply.objects.create(comment=comment, user=editor, text="Đã đối chiếu với báo cáo <b>quý</b>")
    assert (colleague, "comment-reply") in told(), "who began the thread is told of the answer"
    assert (editor, "comment-reply") not in told(), "nobody is told of their own words"
    mail = OutgoingMail.objects.get(user=colleague, kind="comment")
    assert "Đã đối chiếu với báo cáo <b>quý</b>" in mail.text
    assert "&lt;b&gt;quý" in mail.html
    before = Notice.objects.count()
    comment.resolved_by = editor
    comment.save()
    assert Notice.objects.count() == before, "a change of a comment is told to nobody"


def test_what_wagtails_editor_does_after_comments_mails_nobody(rf):
    unit = factories.a_unit()
    writer, editor = factories.a_writer(unit), factories.an_editor()
    submission = factories.an_article(unit=unit, writer=writer, editor=editor, state=State.IN_REVIEW)
    page = Page.objects.get(pk=submission.page_id)
    for person in (writer, editor, factories.an_administrator()):
        PageSubscription.objects.create(page=page, user=person, comment_notifications=True)
    comment = Comment.objects.create(page=page, user=editor, text="Ý", contentpath="sapo")
    reply = CommentReply.objects.create(comment=comment, user=writer, text="Vâng")
    view = EditView()
    view.page, view.request = page, rf.post("/")
    view.request.user = factories.a_desk_editor()

    view.send_commenting_notifications(
        {
            "new_comments": [comment],
            "resolved_comments": [comment],
            "deleted_comments": [comment],
            "new_replies": [(comment, [reply])],
        }
    )

    assert outbox.outbox == []


def test_a_comment_of_a_thread_is_not_told_to_who_may_no_longer_see_the_article():
    unit = factories.a_unit()
    writer, gone = factories.a_writer(unit), factories.a_writer(unit)
    submission = factories.an_article(unit=unit, writer=writer)
    comment = Comment.objects.create(page_id=submission.page_id, user=gone, text="Ý", contentpath="sapo")
    gone.memberships.all().delete()

    CommentReply.objects.create(comment=comment, user=writer, text="Trả lời")

    assert not Notice.objects.filter(user=gone).exists()
    assert Notice.objects.filter(user=writer, key=f"comment:{comment.pk}").exists()


def test_a_page_that_is_no_article_is_commented_without_a_word():
    factories.house()
    Comment.objects.create(page=Page.objects.last(), user=factories.an_editor(), text="Ý", contentpath="title")
    assert not Notice.objects.exists()


def test_a_whole_way_of_an_article_sends_no_mail_of_wagtails_and_its_switches_stay_off():
    people = [factories.an_editor(), factories.a_desk_editor(), factories.an_administrator()]
    for person in people:
        profile = UserProfile.get_for_user(person)
        for switch in SWITCHES:
            setattr(profile, switch, True)
        profile.save()
        profile.refresh_from_db()
        assert not any(getattr(profile, switch) for switch in SWITCHES)

    for state in (State.RETURNED, State.REJECTED, State.PUBLISHED, State.WITHDRAWN):
        factories.an_article(state=state, editor=people[0])

    assert outbox.outbox == []
    assert OutgoingMail.objects.exists(), "the house's own are rows"
