"""No secret of a destination reaches logs, errors, events, rows, screens of commands, or a dump of the database."""

from __future__ import annotations

import base64
import io
import json
import logging
from random import Random

import pytest
from django.core.management import call_command

from bulletin.forwarding import actions
from bulletin.forwarding.actors import COMMAND_LINE
from bulletin.forwarding.adapters import adapter_for
from bulletin.forwarding.adapters.webhook import WebhookAdapter
from bulletin.forwarding.destinations import probes
from bulletin.forwarding.models import Delivery, DeliveryEvent, Destination
from bulletin.forwarding.sending.engine import Engine
from bulletin.forwarding.wire.transport import Limits
from tests.bulletin.forwarding.provinces import running_province

pytestmark = pytest.mark.django_db

KEY = b"a-key-that-nobody-may-read-0123456789"
SECRET = "whsec_" + base64.b64encode(KEY).decode()
SHORT = Limits(connect=0.5, first_byte=0.4, whole=0.8)
FAILURES = [
    ("500", {"text": SECRET}),
    ("429", {"retry_after": "soon"}),
    ("refuse", {"status": 422, "text": f"khóa {SECRET} không hợp lệ"}),
    ("refuse", {"status": 401, "text": f"unknown key {SECRET.removeprefix('whsec_')}"}),
    ("refuse", {"status": 409, "text": SECRET}),
    ("redirect", {"location": f"/?secret={SECRET}"}),
    ("login_page", {}),
    ("accept_then_silence", {"seconds": 2}),
    ("drip", {"seconds": 0.2}),
    ("endless", {}),
]


def _traces() -> set[str]:
    """The secret in every form in which it could stand somewhere."""
    whole = SECRET.removeprefix("whsec_")
    return {SECRET, whole, KEY.decode(), KEY.hex(), base64.b64encode(SECRET.encode()).decode(), repr(KEY)}


def _everything(caplog: pytest.LogCaptureFixture, printed: str) -> str:
    """Logs with their tracebacks, rows, events, and a dump of the database."""
    formatter = logging.Formatter()
    logs = "\n".join(formatter.format(record) for record in caplog.records)
    rows = [str(row) for model in (Delivery, DeliveryEvent, Destination) for row in model.objects.values_list()]
    dump = io.StringIO()
    call_command("dumpdata", "forwarding", "accounts.notice", "core.outgoingmail", stdout=dump)
    return "\n".join([logs, *rows, dump.getvalue(), printed])


def test_failures_of_every_kind_leave_no_trace_of_the_secret(desk, clock, tmp_path, caplog, capsys):
    caplog.set_level(logging.DEBUG)
    with running_province(tmp_path / "province", secret=SECRET) as province:
        destination = actions.add_destination(
            kind="webhook", name="Tỉnh", base_url=province.url, secret=SECRET, allow_private=True, actor=COMMAND_LINE
        )
        Destination.objects.update(rate_per_second=1000)

        def backend(destination: Destination) -> WebhookAdapter:
            return WebhookAdapter(adapter_for(destination).endpoint, limits=SHORT)

        engine = Engine(backend=backend, dice=Random(1))
        version = desk.publish()
        pk = Delivery.objects.get(article_id=version.story.uid).pk
        for mode, options in FAILURES:
            province.behave(mode, times=1, **options)
            Delivery.objects.filter(pk=pk).update(
                state="waiting", next_attempt_at=clock(), lease_until=None, lease_owner=""
            )
            Destination.objects.update(state="active", state_reason="", breaker_open_until=None, breaker_openings=0)
            assert engine.deliver(delivery_id=pk), mode
            engine.look_up(delivery_id=pk)
        # The key of the installation is another one: the secret cannot even be read.
        probes.probe(destination=destination)
        call_command("deliveries", "--json")
        call_command("destination", "list", "--json")
        found = _everything(caplog, capsys.readouterr().out)
    assert DeliveryEvent.objects.filter(delivery_id=pk).count() > 2 * len(FAILURES)
    assert {trace for trace in _traces() if trace in found} == set()


def test_a_secret_that_cannot_be_read_is_not_quoted(desk, clock, caplog, settings):
    actions.add_destination(
        kind="webhook", name="Tỉnh", base_url="https://cchc.vi-du.vn", secret=SECRET, actor=COMMAND_LINE,
        resolver=lambda host, port: ["8.8.8.8"],
    )  # fmt: skip
    version = desk.publish()
    settings.SECRET_KEY = "another key of another installation"
    Engine().deliver(delivery_id=Delivery.objects.get(article_id=version.story.uid).pk)
    destination = Destination.objects.get()
    assert destination.state == "paused"
    assert {trace for trace in _traces() if trace in _everything(caplog, "")} == set()


def test_neither_endpoint_nor_adapter_print_their_secrets(db):
    destination = Destination(kind="webhook", base_url="https://cchc.vi-du.vn", allowed_hosts=["cchc.vi-du.vn"])
    destination.secrets = [SECRET]
    adapter = adapter_for(destination)
    printed = repr(adapter.endpoint) + str(adapter) + json.dumps(str(vars(destination)))
    assert {trace for trace in _traces() if trace in printed} == set()
