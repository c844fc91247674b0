"""The webhook adapter and the whole engine against the real sandbox province."""

from __future__ import annotations

import json
from datetime import timedelta
from random import Random

import pytest
from django.utils import timezone
from standardwebhooks.webhooks import Webhook

from bulletin.forwarding import actions
from bulletin.forwarding.actors import COMMAND_LINE
from bulletin.forwarding.adapters import Endpoint, WebhookAdapter, adapter_for
from bulletin.forwarding.adapters.answers import address_in
from bulletin.forwarding.destinations import sealing
from bulletin.forwarding.models import Delivery, DeliveryEvent, Destination
from bulletin.forwarding.proof.confirm import Checker
from bulletin.forwarding.sandbox.signatures import DEMO_SECRET
from bulletin.forwarding.sending.engine import Engine
from bulletin.forwarding.wire.transport import Limits
from submissions.articles.models import Submission
from tests.bulletin.forwarding.desk import Clock, Desk, state_of, the_delivery

pytestmark = [pytest.mark.django_db, pytest.mark.once]

QUICK = Limits(connect=2, first_byte=0.6, whole=1.5)


def quick_backend(destination: Destination) -> WebhookAdapter:
    """The real adapter with less patience."""
    endpoint = Endpoint(
        base_url=destination.base_url, allowed_hosts=destination.allowed_hosts,
        allow_private=destination.allow_private, secrets=destination.secrets,
    )  # fmt: skip
    return WebhookAdapter(endpoint, limits=QUICK)


@pytest.fixture
def clock() -> Clock:
    return Clock(timezone.now() - timedelta(days=1))


@pytest.fixture
def destination(db, province, clock) -> Destination:
    return actions.add_destination(
        kind="sandbox", name="Tỉnh", base_url=province.url, allow_private=True, actor=COMMAND_LINE, now=clock()
    )


@pytest.fixture
def engine(clock) -> Engine:
    return Engine(clock=clock, backend=quick_backend, dice=Random(7))


@pytest.fixture
def checker(clock) -> Checker:
    return Checker(clock=clock, backend=quick_backend, dice=Random(7))


def _settle(destination: Destination, engine: Engine, checker: Checker, clock: Clock, *, rounds: int = 12) -> None:
    """Let the time pass in which the worker would sweep, send, ask and look."""
    for _round in range(rounds):
        engine.drain(destination_id=destination.pk, seconds=5)
        for row in engine.sweep().unknown:
            engine.look_up(delivery_id=row)
        for row in checker.due():
            checker.check(delivery_id=row)
        clock.forward(minutes=8)


def test_the_request_carries_what_the_contract_says(destination, desk, engine, province):
    version = desk.publish()
    engine.deliver(delivery_id=the_delivery(version).pk)
    row = the_delivery(version)
    (entry,) = province.log("PUT")
    headers = entry["headers"]
    assert entry["path"] == f"/articles/{row.article_id}"
    assert headers["idempotency-key"] == headers["webhook-id"] == str(row.pk)
    assert headers["x-article-version"] == "1"
    assert headers["content-type"] == "application/json; charset=utf-8"
    Webhook(DEMO_SECRET).verify(bytes(row.body), headers)


def test_the_user_agent_names_a_contact(destination, desk, clock, province):
    version = desk.publish()
    Engine(clock=clock, backend=adapter_for).deliver(delivery_id=the_delivery(version).pk)
    assert "+http" in province.log("PUT")[0]["headers"]["user-agent"]


def test_publish_correct_and_withdraw_arrive_in_order_and_are_each_confirmed(
    destination, desk, engine, checker, clock, province
):
    first = desk.publish(title="Tít thứ nhất")
    _settle(destination, engine, checker, clock, rounds=1)
    assert state_of(first) == "confirmed"
    submission = Submission.objects.get(page_id=first.story_id)
    assert submission.confirmed_url == the_delivery(first).remote_url == province.held(first.story.uid)["url"]

    second = desk.correct(first, title="Tít thứ hai")
    _settle(destination, engine, checker, clock, rounds=1)
    assert state_of(second) == "confirmed"
    page = province.ask("GET", f"/bai-viet/{first.story.uid}")[1]
    assert "Tít thứ hai" in page
    assert "Tít thứ nhất" not in page

    third = desk.withdraw(second)
    _settle(destination, engine, checker, clock, rounds=1)
    assert state_of(third) == "confirmed"
    assert province.ask("GET", f"/bai-viet/{first.story.uid}")[0] == 410
    assert province.applied() == [(str(first.story.uid), 1), (str(first.story.uid), 2), (str(first.story.uid), 3)]


