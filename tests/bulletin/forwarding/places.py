"""Places for the conformance suite: the memory, the sandbox province, people with a site of their own."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from html import escape, unescape
from typing import Any
from uuid import UUID

from bulletin.forwarding.adapters.base import Adapter, Endpoint, Notes, Parcel, Supplies
from bulletin.forwarding.adapters.memory import MemoryAdapter
from bulletin.forwarding.adapters.package import PackageAdapter
from bulletin.forwarding.adapters.sandbox import SandboxAdapter
from bulletin.forwarding.handover import actions as by_hand
from bulletin.forwarding.handover.hands import TasksForPeople
from bulletin.forwarding.handover.models import HandOver
from bulletin.forwarding.models import Delivery, Destination
from bulletin.forwarding.sandbox.signatures import DEMO_SECRET
from bulletin.forwarding.states import State
from bulletin.forwarding.wire.transport import Limits
from cms.accounts.models import User
from tests.bulletin.forwarding.conformance import Place, UnrulyPlace
from tests.bulletin.forwarding.front import Asked, Front, Told
from tests.bulletin.forwarding.parcels import a_parcel
from tests.bulletin.forwarding.provinces import RunningProvince

LISTED = re.compile(r"<li><a href=\"[^\"]*\">(.*?)</a>", re.DOTALL)


class MemoryPlace(Place):
    """A dictionary."""

    def __init__(self) -> None:
        super().__init__()
        self.site = MemoryAdapter()

    def adapter(self) -> Adapter:
        return self.site

    def titles(self) -> list[str]:
        sent = {(each.article_id, each.version): each.title for each in self.site.sent}
        return [sent[uid, held.version] for uid, held in self.site.held.items() if not held.retracted]


class FrontedPlace(UnrulyPlace):
    """A place behind a front that misbehaves for it."""

    def __init__(self, front: Front) -> None:
        super().__init__()
        self.front = front
        self.memory = Notes()

    def endpoint(self, **fields: Any) -> Endpoint:
        return Endpoint(base_url=self.front.url, allowed_hosts=[self.front.place], allow_private=True, **fields)

    def supplies(self) -> Supplies:
        return Supplies(pictures=self.album, memory=self.memory)

    def answer_with(self, status: int, *, body: str = "", headers: dict[str, str] | None = None) -> None:
        self.front.answer_next = Told(status, body.encode(), {"Content-Type": "text/html", **(headers or {})})

    def lose_answer(self) -> None:
        self.front.lose_next = True


class ProvincePlace(FrontedPlace):
    """The sandbox province, a process, behind a front."""

    secrets = (DEMO_SECRET, DEMO_SECRET.removeprefix("whsec_"))

    def __init__(self, front: Front, province: RunningProvince) -> None:
        super().__init__(front)
        self.province = province

    def adapter(self) -> Adapter:
        endpoint = self.endpoint(secrets=[DEMO_SECRET])
        return SandboxAdapter(endpoint, self.supplies(), limits=Limits(connect=2, first_byte=5, whole=8))

    def titles(self) -> list[str]:
        page = self.province.ask("GET", "/")[1]
        return [unescape(title).strip() for title in LISTED.findall(page)]


class PeoplesPlace(Place):
    """A site that people fill by hand; they say at the desk where an article stands. Needs the database."""

    def __init__(self, front: Front, *, destination: Destination, person: User, story_id: int) -> None:
        super().__init__()
        self.front, self.destination, self.person, self.story_id = front, destination, person, story_id
        self.pages: dict[str, str] = {}
        front.backend = self._answer

    def _answer(self, asked: Asked) -> Told:
        title = self.pages.get(asked.path)
        return Told(404) if title is None else Told(200, f"<h1>{escape(title)}</h1>".encode())

    def adapter(self) -> Adapter:
        endpoint = Endpoint(base_url=self.front.url, allowed_hosts=[self.front.place], allow_private=True)
        return PackageAdapter(endpoint, Supplies(pictures=self.album, hands=TasksForPeople(self.destination.pk)))

    def titles(self) -> list[str]:
        return list(self.pages.values())

    def parcel(self, **changes: Any) -> Parcel:
        parcel = a_parcel(**changes)
        now = datetime.now(UTC)
        action = "retracted" if parcel.is_retraction else "published" if parcel.version == 1 else "updated"
        Delivery.objects.create(
            delivery_id=parcel.delivery_id, destination=self.destination, story_id=self.story_id,
            article_id=parcel.article_id, version=parcel.version, action=action, title=parcel.title, body=parcel.body,
            content_sha256=parcel.content_sha256, state=State.DELIVERED, delivered_at=now, created_at=now, updated_at=now,
            next_attempt_at=now, remote_url=self._address(parcel.article_id) if parcel.is_retraction else "",
        )  # fmt: skip
        return replace(parcel)

    def publish(self, parcel: Parcel) -> None:
        path = f"/bai/{parcel.article_id}"
        if parcel.is_retraction:
            self.pages.pop(path, None)
        else:
            self.pages[path] = parcel.title
        task = HandOver.objects.get(delivery=parcel.delivery_id)
        by_hand.state(task_id=task.pk, actor=self.person, url=self._address(parcel.article_id))

    def _address(self, article_id: UUID) -> str:
        return f"{self.front.url}/bai/{article_id}"
