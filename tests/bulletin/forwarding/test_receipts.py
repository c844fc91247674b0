"""Receipts: who is heard, what a receipt changes, and what it never does."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from standardwebhooks.webhooks import Webhook

from bulletin.forwarding import rates
from bulletin.forwarding.models import AppendOnly, Delivery, Drift, Receipt
from bulletin.forwarding.proof.confirm import Checker
from bulletin.forwarding.proof.receipts import LARGEST
from bulletin.forwarding.sandbox.signatures import DEMO_SECRET
from submissions.articles.models import Submission
from tests.bulletin.forwarding.desk import state_of, the_delivery

pytestmark = pytest.mark.django_db

PLACE = "https://memory.invalid/bai/1"


def told(version, kind: str = "published", **data) -> bytes:
    """The body of a receipt for a version."""
    content = {"article_id": str(version.story.uid), "version": version.version, **data}
    if kind == "published":
        content = {"url": PLACE, **content}
    return json.dumps({"type": f"receipt.{kind}", "timestamp": "2026-11-21T03:00:00Z", "data": content}).encode()


def headers_for(
    body: bytes, *, key: str = "", secret: str = DEMO_SECRET, at: datetime | None = None
) -> dict[str, str]:
    """Headers as the independent library signs them."""
    key, at = key or f"msg_{uuid4()}", at or datetime.now(UTC)
    signature = Webhook(secret).sign(key, at, body.decode())
    return {"webhook-id": key, "webhook-timestamp": str(int(at.timestamp())), "webhook-signature": signature}


def post(destination, body: bytes, headers: dict[str, str] | None = None, *, client: Client | None = None):
    """A receipt on its way in, from a client that would be refused without a CSRF token."""
    return (client or Client(enforce_csrf_checks=True)).post(
        f"/bien-nhan/{destination.public_id}/", body, content_type="application/json",
        headers=headers_for(body) if headers is None else headers,
    )  # fmt: skip


@pytest.fixture
def delivered(destination, desk, engine):
    """A version that the other site took."""
    version = desk.publish()
    engine.drain(destination_id=destination.pk, seconds=5)
    return version


def test_a_signed_receipt_is_proof_and_counts_once(destination, delivered):
    body = told(delivered, content_sha256=the_delivery(delivered).content_sha256)
    headers = headers_for(body)
    answer = post(destination, body, headers)
    row, receipt = the_delivery(delivered), Receipt.objects.get()
    assert (answer.status_code, answer.json()["effect"]) == (200, "confirmed")
    assert (row.state, row.remote_url, row.check_at) == ("confirmed", PLACE, None)
    assert Submission.objects.get(page_id=delivered.story_id).confirmed_url == PLACE
    assert bytes(receipt.body) == body
    events = list(row.events.values_list("verb", "by"))
    assert events[-1] == ("vouch", "receipt")

    again = post(destination, body, headers)
    assert (again.status_code, again.json()) == (200, answer.json()), "a replay is answered the same"
    assert (Receipt.objects.count(), row.events.count()) == (1, len(events)), "and changes nothing"
    other = post(destination, told(delivered, url="https://memory.invalid/khac"))
    assert other.json()["effect"] == "kept"
    assert the_delivery(delivered).remote_url == PLACE
    for act in (receipt.save, receipt.delete):
        with pytest.raises(AppendOnly):
            act()


def test_strangers_learn_nothing(destination, delivered, caplog):
    body = told(delivered)
    good = headers_for(body)
    other_secret = "whsec_" + "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    old, early = (datetime.fromtimestamp(datetime.now(UTC).timestamp() + shift, UTC) for shift in (-301, 330))
    wrong = [
        {}, {**good, "webhook-id": ""}, {**good, "webhook-id": "khác"}, {**good, "webhook-id": "x" * 201},
        {**good, "webhook-timestamp": "now"}, {**good, "webhook-timestamp": "²"}, {**good, "webhook-timestamp": "9" * 40},
        {**good, "webhook-signature": "v1,"}, {**good, "webhook-signature": "v1," + "A" * 3000},
        {**good, "webhook-signature": good["webhook-signature"].replace("v1,", "v2,")},
        {**good, "webhook-signature": "v1,é"}, headers_for(body, secret=other_secret), headers_for(body + b" "),
        headers_for(body, at=old), headers_for(body, at=early),
    ]  # fmt: skip
    answers = {
        (post(destination, body, each).status_code, post(destination, body, each).content) for each in wrong[:14]
    }
    rates.cache.clear()
    answers.add((post(destination, body, wrong[-1]).status_code, post(destination, body, wrong[-1]).content))
    destination.public_id = uuid4()
    answers.add((post(destination, body).status_code, post(destination, body).content))
    assert len(answers) == 1
    assert answers.pop()[0] == 401
    assert not Receipt.objects.exists()
    assert DEMO_SECRET not in caplog.text


def test_who_tries_too_often_is_sent_away_and_the_honest_one_is_not(destination, delivered):
    body = told(delivered)
    for _try in range(rates.MOST_FAILURES):
        assert post(destination, body, {}).status_code == 401
    refused = post(destination, body)
    assert (refused.status_code, refused["Retry-After"]) == (429, "60")
    elsewhere = Client(REMOTE_ADDR="203.0.113.9")
    assert post(destination, body, client=elsewhere).status_code == 200


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 422), (b"{", 422), (b"[]", 422), (b'"x"', 422), (b"[" * 9000, 422), (b"{}", 422), (b'{"data": {}}', 422),
        (b'{"type": ["receipt.published"], "data": {}}', 422), (b'{"type": "article.published", "data": {}}', 422),
        (b'{"type": "receipt.removed", "data": {"version": true}}', 422),
        (b'{"type": "receipt.removed", "data": {"version": 0, "article_id": "x"}}', 422),
        (b'{"type": "receipt.removed", "data": {"version": 1, "article_id": "x"}}', 422),
        (b'{"type": "receipt.removed", "data": {"version": 99999999999, "article_id": "x"}}', 422),
        (json.dumps({"type": "receipt.removed", "data": {"version": 1, "article_id": str(uuid4())}}).encode(), 404),
        (json.dumps({"type": "receipt.refused", "data": {"version": 1, "article_id": str(uuid4())}}).encode(), 422),
        (b"x" * (LARGEST + 1), 413),
    ],
)  # fmt: skip
def test_a_signed_message_that_says_nothing_is_answered_with_what_is_wrong(destination, body, status):
    answer = post(destination, body)
    assert answer.status_code == status
    assert answer.json()["error"]
    assert not Receipt.objects.exists()


@pytest.mark.parametrize(
    "url",
    [
        "http://memory.invalid/1", "https://elsewhere.invalid/1", "https://127.0.0.1/1", "javascript:alert(1)", "",
        "https://memory.invalid@elsewhere.invalid/", "https://memory.invalid/#x", "https://memory.invalid/\n1", 5,
        "https://memory.invalid/" + "x" * 500,
    ],
)  # fmt: skip
def test_an_address_that_may_not_be_called_proves_nothing(destination, delivered, url):
    assert post(destination, told(delivered, url=url)).status_code == 422
    assert state_of(delivered) == "delivered"


def test_a_receipt_must_fit_what_was_sent(destination, delivered):
    assert post(destination, told(delivered, content_sha256="0" * 64)).status_code == 422
    later = json.loads(told(delivered))
    later["data"]["version"] = 2
    assert post(destination, json.dumps(later).encode()).status_code == 404


def test_a_receipt_for_an_older_version_is_kept_without_effect(destination, delivered, desk, engine):
    second = desk.correct(delivered)
    assert post(destination, told(delivered)).json()["effect"] == "kept"
    assert state_of(delivered) == "delivered"
    assert Submission.objects.get(page_id=delivered.story_id).confirmed_at is None
    assert post(destination, told(second)).json()["effect"] == "kept", "it was not sent yet"
    assert the_delivery(delivered).events.last().verb == "note"


@pytest.mark.parametrize("state", ["sending", "unknown", "retry_wait", "paused", "failed", "rejected"])
def test_a_receipt_settles_whatever_we_did_not_know(destination, delivered, state, clock):
    leased = {"lease_owner": "w", "lease_until": clock()} if state == "sending" else {}
    Delivery.objects.update(state=state, next_attempt_at=clock(), delivered_at=None, **leased)
    assert post(destination, told(delivered)).json()["effect"] == "confirmed"
    row = the_delivery(delivered)
    assert (row.state, row.lease_owner, row.next_attempt_at) == ("confirmed", "", None)


def test_a_refusal_comes_back_to_the_officer_with_its_text(destination, delivered):
    assert post(destination, told(delivered, "refused", text="Ảnh quá nhỏ")).json()["effect"] == "rejected"
    row = the_delivery(delivered)
    assert (row.state, row.last_error) == ("rejected", "Ảnh quá nhỏ")
    post(destination, told(delivered))
    assert post(destination, told(delivered, "refused", text="Đổi ý")).json()["effect"] == "kept"
    assert state_of(delivered) == "confirmed"


def test_a_takedown_is_confirmed_by_receipt_and_one_of_their_own_is_flagged(destination, delivered, desk, engine):
    post(destination, told(delivered))
    assert post(destination, told(delivered, "removed", text="Theo yêu cầu")).json()["effect"] == "flagged"
    assert Drift.objects.get().kind == "gone"
    assert state_of(delivered) == "confirmed"
    retraction = desk.withdraw(delivered)
    engine.drain(destination_id=destination.pk, seconds=5)
    assert post(destination, told(retraction)).status_code == 422
    assert post(destination, told(retraction, "removed")).json()["effect"] == "confirmed"
    assert state_of(retraction) == "confirmed"


@pytest.mark.parametrize("method", ["get", "put", "delete", "head", "options"])
def test_the_address_takes_nothing_but_post(destination, method):
    assert getattr(Client(), method)(f"/bien-nhan/{destination.public_id}/").status_code == 405


@pytest.mark.django_db(transaction=True)
def test_the_same_receipt_many_times_at_once_beside_our_own_look(destination, delivered, clock, memory):
    body = told(delivered)
    headers = headers_for(body)
    start = Barrier(5)
    checker = Checker(clock=clock, backend=lambda place: memory)

    def act(number: int) -> int:
        try:
            start.wait(timeout=30)
            if number == 0:
                checker.check(delivery_id=the_delivery(delivered).pk)
                return 200
            return post(destination, body, headers).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(5) as pool:
        assert list(pool.map(act, range(5))) == [200] * 5
    assert Receipt.objects.count() == 1
    assert state_of(delivered) == "confirmed"
    assert the_delivery(delivered).events.filter(to_state="confirmed").exclude(verb="note").count() == 1
