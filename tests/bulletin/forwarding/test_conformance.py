"""Every kind of destination keeps the rules of the port."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bulletin.forwarding import actions
from bulletin.forwarding.actors import COMMAND_LINE
from bulletin.forwarding.adapters import KINDS
from bulletin.forwarding.handover import actions as by_hand
from submissions.articles.enums import State
from tests import factories
from tests.bulletin.forwarding.conformance import Conformance, HttpConformance
from tests.bulletin.forwarding.front import Front, passing_on, running_front
from tests.bulletin.forwarding.places import MemoryPlace, PeoplesPlace, ProvincePlace
from tests.bulletin.forwarding.provinces import RunningProvince, running_province


@pytest.fixture(scope="module")
def front() -> Iterator[Front]:
    with running_front() as running:
        yield running


@pytest.fixture(scope="module")
def shared_province(front, tmp_path_factory) -> Iterator[RunningProvince]:
    with running_province(tmp_path_factory.mktemp("province"), public_url=front.url) as running:
        yield running


class TestMemory(Conformance):
    """The fake that everything above the port is tested with."""

    @pytest.fixture
    def place(self) -> MemoryPlace:
        return MemoryPlace()


@pytest.mark.once
class TestSandboxAndWebhook(HttpConformance):
    """The sandbox adapter is the webhook adapter with the demo's secret."""

    @pytest.fixture
    def place(self, front, shared_province) -> ProvincePlace:
        front.backend = passing_on(shared_province.url)
        shared_province.behave("forget")
        return ProvincePlace(front, shared_province)


@pytest.mark.django_db
class TestPackage(Conformance):
    """People, and their site."""

    @pytest.fixture
    def place(self, front) -> PeoplesPlace:
        unit = factories.a_unit()
        writer, officer = factories.a_writer(unit), factories.an_officer()
        draft = factories.an_article(unit=unit, writer=writer, state=State.DRAFT)
        destination = actions.add_destination(
            kind="package", name="Trang huyện", base_url=front.url, allow_private=True, actor=COMMAND_LINE
        )
        by_hand.set_route(destination_id=destination.pk, person=officer, hours=24, recipients=[], actor=COMMAND_LINE)
        return PeoplesPlace(front, destination=destination, person=officer, story_id=draft.page_id)


def test_every_kind_is_held_to_the_rules():
    # One that fetches by itself is sent nothing; its rules stand in test_pull.
    assert set(KINDS) - {"pull"} == {"webhook", "wordpress", "sandbox", "package"}
