"""The other end of the demo: the sandbox province as a destination, and the months of deliveries that it received."""

from __future__ import annotations

import logging
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import F

from bulletin.forwarding import actions
from bulletin.forwarding.actors import COMMAND_LINE
from bulletin.forwarding.models import Delivery, Destination
from bulletin.forwarding.proof.confirm import Checker
from bulletin.forwarding.sandbox.signatures import DEMO_SECRET
from bulletin.forwarding.sending.engine import Engine
from bulletin.forwarding.states import State
from submissions.articles.models import Submission

if TYPE_CHECKING:
    from collections.abc import Iterator

logger = logging.getLogger(__name__)

NAME = "Trang CCHC tỉnh (mô phỏng)"
PATIENCE = 30.0
# The sandbox is on this machine and bears more than a province's site would like.
REQUESTS_A_SECOND = 50


def address() -> str:
    """Where the sandbox province answers."""
    return f"http://127.0.0.1:{settings.PROVINCE_PORT}"


def add_destination() -> Destination:
    """The sandbox as a destination, before anything is published."""
    destination = actions.add_destination(
        kind="sandbox", name=NAME, base_url=address(), actor=COMMAND_LINE, secret=DEMO_SECRET, allow_private=True
    )
    destination.rate_per_second = REQUESTS_A_SECOND
    destination.save(update_fields=["rate_per_second"])
    return destination


def deliver_backlog(destination: Destination) -> None:
    """Lets the province receive and show what was published in the months before now, as it would have.

    Whatever does not go through in the time given stays in the queue, where the worker finds it.
    """
    try:
        with _province():
            Engine().drain(destination_id=destination.pk, seconds=PATIENCE)
            # The clock of the check stands a little ahead, because each row waits a moment before its first look.
            for delivery_id in Delivery.objects.filter(state=State.DELIVERED).values_list("pk", flat=True):
                Checker().check(delivery_id=delivery_id)
    except OSError as error:
        logger.warning("The sandbox province could not be reached; the worker will deliver: %s", error)
    for submission in Submission.objects.filter(confirmed_at__isnull=False):
        wait = timedelta(minutes=4 + submission.pk % 37)
        Submission.objects.filter(pk=submission.pk).update(
            confirmed_at=min(submission.published_at + wait, submission.confirmed_at)
            if submission.published_at and submission.confirmed_at
            else F("confirmed_at")
        )


@contextmanager
def _province() -> Iterator[None]:
    """The sandbox on its port: one that runs already, or one of our own for as long as it is needed."""
    if _answers():
        yield
        return
    process = subprocess.Popen(
        [
            sys.executable, "-m", "bulletin.forwarding.sandbox", "--port", str(settings.PROVINCE_PORT),
            "--data", str(settings.DATA_DIR / "province"),
        ],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=settings.BASE_DIR,
    )  # fmt: skip
    try:
        end = time.monotonic() + PATIENCE
        while not _answers():
            if process.poll() is not None or time.monotonic() > end:
                raise ConnectionError("the sandbox did not start")
            time.sleep(0.05)
        yield
    finally:
        process.terminate()
        process.wait()


def _answers() -> bool:
    try:
        with socket.create_connection(("127.0.0.1", settings.PROVINCE_PORT), timeout=0.5):
            return True
    except OSError:
        return False
