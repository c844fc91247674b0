"""Who may stand in for whom, chains of one step, and what is refused."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from cms.accounts import actions
from cms.accounts.absence import candidates, deputy_of, represented_by
from cms.accounts.models import Absence
from cms.accounts.roles import Role
from tests import factories

MONDAY = date(2026, 11, 16)
FRIDAY = date(2026, 11, 20)
pytestmark = pytest.mark.django_db


def away(person, deputy, *, starts=MONDAY, ends=FRIDAY, actor=None):
    return actions.arrange(
        user_id=person.pk, deputy_id=deputy.pk, starts_on=starts, ends_on=ends, actor=actor or person
    )


def test_a_deputy_stands_in_on_the_days_and_on_no_other():
    person, deputy = factories.an_editor(), factories.an_editor()
    away(person, deputy)

    for day, expected in ((MONDAY, deputy), (FRIDAY, deputy), (FRIDAY + timedelta(days=1), None)):
        assert deputy_of(person, on=day) == expected
    assert deputy_of(deputy, on=MONDAY) is None
    assert represented_by(deputy, on=MONDAY) == {person.pk}
    assert represented_by(deputy, on=MONDAY - timedelta(days=1)) == set()


def test_a_deputy_who_is_away_too_is_followed_one_step_and_never_in_a_circle():
    one, two, three = (factories.an_editor() for _number in range(3))
    away(one, two)
    away(two, three)
    assert deputy_of(one, on=MONDAY) == three
    assert represented_by(three, on=MONDAY) == {one.pk, two.pk}

    away(three, one)
    assert [deputy_of(each, on=MONDAY) for each in (one, two, three)] == [None, None, None]


def test_a_deputy_who_has_left_stands_in_for_nobody():
    person, deputy = factories.an_editor(), factories.an_editor()
    away(person, deputy)
    deputy.is_active = False
    deputy.save()
    assert deputy_of(person, on=MONDAY) is None


def test_a_deputy_holds_every_role_of_the_person():
    unit, other = factories.a_unit(), factories.a_unit()
    writer, colleague, head = factories.a_writer(unit), factories.a_writer(unit), factories.a_head(unit)
    second_head, stranger = factories.a_head(unit), factories.a_head(other)
    editor, desk = factories.an_editor(), factories.a_desk_editor()
    both = factories.a_person(Role.EDITOR, Role.DESK)
    nobody = factories.a_person()

    assert set(candidates(writer)) == {colleague, head, second_head}
    assert set(candidates(head)) == {second_head}
    assert set(candidates(stranger)) == set()
    assert set(candidates(editor)) == {both}
    assert set(candidates(desk)) == {both}
    assert set(candidates(both)) == set()
    assert set(candidates(nobody)) == set()
    with pytest.raises(actions.AbsenceRefused):
        away(writer, stranger)
    assert not Absence.objects.exists()


def test_odd_days_overlaps_and_strangers_hands_are_refused():
    person, deputy, colleague = (factories.an_editor() for _number in range(3))
    away(person, deputy)

    refused = [
        {"starts": FRIDAY, "ends": MONDAY},
        {"starts": FRIDAY, "ends": FRIDAY + timedelta(days=3)},
        {"starts": MONDAY + timedelta(days=30), "ends": MONDAY + timedelta(days=31), "actor": colleague},
    ]
    for days in refused:
        with pytest.raises(actions.AbsenceRefused):
            away(person, deputy, **days)
    with pytest.raises(actions.AbsenceRefused):
        away(person, person, starts=date(2027, 1, 1), ends=date(2027, 1, 2))
    assert Absence.objects.count() == 1
    away(colleague, deputy, actor=factories.a_desk_editor())
    row = {"starts_on": MONDAY + timedelta(days=60), "note": "", "arranged_by": person, "user": person}
    for wrong in ({"deputy": person, "ends_on": MONDAY + timedelta(days=61)}, {"deputy": deputy, "ends_on": MONDAY}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Absence.objects.create(**row, **wrong)


def test_an_absence_that_has_begun_ends_yesterday_and_one_that_lies_ahead_is_gone():
    person, deputy = factories.an_editor(), factories.an_editor()
    begun, ahead = away(person, deputy), away(person, deputy, starts=date(2026, 12, 1), ends=date(2026, 12, 2))
    wednesday = MONDAY + timedelta(days=2)

    with pytest.raises(actions.AbsenceRefused):
        actions.take_off(absence_id=begun.pk, actor=factories.an_editor(), today=wednesday)
    for each in (begun, ahead, ahead):
        actions.take_off(absence_id=each.pk, actor=person, today=wednesday)

    assert Absence.objects.get() == begun
    assert deputy_of(person, on=MONDAY) == deputy
    assert deputy_of(person, on=wednesday) is None
    with pytest.raises(actions.AbsenceRefused):
        actions.take_off(absence_id=begun.pk, actor=person, today=wednesday)


def test_the_account_page_records_and_takes_off_an_absence(signed_in):
    person, deputy = factories.an_editor(), factories.an_editor(name="Đỗ Thị Thay")
    stranger = factories.an_officer(name="Hồ Văn Lạ")
    browser = signed_in(person)
    page = browser.get("/quan-tri/account/").content.decode()
    assert "Đỗ Thị Thay" in page
    assert "Hồ Văn Lạ" not in page
    begins = timezone.localdate() + timedelta(days=3)

    def post(**fields):
        data = {f"absence-{name}": value for name, value in fields.items()}
        common = {"theme-theme": "system", "theme-contrast": "system", "theme-density": "default"}
        return browser.post(
            "/quan-tri/account/", {"name-full_name": "Lê Văn Vắng", "absence-sent": "1", **common, **data}
        )

    wanted = {"starts_on": f"{begins:%d/%m/%Y}", "ends_on": f"{begins:%d/%m/%Y}"}
    assert post(**wanted).status_code == 200, "a deputy is missing, and what was typed stays"
    assert post(**wanted, deputy=stranger.pk).status_code == 200
    assert not Absence.objects.exists()
    assert post(**wanted, deputy=deputy.pk, note="Nghỉ phép").status_code == 302
    absence = Absence.objects.get()
    assert (absence.user, absence.deputy, absence.starts_on) == (person, deputy, begins)
    assert post(**wanted, deputy=deputy.pk).status_code == 200, "the same days again"
    assert post(take_off=absence.pk).status_code == 302
    assert not Absence.objects.exists()


def test_the_desk_records_absences_for_others_and_nobody_else_knows_of_the_screen(signed_in):
    person, deputy = factories.an_editor(name="Đỗ Văn Ốm"), factories.an_editor()
    day = timezone.localdate() + timedelta(days=1)
    data = {
        "absence-sent": "1",
        "absence-starts_on": f"{day:%d/%m/%Y}",
        "absence-ends_on": f"{day:%d/%m/%Y}",
        "absence-deputy": deputy.pk,
        "absence-note": '"><img src=x onerror=alert(1)>',
    }
    address = f"/quan-tri/vang-mat/?nguoi={person.pk}"
    for stranger in (person, factories.a_board_member(), factories.a_head(factories.a_unit())):
        assert signed_in(stranger).get("/quan-tri/vang-mat/").status_code == 404
        assert signed_in(stranger).post(address, data).status_code == 404
    browser = signed_in(factories.a_desk_editor())

    assert browser.get(address).status_code == 200
    assert browser.post(address, data | {"absence-deputy": ""}).status_code == 200
    assert not Absence.objects.exists()
    assert browser.post(address, data).status_code == 302
    assert deputy_of(person, on=day) == deputy
    page = browser.get("/quan-tri/vang-mat/").content.decode()
    assert "Đỗ Văn Ốm" in page
    assert "<img src=x" not in page
    for wrong in ("x", "0", "9" * 30, "١"):
        assert browser.get("/quan-tri/vang-mat/", {"nguoi": wrong}).status_code == 404
    assert browser.post("/quan-tri/vang-mat/", data).status_code == 404
