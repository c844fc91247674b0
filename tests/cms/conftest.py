"""What the tests of the cms floor share."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.test import Client

if TYPE_CHECKING:
    from collections.abc import Callable

    from cms.accounts.models import User


@pytest.fixture
def signed_in(db: None) -> Callable[[User], Client]:
    """Gives a browser in which a person is signed in."""

    def sign_in(user: User) -> Client:
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return sign_in


@pytest.fixture
def at_once() -> Callable[..., list[Any]]:
    """Runs acts at the same moment, each on a connection of its own; gives what each returned."""

    def run_all(*acts: Callable[[], Any]) -> list[Any]:
        start = Barrier(len(acts))

        def run(act: Callable[[], Any]) -> Any:
            try:
                connection.ensure_connection()
                start.wait(timeout=30)
                return act()
            finally:
                connection.close()

        with ThreadPoolExecutor(max_workers=len(acts)) as pool:
            return list(pool.map(run, acts))

    return run_all
