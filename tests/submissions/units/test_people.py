"""Who manages whom: a head the writers of the own unit, and never anybody's rights; every act leaves a line."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.contrib.sessions.models import Session
from django.db import transaction
from django.urls import reverse
from wagtail.models import GroupPagePermission

from cms.accounts.models import User
from cms.accounts.roles import Role, house_roles
from submissions.articles.enums import State
from submissions.units import house_actions, people_actions
from submissions.units.actions import add_member, group_name
from submissions.units.enums import AccountVerb, NoticeKind, UnitRole
from submissions.units.errors import AlreadyDone, NotYours, PeopleRefused
from submissions.units.models import AccountAct, Membership, Unit
from submissions.units.people import is_member
from submissions.units.routing import named_for, recipients
from tests import factories
from tests.submissions.units.races import at_once

pytestmark = pytest.mark.django_db

PERSON_ACTS = ("end", "correct", "appoint", "roles", "address", "close")


class Cast:
    """Two units and everybody that could meet in them."""

    def __init__(self) -> None:
        self.unit, self.other = factories.a_unit(), factories.a_unit()
        self.head = factories.a_head(self.unit)
        self.second_head = factories.a_head(self.unit)
        self.writer = factories.a_writer(self.unit)
        self.writer_of_two = factories.a_writer(self.unit)
        add_member(unit=self.other, user=self.writer_of_two, role=UnitRole.WRITER)
        self.writer_and_editor = factories.an_editor()
        add_member(unit=self.unit, user=self.writer_and_editor, role=UnitRole.WRITER)
        self.stranger = factories.a_writer(self.other)
        self.foreign_head = factories.a_head(self.other)
        self.desk = factories.a_desk_editor()
        self.editor = factories.an_editor()
        self.board = factories.a_board_member()
        self.officer = factories.an_officer()
        self.administrator = factories.a_person(Role.ADMINISTRATOR)
        self.root = factories.an_administrator()


# Which acts are open: (actor, person) -> acts. Everything that is not named is closed.
OPEN: dict[tuple[str, str], set[str]] = {
    ("head", "writer"): {"end", "correct"},
    ("head", "writer_of_two"): {"end"},
    ("second_head", "writer"): {"end", "correct"},
    ("second_head", "writer_of_two"): {"end"},
    ("desk", "writer"): {"end", "correct", "appoint"},
    ("desk", "writer_of_two"): {"end", "correct", "appoint"},
    ("desk", "writer_and_editor"): {"end", "appoint"},
    ("desk", "head"): {"end", "correct"},
    ("desk", "second_head"): {"end", "correct"},
    **{
        ("administrator", person): {"end", "correct", "appoint", "roles", "address", "close"}
        for person in ("writer", "writer_of_two", "writer_and_editor")
    },
    **{
        ("administrator", person): {"end", "correct", "roles", "address", "close"}
        for person in ("head", "second_head")
    },
    **{
        ("administrator", person): {"roles", "address", "close", "appoint"}
        for person in ("stranger", "foreign_head", "editor", "board", "officer", "desk")
    },
    **{
        ("desk", person): {"appoint"}
        for person in ("stranger", "foreign_head", "editor", "board", "officer", "root", "administrator")
    },
    ("administrator", "root"): {"appoint"},
}
for _person in ("writer", "writer_of_two", "writer_and_editor", "head", "second_head", "stranger", "foreign_head", "editor", "board", "officer", "desk"):  # fmt: skip
    OPEN["root", _person] = OPEN["administrator", _person]
OPEN["root", "administrator"] = {"roles", "address", "close", "appoint"}


def acts_on(cast: Cast, person: User) -> dict[str, Callable[..., Any]]:
    """The acts about a person in the first unit; those that need a membership there are absent without one."""
    membership = person.memberships.filter(unit=cast.unit).first()
    acts: dict[str, Callable[..., Any]] = {
        "correct": partial(
            people_actions.correct_person, unit_id=cast.unit.pk, person_id=person.pk, full_name="Đổi Tên", phone=""
        ),
        "appoint": partial(people_actions.add_to_unit, unit_id=cast.unit.pk, person_id=person.pk, role=UnitRole.HEAD),
        "roles": partial(house_actions.set_house_roles, person_id=person.pk, roles=[Role.OFFICER, Role.BOARD]),
        "address": partial(
            house_actions.correct_account,
            person_id=person.pk,
            full_name=person.full_name,
            phone="",
            email=f"moi.{person.pk}@vi-du.vn",
        ),
        "close": partial(house_actions.close_account, person_id=person.pk),
    }
    if membership is not None:
        acts["end"] = partial(people_actions.end_membership, membership_id=membership.pk)
    return acts


def state_of_house() -> list[object]:
    """Everything that rights hang on."""
    return [
        list(User.objects.order_by("pk").values()),
        list(Membership.objects.order_by("pk").values()),
        list(User.groups.through.objects.order_by("pk").values()),
        list(Group.permissions.through.objects.order_by("pk").values()),
        list(GroupPagePermission.objects.order_by("pk").values()),
    ]


def tried(act: Callable[..., Any]) -> bool:
    """Whether an act is open; it is taken back at once."""
    with transaction.atomic():
        try:
            act()
        except PeopleRefused:
            return False
        finally:
            transaction.set_rollback(True)
    return True


def test_every_act_is_open_to_whom_the_table_says_and_to_nobody_else():
    cast = Cast()
    names = [name for name in vars(cast) if name not in {"unit", "other"}]
    before = state_of_house()
    wrong = []

    for actor_name in names:
        for person_name in names:
            actor, person = getattr(cast, actor_name), getattr(cast, person_name)
            for act, call in acts_on(cast, person).items():
                is_open = tried(partial(call, actor=User.objects.get(pk=actor.pk)))
                if is_open != (act in OPEN.get((actor_name, person_name), set())):
                    wrong.append((actor_name, act, person_name, is_open))

    assert wrong == []
    assert state_of_house() == before
    assert not AccountAct.objects.exists()


def test_nobody_becomes_a_superuser_gets_a_permission_or_a_password_on_these_screens(signed_in):
    cast = Cast()
    permission = Permission.objects.get(codename="change_user")
    forged = {
        "is_superuser": "1", "is_staff": "1", "groups": [str(group.pk) for group in Group.objects.all()], "password": "x",
        "user_permissions": [str(permission.pk)], "role": "head", "roles": [role.value for role in Role], "email": "x@x.vn",
        "full_name": "Tên Mới", "phone": "", "person": str(cast.writer.pk), "membership": "", "unit": str(cast.other.pk),
    }  # fmt: skip
    groups = set(cast.writer.groups.values_list("pk", flat=True))
    browser = signed_in(cast.head)

    assert browser.post(f"/quan-tri/don-vi/{cast.unit.code}/nguoi/sua/", forged).status_code == 302
    assert browser.post(f"/quan-tri/don-vi/{cast.unit.code}/nguoi/moi/", forged).status_code == 302
    assert browser.post(f"/quan-tri/don-vi/{cast.unit.code}/nguoi/bo-nhiem/", forged).status_code == 403

    writer = User.objects.get(pk=cast.writer.pk)
    assert writer.full_name == "Tên Mới"
    assert writer.email == cast.writer.email
    assert writer.password == cast.writer.password
    assert not writer.is_superuser
    assert set(writer.groups.values_list("pk", flat=True)) == groups
    assert not writer.user_permissions.exists()
    assert not is_member(writer, cast.unit.pk, UnitRole.HEAD)
    assert cast.unit.invitations.get().role == UnitRole.WRITER
    assert not User.objects.filter(email="x@x.vn").exists()


def test_who_leaves_is_signed_out_at_once_and_the_articles_keep_their_author(signed_in):
    cast = Cast()
    article = factories.an_article(unit=cast.unit, writer=cast.writer, state=State.SUBMITTED)
    browser = signed_in(cast.writer)
    screen = reverse("unit_articles", args=[cast.unit.code])
    assert browser.get(screen).status_code == 200

    closed = people_actions.end_membership(membership_id=cast.writer.memberships.get().pk, actor=cast.head)

    assert closed
    assert browser.get(screen).status_code == 302, "to the page for signing in"
    writer = User.objects.get(pk=cast.writer.pk)
    assert not writer.is_active
    assert not writer.groups.filter(name=group_name(cast.unit)).exists()
    article.refresh_from_db()
    assert article.created_by_id == writer.pk
    of_two = cast.writer_of_two
    membership = of_two.memberships.get(unit=cast.unit)
    assert not people_actions.end_membership(membership_id=membership.pk, actor=cast.head)
    of_two.refresh_from_db()
    assert of_two.is_active
    line = AccountAct.objects.filter(verb=AccountVerb.ENDED, person=writer).get()
    assert (line.actor, line.unit, line.about) == (cast.head, cast.unit, cast.writer.full_name)


def test_sessions_end_with_a_change_of_role_or_password_by_whichever_way(signed_in, client):
    root = factories.an_administrator()
    desk = factories.a_desk_editor()
    unit = factories.a_unit()
    person = factories.a_writer(unit)
    group = Group.objects.get(name=Role.BOARD.value)

    def change_password():
        fresh = User.objects.get(pk=person.pk)
        fresh.set_password("Mot-mat-khau-khac-2026")
        fresh.save()

    ways = {
        "roles": lambda: house_actions.set_house_roles(person_id=person.pk, actor=root, roles=[Role.EDITOR]),
        "head": lambda: people_actions.add_to_unit(
            unit_id=unit.pk, actor=desk, person_id=person.pk, role=UnitRole.HEAD
        ),
        "address": lambda: house_actions.correct_account(
            person_id=person.pk, actor=root, full_name="A", phone="", email="doi@vi-du.vn"
        ),
        "a group in the shell": lambda: person.groups.add(group),
        "a person in the shell": lambda: group.user_set.remove(person),
        "all groups in the shell": lambda: person.groups.clear(),
        "password": change_password,
        "closed": lambda: house_actions.close_account(person_id=person.pk, actor=root),
    }
    other = signed_in(desk)
    for way, act in ways.items():
        person = User.objects.get(pk=person.pk)
        if not person.groups.exists():
            person.groups.add(Group.objects.get(name=group_name(unit)))
        browser = signed_in(person)
        assert browser.get("/quan-tri/account/").status_code == 200, way
        act()
        assert browser.get("/quan-tri/account/").status_code == 302, way
    assert other.get("/quan-tri/account/").status_code == 200, "others stay signed in"
    assert Session.objects.exists()


def test_wagtails_own_user_management_is_closed_to_everybody_but_superusers(signed_in):
    cast = Cast()
    # Even where somebody was given the rights by mistake.
    rights = Permission.objects.filter(content_type__app_label__in=["accounts", "auth"])
    addresses = [
        reverse("wagtailusers_users:index"),
        reverse("wagtailusers_users:add"),
        reverse("wagtailusers_users:edit", args=[cast.head.pk]),
        reverse("wagtailusers_groups:index"),
        reverse("wagtailusers_groups:edit", args=[Group.objects.get(name="desk").pk]),
        reverse("wagtail_bulk_action", args=["accounts", "user", "assign_role"]) + f"?id={cast.head.pk}",
    ]
    for name in ("head", "writer", "editor", "desk", "board", "officer", "administrator"):
        person = getattr(cast, name)
        person.user_permissions.add(*rights)
        browser = signed_in(person)
        for address in addresses:
            assert browser.get(address).status_code == 404, (name, address)
            assert browser.post(address, {"is_superuser": "on", "email": "x@x.vn"}).status_code == 404, (name, address)
    browser = signed_in(cast.root)
    assert {browser.get(address).status_code for address in addresses} == {200}


def test_mails_go_to_those_whom_the_unit_has_named_and_else_to_those_they_concern():
    cast = Cast()
    unit, head, writer = cast.unit, cast.head, cast.writer
    add_member(unit=cast.other, user=head, role=UnitRole.WRITER)
    names = lambda kind, **more: {person.pk for person in recipients(unit, kind, **more)}  # noqa: E731

    assert names(NoticeKind.REMINDERS) == {writer.pk, cast.writer_of_two.pk, cast.writer_and_editor.pk}
    assert names(NoticeKind.LATE) == {head.pk, cast.second_head.pk}
    assert names(NoticeKind.RESULTS, authors=[writer]) == {writer.pk}

    routes = {NoticeKind.LATE: {writer.pk, cast.stranger.pk}, NoticeKind.RESULTS: {head.pk}}
    people_actions.save_settings(unit_id=unit.pk, actor=head, head_releases=True, routes=routes)

    assert Unit.objects.get(pk=unit.pk).head_releases
    assert names(NoticeKind.LATE) == {writer.pk}, "nobody of another unit"
    assert names(NoticeKind.RESULTS, authors=[writer]) == {writer.pk, head.pk}
    assert {person.pk for person in recipients(cast.other, NoticeKind.LATE)} == {cast.foreign_head.pk}
    with pytest.raises(NotYours):
        people_actions.save_settings(unit_id=unit.pk, actor=cast.foreign_head, head_releases=False, routes={})

    people_actions.end_membership(membership_id=writer.memberships.get().pk, actor=head)
    assert NoticeKind.LATE not in named_for(unit), "who leaves takes their routes along"
    assert names(NoticeKind.LATE) == {head.pk, cast.second_head.pk}


def test_the_last_people_of_a_unit_get_its_mails_whatever_they_are():
    unit = factories.a_unit()
    assert recipients(unit, NoticeKind.LATE) == []
    writer = factories.a_writer(unit)
    assert recipients(unit, NoticeKind.LATE) == [writer]
    assert recipients(unit, NoticeKind.RESULTS, authors=[factories.a_person(is_active=False)]) == [writer]


@pytest.mark.django_db(transaction=True)
def test_of_two_who_end_the_same_membership_one_does_and_of_two_administrators_one_stays():
    cast = Cast()
    membership = cast.writer.memberships.get()
    ends = [
        partial(people_actions.end_membership, membership_id=membership.pk, actor=actor)
        for actor in (cast.head, cast.second_head)
    ]
    refusals = at_once(*ends)

    assert [type(refusal) for refusal in refusals].count(AlreadyDone) == 1
    assert AccountAct.objects.filter(verb=AccountVerb.ENDED).count() == 1

    first, second = factories.a_person(Role.ADMINISTRATOR), factories.a_person(Role.ADMINISTRATOR)
    demote = partial(house_actions.set_house_roles, roles=[])
    refusals = at_once(
        partial(demote, person_id=second.pk, actor=first), partial(demote, person_id=first.pk, actor=second)
    )

    assert [type(refusal) for refusal in refusals].count(NotYours) == 1
    left = [person for person in (first, second) if Role.ADMINISTRATOR in house_roles(User.objects.get(pk=person.pk))]
    assert len(left) == 1


@pytest.mark.django_db(transaction=True)
def test_an_account_is_closed_when_its_last_two_parts_end_at_once():
    cast = Cast()
    ends = [
        partial(
            people_actions.end_membership,
            membership_id=cast.writer_of_two.memberships.get(unit=unit).pk,
            actor=actor,
        )
        for unit, actor in ((cast.unit, cast.head), (cast.other, cast.foreign_head))
    ]
    assert at_once(*ends) == [None, None]
    assert not User.objects.get(pk=cast.writer_of_two.pk).is_active
