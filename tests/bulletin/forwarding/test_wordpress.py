"""The wordpress adapter against the fake, and what only a fake can be told to do."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from bulletin.forwarding.adapters import WordPressAdapter
from bulletin.forwarding.errors import DestinationBlocked, Refused, RetryLater
from bulletin.forwarding.formats.wordpress_post import Mark, read_mark, with_mark
from tests.bulletin.forwarding.conformance import HttpConformance
from tests.bulletin.forwarding.fake_wordpress import KEYS, FakeWordPress
from tests.bulletin.forwarding.front import Asked, Front, Told, running_front
from tests.bulletin.forwarding.wordpress_rules import WordPressPlace, WordPressRules

MARK = Mark("6f9619ff-8b86-4d01-b42d-00cf4fc964ff", 3, "ab" * 32)


@pytest.fixture(scope="module")
def front() -> Iterator[Front]:
    with running_front() as running:
        yield running


@pytest.fixture
def fake(front) -> FakeWordPress:
    return FakeWordPress(front.url)


@pytest.fixture
def place(front, fake) -> WordPressPlace:
    return WordPressPlace(front, fake, KEYS)


class TestFakeWordPress(WordPressRules, HttpConformance):
    """The same rules as at the real one, and what a site on the network can do to us."""


def _told(status: int, code: str) -> Told:
    return Told(status, json.dumps({"code": code, "message": code}).encode(), {"Content-Type": "application/json"})


@pytest.mark.parametrize(
    ("status", "code", "error"),
    [
        (401, "rest_not_logged_in", DestinationBlocked),
        (401, "incorrect_password", DestinationBlocked),
        (403, "rest_cannot_create", DestinationBlocked),
        (404, "rest_no_route", DestinationBlocked),
        (400, "rest_invalid_param", Refused),
        (403, "rest_cannot_assign_term", Refused),
        (429, "too_many_requests", RetryLater),
        (503, "maintenance", RetryLater),
    ],
)
def test_a_refusal_means_what_its_code_says(place, status, code, error):
    place.front.answer_next = _told(status, code)
    with pytest.raises(error):
        place.adapter().send(place.parcel())
    assert place.titles() == []


@pytest.mark.parametrize(
    ("status", "code", "error"),
    [
        (500, "rest_upload_unknown_error", Refused),
        (413, "", Refused),
        (503, "", RetryLater),
        (401, "rest_not_logged_in", DestinationBlocked),
    ],
)
def test_a_picture_that_is_refused_leaves_no_post_behind(place, status, code, error):
    place.front.answer_next = _told(status, code)
    with pytest.raises(error):
        place.adapter().send(place.parcel(pictures=[place.album.add("anh.webp")]))
    assert place.titles() == []


def test_a_site_without_a_trash_keeps_a_draft_that_nobody_sees(place, fake, front):
    parcel = place.parcel()
    place.adapter().send(parcel)
    front.backend = lambda asked: _told(501, "rest_trash_not_supported") if asked.method == "DELETE" else fake(asked)
    gone = place.parcel(article_id=parcel.article_id, version=2, retraction=True)
    assert place.adapter().send(gone).code == 200
    assert place.titles() == []
    held = place.adapter().look_up(parcel.article_id)
    assert held is not None
    assert (held.version, held.retracted) == (2, True)


def test_an_account_that_may_not_take_it_down_sends_the_takedown_back_to_a_person(place):
    place.user = "contributor"
    parcel = place.parcel()
    receipt = place.adapter().send(parcel)
    place.ask("POST", f"posts/{receipt.remote_id}", {"status": "publish"})
    with pytest.raises(Refused):
        place.adapter().send(place.parcel(article_id=parcel.article_id, version=2, retraction=True))


def test_a_site_that_strips_our_mark_is_told_of_in_the_history(place, fake, front):
    def strip(asked: Asked) -> Told:
        told = fake(asked)
        for post in fake.rows["posts"].values():
            post["content"] = "<p>Chữ</p>"
        return told if asked.method == "GET" else Told(told.status, told.body.replace(b"ban-tin:", b"-"), told.headers)

    front.backend = strip
    parcel = place.parcel()
    assert any("removes our mark" in note for note in place.adapter().send(parcel).notes)
    place.adapter().send(place.parcel(article_id=parcel.article_id, version=2, title="Lần hai"))
    assert place.titles() == ["Lần hai"]


def test_the_time_of_one_attempt_is_shared_by_all_its_requests(place, monkeypatch):
    monkeypatch.setattr("bulletin.forwarding.adapters.wordpress_site.SEND_SECONDS", 1.0)
    with pytest.raises(RetryLater, match="goes on"):
        place.adapter().send(place.parcel())
    assert place.front.log == []


def test_our_password_goes_to_the_interface_and_never_to_a_page(place, front):
    parcel = place.parcel()
    receipt = place.adapter().send(parcel)
    front.log.clear()
    place.adapter().confirm(parcel, receipt.remote_url)
    (asked,) = front.log
    assert "authorization" not in asked.headers


@pytest.mark.parametrize("secrets", [[""], ["mật khẩu"], ["x" * 201], ["a\nb"]])
def test_what_cannot_be_an_application_password_is_refused(secrets):
    with pytest.raises(ValueError, match="application password"):
        WordPressAdapter.check_secrets(secrets)


def test_a_mark_is_read_from_the_attribute_or_from_the_comment_and_the_last_one_counts():
    assert read_mark(f'<p data-ban-tin="{MARK}">x</p>') == MARK
    assert read_mark(f"<p>x</p><!-- {MARK} -->") == MARK
    assert read_mark(f"<p>{MARK}</p>") is None
    assert read_mark(f'<p data-ban-tin="{MARK}x">x</p>') is None
    removed = Mark(MARK.article_id, 4, "cd" * 32, removed=True)
    assert read_mark(with_mark(f'<p data-ban-tin="{MARK}">x<!-- {MARK} --></p>', removed)) == removed
    assert str(MARK) not in with_mark(f'<p data-ban-tin="{MARK}">x<!-- {MARK} --></p>', removed)
