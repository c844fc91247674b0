"""The editor's autosave, sent as the browser sends it: it disturbs no decision, loses nothing and overwrites nobody."""

from __future__ import annotations

import pytest
from django.urls import reverse
from wagtail.admin.models import EditingSession
from wagtail.models import Comment, Revision

from submissions.articles.enums import EventVerb, State
from submissions.articles.models import Submission
from submissions.moderation import actions, board_links
from submissions.moderation.errors import StaleRevision
from submissions.moderation.models import ApprovalLink
from tests import factories
from tests.submissions.moderation.forms import typed

pytestmark = [pytest.mark.django_db, pytest.mark.once]
KEPT = (
    "state", "last_edited_by_id", "last_edited_at", "endorsed_by_id", "endorsed_revision_id", "approved_revision_id",
    "approved_hash", "content_hash", "due_at", "claimed_by_id", "needs_second", "submitted_at",
)  # fmt: skip


def autosave(browser, submission, **changes):
    """What wagtail's autosave posts: the whole form, the revision it was loaded with, and the wish for JSON."""
    url = reverse("wagtailadmin_pages:edit", args=[submission.page_id])
    latest = Revision.objects.get(pk=factories.latest_revision_id(submission))
    known = {"loaded_revision_id": latest.pk, "loaded_revision_created_at": latest.created_at.isoformat()}
    return browser.post(url, {**typed(submission), **known, **changes}, headers={"accept": "application/json"})


def facts(submission):
    row = Submission.objects.get(pk=submission.pk)
    return {name: getattr(row, name) for name in KEPT}, list(row.events.values_list("verb", "at", "revision_id"))


def comment(text, **fields):
    values = {"id": "", "text": text, "contentpath": "sapo", "position": "", "DELETE": "", "resolved": "", **fields}
    formset = {f"{name}_FORMS": 0 for name in ("INITIAL", "MIN_NUM", "MAX_NUM")}
    return {
        **{f"comments-{name}": value for name, value in {**formset, "TOTAL_FORMS": 1}.items()},
        **{f"comments-0-{name}": value for name, value in values.items()},
        **{f"comments-0-replies-{name}": value for name, value in {**formset, "TOTAL_FORMS": 0}.items()},
    }


def test_a_save_that_changes_nothing_and_a_comment_restart_nothing(signed_in):
    editor, board, colleague = factories.an_editor(), factories.a_board_member(), factories.an_editor()
    submission = factories.an_article(state=State.IN_REVIEW, editor=editor)
    browser = signed_in(editor)
    assert autosave(browser, submission).json()["success"]
    on_screen = factories.latest_revision_id(submission)
    board_links.ask_board(submission_id=submission.pk, actor=editor, person_id=board.pk, revision_id=on_screen)
    before = facts(submission)

    assert autosave(browser, submission, overwrite_revision_id=on_screen).json()["success"]
    assert facts(submission) == before
    assert autosave(browser, submission, **comment("Lay o dau?")).json()["success"]
    other = signed_in(colleague).get(reverse("wagtailadmin_pages:edit", args=[submission.page_id]))

    assert facts(submission) == before
    assert "Lay o dau?" in other.content.decode(), "colleagues read the comment in the editor"
    assert Comment.objects.get().user == editor
    assert factories.latest_revision_id(submission) != on_screen, "saves are kept as revisions"
    link = ApprovalLink.objects.get()
    assert link.revision_id == on_screen
    assert not board_links.spent_reason(link), "the link for the board still holds"
    approved = actions.approve(submission_id=submission.pk, actor=colleague, revision_id=on_screen)
    assert approved.state == State.APPROVED, "whoever had the page open approves the same text"


def test_a_change_after_all_asks_for_approval_again(signed_in):
    editor, colleague = factories.an_editor(), factories.an_editor()
    submission = factories.an_article(state=State.IN_REVIEW, editor=editor)
    on_screen = factories.latest_revision_id(submission)

    assert autosave(signed_in(editor), submission, sapo="Đã khác.").json()["success"]

    with pytest.raises(StaleRevision):
        actions.approve(submission_id=submission.pk, actor=colleague, revision_id=on_screen)


