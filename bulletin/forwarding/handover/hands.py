"""The port's `Hands`: tasks for people, in the database."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bulletin.forwarding.adapters.base import Held
from bulletin.forwarding.handover import actions
from bulletin.forwarding.handover.enums import TaskState
from bulletin.forwarding.handover.models import HandOver

if TYPE_CHECKING:
    from uuid import UUID

    from bulletin.forwarding.adapters.base import Parcel
    from bulletin.forwarding.formats.package import Package


class TasksForPeople:
    """The tasks of one destination."""

    def __init__(self, destination_id: int) -> None:
        self.destination_id = destination_id

    def put_before(self, parcel: Parcel, package: Package) -> str:
        """The task of a delivery, made if there is none. Raises DestinationBlocked where nobody is named."""
        task = actions.put_before(destination_id=self.destination_id, delivery_id=parcel.delivery_id, package=package)
        return str(task.pk)

    def held(self, article_id: UUID) -> Held | None:
        """The newest version that was put before somebody. A takedown counts as done once the person said so."""
        task = (
            HandOver.objects.filter(delivery__destination=self.destination_id, delivery__article_id=article_id)
            .select_related("delivery")
            .order_by("-delivery__version")
            .first()
        )
        if task is None:
            return None
        said = task.state in (TaskState.STATED, TaskState.DONE)
        return Held(
            version=task.delivery.version,
            retracted=task.delivery.is_retraction and said,
            remote_id=str(task.pk),
            remote_url=task.stated_url if said else "",
            pending=not said,
        )

    def is_stated(self, delivery_id: UUID) -> bool:
        """Whether a person said that this version is up, or gone."""
        return HandOver.objects.filter(delivery=delivery_id, state__in=(TaskState.STATED, TaskState.DONE)).exists()
