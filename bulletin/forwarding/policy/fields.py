"""The columns of a destination's policy and of what became of it for one delivery, as bases of the two models."""

from __future__ import annotations

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

LONGEST_EMBARGO_HOURS = 720


class Scope(models.TextChoices):
    """Which articles a destination is sent by itself."""

    ALL = "all", _("All articles")
    SECTIONS = "sections", _("Articles of some sections")
    CHOSEN = "chosen", _("Only what the officer chooses")


class Release(models.TextChoices):
    """What a person decided about a delivery whose destination asks for a decision; empty where it asks for none."""

    NEEDED = "needed", _("To be decided")
    RELEASED = "released", _("Released")
    DECLINED = "declined", _("Declined")


class PolicyFields(models.Model):
    """What a destination is sent, when, and under which names. See `bulletin.forwarding.policy.rules`."""

    # Names the destination to the outside: in the address for its receipts and in its requests for the change feed.
    public_id = models.UUIDField(_("public identifier"), default=uuid4, unique=True, editable=False)
    scope = models.CharField(_("articles"), max_length=10, choices=Scope.choices, default=Scope.ALL)
    # Slugs of sections; counts where ``scope`` is ``sections``.
    sections = models.JSONField(_("sections"), default=list, blank=True)
    # English versions of articles are sent only to whom they were promised.
    takes_translations = models.BooleanField(_("takes English versions"), default=False)
    takes_issues = models.BooleanField(_("takes issues"), default=False)
    needs_release = models.BooleanField(_("only after the officer released it"), default=False)
    embargo_hours = models.PositiveSmallIntegerField(_("hours after publication"), default=0)
    # {"our code of a section or topic": "their name" or their number}
    category_map = models.JSONField(_("names of categories there"), default=dict, blank=True)
    title_limit = models.PositiveSmallIntegerField(_("longest title there (characters)"), null=True, blank=True)
    sapo_limit = models.PositiveSmallIntegerField(_("longest standfirst there (characters)"), null=True, blank=True)

    class Meta:
        abstract = True

    @property
    def is_pulled(self) -> bool:
        """Whether it fetches by itself and is never called."""
        return bool(getattr(self, "kind", "") == PULL)


PULL = "pull"
"""The kind of a destination that reads the change feed."""


class ReleaseFields(models.Model):
    """When a delivery may leave at the earliest, and what a person decided about it."""

    release = models.CharField(_("release"), max_length=10, choices=Release.choices, blank=True)
    released_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("decided by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    not_before = models.DateTimeField(_("embargo until"), null=True, blank=True)

    class Meta:
        abstract = True


DESTINATION_CONSTRAINTS = [
    models.CheckConstraint(condition=Q(scope__in=Scope.values), name="destination_scope_known"),
    models.CheckConstraint(
        condition=Q(embargo_hours__lte=LONGEST_EMBARGO_HOURS), name="destination_embargo_has_an_end"
    ),
    models.CheckConstraint(
        condition=(Q(title_limit__isnull=True) | Q(title_limit__gte=1))
        & (Q(sapo_limit__isnull=True) | Q(sapo_limit__gte=1)),
        name="destination_limits_leave_room",
    ),
]
DELIVERY_CONSTRAINTS = [
    models.CheckConstraint(
        condition=~Q(state="held") | Q(release="needed", next_attempt_at__isnull=True),
        name="delivery_held_for_release",
    ),
    models.CheckConstraint(
        condition=~Q(release__in=["released", "declined"]) | Q(released_at__isnull=False),
        name="delivery_decision_has_a_time",
    ),
]
DELIVERY_INDEXES = [
    models.Index(fields=["created_at", "delivery_id"], condition=Q(state="held"), name="delivery_to_release"),
]
