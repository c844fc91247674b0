"""“What we learned”: a unit's reasons with advice, the share accepted at once; and the desk's list of reasons."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cms.core.periods import Month
from submissions.articles.enums import State
from submissions.duty import learned
from submissions.moderation import actions
from submissions.moderation.models import GivenReason, ReturnReason
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.once]
NOW = timezone.now()


def address(unit):
    return reverse("unit_learned", args=[unit.code])


def sent_back(unit, *, reasons, words="", at=NOW, **content):
    """An article that an editor returned with reasons of the list and own words."""
    submission = factories.an_article(unit=unit, state=State.IN_REVIEW, at=at, **content)
    text = "\n".join([*(reason.text for reason in reasons), words]).strip()
    actions.return_to_unit(
        submission_id=submission.pk, actor=factories.an_editor(), reason=text,
        reason_ids=[reason.pk for reason in reasons], now=at + timedelta(minutes=1),
    )  # fmt: skip
    return submission


def test_a_unit_reads_why_its_articles_came_back_with_advice_and_links(signed_in):
    unit = factories.a_unit()
    caption, source = ReturnReason.objects.filter(kind="return")[:2]
    first = sent_back(unit, reasons=[caption, source], words="Câu cuối nói quá.", title="Bài thứ nhất")
    sent_back(unit, reasons=[caption], title="Bài thứ hai")
    sent_back(unit, reasons=[source], at=NOW - timedelta(days=400), title="Bài năm kia")
    sent_back(factories.a_unit(), reasons=[caption], words="Chuyện đơn vị khác.", title="Bài đơn vị khác")

    found = learned.lessons(unit, now=NOW)
    page = signed_in(factories.a_writer(unit)).get(address(unit)).content.decode()

    assert [(lesson.reason, lesson.count, len(lesson.articles)) for lesson in found] == [
        (caption, 2, 2),
        (source, 1, 1),
    ]
    assert [each.text for each in learned.own_words(unit, now=NOW)] == ["Câu cuối nói quá."]
    for shown in (caption.text, caption.advice.split(";")[0], "Bài thứ nhất", "Bài thứ hai", "Câu cuối nói quá."):
        assert shown in page
    assert reverse("moderation:submission", args=[first.pk]) in page
    assert "khác" not in page.partition('id="lessons-head"')[2]
    assert "Bài năm kia" not in page


def test_the_share_accepted_at_once_is_told_by_quarter_and_in_words():
    unit = factories.a_unit()
    caption = ReturnReason.objects.filter(kind="return").first()
    before = Month.of(NOW).shift(-3).first_day
    early = NOW.replace(year=before.year, month=before.month, day=5)
    for at, straight, bent in ((early, 1, 1), (NOW, 2, 0)):
        for _each in range(straight):
            factories.an_article(unit=unit, state=State.APPROVED, at=at)
        for _each in range(bent):
            back = sent_back(unit, reasons=[caption], at=at)
            actions.submit(submission_id=back.pk, actor=back.created_by, no_secrets=True, now=at + timedelta(hours=1))
            actions.approve(submission_id=back.pk, actor=factories.an_editor(), revision_id=factories.latest_revision_id(back), now=at + timedelta(hours=2))  # fmt: skip
    factories.an_article(unit=unit, state=State.SUBMITTED, at=NOW)

    shares = learned.shares(unit, now=NOW)

    assert len(shares) == 5
    assert [(share.handed_in, share.accepted, share.at_once, share.percent) for share in shares[-2:]] == [
        (2, 2, 1, 50), (3, 2, 2, 100),
    ]  # fmt: skip
    assert shares[0].percent is None
    assert "100" in learned.trend(shares)
    assert "50" in learned.trend(shares)
    assert learned.trend(shares[:-1]) == ""


def test_the_page_is_for_the_unit_and_the_newsroom_and_nobody_else(signed_in):
    unit, other = factories.a_unit(), factories.a_unit()
    inside = [factories.a_writer(unit), factories.a_head(unit), factories.an_editor(), factories.a_desk_editor(), factories.a_board_member()]  # fmt: skip
    outside = [
        factories.a_writer(other),
        factories.a_head(other),
        factories.an_officer(),
        factories.an_administrator(),
    ]

    for person in inside:
        page = signed_in(person).get(address(unit))
        assert page.status_code == 200, person
    assert "unit__empty" in page.content.decode(), "an empty list says what would fill it"
    for person in outside:
        assert signed_in(person).get(address(unit)).status_code == 404, person
    assert signed_in(inside[0]).get("/quan-tri/don-vi/khong-co/dieu-rut-ra/").status_code == 404
    unit_page = signed_in(inside[0]).get(reverse("unit_articles", args=[unit.code])).content.decode()
    assert address(unit) in unit_page


def test_the_page_asks_as_much_for_many_articles_as_for_few(signed_in):
    unit = factories.a_unit()
    writer, reasons = factories.a_writer(unit), list(ReturnReason.objects.filter(kind="return"))
    browser = signed_in(writer)

    def queries():
        with CaptureQueriesContext(connection) as seen:
            assert browser.get(address(unit)).status_code == 200
        return len(seen)

    sent_back(unit, reasons=reasons[:1], words="Một chỗ.")
    queries()
    few = queries()
    for number in range(5):
        sent_back(unit, reasons=reasons[: number + 1], words=f"Chỗ thứ {number}.")
    assert queries() == few


def test_the_desk_keeps_the_list_and_nobody_deletes_a_reason(signed_in):
    unit = factories.a_unit()
    reason = ReturnReason.objects.filter(kind="return").first()
    sent_back(unit, reasons=[reason])
    index, edit, delete = (
        reverse(f"return_reasons:{name}", args=args)
        for name, args in (("index", []), ("edit", [reason.pk]), ("delete", [reason.pk]))
    )
    desk = signed_in(factories.a_desk_editor())
    assert reason.text in desk.get(index).content.decode()
    values = {"kind": "return", "text": reason.text, "advice": "Hỏi thư ký.", "order": 3, "is_active": ""}
    assert desk.post(edit, values).status_code == 302
    assert desk.post(reverse("return_reasons:add"), {**values, "text": "Lý do mới."}).status_code == 302
    reason.refresh_from_db()
    assert (reason.advice, reason.is_active) == ("Hỏi thư ký.", False)
    assert ReturnReason.objects.filter(text="Lý do mới.").exists()
    for person in (factories.a_desk_editor(), factories.an_administrator()):
        signed_in(person).post(delete)
        assert delete not in signed_in(person).get(edit).content.decode()
    for person in (factories.an_editor(), factories.a_writer(unit), factories.a_head(unit), factories.an_officer()):
        assert signed_in(person).get(index).status_code in {302, 403, 404}
        signed_in(person).post(edit, {**values, "advice": "Vượt rào."})
    reason.refresh_from_db()
    assert reason.advice == "Hỏi thư ký."
    assert GivenReason.objects.filter(reason=reason).count() == 1
