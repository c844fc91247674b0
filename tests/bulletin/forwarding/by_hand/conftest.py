"""A site that people fill by hand, an officer who is named for it, and an article that lies before them."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from random import Random

import pytest
from django.utils import timezone

from bulletin.forwarding import actions
from bulletin.forwarding.actors import COMMAND_LINE
from bulletin.forwarding.handover import actions as by_hand
from bulletin.forwarding.handover.looking import Looker
from bulletin.forwarding.models import Destination
from bulletin.forwarding.sending.engine import Engine
from cms.accounts.models import User
from tests import factories
from tests.bulletin.forwarding.desk import Clock
from tests.bulletin.forwarding.front import Asked, Front, Told, running_front


class Site:
    """A site that people fill: pages by path; ``away`` answers nothing sensible."""

    def __init__(self, front: Front) -> None:
        self.front, self.away = front, False
        self.pages: dict[str, str] = {}
        front.backend = self
        front.log.clear()

    def __call__(self, asked: Asked) -> Told:
        if self.away:
            return Told(503, b"down")
        title = self.pages.get(asked.path)
        return Told(404) if title is None else Told(200, f"<h1>{escape(title)}</h1>".encode())

    def show(self, path: str, title: str) -> str:
        self.pages[path] = title
        return self.front.url + path


@pytest.fixture(scope="module")
def front() -> Iterator[Front]:
    with running_front() as running:
        yield running


@pytest.fixture
def site(front) -> Site:
    return Site(front)


@pytest.fixture
def officer(db) -> User:
    return factories.an_officer(name="Lê Thị Chuyển")


@pytest.fixture
def clock() -> Clock:
    return Clock(timezone.now())


@pytest.fixture
def destination(site, officer, clock) -> Destination:
    made = actions.add_destination(
        kind="package",
        name="Trang huyện",
        base_url=site.front.url,
        allow_private=True,
        actor=COMMAND_LINE,
        now=clock(),
    )
    by_hand.set_route(
        destination_id=made.pk, person=officer, hours=24, recipients=["van-thu@vi-du.vn"], actor=COMMAND_LINE
    )
    return made


@pytest.fixture
def engine(clock) -> Engine:
    return Engine(clock=clock, dice=Random(7))


@pytest.fixture
def looker(clock) -> Looker:
    return Looker(clock=clock)


@pytest.fixture
def sent(destination, desk, engine):
    """A published article whose task lies before the officer."""
    version = desk.publish(
        title="Một cửa “gọn” hơn", lead_image=factories.a_photo(unit=desk.unit), **factories.LEAD_WORDS
    )
    engine.drain(destination_id=destination.pk, seconds=5)
    return version
