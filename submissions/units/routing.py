"""Who of a unit gets which of its mails."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cms.accounts.models import User
from submissions.units.enums import NoticeKind, UnitRole
from submissions.units.models import MailRoute, Membership

if TYPE_CHECKING:
    from collections.abc import Iterable

    from submissions.units.models import Unit

# Whom a kind concerns by nature, where the unit has named nobody. Results go to the authors whatever is named.
BY_NATURE: dict[NoticeKind, UnitRole] = {
    NoticeKind.RESULTS: UnitRole.WRITER,
    NoticeKind.REMINDERS: UnitRole.WRITER,
    NoticeKind.LATE: UnitRole.HEAD,
    NoticeKind.RELEASE: UnitRole.HEAD,
    NoticeKind.DIGEST: UnitRole.HEAD,
}


def recipients(unit: Unit, kind: NoticeKind, *, authors: Iterable[User] = ()) -> list[User]:
    """The active people who get a kind of mail, by name.

    Results go to the authors of the article, who are told in any case, and to whoever the unit has named beside them.
    The other kinds go to the people named for them; where nobody is named, to those of the role that they concern; where
    a unit has nobody of that role, to all its people: a mail to a unit is never sent to nobody as long as it has anyone.
    """
    concerned = {person.pk: person for person in authors if person.is_active} if kind == NoticeKind.RESULTS else {}
    named = _members(unit, memberships__mail_routes__kind=kind)
    if not named and not concerned:
        named = _members(unit, memberships__role=BY_NATURE[kind]) or _members(unit)
    concerned |= {person.pk: person for person in named}
    return sorted(concerned.values(), key=lambda person: (person.full_name, person.pk))


def named_for(unit: Unit) -> dict[NoticeKind, set[int]]:
    """The ids of the people whom a unit has named, by kind; kinds without any are absent."""
    found: dict[NoticeKind, set[int]] = {}
    for kind, user_id in MailRoute.objects.filter(membership__unit=unit).values_list("kind", "membership__user_id"):
        found.setdefault(NoticeKind(kind), set()).add(user_id)
    return found


def name_for(*, unit: Unit, kind: NoticeKind, user_ids: Iterable[int]) -> None:
    """Names who of the unit's people gets a kind of mail, in the place of those named before; nobody of another unit."""
    MailRoute.objects.filter(membership__unit=unit, kind=kind).delete()
    kept: dict[int, Membership] = {}
    for membership in Membership.objects.filter(unit=unit, user_id__in=set(user_ids)).order_by("role"):
        kept.setdefault(membership.user_id, membership)
    MailRoute.objects.bulk_create(MailRoute(membership=membership, kind=kind) for membership in kept.values())


def _members(unit: Unit, **of_the_same_membership: str) -> list[User]:
    # One call of filter(): a second one would look at any membership of the person, in whichever unit.
    found = User.objects.filter(is_active=True, memberships__unit=unit, **of_the_same_membership)
    return list(found.distinct())
