"""Signatures, checked by the reference implementation of Standard Webhooks."""

from __future__ import annotations

import base64
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from bulletin.forwarding.sandbox import signatures
from bulletin.forwarding.wire.signing import key_of, signature_headers

OLD = "whsec_" + base64.b64encode(b"the old key of the other site....").decode()
NEW = "whsec_" + base64.b64encode(b"the new key of the other site....").decode()


@given(body=st.text().map(str.encode), message_id=st.uuids().map(str))
def test_the_reference_verifier_accepts_every_body_that_we_sign(body, message_id):
    headers = signature_headers(message_id=message_id, timestamp=int(time.time()), body=body, secrets=[NEW])
    Webhook(NEW).verify(body, headers, json_parse=False)


def test_while_keys_rotate_both_the_old_and_the_new_key_verify():
    headers = signature_headers(message_id="m", timestamp=int(time.time()), body=b"{}", secrets=[NEW, OLD])
    Webhook(OLD).verify(b"{}", headers)
    Webhook(NEW).verify(b"{}", headers)


def test_a_changed_body_or_another_key_is_refused_by_the_reference_and_by_the_sandbox():
    now = int(time.time())
    headers = signature_headers(message_id="m", timestamp=now, body=b"{}", secrets=[NEW])
    with pytest.raises(WebhookVerificationError):
        Webhook(NEW).verify(b"{ }", headers)
    with pytest.raises(WebhookVerificationError):
        Webhook(OLD).verify(b"{}", headers)
    assert signatures.fault(headers, b"{ }", secrets=[NEW], now=now)
    assert signatures.fault(headers, b"{}", secrets=[OLD], now=now)
    assert not signatures.fault(headers, b"{}", secrets=[OLD, NEW], now=now)


def test_the_sandbox_accepts_what_the_reference_signs_and_refuses_it_when_it_is_old():
    now = int(time.time())
    signature = signature_headers(message_id="m", timestamp=now, body=b"{}", secrets=[NEW])["webhook-signature"]
    headers = {"webhook-id": "m", "webhook-timestamp": str(now), "webhook-signature": signature}
    assert not signatures.fault(headers, b"{}", secrets=[NEW], now=now + 299)
    assert signatures.fault(headers, b"{}", secrets=[NEW], now=now + 301)


@pytest.mark.parametrize(
    "secret", ["", "whsec_", "whsec_!!!", "whsec_" + base64.b64encode(b"short").decode(), "whsec_" + "A" * 200]
)
def test_a_secret_that_is_no_key_is_refused(secret):
    with pytest.raises(ValueError):
        key_of(secret)