def test_a_revision_that_something_names_is_never_overwritten(signed_in):
    editor, board = factories.an_editor(), factories.a_board_member()
    submission = factories.an_article(state=State.IN_REVIEW, editor=editor)
    browser = signed_in(editor)
    autosave(browser, submission, sapo="Lần một.")
    first = factories.latest_revision_id(submission)
    autosave(browser, submission, sapo="Lần hai.", overwrite_revision_id=first)
    assert factories.latest_revision_id(submission) == first, "one act of editing is one revision"

    def named_by(act):
        act()
        named = Revision.objects.get(pk=factories.latest_revision_id(submission))
        answer = autosave(browser, submission, sapo=f"Sau {named.pk}.", overwrite_revision_id=named.pk)
        assert answer.json()["revision_id"] != named.pk
        assert Revision.objects.get(pk=named.pk).content == named.content
        assert factories.latest_revision_id(submission) == answer.json()["revision_id"]

    def ask_board():
        latest = factories.latest_revision_id(submission)
        board_links.ask_board(submission_id=submission.pk, actor=editor, person_id=board.pk, revision_id=latest)

    def endorse_and_reconsider():
        latest, other = factories.latest_revision_id(submission), factories.an_editor()
        actions.ask_second(submission_id=submission.pk, actor=editor, reason="Bài phê phán.")
        actions.endorse(submission_id=submission.pk, actor=other, revision_id=latest)
        actions.reconsider(submission_id=submission.pk, actor=editor)

    named_by(ask_board)
    named_by(endorse_and_reconsider)
    handed_in = submission.events.get(verb=EventVerb.SUBMIT).revision
    writer = handed_in.user
    actions.return_to_unit(submission_id=submission.pk, actor=editor, reason="Sửa sa-pô.")
    browser = signed_in(writer)
    autosave(browser, submission, sapo="Của đơn vị.")
    actions.submit(submission_id=submission.pk, actor=writer, no_secrets=True)
    actions.return_to_unit(submission_id=submission.pk, actor=editor, reason="Còn một chỗ.")
    named_by(lambda: None)


def test_an_autosave_of_a_closed_text_is_refused_and_the_form_keeps_its_words(signed_in):
    unit = factories.a_unit()
    writer = factories.a_writer(unit)
    for state in (State.SUBMITTED, State.SECOND_REVIEW, State.APPROVED, State.PUBLISHED):
        submission = factories.an_article(unit=unit, writer=writer, state=state)
        before, revision = facts(submission), factories.latest_revision_id(submission)

        answer = autosave(signed_in(writer), submission, sapo="Gõ dở trong tab cũ.")

        assert answer.status_code == 400
        assert answer.json()["error_code"] == "locked"
        assert answer.json()["error_message"]
        assert facts(submission) == before
        assert factories.latest_revision_id(submission) == revision


def test_of_two_who_edit_at_once_the_later_is_told_and_both_see_each_other(signed_in):
    first, second = factories.an_editor(name="Lê Thị Hoa"), factories.an_editor(name="Trần Văn Bình")
    submission = factories.an_article(state=State.IN_REVIEW, editor=first)
    edit = reverse("wagtailadmin_pages:edit", args=[submission.page_id])
    browsers = [signed_in(first), signed_in(second)]
    for browser in browsers:
        browser.get(edit)
    loaded = Revision.objects.get(pk=factories.latest_revision_id(submission))
    stale = {"loaded_revision_id": loaded.pk, "loaded_revision_created_at": loaded.created_at.isoformat()}
    assert autosave(browsers[0], submission, sapo="Của người thứ nhất.").json()["success"]

    answer = autosave(browsers[1], submission, sapo="Của người thứ hai.", **stale)

    assert (answer.status_code, answer.json()["error_code"]) == (400, "invalid_revision")
    assert factories.latest_text(submission).sapo == "Của người thứ nhất."
    mine = EditingSession.objects.get(user=second)
    ping = reverse("wagtailadmin_editing_sessions:ping", args=["wagtailcore", "page", submission.page_id, mine.pk])
    assert "Lê Thị Hoa" in browsers[1].post(ping).json()["html"]
    stranger = signed_in(factories.a_writer(factories.a_unit()))
    assert stranger.post(ping).status_code == 404
