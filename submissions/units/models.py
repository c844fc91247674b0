"""Units of the department, their people, and their places in the page tree."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.http import Http404, HttpResponsePermanentRedirect
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page
from wagtail.url_routing import RouteResult

from cms.core.text import collation_key
from cms.website import reading
from cms.website.models import StoryPage
from submissions.units.enums import AccountVerb, InvitationState, NoticeKind, UnitKind, UnitRole

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase


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
    # A stage that a unit can switch on: its head releases what its writers hand in.
    head_releases = models.BooleanField(_("the head of unit releases articles"), default=False)
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


class MailRoute(models.Model):
    """Says that a person of a unit gets one kind of its mails. A kind without any route goes to those it concerns by
    nature (`submissions.units.routing`). A route hangs on the membership, so that it ends with it."""

    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="mail_routes")
    kind = models.CharField(_("kind"), max_length=12, choices=NoticeKind.choices)

    class Meta:
        verbose_name = _("mail route")
        verbose_name_plural = _("mail routes")
        constraints = [models.UniqueConstraint(fields=["membership", "kind"], name="mail_route_once")]

    def __str__(self) -> str:
        return f"{self.membership} · {self.get_kind_display()}"


class Invitation(models.Model):
    """A place in a unit (``role``) or in the house (``house_roles``) that is held for a mail address.

    The account is made, or found, when the owner of the address opens the link: until then the row looks the same
    whether the house knows the address or not. ``round`` is part of the link: sending it again makes the old one void.
    """

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, null=True, blank=True, related_name="invitations")
    role = models.CharField(_("role"), max_length=10, choices=UnitRole.choices, blank=True)
    house_roles = models.JSONField(_("roles of the house"), default=list, blank=True)
    email = models.EmailField(_("e-mail"))
    full_name = models.CharField(_("full name"), max_length=120)
    phone = models.CharField(_("phone"), max_length=30, blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=InvitationState.choices, default=InvitationState.PENDING
    )
    round = models.PositiveSmallIntegerField(_("times sent"), default=1)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    sent_at = models.DateTimeField(_("sent"))
    expires_at = models.DateTimeField(_("holds until"))

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        constraints = [
            models.CheckConstraint(
                condition=(Q(unit__isnull=False) & ~Q(role="")) | (Q(unit__isnull=True) & Q(role="")),
                name="invitation_to_unit_or_house",
            ),
            models.UniqueConstraint(
                fields=["unit", "email"], condition=Q(state="pending"), name="one_pending_invitation_a_unit"
            ),
            models.UniqueConstraint(
                fields=["email"],
                condition=Q(state="pending", unit__isnull=True),
                name="one_pending_invitation_to_the_house",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.full_name} <{self.email}>"


class AccountAct(models.Model):
    """One line of the record of accounts: who did what to whom, in which unit. Lines are added and never changed."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, null=True, blank=True, related_name="account_acts")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="account_acts"
    )
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    verb = models.CharField(_("verb"), max_length=10, choices=AccountVerb.choices)
    about = models.CharField(_("whom"), max_length=200)
    detail = models.CharField(_("detail"), max_length=400, blank=True)
    at = models.DateTimeField(_("time"))

    class Meta:
        verbose_name = _("account record")
        verbose_name_plural = _("account records")
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["unit", "-at"], name="account_act_unit"),
            models.Index(fields=["person", "-at"], name="account_act_person"),
        ]

    def __str__(self) -> str:
        return f"{self.actor} {self.get_verb_display()} {self.about}"


class UnitsPage(Page):
    """``/don-vi/``: all units, grouped by kind, in Vietnamese order."""

    max_count = 1
    parent_page_types: ClassVar[list[str]] = ["website.HomePage"]
    subpage_types: ClassVar[list[str]] = ["units.UnitIndexPage"]

    class Meta:
        verbose_name = _("units page")

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """Finds a unit also by a code in small letters, as people type it: the address with the code itself is the one."""
        try:
            found: RouteResult = super().route(request, path_components)
        except Http404:
            typed, *rest = path_components
            children = UnitIndexPage.objects.child_of(self).live()
            meant = children.filter(slug__iexact=typed).exclude(slug=typed).first()
            if meant is None:
                raise
            return RouteResult(self, kwargs={"instead": "/".join([meant.slug, *rest, ""])})
        return found

    def serve(self, request: HttpRequest, *args: Any, instead: str = "", **kwargs: Any) -> HttpResponseBase:
        """The page, or where what was asked for is below it."""
        if instead:
            return HttpResponsePermanentRedirect(f"{self.get_url(request)}{instead}")
        response: HttpResponseBase = super().serve(request, *args, **kwargs)
        return response

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
