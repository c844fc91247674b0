"""The Celery app: who works, on what terms. The database is the queue; messages are bells that carry row ids.

Every task takes seconds (reading a stranger's file up to two minutes), may run twice and may be lost: correctness rests
on row leases and on the clock of ``CELERY_BEAT_SCHEDULE``, never on the broker. Time limits hold in prefork workers only;
the embedded worker runs threads, whose tasks bound themselves by their own network timeouts and by the limits of the
children they start.
"""

from __future__ import annotations

import os
from typing import Any

from celery import Celery
from celery.signals import worker_init
from kombu import Queue

from cms.core import broker

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings")

from django.conf import settings  # needs the variable above

QUEUES = ("default", "convert", "forward")

TERMS = broker.transport_options(settings.CELERY_BROKER_URL, settings.DATA_DIR)

broker.register()
app = Celery("cms")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.update(
    task_queues=[Queue(name, routing_key=name) for name in QUEUES],
    task_default_queue=QUEUES[0],
    task_default_routing_key=QUEUES[0],
    # Late acknowledgement alone loses the task of a killed pool child: Celery then acknowledges on its behalf.
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    worker_prefetch_multiplier=1,
    task_ignore_result=True,
    task_store_errors_even_if_ignored=False,
    task_soft_time_limit=40,
    task_time_limit=60,
    task_serializer="json",
    accept_content=["json"],
    broker_connection_retry_on_startup=True,
    broker_transport_options=TERMS | broker.impatience(settings.CELERY_BROKER_URL),
    # Remote control keeps mailboxes per process; on the embedded broker they would be files that nobody empties.
    worker_enable_remote_control=not broker.is_embedded(settings.CELERY_BROKER_URL),
    # Log lines go through Django's LOGGING, as everywhere else.
    worker_hijack_root_logger=False,
)
app.autodiscover_tasks()


@worker_init.connect
def be_patient(**_kwargs: Any) -> None:
    """A worker waits for its broker; only who rings does not."""
    app.conf.broker_transport_options = TERMS


@worker_init.connect
def refuse_demo_people(**_kwargs: Any) -> None:
    """A worker starts under the same condition as the web."""
    from cms.accounts import demo_guard

    demo_guard.refuse_demo_people()
