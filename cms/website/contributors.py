"""Contributors: the people whom bylines of published articles name.

What is known of one is the byline and the unit it stood under, and nothing else: no account, no address. Accounts come
and go within ten years, and a byline may name somebody who never had one. The same name under two units is two
contributors: to keep one person's work apart is a smaller error than to lay another's at their door.
"""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext_lazy as _

from cms.core.text import slugify_vi
from cms.website.bylines import name_key, names_of

SLUG_LENGTH = 100


class Contributor(models.Model):
    """A person of bylines. Rows stay; who has no public article has no page."""

    name = models.CharField(_("name"), max_length=80)
    key = models.CharField(_("key of the name"), max_length=160, editable=False)
    unit_code = models.CharField(_("unit code"), max_length=20, blank=True, editable=False)
    slug = models.SlugField(_("address"), max_length=SLUG_LENGTH, unique=True, editable=False)

    class Meta:
        verbose_name = _("contributor")
        verbose_name_plural = _("contributors")
        constraints = [models.UniqueConstraint(fields=["key", "unit_code"], name="one_contributor_a_unit")]

    def __str__(self) -> str:
        return self.name


class Credit(models.Model):
    """A contributor's place in the byline of a story, as it was last published."""

    story = models.ForeignKey("website.StoryPage", on_delete=models.CASCADE, related_name="credits")
    contributor = models.ForeignKey(Contributor, on_delete=models.PROTECT, related_name="credits")
    position = models.PositiveSmallIntegerField(_("position"))

    class Meta:
        verbose_name = _("credit")
        ordering = ["story", "position"]
        constraints = [models.UniqueConstraint(fields=["story", "contributor"], name="one_credit_a_story")]

    def __str__(self) -> str:
        return f"{self.story_id} · {self.contributor_id}"


def credit(*, story_id: int, byline: str, unit_code: str) -> None:
    """Writes down whom the byline of a story names; called by the publish action, in its transaction."""
    names = names_of(byline)
    # Rows are made in one order everywhere, or two articles of the same two people would wait for each other.
    known = {name: _contributor(name, unit_code) for name in sorted(names, key=name_key)}
    people = [known[name] for name in names]
    Credit.objects.filter(story_id=story_id).delete()
    Credit.objects.bulk_create(
        Credit(story_id=story_id, contributor=person, position=place) for place, person in enumerate(people)
    )


def contributor_slug(*, name: str, unit_code: str, taken: bool) -> str:
    """The address of a contributor. Names that differ in marks alone share the plain one; the later gets a tail."""
    tail = f"-{sha256(name_key(name).encode()).hexdigest()[:6]}" if taken else ""
    unit = f"-{slugify_vi(unit_code)}" if unit_code else ""
    return f"{slugify_vi(name, max_length=SLUG_LENGTH - len(unit) - len(tail))}{unit}{tail}"


def _contributor(name: str, unit_code: str) -> Contributor:
    key = name_key(name)
    mine: dict[str, Any] = {"key": key, "unit_code": unit_code}
    known = Contributor.objects.filter(**mine).first()
    if known is not None:
        return known
    slug = contributor_slug(name=name, unit_code=unit_code, taken=False)
    for taken in (Contributor.objects.filter(slug=slug).exists(), True):
        slug = contributor_slug(name=name, unit_code=unit_code, taken=taken)
        try:
            with transaction.atomic():
                return Contributor.objects.create(name=name, slug=slug, **mine)
        except IntegrityError:
            # Somebody published another article of the same person, or of a namesake, at this moment.
            known = Contributor.objects.filter(**mine).first()
            if known is not None:
                return known
    return Contributor.objects.get(**mine)
