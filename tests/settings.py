"""Settings of the test run: the product's own, on a data folder that is thrown away and a broker in memory.

``DATABASE_URL`` chooses the database: none for SQLite, in a file as in a real installation, or a PostgreSQL server.
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from pathlib import Path

_inherited = os.environ.get("TEST_RUN_DIR")
_run_dir = Path(_inherited or tempfile.mkdtemp(prefix="desk-tests-"))
if not _inherited:
    # Processes of a parallel run inherit the variable; the one that made the folder removes it.
    os.environ["TEST_RUN_DIR"] = str(_run_dir)
    atexit.register(shutil.rmtree, _run_dir, ignore_errors=True)

os.environ["DATA_DIR"] = str(_run_dir / os.environ.get("PYTEST_XDIST_WORKER", "main"))
os.environ["DEMO"] = "1"
os.environ["SECRET_KEY"] = "only-for-tests"
os.environ["BROKER_URL"] = "memory://"
os.environ["CACHE_URL"] = "locmemcache://"
os.environ["ALLOWED_HOSTS"] = "127.0.0.1,localhost,testserver"
for _variable in (
    "STORAGE_URL",
    "EMAIL_URL",
    "MAILBOX_URL",
    "BOUNCES_URL",
    "BOUNCES_ADDRESS",
    "BASE_URL",
    "PORT",
    "PROVINCE_PORT",
    "FORWARDING_ROLE",
    "FORWARDING_FENCE",
    "FORWARDING_KEYS",
    "EDGE_CACHE_URL",
    "MEDIA_BASE_URL",
):
    os.environ.pop(_variable, None)

from cms.settings import *  # noqa: E402, F403
from cms.settings import DATA_DIR, DATABASES  # noqa: E402

# A file and not memory, as in a real installation; a name of its own, as several runs may share one server.
DATABASES["default"]["TEST"] = {
    "NAME": str(DATA_DIR / "test.sqlite3")
    if DATABASES["default"]["ENGINE"].endswith("sqlite3")
    else f"test_{_run_dir.name.replace('-', '_')}"
}
if _template := os.environ.get("TEST_TEMPLATE_DATABASE"):
    # A database with the house in it that the run has made (PostgreSQL); each process begins with a copy.
    DATABASES["default"]["TEST"]["TEMPLATE"] = _template
if DATABASES["default"]["ENGINE"].endswith("postgresql"):
    # A test database that a power cut may take: hundreds of small commits need not reach the disk one by one.
    DATABASES["default"]["OPTIONS"] = {"options": "-c synchronous_commit=off"}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
# The real hasher takes a tenth of a second for each sign-in, on purpose.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Most tests never look at what Wagtail indexes.
TASKS = {"default": {"BACKEND": "tests.indexes.WhenLookedAt"}}
