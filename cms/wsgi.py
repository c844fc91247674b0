"""The web application, for any WSGI server."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

import cms.celery  # noqa: F401  (requests ring the bell: the Celery app must be the current one)
from cms.core import lifeline

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings")

if lifeline.is_supervised():
    # The server's own worker process must not outlive a killed server: it would keep its share of the port.
    lifeline.end_with_parent()

application = get_wsgi_application()

# Imported late: it needs the apps that the line above has loaded.
from cms.accounts.demo_guard import refuse_demo_people  # noqa: E402

refuse_demo_people()
