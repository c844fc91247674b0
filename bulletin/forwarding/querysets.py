"""Which destinations may be called, and which deliveries are due for what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import OuterRef, Q

from bulletin.forwarding.policy.fields import PULL
from bulletin.forwarding.states import CLAIMABLE, IN_FLIGHT, OPEN, STUCK, DestinationState, State

if TYPE_CHECKING:
    from datetime import datetime

    from bulletin.forwarding.models import Delivery, Destination  # noqa: F401  (named in the bases)


class DestinationQuerySet(models.QuerySet["Destination"]):
    """Destinations by whether this installation may call them."""

    def locked(self) -> DestinationQuerySet:
        """Under a lock until the transaction ends; who writes a row that names them does not wait for it."""
        return self.select_for_update(no_key=True)

    def in_use(self) -> DestinationQuerySet:
        """Not retired: what is published is owed to them."""
        return self.filter(retired_at__isnull=True)

    def sendable(self) -> DestinationQuerySet:
        """Active, called by us, and made for this installation: a restored copy with another role finds none."""
        return (
            self.filter(state=DestinationState.ACTIVE, instance_role=settings.FORWARDING_ROLE)
            .exclude(instance_role="")
            .exclude(kind=PULL)
        )


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    """Deliveries by what stands to be done about them."""

    def claimable(self, *, now: datetime) -> DeliveryQuerySet:
        """Due for an attempt and under no embargo, in the order in which they should go."""
        return self.filter(
            Q(not_before__isnull=True) | Q(not_before__lte=now), state__in=CLAIMABLE, next_attempt_at__lte=now
        ).order_by("priority", "next_attempt_at", "pk")

    def in_flight(self) -> DeliveryQuerySet:
        """Whose bytes may be on their way."""
        return self.filter(state__in=IN_FLIGHT)

    def requests_open(self, destination_id: int, now: datetime) -> DeliveryQuerySet:
        """Requests of all workers that are open at a destination now: what is being sent, and what is being asked about."""
        return self.in_flight().filter(destination=destination_id, lease_until__gte=now).order_by()

    def newer(self, *, of: str = "") -> DeliveryQuerySet:
        """For `Exists`: later versions, cancelled ones left out, of the outer query's row or of what it names by ``of``."""
        return self.filter(
            destination=OuterRef(f"{of}destination"),
            article_id=OuterRef(f"{of}article_id"),
            version__gt=OuterRef(f"{of}version"),
        ).exclude(state=State.CANCELLED)

    def newer_than(self, row: Delivery) -> DeliveryQuerySet:
        """Later versions of a row's article at its destination, cancelled ones left out."""
        return self.filter(
            destination_id=row.destination_id, article_id=row.article_id, version__gt=row.version
        ).exclude(state=State.CANCELLED)

    def shown_before(self, row: Delivery) -> DeliveryQuerySet:
        """Earlier versions of a row's article that were delivered: what its public page can no longer show."""
        return self.filter(
            destination_id=row.destination_id,
            article_id=row.article_id,
            state=State.DELIVERED,
            version__lt=row.version,
        )

    def open(self) -> DeliveryQuerySet:
        """Not yet at an end."""
        return self.filter(state__in=OPEN)

    def due_for_look_up(self, *, now: datetime) -> DeliveryQuerySet:
        """Of unknown outcome, to be asked about now, and not being asked about by another worker."""
        return self.filter(
            Q(lease_until__isnull=True) | Q(lease_until__lt=now), state=State.UNKNOWN, next_attempt_at__lte=now
        ).order_by("priority", "next_attempt_at", "pk")

    def due_for_check(self, *, now: datetime) -> DeliveryQuerySet:
        """Delivered, to be looked for on the public page now."""
        return self.filter(state=State.DELIVERED, check_at__lte=now).order_by("check_at", "pk")

    def expired(self, *, now: datetime) -> DeliveryQuerySet:
        """Whose worker has not reported back in time."""
        return self.filter(state=State.SENDING, lease_until__lt=now)

    def waiting_for_person(self) -> DeliveryQuerySet:
        """What moves no further by itself: rejected, given up, or of an outcome that nobody can look up."""
        return self.filter(Q(state__in=STUCK) | Q(state=State.UNKNOWN, next_attempt_at__isnull=True))
