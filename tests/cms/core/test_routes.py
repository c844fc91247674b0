"""Which queue a task goes to: one table says it, whoever rings."""

from __future__ import annotations

from fnmatch import fnmatch

import pytest
from django.conf import settings

from cms.celery import QUEUES, app


@pytest.fixture(autouse=True)
def every_task():
    """Rooms' tasks are known once their modules are loaded, as in a worker."""
    app.loader.import_default_modules()


def queue_of(task: str) -> str:
    """Where the broker is handed a task of this name."""
    return str(app.amqp.router.route({}, task)["queue"].name)


@pytest.mark.parametrize(
    ("task", "queue"),
    [
        ("submissions.intake.tasks.convert", "convert"),
        ("submissions.intake.tasks.sweep", "default"),
        ("bulletin.forwarding.tasks.deliver", "forward"),
        ("bulletin.forwarding.tasks.sweep", "forward"),
        ("bulletin.forwarding.handover.tasks.look", "forward"),
        ("bulletin.forwarding.tasks.watch", "default"),
        ("bulletin.evidence.tasks.capture", "forward"),
        ("bulletin.evidence.tasks.make", "default"),
        ("bulletin.websub.tasks.send", "forward"),
        ("cms.core.tasks.send_waiting_mail", "default"),
    ],
)
def test_a_task_goes_to_its_queue(task, queue):
    assert task in app.tasks
    assert queue_of(task) == queue


def test_the_table_names_tasks_and_queues_that_there_are_and_no_task_says_otherwise():
    for pattern, queue in settings.CELERY_TASK_ROUTES.items():
        assert queue in QUEUES
        assert any(fnmatch(task, pattern) for task in app.tasks), f"{pattern} is no task of ours"
    assert not [name for name, task in app.tasks.items() if getattr(task, "queue", None)]


def test_what_the_clock_rings_is_there():
    assert set(settings.CELERY_BEAT_SCHEDULE) <= set(app.tasks)
