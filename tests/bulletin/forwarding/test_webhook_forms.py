"""What a receiver of webhooks may choose, and the signatures on it, checked by the reference implementation."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator

import pytest
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from bulletin.forwarding.adapters import Endpoint, WebhookAdapter
from bulletin.forwarding.adapters.base import Parcel
from bulletin.forwarding.errors import Refused
from tests.bulletin.forwarding.front import Asked, Front, Told, passing_on, running_front
from tests.bulletin.forwarding.ninjs_rules import complaints
from tests.bulletin.forwarding.parcels import a_parcel
from tests.bulletin.forwarding.provinces import running_province

OLD = "whsec_" + base64.b64encode(b"the old key of the other site....").decode()
NEW = "whsec_" + base64.b64encode(b"the new key of the other site....").decode()


@pytest.fixture(scope="module")
def front() -> Iterator[Front]:
    with running_front() as running:
        yield running


def _sent(front: Front, parcel: Parcel, *, secrets: tuple[str, ...] = (NEW,), **options: str) -> Asked:
    front.backend = lambda asked: Told(200, b"{}")
    endpoint = Endpoint(front.url, [front.place], allow_private=True, secrets=secrets, options=options)
    WebhookAdapter(endpoint).send(parcel)
    return front.log[-1]


def test_by_default_our_own_form_is_put_and_its_bytes_are_signed(front):
    parcel = a_parcel()
    asked = _sent(front, parcel)
    assert (asked.method, asked.path) == ("PUT", f"/articles/{parcel.article_id}")
    assert asked.headers["content-type"] == "application/json; charset=utf-8"
    assert asked.body == parcel.body
    Webhook(NEW).verify(asked.body, asked.headers)


def test_a_receiver_that_asks_for_it_gets_a_post(front):
    parcel = a_parcel()
    asked = _sent(front, parcel, method="POST")
    assert (asked.method, asked.path) == ("POST", f"/articles/{parcel.article_id}")
    Webhook(NEW).verify(asked.body, asked.headers)


def test_a_receiver_that_asks_for_it_gets_ninjs_and_the_signature_is_of_what_is_sent(front):
    parcel = a_parcel(version=3)
    asked = _sent(front, parcel, format="ninjs")
    assert "ninjs-schema_2.1.json" in asked.headers["content-type"]
    item = json.loads(asked.body)
    assert complaints(item) == []
    assert (item["uri"], item["version"]) == (f"urn:uuid:{parcel.article_id}", "3")
    assert asked.headers["x-article-version"] == "3"
    Webhook(NEW).verify(asked.body, asked.headers)
    with pytest.raises(WebhookVerificationError):
        Webhook(NEW).verify(parcel.body, asked.headers)


def test_while_a_key_rotates_the_receiver_may_know_either_and_afterwards_only_the_new_one(front):
    asked = _sent(front, a_parcel(), secrets=(NEW, OLD))
    Webhook(NEW).verify(asked.body, asked.headers)
    Webhook(OLD).verify(asked.body, asked.headers)
    after = _sent(front, a_parcel(), secrets=(NEW,))
    with pytest.raises(WebhookVerificationError):
        Webhook(OLD).verify(after.body, after.headers)


def test_bytes_that_cannot_be_put_into_the_form_go_back_to_a_person(front):
    parcel = a_parcel()
    broken = Parcel(**{**parcel.__dict__, "body": b"{}"})
    with pytest.raises(Refused, match="cannot be put into this form"):
        _sent(front, broken, format="ninjs")


@pytest.mark.once
def test_the_sandbox_province_takes_a_post_signed_with_two_keys(front, tmp_path):
    with running_province(tmp_path / "province", secret=OLD, public_url=front.url) as province:
        front.backend = passing_on(province.url)
        parcel = a_parcel()
        endpoint = Endpoint(
            front.url, [front.place], allow_private=True, secrets=(NEW, OLD), options={"method": "POST"}
        )
        assert WebhookAdapter(endpoint).send(parcel).remote_url.startswith(front.url)
        assert province.applied() == [(str(parcel.article_id), 1)]


@pytest.mark.parametrize("options", [{"format": "fax"}, {"method": "DELETE"}, {"colour": "red"}, {"format": ""}])
def test_a_choice_that_the_kind_does_not_have_is_refused(options):
    with pytest.raises(ValueError, match="format=json"):
        WebhookAdapter.check_options(options)
