"""Many hands on one text: what was changed is seen, versions are compared, comments are read, own words come back."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Comment, CommentReply

from cms.accounts.models import Notice
from submissions.articles.enums import EventVerb, State
from submissions.articles.models import Submission
from submissions.moderation import actions, board_links, changes
from submissions.moderation.errors import NotAllowed, StaleRevision, VerbClosed, VerbRefused
from submissions.moderation.models import Escalation
from tests import factories
from tests.shared import shared

pytestmark = [pytest.mark.django_db, pytest.mark.once]
P = "paragraph"


def again(submission):
    return Submission.objects.get(pk=submission.pk)


def address(submission):
    return reverse("moderation:submission", args=[submission.pk])


@shared
def returned(house):
    """An article that an editor changed in two places and returned: (submission, writer, editor)."""
    unit = factories.a_unit()
    writer, editor = factories.a_writer(unit), factories.an_editor(name="Lê Thị Hoa")
    body = [
        {"type": P, "value": "<p>Bàn hướng dẫn mở lúc sáu giờ.</p>", "id": "a"},
        {"type": P, "value": "<p>Đoạn giữ nguyên.</p>", "id": "b"},
        {"type": P, "value": "<p>Đoạn bị bỏ.</p>", "id": "c"},
    ]
    submission = factories.an_article(
        unit=unit, writer=writer, editor=editor, state=State.IN_REVIEW, sapo="Người bệnh chờ ít hơn.", body=body
    )
    edited = [{"type": P, "value": "<p>Bàn hướng dẫn mở lúc bảy giờ.</p>", "id": "a"}, body[1]]
    factories.an_edit(submission, by=editor, sapo="Người bệnh chờ lâu hơn <b>.", body=edited)
    actions.return_to_unit(submission_id=submission.pk, actor=editor, reason="Xem lại giờ mở.")
    return again(submission), writer, editor


# --- What editors changed ---------------------------------------------------------------------------------------------
def test_the_unit_sees_what_editors_changed_on_both_pages_and_is_told_once(returned, signed_in):
    submission, writer, _editor = returned

    assert list(
        Notice.objects.filter(user=writer, kind__in=["returned", "suggested"]).values_list("kind", flat=True)
    ) == ["suggested"]
    for url in (address(submission), reverse("intake_review", args=[submission.page_id])):
        page = signed_in(writer).get(url).content.decode()
        assert "<del>ít" in page
        assert "&lt;b&gt;" in page, "what looks like markup stays words"
        assert "<del>sáu" in page
        assert "<ins>bảy" in page
        assert "diff__part--removed" in page
        assert "Đoạn giữ nguyên." not in page.partition('class="diff"')[2].partition("</dl>")[0]
        assert 'id="loi-minh-body"' in page
        assert 'id="loi-minh-tat-ca"' in page
    editors_page = signed_in(factories.an_editor()).get(address(submission)).content.decode()
    assert "bien-tap-da-sua" in editors_page
    assert "loi-minh-" not in editors_page


def test_a_return_without_own_changes_is_told_as_before():
    submission = factories.an_article(state=State.RETURNED)
    assert changes.suggested(submission) is None
    assert set(Notice.objects.values_list("kind", flat=True)) == {"returned"}


def test_blocks_that_a_screen_wrote_anew_are_compared_with_those_whose_place_they_took(returned):
    submission, _writer, _editor = returned
    mine = changes.handed_in(submission).revision
    same = [{"type": P, "value": "<p>Bàn hướng dẫn mở lúc sáu giờ.</p>", "id": "x"},
            {"type": P, "value": "<p>Đoạn giữ nguyên nhé.</p>", "id": "y"},
            {"type": P, "value": "<p>Đoạn bị bỏ.</p>", "id": "z"}]  # fmt: skip
    page = changes.text_of(mine)
    page.body = page.body.stream_block.to_python(same)
    theirs = page.save_revision(user=submission.created_by)

    [change] = changes.between(changes.handed_in(submission).revision, theirs)

    assert [(part.kind, "<ins>" in part.html) for part in change.parts] == [("changed", True)]
    swapped = changes.text_of(theirs)
    swapped.body = swapped.body.stream_block.to_python([same[2], same[1], same[0]])
    [change] = changes.between(theirs, swapped.save_revision(user=submission.created_by))
    assert [part.kind for part in change.parts] == ["moved"]


def test_the_unit_takes_one_field_back_then_the_whole_text(returned, signed_in):
    submission, writer, _editor = returned
    browser, url = signed_in(writer), reverse("moderation:own_words", args=[submission.pk])
    back = reverse("intake_review", args=[submission.page_id])

    def take(**data):
        latest = factories.latest_revision_id(submission)
        return browser.post(url, {"revision_id": latest, "next": back, **data})

    assert take(field="sapo")["Location"] == back
    text = factories.latest_text(submission)
    assert text.sapo == "Người bệnh chờ ít hơn."
    assert len(text.body) == 2, "the rest stays as the editors have it"
    assert again(submission).last_edited_by == writer
    take()
    assert len(factories.latest_text(submission).body) == 3
    own = submission.events.get(verb=EventVerb.SUBMIT)
    assert again(submission).state == State.RETURNED
    assert changes.between(own.revision, submission.page.revisions.latest("pk")) == []
    assert take(next="https://la.example/")["Location"] == address(submission)
    before = factories.latest_revision_id(submission)
    for bad in (
        {"field": "owner"},
        {"field": "x" * 300},
        {"revision_id": "9" * 40},
        {"revision_id": ""},
        {"revision_id": "²"},
    ):
        assert take(**bad).status_code == 302
    assert factories.latest_revision_id(submission) == before


def test_own_words_come_back_only_in_the_units_own_hands(returned, signed_in):
    submission, writer, editor = returned
    latest = factories.latest_revision_id(submission)
    url = reverse("moderation:own_words", args=[submission.pk])
    for stranger in (
        factories.a_writer(factories.a_unit()),
        factories.a_head(factories.a_unit()),
        factories.an_officer(),
    ):
        assert signed_in(stranger).post(url, {"revision_id": latest}).status_code == 404
    assert signed_in(writer).get(url).status_code == 405
    with pytest.raises(NotAllowed):
        actions.use_own_words(submission_id=submission.pk, actor=editor, revision_id=latest)
    with pytest.raises(VerbRefused):
        actions.use_own_words(submission_id=submission.pk, actor=writer, revision_id=latest, field="path")
    factories.an_edit(submission, by=writer)
    with pytest.raises(StaleRevision):
        actions.use_own_words(submission_id=submission.pk, actor=writer, revision_id=latest)
    draft = factories.an_article(unit=submission.unit, writer=writer)
    with pytest.raises(VerbRefused):
        actions.use_own_words(submission_id=draft.pk, actor=writer, revision_id=factories.latest_revision_id(draft))
    actions.submit(submission_id=submission.pk, actor=writer, no_secrets=True)
    with pytest.raises(VerbClosed):
        actions.use_own_words(
            submission_id=submission.pk, actor=writer, revision_id=factories.latest_revision_id(submission)
        )
    assert factories.latest_revision_id(draft) == draft.page.latest_revision_id


# --- After an approval ------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("state", [State.APPROVED, State.PUBLISHED])
def test_a_change_after_an_approval_stands_marked_with_who_approved(state, signed_in):
    approver, editor = factories.an_editor(name="Trần Văn Bình"), factories.an_editor()
    submission = factories.an_article(state=state, editor=approver, sapo="Câu đã duyệt.")
    if state == State.APPROVED:
        actions.reopen(submission_id=submission.pk, actor=editor)
    else:
        actions.correct(submission_id=submission.pk, actor=editor, note="Sửa số liệu.")
    assert changes.since_approval(again(submission)).changes == []

    factories.an_edit(submission, by=editor, sapo="Câu chưa duyệt.")
    page = signed_in(editor).get(address(submission)).content.decode()

    assert "tu-lan-duyet" in page
    assert "Trần Văn Bình" in page
    assert "<del>đã</del><ins>chưa</ins>" in page
    assert "bien-tap-da-sua" not in page
    assert changes.since_approval(factories.an_article(state=State.IN_REVIEW)) is None


# --- Two versions -----------------------------------------------------------------------------------------------------
def test_who_may_see_an_article_compares_its_versions_and_nobody_those_of_another(returned, signed_in):
    submission, writer, editor = returned
    other = factories.an_article(state=State.SUBMITTED)
    first = submission.page.revisions.earliest("pk").pk
    latest, foreign = factories.latest_revision_id(submission), factories.latest_revision_id(other)

    def compare(*versions, of=submission):
        return reverse("moderation:compare", args=[of.page_id, *versions])

    for person in (writer, factories.a_head(submission.unit), editor, factories.a_desk_editor(), factories.a_board_member(), factories.an_administrator()):  # fmt: skip
        browser = signed_in(person)
        page = browser.get(compare(first, latest))
        assert page.status_code == 200, person
        assert "<del>ít" in page.content.decode()
        assert str(writer) in page.content.decode()
        assert browser.get(compare("earliest", "latest")).status_code == 200
        for versions in ((first, foreign), (foreign, latest), ("live", "latest"), (10**25, latest)):
            assert browser.get(compare(*versions)).status_code == 404
    for person in (
        factories.a_writer(factories.a_unit()),
        factories.a_head(factories.a_unit()),
        factories.an_officer(),
    ):
        browser = signed_in(person)
        assert browser.get(compare(first, latest)).status_code == 404
        chosen = reverse("moderation:compare_chosen", args=[submission.page_id])
        assert browser.get(chosen, {"tu": first, "den": latest}).status_code == 404


def test_two_versions_are_chosen_from_the_history(returned, signed_in):
    submission, writer, _editor = returned
    browser, chosen = signed_in(writer), reverse("moderation:compare_chosen", args=[submission.page_id])
    first, latest = submission.page.revisions.earliest("pk").pk, factories.latest_revision_id(submission)

    page = browser.get(address(submission)).content.decode()

    assert f'<option value="{first}"' in page
    assert f'action="{chosen}"' in page
    answer = browser.get(chosen, {"tu": first, "den": latest})
    assert answer["Location"] == reverse("moderation:compare", args=[submission.page_id, first, latest])
    for bad in ({}, {"tu": "x", "den": latest}, {"tu": first}, {"tu": "²", "den": "9" * 40}):
        assert browser.get(chosen, bad)["Location"] == address(submission)


# --- Comments ---------------------------------------------------------------------------------------------------------
def test_open_comments_stand_with_their_places_for_unit_and_editors_and_for_no_other_unit(returned, signed_in):
    submission, writer, editor = returned
    said = {"sapo": "Ngắn hơn.", "body.b": "Ai nói?", "body.zz": "Chỗ đã mất.", "gone": "Trường đã mất."}
    for path, text in said.items():
        comment = Comment.objects.create(page_id=submission.page_id, user=editor, text=text, contentpath=path)
        CommentReply.objects.create(comment=comment, user=writer, text=f"Vâng: {text} <i>")
    Comment.objects.create(page_id=submission.page_id, user=editor, text="Xong rồi.", contentpath="sapo", resolved_at=timezone.now())  # fmt: skip

    places = []
    for url in (address(submission), reverse("intake_review", args=[submission.page_id])):
        page = signed_in(writer).get(url).content.decode()
        assert all(text in page for text in said.values())
        assert "&lt;i&gt;" in page
        assert "Xong rồi." not in page
        places.append(page.count('class="remarks__place"'))
    assert places == [4, 4]
    stranger = signed_in(factories.a_writer(factories.a_unit()))
    for url in (address(submission), reverse("intake_review", args=[submission.page_id]), reverse("wagtailadmin_pages:edit", args=[submission.page_id])):  # fmt: skip
        answer = stranger.get(url, follow=True)
        assert "Ngắn hơn." not in answer.content.decode()
    assert "Ngắn hơn." in signed_in(editor).get(address(submission)).content.decode()
    edit = signed_in(writer).get(reverse("wagtailadmin_pages:edit", args=[submission.page_id])).content.decode()
    assert "comments-data" in edit


# --- The panel --------------------------------------------------------------------------------------------------------
def test_the_panel_says_who_reviews_was_asked_and_told(signed_in):
    unit = factories.a_unit()
    writer, editor = factories.a_writer(unit, name="Phạm Thị Mai"), factories.an_editor()
    board = factories.a_board_member(name="Võ Minh Khoa")
    submission = factories.an_article(unit=unit, writer=writer, editor=editor, state=State.SECOND_REVIEW)
    latest = factories.latest_revision_id(submission)
    board_links.ask_board(submission_id=submission.pk, actor=editor, person_id=board.pk, revision_id=latest)
    Escalation.objects.create(submission=submission, state=submission.state, due_at=submission.due_at or timezone.now(), level=1, at=timezone.now())  # fmt: skip

    inside = signed_in(editor).get(address(submission))
    outside = signed_in(writer).get(address(submission))

    assert "Bài phê phán." in inside.content.decode()
    assert "Phạm Thị Mai" in inside.content.decode(), "who declared"
    assert [line.person for line in inside.context["board_links"]] == ["Võ Minh Khoa"]
    assert [row.level for row in inside.context["escalations"]] == [1]
    assert outside.context["board_links"] == outside.context["escalations"] == []


def test_the_page_asks_as_much_for_a_long_history_as_for_a_short_one(returned, signed_in):
    submission, writer, editor = returned
    browser = signed_in(writer)

    def say():
        comment = Comment.objects.create(page_id=submission.page_id, user=editor, text="Ý", contentpath="sapo")
        CommentReply.objects.create(comment=comment, user=writer, text="Vâng")

    def queries():
        with CaptureQueriesContext(connection) as seen:
            assert browser.get(address(submission)).status_code == 200
        return len(seen)

    def a_round(number):
        factories.an_edit(submission, by=writer, sapo=f"Lần {number}.")
        say()
        actions.submit(submission_id=submission.pk, actor=writer, no_secrets=True)
        factories.an_edit(submission, by=editor, sapo=f"Biên tập {number}.")
        actions.return_to_unit(submission_id=submission.pk, actor=editor, reason="Lần nữa.")

    a_round(0)
    queries()
    short = queries()
    for number in range(1, 6):
        a_round(number)
    assert queries() <= short
