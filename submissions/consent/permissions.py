"""Who may see consents, and who may take one back. Named predicates; views and actions ask them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cms.accounts.roles import NEWSROOM, Role, has_role
from cms.website.models import Photo
from submissions.units.enums import UnitRole
from submissions.units.models import Unit
from submissions.units.people import is_member, units_of

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from cms.accounts.models import User

# Collections of units lie right below the root.
UNIT_DEPTH = 2


def unit_of(photo: Photo) -> Unit | None:
    """The unit whose photo it is, by its collection; None for a photo of the house."""
    if photo.collection.depth != UNIT_DEPTH:
        return None
    return Unit.objects.filter(code=photo.collection.name).first()


def sees_all(user: User) -> bool:
    """The newsroom and administrators see every unit's consents."""
    return has_role(user, *NEWSROOM, Role.ADMINISTRATOR)


def visible_photos(user: User) -> QuerySet[Photo]:
    """The photos whose consents a person may see, add to, and ask after."""
    photos: QuerySet[Photo] = Photo.objects.all()
    if sees_all(user):
        return photos
    return photos.filter(collection__depth=UNIT_DEPTH, collection__name__in=units_of(user).values("code"))


def photos_of(unit: Unit) -> QuerySet[Photo]:
    """The photos of a unit."""
    photos: QuerySet[Photo] = Photo.objects.filter(collection__depth=UNIT_DEPTH, collection__name=unit.code)
    return photos


def may_see(*, user: User, photo: Photo) -> bool:
    """Whether a person may see the consents of a photo."""
    if not user.is_active:
        return False
    if sees_all(user):
        return True
    unit = unit_of(photo)
    return unit is not None and is_member(user, unit.pk)


def may_withdraw(*, user: User, photo: Photo) -> bool:
    """Whether a person may take a photo down: the desk, the board, administrators, and the head of its unit."""
    if not user.is_active:
        return False
    if has_role(user, Role.DESK, Role.BOARD, Role.ADMINISTRATOR):
        return True
    unit = unit_of(photo)
    return unit is not None and is_member(user, unit.pk, UnitRole.HEAD)