@pytest.mark.parametrize(
    ("mode", "options"),
    [
        ("500", {"times": 3}),
        ("500", {"times": 2, "status": 408}),
        ("429", {"times": 1, "retry_after": "2"}),
        ("429", {"times": 1, "retry_after": "nonsense"}),
        ("slow", {"times": 1, "seconds": 1}),
        ("drip", {"times": 1}),
        ("endless", {"times": 1}),
        ("login_page", {"times": 2}),
        ("accept_then_silence", {"times": 1, "seconds": 1}),
        ("accept_then_silence", {"times": 1, "seconds": 0}),
    ],
)
def test_whatever_the_site_does_the_article_ends_up_there_once_and_is_confirmed(
    destination, desk, engine, checker, clock, province, mode, options
):
    province.behave(mode, **options)
    version = desk.publish()
    _settle(destination, engine, checker, clock)
    assert state_of(version) == "confirmed"
    assert province.applied() == [(str(version.story.uid), 1)]


@pytest.mark.parametrize(
    ("mode", "options"), [("redirect", {}), ("refuse", {"status": 401}), ("refuse", {"status": 404})]
)
def test_a_fault_of_the_site_itself_pauses_it_and_nothing_is_lost(
    destination, desk, engine, checker, clock, province, mode, options
):
    province.behave(mode, **options)
    version = desk.publish()
    _settle(destination, engine, checker, clock, rounds=3)
    destination.refresh_from_db()
    assert (destination.state, state_of(version), the_delivery(version).attempts) == ("paused", "paused", 0)
    assert len(province.log("PUT")) == 1
    province.behave("ok")
    actions.resume(destination_id=destination.pk, actor=COMMAND_LINE, now=clock())
    _settle(destination, engine, checker, clock, rounds=2)
    assert state_of(version) == "confirmed"


def test_a_refused_article_comes_back_with_the_sites_text(destination, desk, engine, checker, clock, province):
    province.behave("refuse", times=1, text="thiếu chuyên mục")
    version = desk.publish()
    _settle(destination, engine, checker, clock, rounds=2)
    assert state_of(version) == "rejected"
    assert "thiếu chuyên mục" in the_delivery(version).last_error


def test_a_site_that_lost_its_data_before_we_looked_gets_the_article_again(
    destination, desk, engine, checker, clock, province
):
    version = desk.publish()
    engine.drain(destination_id=destination.pk, seconds=5)
    province.behave("forget")
    _settle(destination, engine, checker, clock)
    assert state_of(version) == "confirmed"
    assert province.held(version.story.uid)["version"] == 1


def test_a_secret_that_rotated_on_the_other_side_pauses_and_the_new_one_heals(
    destination, desk, engine, checker, clock, province
):
    destination.secrets = ["whsec_" + "QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVo="]
    destination.save()
    version = desk.publish()
    _settle(destination, engine, checker, clock, rounds=1)
    destination.refresh_from_db()
    assert destination.state == "paused"
    destination.secrets = [DEMO_SECRET, *destination.secrets]
    destination.save()
    actions.resume(destination_id=destination.pk, actor=COMMAND_LINE, now=clock())
    _settle(destination, engine, checker, clock, rounds=2)
    assert state_of(version) == "confirmed"


def test_no_secret_is_in_the_ledger_or_in_what_is_printed_of_a_destination(destination, desk, engine, province):
    province.behave("refuse", times=1, text=f"echo {DEMO_SECRET}")
    version = desk.publish()
    engine.drain(destination_id=destination.pk, seconds=5)
    told = json.dumps(list(DeliveryEvent.objects.values("reason", "answer"))) + the_delivery(version).last_error
    assert "***" in told
    assert DEMO_SECRET.removeprefix("whsec_") not in told
    assert DEMO_SECRET not in repr(quick_backend(destination).endpoint)
    assert sealing.unseal(bytes(destination.secrets_sealed)) == [DEMO_SECRET]


def test_an_address_elsewhere_in_an_answer_is_neither_kept_nor_called(destination, desk, engine, clock, monkeypatch):
    version = desk.publish()
    adapter = quick_backend(destination)
    assert address_in({"url": "http://127.0.0.1:5432/"}, adapter.endpoint) == ""
    assert address_in({"url": "javascript:alert(1)"}, adapter.endpoint) == ""
    assert address_in({"url": 7}, adapter.endpoint) == ""
    assert (
        address_in({"url": f"{destination.base_url}/bai-viet/x"}, adapter.endpoint)
        == f"{destination.base_url}/bai-viet/x"
    )
    assert Delivery.objects.get(pk=the_delivery(version).pk).remote_url == ""


def test_the_desk_of_tests_publishes_what_it_says(desk: Desk):
    assert desk.publish(title="Tít").story.specific.title == "Tít"
