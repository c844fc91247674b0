"""What every adapter must do, whatever it speaks: a kind's tests inherit one of these classes and give ``place``.

``Conformance`` asks for nothing but an adapter and somewhere to send to. ``HttpConformance`` adds what a site on the
network can do to us; its ``place`` misbehaves on request. docs/new-destination-kind.md shows both in use.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest

from bulletin.forwarding.adapters.base import Adapter, Held, Parcel, Receipt, Sight
from bulletin.forwarding.errors import (
    AddressRefused,
    DestinationBlocked,
    OutcomeUnknown,
    Refused,
    RetryLater,
    SendError,
    VersionConflict,
)
from tests.bulletin.forwarding.parcels import HOSTILE, Album, a_parcel

QUOTE_LIMIT = 2048


class Place(ABC):
    """Somewhere to send to. ``album`` holds the pictures of the parcels; ``secrets`` what must never come back."""

    secrets: Sequence[str] = ()

    def __init__(self) -> None:
        self.album = Album()

    @abstractmethod
    def adapter(self) -> Adapter:
        """A fresh adapter, as each exchange gets one; what it has to remember is kept by the place."""

    @abstractmethod
    def titles(self) -> list[str]:
        """What readers of the place are shown: the titles of everything that is public, each as often as it is there."""

    def publish(self, parcel: Parcel) -> None:
        """Whatever people at the other end do until readers see what was sent; nothing, for most kinds."""
        return

    def parcel(self, **changes: Any) -> Parcel:
        """A parcel that this place can be sent."""
        return a_parcel(**changes)


class UnrulyPlace(Place):
    """A place on the network that can be told how to answer the next writing request."""

    @abstractmethod
    def answer_with(self, status: int, *, body: str = "", headers: dict[str, str] | None = None) -> None:
        """Answer with this and take nothing."""

    @abstractmethod
    def lose_answer(self) -> None:
        """Take it, and break the connection off instead of answering."""


def address_of(adapter: Adapter, parcel: Parcel, receipt: Receipt) -> str:
    """Where the place shows it, as the engine would find out."""
    held = adapter.look_up(parcel.article_id) if adapter.can_look_up else None
    return receipt.remote_url or (held.remote_url if held else "")


def held_version(held: Held | None) -> int | None:
    return held.version if held else None


class Conformance:
    """The rules of the port. A subclass gives the fixture ``place``."""

    def _send(self, place: Place, parcel: Parcel) -> tuple[Receipt, str]:
        receipt = place.adapter().send(parcel)
        place.publish(parcel)
        return receipt, address_of(place.adapter(), parcel, receipt)

    def test_a_publication_is_held_shown_and_seen(self, place):
        parcel = place.parcel(title="Một cửa gọn hơn")
        receipt, url = self._send(place, parcel)
        assert 200 <= receipt.code < 300
        assert held_version(place.adapter().look_up(parcel.article_id)) == 1
        assert place.titles() == ["Một cửa gọn hơn"]
        assert place.adapter().confirm(parcel, url) is Sight.SHOWN

    def test_the_same_again_makes_no_second_one(self, place):
        parcel = place.parcel(title="Một lần")
        self._send(place, parcel)
        again = replace(parcel, remote_id="", remote_url="")
        place.adapter().send(again)
        assert place.titles() == ["Một lần"]
        assert held_version(place.adapter().look_up(parcel.article_id)) == 1

    def test_a_correction_takes_the_place_of_what_was_there(self, place):
        first = place.parcel(title="Tít thứ nhất")
        self._send(place, first)
        second = place.parcel(article_id=first.article_id, version=2, title="Tít thứ hai")
        _receipt, url = self._send(place, second)
        assert place.titles() == ["Tít thứ hai"]
        assert held_version(place.adapter().look_up(first.article_id)) == 2
        assert place.adapter().confirm(second, url) is Sight.SHOWN
        assert place.adapter().confirm(first, url) is not Sight.SHOWN

    def test_an_older_version_never_takes_the_place_of_a_newer_one(self, place):
        newer = place.parcel(version=2, title="Mới")
        self._send(place, newer)
        with pytest.raises(VersionConflict):
            place.adapter().send(place.parcel(article_id=newer.article_id, version=1, title="Cũ"))
        assert place.titles() == ["Mới"]
        assert held_version(place.adapter().look_up(newer.article_id)) == 2

    def test_a_takedown_removes_it_and_may_be_repeated(self, place):
        parcel = place.parcel()
        receipt, url = self._send(place, parcel)
        gone = replace(
            place.parcel(article_id=parcel.article_id, version=2, retraction=True),
            remote_id=receipt.remote_id, remote_url=url,
        )  # fmt: skip
        self._send(place, gone)
        assert place.titles() == []
        held = place.adapter().look_up(parcel.article_id)
        assert held is None or held.retracted
        assert place.adapter().confirm(gone, url) is Sight.GONE
        place.adapter().send(gone)
        assert place.titles() == []

    def test_after_a_takedown_the_article_can_come_back(self, place):
        parcel = place.parcel()
        self._send(place, parcel)
        self._send(place, place.parcel(article_id=parcel.article_id, version=2, retraction=True))
        self._send(place, place.parcel(article_id=parcel.article_id, version=3, title="Trở lại"))
        assert place.titles() == ["Trở lại"]

    def test_what_was_never_sent_is_not_held_and_can_be_taken_down(self, place):
        assert place.adapter().look_up(uuid4()) is None
        place.adapter().send(place.parcel(version=2, retraction=True))
        assert place.titles() == []

    def test_other_articles_are_left_alone(self, place):
        kept, other = place.parcel(title="Bài thứ nhất"), place.parcel(title="Bài thứ hai")
        self._send(place, kept)
        self._send(place, other)
        self._send(place, place.parcel(article_id=other.article_id, version=2, retraction=True))
        assert place.titles() == ["Bài thứ nhất"]

    def test_words_that_mean_harm_arrive_as_words(self, place):
        parcel = place.parcel(title=HOSTILE, sapo=HOSTILE, author_display=HOSTILE)
        _receipt, url = self._send(place, parcel)
        assert len(place.titles()) == 1
        assert place.adapter().confirm(parcel, url) is Sight.SHOWN

    def test_secrets_stand_in_nothing_that_is_printed(self, place):
        adapter = place.adapter()
        printed = f"{adapter!r} {adapter.endpoint!r} {adapter.supplies!r}"
        assert not any(secret in printed for secret in place.secrets if secret)


class HttpConformance(Conformance):
    """What a site on the network can do to us, besides. A subclass gives the fixture ``place``, an `UnrulyPlace`."""

    def test_a_lost_answer_is_an_unknown_outcome_and_a_look_settles_it(self, place):
        parcel = place.parcel(title="Có hay không")
        place.lose_answer()
        with pytest.raises(OutcomeUnknown):
            place.adapter().send(parcel)
        assert held_version(place.adapter().look_up(parcel.article_id)) == 1
        place.adapter().send(parcel)
        assert place.titles() == ["Có hay không"]

    @pytest.mark.parametrize("status", [408, 425, 429, 500, 502, 503, 504])
    def test_trouble_that_passes_is_tried_again(self, place, status):
        parcel = place.parcel()
        place.answer_with(status, headers={"Retry-After": "7"})
        with pytest.raises(RetryLater) as failure:
            place.adapter().send(parcel)
        assert failure.value.retry_after == 7
        assert place.titles() == []
        self._send(place, parcel)
        assert len(place.titles()) == 1

    @pytest.mark.parametrize("status", [301, 302, 307, 401, 403, 404, 410])
    def test_a_fault_of_the_site_itself_is_one_of_the_destination(self, place, status):
        place.answer_with(status, headers={"Location": "http://127.0.0.1:1/"} if status < 400 else None)
        with pytest.raises(DestinationBlocked):
            place.adapter().send(place.parcel())

    @pytest.mark.parametrize("status", [400, 413, 415, 422])
    def test_a_refusal_comes_back_with_the_sites_words(self, place, status):
        place.answer_with(status, body="thiếu chuyên mục")
        with pytest.raises(Refused, match="thiếu chuyên mục") as refusal:
            place.adapter().send(place.parcel())
        assert refusal.value.code == status

    @pytest.mark.parametrize(
        "body",
        ["<html><form>Đăng nhập</form></html>", "", "null", "[1]", '{"id": {}}', "{" * 3000, '{"id": "' + "x" * 9999],
    )
    def test_a_page_that_is_no_answer_never_ends_as_shown(self, place, body):
        parcel = place.parcel()
        place.answer_with(200, body=body)
        url = ""
        with suppress(SendError):
            url = place.adapter().send(parcel).remote_url
        assert place.titles() == []
        assert not url or place.adapter().confirm(parcel, url) is not Sight.SHOWN
        self._send(place, parcel)
        assert len(place.titles()) == 1

    def test_a_site_that_repeats_our_secrets_does_not_get_them_into_the_ledger(self, place):
        echoed = " ".join(place.secrets)
        assert echoed
        for status in (200, 401, 422, 500):
            place.answer_with(status, body=echoed)
            try:
                receipt = place.adapter().send(place.parcel())
            except (SendError, AddressRefused) as error:
                told = error.text if isinstance(error, SendError) else str(error)
            else:
                told = receipt.answer
            assert len(told) <= QUOTE_LIMIT
            assert not any(secret in told for secret in place.secrets)

    def test_an_address_elsewhere_is_not_called(self, place):
        with pytest.raises((AddressRefused, DestinationBlocked)):
            place.adapter().confirm(place.parcel(), "http://127.0.0.1:1/bai")
