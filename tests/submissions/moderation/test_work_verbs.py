"""Verbs from the list: in the row, beside it, and for many at once; and the way back to where the person was."""

from __future__ import annotations

from functools import partial

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from submissions.articles.enums import EventVerb, State
from submissions.articles.models import Submission
from submissions.moderation import actions, bulk
from submissions.moderation.worklist import Tab
from tests import factories
from tests.submissions.moderation.many import many_like
from tests.submissions.moderation.races import at_once

pytestmark = pytest.mark.django_db
WORKLIST = "/quan-tri/kiem-duyet/"
BULK = "/quan-tri/kiem-duyet/nhieu-bai/"


def again(submission: Submission) -> Submission:
    return Submission.objects.get(pk=submission.pk)


def said(response) -> str:
    return " ".join(str(message) for message in get_messages(response.wsgi_request))


def verb_address(submission: Submission, verb: str) -> str:
    return reverse("moderation:verb", args=[submission.pk, verb])


# --- Beside the list --------------------------------------------------------------------------------------------------
def test_the_preview_offers_the_same_verbs_as_the_article_s_own_page_and_they_lead_back(signed_in):
    me = factories.an_editor()
    submission = factories.an_article(state=State.IN_REVIEW, editor=me, title="Xem bên cạnh danh sách")
    browser = signed_in(me)
    back = f"{WORKLIST}?muc={Tab.MINE}&don_vi={submission.unit.code}"

    aside = browser.get(reverse("moderation:preview", args=[submission.pk]), {"next": back})
    page = browser.get(reverse("moderation:submission", args=[submission.pk]))

    verbs = [offer.verb for offer in page.context["offers"]]
    assert [offer.verb for offer in aside.context["offers"]] == verbs
    assert {EventVerb.APPROVE, EventVerb.RETURN, EventVerb.REJECT} <= set(verbs)
    html = aside.content.decode()
    assert html.count(f'name="next" value="{back.replace("&", "&amp;")}"') == len(verbs)

    revision_id = factories.latest_revision_id(submission)
    answer = browser.post(verb_address(submission, "approve"), {"revision_id": revision_id, "next": back})
    assert (answer.status_code, answer["Location"]) == (302, back)
    assert again(submission).state == State.APPROVED


def test_a_refused_verb_keeps_the_way_back(signed_in):
    me = factories.an_editor()
    submission = factories.an_article(state=State.IN_REVIEW, editor=me)

    answer = signed_in(me).post(verb_address(submission, "return"), {"reason": "", "next": WORKLIST})

    assert answer.status_code == 400
    assert f'name="next" value="{WORKLIST}"' in answer.content.decode()


def test_no_verb_leads_away_from_the_house(signed_in):
    me = factories.an_editor()
    browser = signed_in(me)
    like = factories.an_article(state=State.SUBMITTED)
    bad = ("https://evil.example/", "//evil.example/", "javascript:alert(1)", "/\\evil.example", "\thttps://evil.example", "https:evil.example", "/" + "a" * 3000)  # fmt: skip
    for address, key in zip(bad, many_like(like, len(bad)), strict=True):
        answer = browser.post(reverse("moderation:verb", args=[key, "claim"]), {"next": address})
        assert answer.status_code == 302
        assert answer["Location"] == reverse("moderation:submission", args=[key]), address
        answer = browser.post(BULK, {"verb": "claim", "bai": [key], "next": address})
        assert answer["Location"] == WORKLIST, address
        aside = browser.get(reverse("moderation:preview", args=[key]), {"next": address})
        assert 'name="next"' not in aside.content.decode(), address


def test_the_list_has_the_first_verb_in_place_and_says_who_is_too_close(signed_in):
    me = factories.an_editor()
    free = factories.an_article(state=State.SUBMITTED)
    mine = factories.an_article(state=State.IN_REVIEW, editor=me)
    factories.an_edit(mine, by=me)
    browser = signed_in(me)

    waiting = browser.get(WORKLIST, {"muc": Tab.WAITING}).content.decode()
    assert verb_address(free, "claim") in waiting
    held = browser.get(WORKLIST, {"muc": Tab.MINE}).content.decode()
    assert reverse("moderation:submission", args=[mine.pk]) in held
    assert verb_address(mine, "approve") not in held, "decisions are made with the text in view"


# --- Many at once -----------------------------------------------------------------------------------------------------
def test_many_are_claimed_released_and_assigned_each_with_its_own_line_of_history(signed_in):
    me, colleague = factories.a_desk_editor(), factories.an_editor(name="Trần Thị Nhận")
    submissions = [factories.an_article(state=State.SUBMITTED) for _number in range(2)]
    keys = [each.pk for each in submissions]
    browser = signed_in(me)
    back = f"{WORKLIST}?muc={Tab.WAITING}"

    answer = browser.post(BULK, {"verb": "claim", "bai": keys, "next": back})
    assert (answer.status_code, answer["Location"]) == (302, back)
    assert {again(each).claimed_by_id for each in submissions} == {me.pk}
    browser.post(BULK, {"verb": "assign", "bai": keys, "assignee": str(colleague.pk)})
    assert {again(each).claimed_by_id for each in submissions} == {colleague.pk}
    browser.post(BULK, {"verb": "release", "bai": keys})
    assert {again(each).state for each in submissions} == {State.SUBMITTED}
    for each in submissions:
        verbs = list(each.events.order_by("pk").values_list("verb", flat=True))
        assert verbs[-3:] == [EventVerb.CLAIM, EventVerb.ASSIGN, EventVerb.RELEASE]


