"""The package of a task, made again from the row's stored bytes whenever somebody wants it."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from bulletin.forwarding.destinations.supplies import StoredPictures
from bulletin.forwarding.errors import Refused, SendError
from bulletin.forwarding.formats import NotAnArticle, read
from bulletin.forwarding.formats.package import package_of
from bulletin.forwarding.handover.models import HandOver
from bulletin.forwarding.handover.telling import PACKAGE_MAIL

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bulletin.forwarding.formats.package import Package
    from cms.core.models import OutgoingMail

logger = logging.getLogger(__name__)


def package_for(task: HandOver) -> Package:
    """The same bytes as when the task was made, unless our pictures have changed since. Raises Refused."""
    delivery = task.delivery
    pictures = StoredPictures()
    try:
        made = package_of(
            read(bytes(delivery.body)),
            title=delivery.title,
            address=delivery.remote_url,
            load=lambda picture: pictures.load(url=picture.url, sha256=picture.sha256),
        )
    except NotAnArticle as error:
        raise Refused(f"the article cannot be put into a package: {error}") from error
    except ValueError as error:
        raise Refused(f"a picture of the article cannot be put into a package: {error}") from error
    if made.sha256 != task.package_sha256:
        logger.warning("Task %s: its package is no longer the one that was made first", task.pk)
    return made


def mail_attachments(mail: OutgoingMail) -> Iterator[tuple[str, bytes, str]]:
    """The package of a mail of ours. ValueError where it can't be made: then no attempt will help."""
    if mail.kind != PACKAGE_MAIL:
        return
    task_id = mail.key.split(":")[1]
    task = HandOver.objects.select_related("delivery").filter(pk=task_id).first()
    if task is None:
        raise ValueError(f"there is no task {task_id}")
    try:
        made = package_for(task)
    except SendError as error:
        raise ValueError(error.text) from error
    yield made.name, made.content, "application/zip"
