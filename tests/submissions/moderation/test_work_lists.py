"""“My work” of the newsroom: who has which list, what stands in it, how it is narrowed, and that it stays quick."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cms.accounts import actions as accounts
from cms.accounts import work
from cms.accounts.work import lists_of
from submissions.articles.enums import EventVerb, State
from submissions.articles.models import Submission
from submissions.moderation import actions, board_links
from submissions.moderation.escalation import escalate_overdue
from submissions.moderation.models import ApprovalLink, Escalation
from submissions.moderation.work_filters import Due, Filters
from submissions.moderation.worklist import Tab
from submissions.units.people import memberships
from tests import factories
from tests.submissions.moderation.many import many_like

pytestmark = [pytest.mark.django_db, pytest.mark.once]
WORKLIST = "/quan-tri/kiem-duyet/"


def list_of(tab: Tab, user) -> work.WorkList:
    return next(each for each in lists_of(user) if each.slug == tab)


def titles(tab: Tab, user) -> list[str]:
    return [row.submission.page.draft_title for row in list_of(tab, user).page().rows]


def slugs(user) -> set[str]:
    return {each.slug for each in lists_of(user)}


# --- Who has which list -----------------------------------------------------------------------------------------------
def test_everybody_has_the_lists_of_their_part_and_no_others():
    both = {Tab.SECOND, Tab.WAITING, Tab.APPROVED, Tab.CORRECTIONS}
    editors = both | {Tab.MINE, Tab.SOON, Tab.RETURNED, "ban-tieng-anh", "ban-tieng-anh-cu"}
    unit = factories.a_unit()
    writers = {"can-sua", "ban-nhap", "cho-lanh-dao"}

    assert slugs(factories.an_editor()) == editors
    assert slugs(factories.a_desk_editor()) == editors | {Tab.UNCLAIMED, Tab.ESCALATED, "so-con-thieu"}
    assert slugs(factories.a_board_member()) == both | {
        Tab.BEFORE_ME, Tab.BOARD_LATE, "so-cho-duyet", "noi-nhan-cho-duyet",
    }  # fmt: skip
    assert slugs(factories.a_writer(unit)) == writers
    assert slugs(factories.a_head(unit)) == {"cho-phat-hanh", "can-sua", "ban-nhap", "don-vi-cham"}
    assert slugs(factories.an_officer()) == {
        "can-nguoi", "noi-nhan-tam-dung", "bao-dong", "cho-chuyen-di", "sai-khac", "dang-bang-tay",
    }  # fmt: skip
    assert slugs(factories.an_administrator()) == {
        "thu-khong-gui-duoc", "noi-nhan-tam-dung", "bao-dong", "noi-nhan-cho-duyet",
    }  # fmt: skip
    assert slugs(factories.a_person()) == set()


def test_the_screen_shows_a_person_their_own_lists_whatever_the_address_says(signed_in):
    unit = factories.a_unit()
    factories.an_article(state=State.SUBMITTED, title="Bàn hướng dẫn lúc sáu giờ")
    newsroom = (factories.an_editor, factories.a_desk_editor, factories.a_board_member)
    others = (lambda: factories.a_writer(unit), lambda: factories.a_head(unit), factories.an_officer, factories.an_administrator)  # fmt: skip

    for of_newsroom in newsroom:
        page = signed_in(of_newsroom()).get(WORKLIST, {"muc": Tab.WAITING})
        assert page.status_code == 200
        assert "Bàn hướng dẫn lúc sáu giờ" in page.content.decode()
    for person in others:
        who = person()
        browser = signed_in(who)
        for address in ({"muc": Tab.WAITING}, {"q": "hướng dẫn"}, {}):
            page = browser.get(WORKLIST, address)
            assert page.status_code == 200
            assert "Bàn hướng dẫn" not in page.content.decode()
        # Who has articles of a unit searches those; others have nothing to search.
        assert ('id="desk-q"' in page.content.decode()) is bool(memberships(who))
    nobody = signed_in(factories.a_person()).get(WORKLIST)
    assert nobody.status_code == 302


def test_a_visitor_is_asked_to_sign_in(client, house):
    assert client.get(WORKLIST)["Location"].startswith("/quan-tri/login/")
    assert client.post(reverse("moderation:bulk"))["Location"].startswith("/quan-tri/login/")


def test_an_editor_lands_on_the_list(signed_in):
    assert signed_in(factories.an_editor()).get("/quan-tri/")["Location"] == WORKLIST


# --- What stands in them ----------------------------------------------------------------------------------------------
def test_each_list_holds_what_its_name_says():
    me, colleague = factories.an_editor(), factories.an_editor()
    factories.an_article(state=State.SUBMITTED, title="Chờ nhận")
    factories.an_article(state=State.IN_REVIEW, editor=me, title="Của tôi")
    factories.an_article(state=State.RETURNED, title="Trả lại")
    factories.an_article(state=State.APPROVED, title="Đã duyệt")
    factories.an_article(state=State.SCHEDULED, title="Hẹn giờ")
    factories.an_article(state=State.PUBLISHED, title="Đã đăng")
    factories.an_article(state=State.CORRECTING, editor=colleague, title="Đính chính")
    factories.an_article(state=State.SECOND_REVIEW, editor=colleague, title="Chờ người thứ hai")
    factories.an_article(state=State.SECOND_REVIEW, editor=me, title="Tôi là người thứ nhất")
    edited = factories.an_article(state=State.IN_REVIEW, editor=colleague, title="Đồng nghiệp đã sửa")
    factories.an_edit(edited, by=colleague)

    assert titles(Tab.WAITING, me) == ["Chờ nhận"]
    assert titles(Tab.MINE, me) == ["Của tôi"]
    assert titles(Tab.SECOND, me) == ["Chờ người thứ hai", "Đồng nghiệp đã sửa"]
    assert titles(Tab.RETURNED, me) == ["Trả lại"]
    assert sorted(titles(Tab.APPROVED, me)) == ["Hẹn giờ", "Đã duyệt"]
    assert titles(Tab.CORRECTIONS, me) == ["Đính chính"]
    for each in lists_of(me):
        assert each.count() == len(each.page().rows), each.slug


def test_what_i_edited_last_waits_for_the_others_and_not_for_me():
    me, colleague = factories.an_editor(), factories.an_editor()
    submission = factories.an_article(state=State.IN_REVIEW, editor=me, title="Tôi đã sửa")
    factories.an_edit(submission, by=me)

    assert titles(Tab.SECOND, me) == []
    assert titles(Tab.SECOND, colleague) == ["Tôi đã sửa"]
    (row,) = list_of(Tab.MINE, me).page().rows
    assert row.note


def test_what_my_colleague_holds_is_mine_while_i_stand_in_and_says_for_whom():
    me, colleague, today = factories.an_editor(), factories.an_editor(), timezone.localdate()
    factories.an_article(state=State.IN_REVIEW, editor=colleague, title="Của người đi vắng")
    assert titles(Tab.MINE, me) == []

    accounts.arrange(user_id=colleague.pk, deputy_id=me.pk, starts_on=today, ends_on=today, actor=colleague)

    (row,) = list_of(Tab.MINE, me).page().rows
    assert (row.stands_for, row.verb) == (str(colleague), EventVerb.TAKE_OVER)


def test_what_is_late_climbs_from_the_desk_to_the_board():
    now = timezone.now()
    desk, board = factories.a_desk_editor(), factories.a_board_member()
    factories.an_article(state=State.SUBMITTED, at=now - timedelta(days=30), title="Chưa ai nhận")
    factories.an_article(state=State.IN_REVIEW, at=now - timedelta(days=30), title="Giữ lâu")
    near = factories.an_article(state=State.SUBMITTED, at=now, title="Sắp đến hạn")
    Submission.objects.filter(pk=near.pk).update(due_at=now + timedelta(hours=1))
    far = factories.an_article(state=State.SUBMITTED, at=now, title="Còn lâu")
    Submission.objects.filter(pk=far.pk).update(due_at=now + timedelta(days=9))

    assert titles(Tab.UNCLAIMED, desk) == ["Chưa ai nhận"]
    assert titles(Tab.ESCALATED, desk) == titles(Tab.BOARD_LATE, board) == []
    assert sorted(titles(Tab.SOON, desk)) == ["Chưa ai nhận", "Giữ lâu", "Sắp đến hạn"]
    escalate_overdue(now=now)
    assert sorted(titles(Tab.ESCALATED, desk)) == sorted(titles(Tab.BOARD_LATE, board)) == ["Chưa ai nhận", "Giữ lâu"]
    assert all(row.is_escalated for row in list_of(Tab.ESCALATED, desk).page().rows)


def test_what_was_put_before_a_member_of_the_board_stands_with_them_until_the_link_is_spent():
    editor, member, other = factories.an_editor(), factories.a_board_member(), factories.a_board_member()
    submission = factories.an_article(state=State.IN_REVIEW, editor=editor, title="Trình ban biên tập")
    revision_id = factories.latest_revision_id(submission)
    asked = {"submission_id": submission.pk, "actor": editor, "revision_id": revision_id}

    board_links.ask_board(person_id=member.pk, **asked)
    assert titles(Tab.BEFORE_ME, member) == ["Trình ban biên tập"]
    assert titles(Tab.BEFORE_ME, other) == []

    actions.approve(submission_id=submission.pk, actor=member, revision_id=revision_id)
    assert titles(Tab.BEFORE_ME, member) == []


def test_a_draft_that_was_never_handed_in_stands_in_no_list_of_the_newsroom(signed_in):
    factories.an_article(state=State.DRAFT, title="Phòng tiêm chủng còn viết dở")
    factories.an_article(state=State.TO_RELEASE, title="Phòng tiêm chủng chờ lãnh đạo", at=timezone.now() - timedelta(days=30))  # fmt: skip
    factories.an_article(state=State.PUBLISHED, title="Phòng tiêm chủng mở sớm")
    escalate_overdue()
    browser = signed_in(factories.a_desk_editor())

    pages = [browser.get(WORKLIST, {"muc": tab}).content.decode() for tab in Tab]
    pages.append(browser.get(WORKLIST, {"q": "tiêm chủng"}).content.decode())

    assert "mở sớm" in pages[-1]
    assert not any("còn viết dở" in page or "chờ lãnh đạo" in page for page in pages)


# --- Narrowing, searching, paging -------------------------------------------------------------------------------------
def test_each_filter_leaves_what_fits_and_together_they_narrow(signed_in):
    now, me, editor = timezone.now(), factories.an_editor(), factories.an_editor()
    unit = factories.a_unit()
    writer = factories.a_writer(unit)
    late = factories.an_article(unit=unit, writer=writer, state=State.SUBMITTED, title="Tin của đơn vị", topic="T01")
    Submission.objects.filter(pk=late.pk).update(on_time=False, due_at=now - timedelta(hours=1))
    held = factories.an_article(state=State.IN_REVIEW, editor=editor, title="Phóng sự được giữ", genre="reportage")
    Submission.objects.filter(pk=held.pk).update(on_time=True, due_at=now + timedelta(days=20))
    rows = Submission.objects.all()

    def left(**chosen: str) -> set[str]:
        return set(Filters(chosen).narrow(rows, now=now).values_list("page__draft_title", flat=True))

    first, second = {"Tin của đơn vị"}, {"Phóng sự được giữ"}
    assert left(don_vi=unit.code) == left(chu_de="T01") == left(nguoi_giu="0") == left(nop_tre="on") == first
    assert left(the_loai="reportage") == left(nguoi_giu=str(editor.pk)) == second
    for due in Due:
        assert left(han=due) == first
    assert left(don_vi=unit.code, the_loai="reportage") == set()
    assert left(don_vi="KHONG-CO", han="x", nguoi_giu="999999", nop_tre="") == first | second

    browser = signed_in(me)
    page = browser.get(WORKLIST, {"muc": Tab.WAITING, "don_vi": unit.code}).content.decode()
    assert "Tin của đơn vị" in page
    assert f'<option value="{unit.code}" selected' in page
    page = browser.get(WORKLIST, {"muc": Tab.WAITING, "the_loai": "reportage"}).content.decode()
    assert "Tin của đơn vị" not in page
    assert f'href="?muc={Tab.WAITING}"' in page, "the way out of filters that fit nothing"


def test_the_longest_wait_comes_first_and_pages_follow_without_gaps(monkeypatch):
    monkeypatch.setattr(work, "PAGE_SIZE", 2)
    now, me = timezone.now(), factories.an_editor()
    first = factories.an_article(state=State.SUBMITTED, at=now - timedelta(hours=9), title="Đầu tiên")
    ids = many_like(first, 4, submitted_at=lambda place: now - timedelta(hours=place // 2))

    read, after = [], ""
    for _page in range(3):
        found = list_of(Tab.WAITING, me).page(after=after)
        read += [row.submission.pk for row in found.rows]
        after = found.after

    assert read == [first.pk, ids[2], ids[3], ids[0], ids[1]], "equal moments follow in the order of their keys"
    assert after == ""


def test_odd_cursors_words_and_filters_harm_nothing(signed_in):
    factories.an_article(state=State.SUBMITTED, title="Ở đầu danh sách")
    browser = signed_in(factories.an_editor())

    for cursor in ("x", "1.", ".1", "1e999.1", "nan.3", "9" * 400, "1.x", "1." + "9" * 30, "\x00"):
        page = browser.get(WORKLIST, {"muc": Tab.WAITING, "sau": cursor})
        assert page.status_code == 200, cursor
    for query in (" ", "%", "'; DROP TABLE", "«»", "a" * 500, "\x00"):
        assert browser.get(WORKLIST, {"q": query}).status_code == 200, query
    for odd in ({"muc": "khong-co"}, {"don_vi": "\x00"}, {"nguoi_giu": "9" * 40}, {"muc": Tab.WAITING, "han": "x"}):
        assert browser.get(WORKLIST, odd).status_code == 200, odd


# --- Quick ------------------------------------------------------------------------------------------------------------
FEW, MANY = 10, 1_000


def standing(like: Submission) -> dict[str, object]:
    """Everything that tells where an article stands, to be set on others."""
    own = {"id", "page_id", "unit_id", "original_file", "original_name", "import_notes"}
    fields = (field.attname for field in Submission._meta.concrete_fields)
    return {name: getattr(like, name) for name in fields if name not in own}


def put_before(person, submission_ids: list[int], *, like: Submission, level: int) -> None:
    """Articles of which a level was told that they are late, and for which a member of the board has a link."""
    now = timezone.now()
    late = {"state": like.state, "due_at": like.due_at, "level": level, "at": now}
    Escalation.objects.bulk_create([Escalation(submission_id=pk, **late) for pk in submission_ids])
    link = {"revision": like.page.latest_revision, "person": person, "made_by": person, "made_at": now}
    ApprovalLink.objects.bulk_create(
        [ApprovalLink(submission_id=pk, expires_at=now + timedelta(days=1), **link) for pk in submission_ids]
    )


def test_no_list_asks_more_often_at_a_thousand_rows_than_at_ten_and_none_counts_further_than_it_shows(signed_in):
    me, colleague, board = factories.a_desk_editor(), factories.an_editor(), factories.a_board_member()
    unit, long_ago = factories.a_unit(), timezone.now() - timedelta(days=30)
    writer, head = factories.a_writer(unit), factories.a_head(unit)
    places = (
        (State.SUBMITTED, colleague), (State.IN_REVIEW, me), (State.SECOND_REVIEW, colleague),
        (State.APPROVED, colleague), (State.CORRECTING, colleague), (State.RETURNED, colleague),
        (State.DRAFT, colleague), (State.TO_RELEASE, colleague),
    )  # fmt: skip
    likes = [
        factories.an_article(unit=unit, writer=writer, state=state, editor=editor, at=long_ago)
        for state, editor in places
    ]
    type(unit).objects.filter(pk=unit.pk).update(head_releases=True)
    browsers = {person: signed_in(person) for person in (me, board, writer, head)}

    def asked() -> dict[str, int]:
        """Queries by person and list, where it first has something: of its count and a page, and of the screen."""
        counted: dict[str, int] = {}
        for like in likes:
            crowd.update(**standing(like))
            for person, browser in browsers.items():
                for each in lists_of(person):
                    name = f"{person} {each.slug}"
                    if name in counted or each.count() < FEW:
                        continue
                    with CaptureQueriesContext(connection) as queries:
                        assert each.count() >= len(each.page().rows) or each.count() > work.MOST_COUNTED
                    with CaptureQueriesContext(connection) as screen:
                        assert browser.get(WORKLIST, {"muc": each.slug}).status_code == 200
                    counted |= {name: len(queries), f"{name}: the screen": len(screen)}
        return counted

    ids = many_like(likes[0], FEW)
    crowd = Submission.objects.filter(pk__gte=ids[0])
    for level in (1, 2):
        put_before(board if level == 1 else me, ids, like=likes[0], level=level)
    for browser in browsers.values():
        browser.get(WORKLIST)
    few = asked()
    more = many_like(likes[0], MANY - FEW)
    for level in (1, 2):
        put_before(board if level == 1 else me, more, like=likes[0], level=level)
    many = asked()

    seen = {name.split()[-1] for name in many if "screen" not in name}
    every = {each.slug for person in browsers for each in lists_of(person)}
    few_rows = {"so-cho-duyet", "so-con-thieu", "don-vi-cham", "ban-tieng-anh", "ban-tieng-anh-cu"}
    few_rows |= {"noi-nhan-cho-duyet"}
    assert every - seen <= few_rows, "lists of issues, units, translations and destinations, of which there are few"
    assert few.keys() == many.keys()
    assert {name: (few[name], many[name]) for name in many if many[name] > few[name]} == {}
    assert max(many.values()) <= 40
    crowd.update(**standing(likes[0]))
    assert list_of(Tab.WAITING, me).count() == work.MOST_COUNTED + 1
    assert work.in_words(work.MOST_COUNTED + 1) == "99+"
