"""The process environment, read once and typed: everything that differs between a demo and a production machine.

Variables: ``DATABASE_URL``, ``BROKER_URL``, ``CACHE_URL``, ``STORAGE_URL``, ``EMAIL_URL``, ``MAILBOX_URL``,
``BOUNCES_URL``, ``BOUNCES_ADDRESS``, ``DATA_DIR``, ``SECRET_KEY``, ``ALLOWED_HOSTS``, ``DEMO``, ``BASE_URL``, ``PORT``,
``PROVINCE_PORT``, ``FORWARDING_ROLE``, ``FORWARDING_FENCE``, ``FORWARDING_KEYS``, ``EDGE_CACHE_URL``,
``MEDIA_BASE_URL``. Nothing else is read anywhere.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent
SHORTEST_KEY = 32
LONGEST_IDLE = "60s"


@dataclass(frozen=True, kw_only=True)
class Environment:
    """Typed values of the environment.

    ``data_dir`` is an absolute folder for everything that is written; ``databases``, ``cache`` and ``email`` are in
    Django's own settings shapes; ``demo`` permits demo data and demo sign-ins and defaults to true only on the
    embedded default (no ``DATABASE_URL`` given).
    """

    data_dir: Path
    demo: bool
    secret_key: str
    allowed_hosts: list[str]
    database: dict[str, Any]
    broker_url: str
    cache: dict[str, Any]
    media_root: Path
    email: dict[str, Any]
    mailbox_url: str
    bounces_url: str
    bounces_address: str
    base_url: str
    port: int
    province_port: int
    forwarding_role: str
    forwarding_fence: Path | None
    forwarding_keys: list[str]
    edge_cache_urls: list[str]
    media_base_url: str


def read_environment() -> Environment:
    """Reads the process environment.

    Raises:
        ImproperlyConfigured: production without ``SECRET_KEY`` or ``ALLOWED_HOSTS``.
    """
    env = environ.Env()
    data_dir = Path(env.str("DATA_DIR", "var"))
    if not data_dir.is_absolute():
        data_dir = BASE_DIR / data_dir
    embedded = not env.str("DATABASE_URL", "")
    demo = env.bool("DEMO", embedded)
    port = env.int("PORT", 8000)
    secret_key = env.str("SECRET_KEY", "")
    if not secret_key:
        if not demo:
            raise ImproperlyConfigured("SECRET_KEY is required outside demo mode.")
        secret_key = _kept_secret(data_dir / "secret_key")
    allowed_hosts = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"] if demo else [])
    if not allowed_hosts:
        raise ImproperlyConfigured("ALLOWED_HOSTS is required outside demo mode.")
    return Environment(
        data_dir=data_dir,
        demo=demo,
        secret_key=secret_key,
        allowed_hosts=allowed_hosts,
        database=_database(env, data_dir),
        broker_url=env.str("BROKER_URL", "filesystem://"),
        cache=env.cache_url("CACHE_URL", default="locmemcache://"),
        media_root=media_root(env.str("STORAGE_URL", ""), data_dir=data_dir),
        email=_email(env, data_dir, demo=demo),
        mailbox_url=mailbox_url(env.str("MAILBOX_URL", ""), data_dir=data_dir, demo=demo),
        bounces_url=mailbox_url(
            env.str("BOUNCES_URL", "") or (f"maildir://{quote(str(data_dir / 'mail-back'))}" if demo else ""),
            data_dir=data_dir,
            demo=False,
            name="BOUNCES_URL",
        ),
        bounces_address=env.str("BOUNCES_ADDRESS", ""),
        base_url=env.str("BASE_URL", f"http://127.0.0.1:{port}").rstrip("/"),
        port=port,
        province_port=env.int("PROVINCE_PORT", 8001),
        forwarding_role=env.str("FORWARDING_ROLE", "demo" if demo else ""),
        forwarding_fence=fence_file(env.str("FORWARDING_FENCE", "")),
        forwarding_keys=_keys(env.list("FORWARDING_KEYS", default=[])),
        edge_cache_urls=[_origin("EDGE_CACHE_URL", url) for url in env.list("EDGE_CACHE_URL", default=[])],
        media_base_url=_origin("MEDIA_BASE_URL", env.str("MEDIA_BASE_URL", "")),
    )


def fence_file(given: str) -> Path | None:
    """The file of the fencing token that several machines share; None for the one in the data folder.

    Raises:
        ImproperlyConfigured: the path is not absolute.
    """
    if not given:
        return None
    path = Path(given)
    if not path.is_absolute():
        raise ImproperlyConfigured("FORWARDING_FENCE is an absolute path, as in /srv/shared/forwarding.fence.")
    return path


def media_root(storage_url: str, *, data_dir: Path) -> Path:
    """The folder of uploaded pictures: ``media`` in the data folder, or the one of a ``file://`` URL.

    Raises:
        ImproperlyConfigured: another kind of storage, which this version can't write to.
    """
    if not storage_url:
        return data_dir / "media"
    parts = urlsplit(storage_url)
    if parts.scheme != "file" or parts.netloc or not parts.path.startswith("/"):
        raise ImproperlyConfigured(
            "STORAGE_URL names a folder, as in file:///srv/desk/media; mount other kinds of storage there."
        )
    return Path(unquote(parts.path))


def mailbox_url(given: str, *, data_dir: Path, demo: bool, name: str = "MAILBOX_URL") -> str:
    """Where articles come in by mail: an IMAP mailbox, a maildir, or nothing. A demo has a maildir in its data folder.

    Raises:
        ImproperlyConfigured: another kind of mailbox, or one whose password would cross a network in the clear.
    """
    if not given:
        return f"maildir://{quote(str(data_dir / 'mail-in'))}" if demo else ""
    parts = urlsplit(given)
    is_maildir = parts.scheme == "maildir" and not parts.netloc and parts.path.startswith("/")
    is_imap = parts.scheme in {"imaps", "imap"} and bool(parts.hostname and parts.username and parts.password)
    if not (is_maildir or is_imap):
        raise ImproperlyConfigured(
            f"{name} is imaps://user:password@host:993/INBOX or maildir:///path/of/a/maildir; empty is none."
        )
    if parts.scheme == "imap" and parts.hostname not in {"127.0.0.1", "::1", "localhost"}:
        raise ImproperlyConfigured(f"{name}: imap:// is for this machine alone; use imaps:// over a network.")
    return given


def _keys(given: list[str]) -> list[str]:
    """The keys that seal the secrets of destinations, the newest first; empty where ``SECRET_KEY`` does it.

    Raises:
        ImproperlyConfigured: one that is too short to be a key; the message does not quote it.
    """
    keys = [key.strip() for key in given if key.strip()]
    if any(len(key) < SHORTEST_KEY for key in keys):
        raise ImproperlyConfigured(f"FORWARDING_KEYS holds keys of at least {SHORTEST_KEY} characters, by commas.")
    return keys


def _origin(name: str, given: str) -> str:
    """An address of a server alone, without a path; empty stays empty.

    Raises:
        ImproperlyConfigured: something else.
    """
    parts = urlsplit(given.strip().rstrip("/"))
    if given and (parts.scheme not in {"http", "https"} or not parts.hostname or parts.path or parts.query):
        raise ImproperlyConfigured(f"{name} names servers, as in http://127.0.0.1:8099, without a path.")
    return parts.geturl()


def _kept_secret(path: Path) -> str:
    """The demo's own secret, made on the first start and kept beside its data."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(secrets.token_urlsafe(50), encoding="ascii")
        path.chmod(0o600)
    return path.read_text(encoding="ascii").strip()


