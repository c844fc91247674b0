"""The least that Django can do for a page: one query, and the same bytes. What the product is compared with.

Run by the product's own server program: ``granian --interface wsgi tests.bench.bare:application``, with the page to give
in ``BARE_PAGE`` and the database in ``DATABASE_URL`` (or the SQLite file in ``BARE_DATABASE``).
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import environ
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.http import HttpResponse
from django.urls import re_path

if TYPE_CHECKING:
    from django.http import HttpRequest

settings.configure(
    SECRET_KEY="bare",
    ALLOWED_HOSTS=["127.0.0.1"],
    ROOT_URLCONF=__name__,
    DATABASES={"default": environ.Env.db_url_config(os.environ["BARE_DATABASE"]) | {"CONN_MAX_AGE": 60}},
)
_PAGE = Path(os.environ["BARE_PAGE"]).read_bytes()


def page(request: HttpRequest) -> HttpResponse:
    """One row by its key, and the page."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT title FROM wagtailcore_page WHERE id = %s", [1])
        cursor.fetchone()
    return HttpResponse(_PAGE)


urlpatterns = [re_path("", page)]
application = get_wsgi_application()
