"""Units of the department, their people, and their places in the page tree."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from cms.core.text import collation_key
from cms.website import reading
from cms.website.models import StoryPage
from submissions.units.enums import UnitKind, UnitRole

if TYPE_CHECKING:
    from django.http import HttpRequest


class Unit(models.Model):
    """A health unit or an office that owes articles.

    ``code`` is its lasting name in addresses and reports. How many articles it owes stands in the rule table
    (``unit.monthly_quota``, scope = code), not here. ``verified`` says that the department confirmed the row.
    """

    code = models.SlugField(_("code"), max_length=20, unique=True)
    name = models.CharField(_("name"), max_length=200)
    short_name = models.CharField(_("short name"), max_length=80)
    kind = models.CharField(_("kind"), max_length=15, choices=UnitKind.choices)
    area = models.CharField(_("area"), max_length=10, blank=True)
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid to"), null=True, blank=True)
    verified = models.BooleanField(_("verified"), default=False)
    people = models.ManyToManyField(settings.AUTH_USER_MODEL, through="Membership", related_name="units")

    class Meta:
        verbose_name = _("unit")
        verbose_name_plural = _("units")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=models.F("valid_from")),
                name="unit_ends_after_it_starts",
            )
        ]

    def __str__(self) -> str:
        return self.short_name


class Membership(models.Model):
    """A person's part in a unit."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships")
    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(_("role"), max_length=10, choices=UnitRole.choices)

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [models.UniqueConstraint(fields=["user", "unit", "role"], name="one_membership_a_role")]

    def __str__(self) -> str:
        return f"{self.user} · {self.unit} · {self.get_role_display()}"


class UnitsPage(Page):
    """``/don-vi/``: all units, grouped by kind, in Vietnamese order."""

    max_count = 1
    parent_page_types: ClassVar[list[str]] = ["website.HomePage"]
    subpage_types: ClassVar[list[str]] = ["units.UnitIndexPage"]

    class Meta:
        verbose_name = _("units page")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Adds ``unit_groups``: a list of (kind in words, pages of its units)."""
        context = super().get_context(request, *args, **kwargs)
        pages = UnitIndexPage.objects.child_of(self).live().select_related("unit").order_by()
        ordered = sorted(pages, key=lambda page: collation_key(page.unit.name))
        context["unit_groups"] = [
            (kind.label, [page for page in ordered if page.unit.kind == kind]) for kind in UnitKind
        ]
        return context


class UnitIndexPage(Page):
    """``/don-vi/CODE/``: a unit's published articles; its drafts live below it too, behind the unit's own permissions."""

    unit = models.OneToOneField(Unit, verbose_name=_("unit"), on_delete=models.PROTECT, related_name="page")

    parent_page_types: ClassVar[list[str]] = ["units.UnitsPage"]
    subpage_types: ClassVar[list[str]] = ["articles.ArticlePage"]

    class Meta:
        verbose_name = _("unit page")
        verbose_name_plural = _("unit pages")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Adds one page of the unit's stories, newest first."""
        stories = StoryPage.objects.published().articles().filter(unit_code=self.unit.code)
        return {**super().get_context(request, *args, **kwargs), **reading.listing(stories, request)}