def _database(env: environ.Env, data_dir: Path) -> dict[str, Any]:
    """The database: SQLite in the data folder, made fit for several writing processes, or what ``DATABASE_URL`` says."""
    data_dir.mkdir(parents=True, exist_ok=True)
    database: dict[str, Any] = env.db_url("DATABASE_URL", default=f"sqlite:///{data_dir / 'desk.sqlite3'}")
    if database["ENGINE"].endswith("sqlite3"):
        # Deferred transactions fail at once when a reader turns writer; immediate ones queue up for `timeout` seconds.
        database["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;",
        }
    else:
        database.setdefault("CONN_MAX_AGE", 60)
        database["CONN_HEALTH_CHECKS"] = True
        # A process that is held up in the middle of a transaction keeps its locks; after this the others go on without it.
        database.setdefault("OPTIONS", {}).setdefault(
            "options", f"-c idle_in_transaction_session_timeout={LONGEST_IDLE}"
        )
    return database


def _email(env: environ.Env, data_dir: Path, *, demo: bool) -> dict[str, Any]:
    """Mail settings: files below the data folder in a demo, else what ``EMAIL_URL`` says."""
    if not env.str("EMAIL_URL", ""):
        if not demo:
            raise ImproperlyConfigured("EMAIL_URL is required outside demo mode.")
        return {
            "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "EMAIL_FILE_PATH": str(data_dir / "mail"),
        }
    return dict(env.email_url("EMAIL_URL"))
