"""Changing a destination's policy: an administrator, with a reason; what was in force before stays on record."""

from __future__ import annotations

import re
from dataclasses import fields
from typing import TYPE_CHECKING, Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from bulletin.forwarding.errors import BadValue, NotFound
from bulletin.forwarding.models import Destination, PolicyChange
from bulletin.forwarding.permissions import require_administrator
from bulletin.forwarding.policy.fields import LONGEST_EMBARGO_HOURS, Scope
from bulletin.forwarding.policy.rules import Policy
from cms.website.models import SectionPage

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from bulletin.forwarding.actors import Actor

MOST_CATEGORIES: Final = 500
LONGEST_CATEGORY: Final = 200
LONGEST_LIMIT: Final = 5_000
LARGEST_NUMBER: Final = 2**53
CODE: Final = re.compile(r"[A-Za-z0-9_-]{1,100}")


@transaction.atomic
def set_policy(
    *, destination_id: int, values: Mapping[str, Any], reason: str, actor: Actor, now: datetime | None = None
) -> Destination:
    """Put some or all rules of a destination's policy into force for what is published from now on.

    ``values`` are named as the columns (``scope``, ``sections``, ``needs_release`` …); those that are not given stay.
    Raises BadValue with the first thing that is wrong.
    """
    require_administrator(actor)
    text = reason.strip()
    if not text:
        raise BadValue(_("Please give a reason."))
    destination = Destination.objects.locked().filter(pk=destination_id).first()
    if destination is None:
        raise NotFound(_("There is no such destination."))
    unknown = set(values) - {field.name for field in fields(Policy)}
    if unknown:
        raise BadValue(_("There is no rule “%(name)s”.") % {"name": min(unknown)})
    before = Policy.of(destination)
    after = checked({**before.written(), **values})
    if after.written() == before.written():
        return destination
    for field in fields(Policy):
        value = getattr(after, field.name)
        setattr(destination, field.name, list(value) if isinstance(value, tuple) else value)
    destination.save(update_fields=[field.name for field in fields(Policy)])
    PolicyChange.objects.create(
        destination=destination,
        at=now or timezone.now(),
        actor=actor.user,
        by=actor.by,
        reason=text,
        before=before.written(),
        after=after.written(),
    )
    return destination


def checked(values: Mapping[str, Any]) -> Policy:
    """A policy from values that people gave. Raises BadValue."""
    if values.get("scope") not in Scope.values:
        raise BadValue(_("A destination is sent all articles, those of some sections, or those that are chosen."))
    for name in ("takes_translations", "takes_issues", "needs_release"):
        if not isinstance(values.get(name), bool):
            raise BadValue(_("“%(name)s” is yes or no.") % {"name": name})
    sections = values.get("sections")
    if not (isinstance(sections, (list, tuple)) and all(isinstance(each, str) for each in sections)):
        raise BadValue(_("Sections are given by their names in addresses."))
    sections = list(dict.fromkeys(sections))
    known = set(SectionPage.objects.filter(slug__in=sections).values_list("slug", flat=True))
    if missing := [slug for slug in sections if slug not in known]:
        raise BadValue(_("There is no section “%(slug)s”.") % {"slug": missing[0]})
    if values["scope"] == Scope.SECTIONS and not sections:
        raise BadValue(_("Choose at least one section."))
    _check_number(values.get("embargo_hours"), least=0, most=LONGEST_EMBARGO_HOURS)
    for name in ("title_limit", "sapo_limit"):
        if values.get(name) is not None:
            _check_number(values[name], least=1, most=LONGEST_LIMIT)
    _check_categories(values.get("category_map"))
    return Policy.read({**values, "sections": sections})


def category_of(text: str) -> str | int:
    """A category at the other end as people type it: a number where it is one, a name otherwise."""
    is_number = text.isascii() and text.isdigit() and int(text[:20]) <= LARGEST_NUMBER
    return int(text[:20]) if is_number else text


def _check_number(value: Any, *, least: int, most: int) -> None:
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        raise BadValue(_("Give a whole number from %(least)d to %(most)d.") % {"least": least, "most": most})


def _check_categories(value: Any) -> None:
    if not isinstance(value, dict) or len(value) > MOST_CATEGORIES:
        raise BadValue(
            _("Names of categories are a JSON object with at most %(most)d entries.") % {"most": MOST_CATEGORIES}
        )
    for code, theirs in value.items():
        if not (isinstance(code, str) and CODE.fullmatch(code)):
            raise BadValue(_("“%(code)s” is no code of a section or topic.") % {"code": str(code)[:100]})
        is_number = isinstance(theirs, int) and not isinstance(theirs, bool) and 0 <= theirs <= LARGEST_NUMBER
        is_name = isinstance(theirs, str) and 0 < len(theirs) <= LONGEST_CATEGORY and theirs.isprintable()
        if not (is_number or is_name):
            raise BadValue(_("The category for “%(code)s” is a name or a number.") % {"code": code})
