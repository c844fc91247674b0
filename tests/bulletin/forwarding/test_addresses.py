"""Which addresses may be called, at save and at send."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin.forwarding import actions
from bulletin.forwarding.actors import COMMAND_LINE
from bulletin.forwarding.errors import AddressRefused, BadValue
from bulletin.forwarding.models import Destination
from bulletin.forwarding.wire.addresses import check_place, checked_number, parse_target
from bulletin.forwarding.wire.transport import Route, exchange

ODD_FORMS = [
    "https://127.1/",
    "https://2130706433/",
    "https://0x7f.1/",
    "https://0x7f000001/",
    "https://017700000001/",
    "https://0177.0.0.1/",
    "https://127.0.0.1./",
    "https://①②⑦.⓪.⓪.①/",
    "https://127。0。0。1/",
    "https://an@127.0.0.1/",
    "https://cchc.vi-du.vn@127.0.0.1/",
    "https://cchc.vi-du.vn\\@127.0.0.1/",
    "https://a%2e127.0.0.1/",
    "https://[::1%25lo]/",
    "https://cchc.vi-du.vn:0/",
    "https://cchc.vi-du.vn:99999/",
    "https://cchc.vi-du.vn/#127.0.0.1",
    "https://cchc.vi-du.vn/\r\nHost: x",
    "https:///articles",
    "https://cchc..vn/",
    "http://cchc.vi-du.vn/",
    "file:///etc/passwd",
    "gopher://127.0.0.1/",
    "//127.0.0.1/",
    "",
    "https://" + "a" * 2500 + ".vn/",
]
INWARD = [
    "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "255.255.255.255",
    "192.0.0.8", "192.88.99.1", "198.18.0.1", "224.0.0.1", "240.0.0.1", "::", "::1", "::127.0.0.1", "::ffff:127.0.0.1",
    "::ffff:8.8.8.8", "64:ff9b::7f00:1", "64:ff9b:1::1", "2002:7f00:1::", "2001:0:1::", "fe80::1", "fe80::1%eth0",
    "fec0::1", "fc00::1", "fd12::1", "ff02::1",
]  # fmt: skip


@pytest.mark.parametrize("address", ODD_FORMS)
def test_an_address_in_an_odd_form_is_refused(address):
    with pytest.raises(AddressRefused):
        parse_target(address, allow_private=False)


@pytest.mark.django_db
@pytest.mark.parametrize("address", ODD_FORMS)
def test_an_odd_form_is_refused_when_it_is_saved(address):
    with pytest.raises(BadValue):
        actions.add_destination(
            kind="webhook", name="Tỉnh", base_url=address, secret="whsec_" + "a" * 44, actor=COMMAND_LINE,
            resolver=lambda host, port: ["8.8.8.8"],
        )  # fmt: skip
    assert not Destination.objects.exists()


@pytest.mark.parametrize("address", ODD_FORMS)
def test_an_odd_form_is_refused_when_something_is_sent_to_it(address, monkeypatch):
    monkeypatch.setattr("bulletin.forwarding.wire.lines.Line", _never)
    with pytest.raises(AddressRefused):
        _send(address, numbers=["8.8.8.8"])


@pytest.mark.django_db
@pytest.mark.parametrize("number", INWARD)
def test_an_inward_address_is_refused_when_it_is_saved(number):
    with pytest.raises(BadValue):
        actions.add_destination(
            kind="webhook", name="Tỉnh", base_url="https://cchc.vi-du.vn", secret="whsec_" + "a" * 44,
            actor=COMMAND_LINE, resolver=lambda host, port: [number],
        )  # fmt: skip


@pytest.mark.parametrize("number", INWARD)
def test_a_name_that_has_turned_inwards_since_it_was_saved_is_refused_when_something_is_sent(number, monkeypatch):
    monkeypatch.setattr("bulletin.forwarding.wire.lines.Line", _never)
    with pytest.raises(AddressRefused):
        _send("https://cchc.vi-du.vn/", numbers=["8.8.8.8", number])


@pytest.mark.parametrize("number", [number for number in INWARD if "%" not in number])
def test_an_inward_address_itself_is_refused_in_every_notation(number):
    host = f"[{number}]" if ":" in number else number
    with pytest.raises(AddressRefused):
        _send(f"https://{host}/", numbers=[number])


def _send(address: str, *, numbers: list[str]) -> None:
    place = "cchc.vi-du.vn"
    route = Route(allowed_hosts=[place], allow_private=False, resolver=lambda host, port: numbers)
    exchange(method="PUT", url=address, headers={}, body=b"{}", route=route)


def _never(*args: object, **options: object) -> None:
    raise AssertionError("a connection was to be opened")


@pytest.mark.parametrize("number", INWARD)
def test_a_name_that_leads_inwards_is_refused(number):
    target = parse_target("https://cchc.vi-du.vn/", allow_private=False)
    with pytest.raises(AddressRefused):
        checked_number(target, allow_private=False, seconds=1, resolver=lambda host, port: [number])


def test_one_inward_address_among_several_spoils_the_name():
    target = parse_target("https://cchc.vi-du.vn/", allow_private=False)
    with pytest.raises(AddressRefused):
        checked_number(target, allow_private=False, seconds=1, resolver=lambda host, port: ["8.8.8.8", "10.0.0.1"])


def test_a_public_name_is_resolved_to_the_address_that_is_then_used():
    target = parse_target("https://CCHC.vi-du.vn:443/nhan", allow_private=False)
    assert target.url == "https://cchc.vi-du.vn/nhan"
    numbers = ["8.8.8.8", "2606:4700:4700::1111"]
    assert checked_number(target, allow_private=False, seconds=1, resolver=lambda host, port: numbers) == "8.8.8.8"


def test_a_vietnamese_domain_is_called_by_its_ascii_name():
    assert parse_target("https://tỉnh.vn/x", allow_private=False).host == "xn--tnh-dlz.vn"


def test_a_name_without_an_address_is_a_network_fault_and_no_refusal():
    target = parse_target("https://cchc.vi-du.vn/", allow_private=False)
    with pytest.raises(OSError):
        checked_number(target, allow_private=False, seconds=1, resolver=lambda host, port: [])


def test_only_the_places_on_the_list_are_called():
    target = parse_target("http://127.0.0.1:8001/", allow_private=True)
    check_place(target, allowed=["127.0.0.1:8001"])
    with pytest.raises(AddressRefused):
        check_place(parse_target("http://127.0.0.1:5432/", allow_private=True), allowed=["127.0.0.1:8001"])


@given(st.text(max_size=60))
def test_no_text_whatsoever_is_taken_for_an_address_without_a_named_host(text):
    try:
        target = parse_target(f"https://{text}", allow_private=False)
    except AddressRefused:
        return
    assert target.host
    assert target.host.isascii()
    assert "@" not in target.place
