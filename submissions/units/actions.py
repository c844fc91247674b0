"""Verbs of the units: set one up with its page, collection and groups; give people their part in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission

from submissions.units.enums import UnitRole
from submissions.units.models import Membership, Unit, UnitIndexPage, UnitsPage

if TYPE_CHECKING:
    from cms.accounts.models import User
    from cms.website.models import HomePage

ACCESS = ("wagtailadmin", "access_admin")
ADD_PAGE = ("wagtailcore", "add_page")
COLLECTION_PERMISSIONS = (
    ("wagtailimages", "add_image"),
    ("wagtailimages", "choose_image"),
    ("wagtaildocs", "add_document"),
    ("wagtaildocs", "choose_document"),
)


def ensure_units_page(*, home: HomePage) -> UnitsPage:
    """The page above all units; made when missing."""
    return UnitsPage.objects.first() or home.add_child(instance=UnitsPage(title="Đơn vị", slug="don-vi"))


@transaction.atomic
def create_unit(*, parent: UnitsPage, code: str, **fields: Any) -> Unit:
    """A unit with its place in the tree, a collection for its pictures, and the group of its people.

    Rows of permission come from here and never by hand: the group may add articles below the unit's page and choose
    from the unit's own collection, and nothing else.
    """
    unit = Unit.objects.create(code=code, **fields)
    parent = UnitsPage.objects.get(pk=parent.pk)
    page = parent.add_child(instance=UnitIndexPage(title=unit.name, slug=unit.code, unit=unit))
    root = Collection.get_first_root_node()
    collection = root.add_child(instance=Collection(name=unit.code))
    group = Group.objects.create(name=group_name(unit))
    known = _permissions(ACCESS, ADD_PAGE, *COLLECTION_PERMISSIONS)
    group.permissions.add(known[ACCESS])
    GroupPagePermission.objects.create(group=group, page=page, permission=known[ADD_PAGE])
    GroupCollectionPermission.objects.bulk_create(
        GroupCollectionPermission(group=group, collection=collection, permission=known[each])
        for each in COLLECTION_PERMISSIONS
    )
    return unit


@transaction.atomic
def add_member(*, unit: Unit, user: User, role: UnitRole) -> Membership:
    """Gives a person a part in a unit, and with it the unit's group."""
    membership, _created = Membership.objects.get_or_create(unit=unit, user=user, role=role)
    user.groups.add(Group.objects.get(name=group_name(unit)))
    user.__dict__.pop("_unit_memberships", None)
    return membership


def drop_group(*, unit: Unit, user: User) -> None:
    """Takes the unit's group from somebody who has no part in the unit any more."""
    user.groups.remove(*Group.objects.filter(name=group_name(unit)))
    user.__dict__.pop("_unit_memberships", None)


def group_name(unit: Unit) -> str:
    """The name of the group of a unit's people."""
    return f"unit:{unit.code}"


def collection_of(unit: Unit) -> Collection:
    """The collection of a unit's pictures and files."""
    return Collection.objects.get(name=unit.code, depth=2)


def _permissions(*wanted: tuple[str, str]) -> dict[tuple[str, str], Permission]:
    rows = Permission.objects.filter(codename__in=[codename for _app, codename in wanted])
    return {(row.content_type.app_label, row.codename): row for row in rows.select_related("content_type")}
