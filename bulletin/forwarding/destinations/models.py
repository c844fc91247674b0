"""What happened to a destination, and what is proposed for it and waits for a second person."""

from __future__ import annotations

from typing import Any, ClassVar, NoReturn

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from bulletin.forwarding.errors import AppendOnly


class DestinationVerb(models.TextChoices):
    """Everything that can happen to a destination."""

    ADD = "add", _("added")
    PAUSE = "pause", _("paused")
    RESUME = "resume", _("resumed")
    TEST = "test", _("test asked for")
    TESTED = "tested", _("tested")
    REPLAY = "replay", _("sent again, several articles")
    CHANGE = "change", _("settings changed")
    ADD_SECRET = "add_secret", _("new secret set")
    DROP_SECRETS = "drop_secrets", _("old secrets removed")
    RETIRE = "retire", _("retired")


class DestinationEvent(models.Model):
    """One line of a destination's history; never a secret in it.

    ``actor`` is a person; where nobody acted, ``by`` names the part of the system. A ``tested`` event answers the
    ``test`` event that asked for it, and says in ``ok`` and ``detail`` what came of it.
    """

    destination = models.ForeignKey("forwarding.Destination", on_delete=models.PROTECT, related_name="events")
    verb = models.CharField(_("verb"), max_length=16, choices=DestinationVerb.choices)
    at = models.DateTimeField(_("at"))
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    by = models.CharField(_("by"), max_length=40, blank=True)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    detail = models.CharField(_("detail"), max_length=500, blank=True)
    ok = models.BooleanField(_("succeeded"), null=True, blank=True)
    answers = models.OneToOneField("self", null=True, blank=True, on_delete=models.PROTECT, related_name="answer")
    proposal = models.ForeignKey(
        "forwarding.DestinationProposal", null=True, blank=True, on_delete=models.PROTECT, related_name="events"
    )

    class Meta:
        verbose_name = _("event of a destination")
        verbose_name_plural = _("events of destinations")
        ordering = ["destination", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(verb__in=DestinationVerb.values), name="destination_event_verb_known"),
            models.CheckConstraint(condition=Q(actor__isnull=False) | ~Q(by=""), name="destination_event_names_who"),
            models.CheckConstraint(
                condition=~Q(verb="tested") | Q(answers__isnull=False, ok__isnull=False),
                name="destination_event_test_has_an_outcome",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.destination_id}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Adds; AppendOnly where the row exists already."""
        if self.pk is not None:
            raise AppendOnly(str(self))
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Never."""
        raise AppendOnly(str(self))


class Change(models.TextChoices):
    """What is proposed."""

    ADD = "add", _("Add a destination")
    CHANGE = "change", _("Change settings")
    ADD_SECRET = "add_secret", _("Set a new secret")
    DROP_SECRETS = "drop_secrets", _("Remove old secrets")
    RETIRE = "retire", _("Retire the destination")


class ProposalState(models.TextChoices):
    """Where a proposal stands."""

    PROPOSED = "proposed", _("Waits for a second person")
    APPROVED = "approved", _("Approved")
    REJECTED = "rejected", _("Rejected")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class ProposalQuerySet(models.QuerySet["DestinationProposal"]):
    """Proposals by whether they wait."""

    def open(self) -> ProposalQuerySet:
        """Not decided yet."""
        return self.filter(state=ProposalState.PROPOSED)


class DestinationProposal(models.Model):
    """A change of a destination that one person wants and another decides.

    ``values`` are the fields as they shall be, ``before`` as they were when it was proposed: what has changed in
    between cannot be approved unseen. A secret is sealed at once, shown to nobody, and leaves the row with the decision.
    """

    change = models.CharField(_("change"), max_length=16, choices=Change.choices)
    destination = models.ForeignKey(
        "forwarding.Destination", null=True, blank=True, on_delete=models.PROTECT, related_name="proposals"
    )
    values = models.JSONField(_("values"), default=dict)
    before = models.JSONField(_("values before"), default=dict)
    secret_sealed = models.BinaryField(_("sealed secret"), blank=True, default=b"", editable=False)
    reason = models.CharField(_("reason"), max_length=500)
    state = models.CharField(_("state"), max_length=10, choices=ProposalState.choices, default=ProposalState.PROPOSED)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(_("proposed at"))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    decision_reason = models.CharField(_("reason of the decision"), max_length=500, blank=True)

    objects: ClassVar[ProposalQuerySet] = ProposalQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("proposal for a destination")
        verbose_name_plural = _("proposals for destinations")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["destination"], condition=Q(state="proposed"), name="proposal_one_open_a_destination"
            ),
            models.CheckConstraint(condition=Q(change__in=Change.values), name="proposal_change_known"),
            models.CheckConstraint(condition=Q(state__in=ProposalState.values), name="proposal_state_known"),
            models.CheckConstraint(
                condition=Q(state="proposed", decided_by__isnull=True, decided_at__isnull=True)
                | (~Q(state="proposed") & Q(decided_by__isnull=False, decided_at__isnull=False)),
                name="proposal_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["approved", "rejected"]) | ~Q(decided_by=F("proposed_by")),
                name="proposal_decided_by_another",
            ),
            models.CheckConstraint(
                condition=Q(state="proposed") | Q(secret_sealed=b""), name="proposal_decided_keeps_no_secret"
            ),
            models.CheckConstraint(
                condition=Q(change="add") | Q(destination__isnull=False), name="proposal_change_has_a_destination"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="proposal_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.change} {self.destination_id or self.values.get('name', '')}"

    @property
    def is_open(self) -> bool:
        return self.state == ProposalState.PROPOSED

    @property
    def has_secret(self) -> bool:
        """Whether a sealed secret comes with it."""
        return bool(self.secret_sealed)

    @property
    def name(self) -> str:
        """The name of the destination that it is about."""
        return self.destination.name if self.destination else str(self.values.get("name", ""))