def test_what_was_refused_is_named_and_keeps_none_of_the_others_from_it(signed_in):
    me, colleague = factories.an_editor(), factories.an_editor(name="Lê Văn Nhanh")
    free = [factories.an_article(state=State.SUBMITTED) for _number in range(2)]
    taken = factories.an_article(state=State.IN_REVIEW, editor=colleague, title="Đã có người nhận")
    draft = factories.an_article(state=State.DRAFT, title="Nháp của đơn vị khác")

    keys = [free[0].pk, taken.pk, draft.pk, 987654, "x", "9" * 40, free[1].pk, free[1].pk]
    answer = signed_in(me).post(BULK, {"verb": "claim", "bai": keys})

    assert {again(each).claimed_by_id for each in free} == {me.pk}
    assert again(taken).claimed_by_id == colleague.pk
    assert again(draft).state == State.DRAFT
    words = said(answer)
    assert "Đã có người nhận" in words
    assert "Lê Văn Nhanh" in words
    assert "2" in words
    assert "Nháp của đơn vị khác" not in words


def test_nothing_is_decided_and_nothing_is_guessed_for_many(signed_in):
    me = factories.a_desk_editor()
    submission = factories.an_article(state=State.SUBMITTED)
    browser = signed_in(me)

    for verb in ("approve", "return", "reject", "publish", "endorse", "withdraw", "", "x"):
        assert browser.post(BULK, {"verb": verb, "bai": [submission.pk]}).status_code == 404, verb
    for posted in (
        {"verb": "claim"},
        {"verb": "claim", "bai": ["x", ""]},
        {"verb": "assign", "bai": [submission.pk]},
        {"verb": "assign", "bai": [submission.pk], "assignee": "x"},
        {"verb": "assign", "bai": [submission.pk], "assignee": str(factories.an_officer().pk)},
        {"verb": "claim", "bai": list(range(1, bulk.LIMIT + 2))},
    ):
        answer = browser.post(BULK, posted)
        assert answer.status_code == 302
        assert said(answer), posted
    assert browser.get(BULK).status_code == 405
    assert again(submission).state == State.SUBMITTED


def test_the_part_of_a_person_holds_for_many_as_for_one(signed_in):
    unit = factories.a_unit()
    writer, head = factories.a_writer(unit), factories.a_head(unit)
    submission = factories.an_article(unit=unit, writer=writer, state=State.SUBMITTED)
    posted = {"verb": "claim", "bai": [submission.pk]}

    for person in (writer, head, factories.an_officer(), factories.an_administrator()):
        assert signed_in(person).post(BULK, posted).status_code == 404
    assert signed_in(factories.a_board_member()).post(BULK, posted).status_code == 302
    editor = factories.an_editor()
    answer = signed_in(editor).post(BULK, {**posted, "verb": "assign", "assignee": str(editor.pk)})
    assert answer.status_code == 302
    assert again(submission).state == State.SUBMITTED, "the board claims nothing, and only the desk assigns"


@pytest.mark.django_db(transaction=True)
def test_of_two_who_claim_the_same_many_at_once_each_article_has_one_holder():
    like = factories.an_article(state=State.SUBMITTED)
    keys = [like.pk, *many_like(like, 4)]
    people = [factories.an_editor(), factories.an_editor()]
    outcomes: dict[int, bulk.Outcome] = {}

    def claim(person) -> None:
        outcomes[person.pk] = bulk.carry_out(verb=EventVerb.CLAIM, submission_ids=keys, actor=person)

    at_once(*(partial(claim, person) for person in people))

    held = {person.pk: Submission.objects.filter(pk__in=keys, claimed_by=person).count() for person in people}
    assert sum(held.values()) == len(keys)
    assert held == {key: len(outcome.done) for key, outcome in outcomes.items()}
    assert sum(len(outcome.refused) for outcome in outcomes.values()) == len(keys)


def test_an_article_that_moved_on_meanwhile_is_left_as_it_is():
    me, colleague = factories.an_editor(), factories.an_editor()
    submission = factories.an_article(state=State.IN_REVIEW, editor=colleague)
    actions.take_over(submission_id=submission.pk, actor=me)

    outcome = bulk.carry_out(verb=EventVerb.RELEASE, submission_ids=[submission.pk], actor=colleague)

    assert not outcome.done
    assert again(submission).claimed_by_id == me.pk
