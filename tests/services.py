"""What tests may use beyond Python, if it is there: PostgreSQL, Redis, LibreOffice, nginx, Java, WordPress, and Chromium."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import psycopg
import redis

POSTGRESQL = "postgres://127.0.0.1:5432/postgres"
REDIS = "redis://127.0.0.1:6379/9"
FAKETIME = "faketime/libfaketimeMT.so.1"
PURGE_MODULE = Path("/usr/lib/nginx/modules/ngx_http_cache_purge_module.so")
WORDPRESS = Path("/usr/share/wordpress")
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")


def postgresql() -> str:
    """``TEST_DATABASE_URL``, or a local server that lets us in and create databases; empty if there is none."""
    return _first_that_answers(_postgresql_answers, os.environ.get("TEST_DATABASE_URL"), POSTGRESQL)


def redis_server() -> str:
    """``TEST_REDIS_URL``, or database 9 of a local server, which tests may empty; empty if there is none."""
    return _first_that_answers(_redis_answers, os.environ.get("TEST_REDIS_URL"), REDIS)


def office() -> str:
    """The path of LibreOffice, which turns old formats into Word files; empty if none."""
    return next((path for name in ("soffice", "libreoffice") if (path := shutil.which(name))), "")


def nginx() -> str:
    """The path of nginx with the module that forgets pages (Debian's package); empty if none."""
    path = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    return path if path and PURGE_MODULE.is_file() else ""


def redis_program() -> str:
    """The path of the Redis server, of which fault tests run one of their own; empty if none."""
    return shutil.which("redis-server") or ""


def faketime() -> str:
    """The path of the library that shows a process another time (Debian's package ``faketime``); empty if none."""
    found = sorted(Path("/usr/lib").glob(f"*/{FAKETIME}"))
    return str(found[0]) if found else ""


def wordpress() -> str:
    """The folder of Debian's WordPress, where PHP and MariaDB to run it with are there too; empty if anything lacks."""
    programs = (shutil.which("php"), mariadb_program("mariadbd"), mariadb_program("mariadb-install-db"))
    theme = WORDPRESS / "wp-content" / "themes" / "twentytwentyone" / "style.css"
    return str(WORDPRESS) if all(programs) and theme.is_file() and (WORDPRESS / "wp-load.php").is_file() else ""


def mariadb_program(name: str) -> str:
    """The path of a program of MariaDB; empty if none."""
    return shutil.which(name) or shutil.which(name, path="/usr/sbin") or ""


def java() -> str:
    """The path of Java, on which the W3C's validator of HTML and CSS runs; empty if none."""
    return shutil.which("java") or ""


def chromium() -> str:
    """The path of a Chromium that Playwright can drive: ``CHROMIUM``, or one on the search path; empty if none."""
    return next(
        (path for name in (os.environ.get("CHROMIUM"), *BROWSERS) if name and (path := shutil.which(name))), ""
    )


def _first_that_answers(answers: Callable[[str], bool], wanted: str | None, usual: str) -> str:
    """The wanted address or, if none was given, the usual one; empty if it does not answer."""
    address = wanted or usual
    return address if answers(address) else ""


def _postgresql_answers(url: str) -> bool:
    """Whether the server lets us in as one who may create a database."""
    try:
        with psycopg.connect(url.replace("postgres://", "postgresql://", 1), connect_timeout=3) as connection:
            row = connection.execute(
                "SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user"
            ).fetchone()
    except psycopg.Error:
        return False
    return bool(row and row[0])


def _redis_answers(url: str) -> bool:
    """Whether the server answers a ping."""
    try:
        with redis.Redis.from_url(url, socket_connect_timeout=3) as client:
            return bool(client.ping())
    except redis.RedisError:
        return False
