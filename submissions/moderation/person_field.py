"""Choosing one person of the house: a list in the order of Vietnamese names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cms.accounts.models import User
from cms.core.text import name_key

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from cms.accounts.roles import Role


def people_with(*roles: Role, but: int | None = None) -> list[User]:
    """Active people with one of the house-wide roles, by their names; without the one that ``but`` names."""
    found = User.objects.filter(is_active=True, groups__name__in=[role.value for role in roles]).distinct()
    return sorted(found.exclude(pk=but) if but else found, key=lambda person: name_key(person.full_name))


class PersonField(forms.TypedChoiceField):
    """One of ``people``, which the form sets; cleans to the person."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(coerce=self._person, **kwargs)
        self._people: dict[str, User] = {}

    @property
    def people(self) -> Sequence[User]:
        """Who may be chosen, in the order of the list."""
        return list(self._people.values())

    @people.setter
    def people(self, people: Sequence[User]) -> None:
        self._people = {str(person.pk): person for person in people}
        self._offer({})

    def mark_away(self, deputies: Mapping[int, User]) -> None:
        """Says beside the name of whoever is away who stands in: ``deputies`` by the id of whoever is away."""
        self._offer(deputies)

    def _offer(self, deputies: Mapping[int, User]) -> None:
        named = ((pk, self._name(person, deputies.get(person.pk))) for pk, person in self._people.items())
        self.choices = [("", _("Please choose")), *named]

    def _name(self, person: User, deputy: User | None) -> str:
        if deputy is None:
            return str(person)
        return gettext("%(person)s (away, %(deputy)s stands in)") % {"person": person, "deputy": deputy}

    def __deepcopy__(self, memo: dict[int, Any]) -> PersonField:
        copied: PersonField = super().__deepcopy__(memo)
        copied.coerce = copied._person
        copied._people = {}
        return copied

    def _person(self, value: str) -> User:
        try:
            return self._people[value]
        except KeyError as error:
            raise ValidationError(self.error_messages["invalid_choice"], params={"value": value}) from error
