"""What a publication, a correction and a withdrawal write into the ledger."""

from __future__ import annotations

import json

import pytest
from django.db import transaction

from bulletin.forwarding import actions, outbox, serialise
from bulletin.forwarding.actors import COMMAND_LINE
from bulletin.forwarding.models import AppendOnly, Delivery, DeliveryEvent, Destination
from cms.website.models import StoryVersion
from submissions.articles.enums import State
from submissions.articles.models import Submission
from submissions.moderation import actions as moderation
from tests import factories
from tests.bulletin.forwarding.desk import state_of, the_delivery
from tests.cms.website.english import an_english_version

pytestmark = pytest.mark.django_db


def test_a_publication_writes_one_waiting_row_with_the_bytes_to_send(destination, desk, clock):
    version = desk.publish(title="Một cửa gọn hơn")
    row = the_delivery(version)
    document = json.loads(bytes(row.body))
    assert (row.state, row.action, row.version, row.next_attempt_at) == ("waiting", "published", 1, clock())
    assert document["data"]["article_id"] == str(version.story.uid) == str(row.article_id)
    assert document["data"]["title"] == row.title == "Một cửa gọn hơn"
    assert document["data"]["content_sha256"] == row.content_sha256
    assert row.pk.version == 7
    assert [event.verb for event in row.events.all()] == ["enqueue"]


def test_a_publication_that_is_rolled_back_leaves_no_row(destination, desk):
    with transaction.atomic():
        desk.publish()
        transaction.set_rollback(True)
    assert not Delivery.objects.exists()


def test_every_destination_gets_its_row_and_a_paused_one_holds_it(destination, desk, clock):
    other = actions.add_destination(
        kind="sandbox", name="Sở Nội vụ", base_url="https://other.invalid", actor=COMMAND_LINE, now=clock(),
        resolver=lambda host, port: ["8.8.8.8"],
    )  # fmt: skip
    actions.pause(destination_id=other.pk, reason="bảo trì", actor=COMMAND_LINE)
    version = desk.publish()
    states = dict(Delivery.objects.filter(article_id=version.story.uid).values_list("destination__name", "state"))
    assert states == {"Tỉnh": "waiting", "Sở Nội vụ": "paused"}


def test_a_correction_supersedes_what_has_not_left(destination, desk):
    first = desk.publish()
    second = desk.correct(first, title="Tít đã sửa")
    assert (state_of(first), state_of(second)) == ("superseded", "waiting")
    assert json.loads(bytes(the_delivery(second).body))["data"]["supersedes"] == 1


def test_a_correction_waits_behind_a_version_that_is_on_its_way(destination, desk, engine, memory):
    first = desk.publish()
    Delivery.objects.filter(pk=the_delivery(first).pk).update(
        state="unknown", first_sent_at=desk.clock(), next_attempt_at=None
    )
    second = desk.correct(first)
    assert (state_of(first), state_of(second)) == ("unknown", "waiting")
    assert not engine.deliver(delivery_id=the_delivery(second).pk)
    assert memory.applied == []


def test_a_withdrawal_before_anything_was_sent_cancels_the_waiting_row_and_sends_nothing(destination, desk):
    first = desk.publish()
    retraction = desk.withdraw(first)
    assert (state_of(first), state_of(retraction)) == ("cancelled", "cancelled")


def test_a_withdrawal_goes_first_wherever_something_may_have_arrived(destination, desk, engine, memory):
    first = desk.publish()
    engine.deliver(delivery_id=the_delivery(first).pk)
    retraction = desk.withdraw(first)
    row = the_delivery(retraction)
    assert (row.state, row.priority) == ("waiting", 0)
    assert set(json.loads(bytes(row.body))["data"]) == {"article_id", "version", "supersedes", "content_sha256"}
    assert row.remote_url == the_delivery(first).remote_url


def test_an_article_that_cannot_be_put_into_bytes_is_published_and_its_row_rejected_with_the_cause(
    destination, desk, monkeypatch
):
    def broken(version: StoryVersion, **names: object) -> serialise.Letter:
        # A failing query ends a PostgreSQL transaction unless it is fenced.
        StoryVersion.objects.raw("SELECT 1 FROM no_such_table")[0]
        raise AssertionError

    monkeypatch.setattr(outbox, "letter_for", broken)
    version = desk.publish()
    row = the_delivery(version)
    assert version.story.specific.live
    assert row.state == "rejected"
    assert "no_such_table" in row.last_error


def test_events_are_only_ever_added(destination, desk):
    event = the_delivery(desk.publish()).events.get()
    with pytest.raises(AppendOnly):
        event.save()
    with pytest.raises(AppendOnly):
        event.delete()
    assert DeliveryEvent.objects.count() == 1


def test_reconciliation_finds_and_repairs_a_published_version_without_its_row(destination, desk, clock):
    version = desk.publish()
    DeliveryEvent.objects.all()._raw_delete("default")
    Delivery.objects.all()._raw_delete("default")
    assert [each.pk for each in outbox.reconcile(now=clock(), repair=False)] == [version.pk]
    assert not Delivery.objects.exists()
    outbox.reconcile(now=clock())
    assert state_of(version) == "waiting"
    assert outbox.reconcile(now=clock()) == []


def test_what_was_published_before_a_destination_existed_is_not_missing_there(desk, clock):
    desk.publish()
    clock.forward(minutes=1)
    actions.add_destination(
        kind="sandbox", name="Mới", base_url="https://new.invalid", actor=COMMAND_LINE, now=clock(),
        resolver=lambda host, port: ["8.8.8.8"],
    )  # fmt: skip
    assert outbox.reconcile(now=clock()) == []


def test_a_version_reconciled_after_its_successor_is_not_sent(destination, desk, clock):
    first = desk.publish()
    clock.forward(seconds=1)
    second = desk.correct(first)
    DeliveryEvent.objects.filter(delivery=the_delivery(first))._raw_delete("default")
    Delivery.objects.filter(pk=the_delivery(first).pk)._raw_delete("default")
    outbox.reconcile(now=clock())
    assert (state_of(first), state_of(second)) == ("superseded", "waiting")


def test_a_photo_is_sent_with_the_hash_and_size_of_the_file_behind_its_address(destination, desk):
    photo = factories.a_photo(unit=desk.unit)
    version = desk.publish(
        lead_image=photo, lead_alt="Bàn tiếp nhận", lead_caption="Sáng thứ hai", lead_credit="Nguyễn An",
        body=[
            {"type": "paragraph", "value": '<p>Từ <a href="https://vi-du.vn/don-vi/">các đơn vị</a>.</p>'},
            {"type": "heading", "value": "Kết quả"},
            {"type": "figure", "value": {"image": photo.pk, "alt": "Bàn", "caption": "Sáng", "credit": "An"}},
            {"type": "table", "value": {"header": True, "rows": [["Tháng", "Số"], ["11", "5"]]}},
        ],
    )  # fmt: skip
    data = json.loads(bytes(the_delivery(version).body))["data"]
    (picture,) = data["images"]
    assert picture["alt"] == "Bàn tiếp nhận"
    assert len(picture["sha256"]) == 64
    assert picture["bytes"] > 0
    assert f'<img alt="Bàn" src="{picture["url"]}">' in data["body_html"]
    assert 'href="http' in data["body_html"]
    assert "<h2>Kết quả</h2>" in data["body_html"]
    assert '<th scope="col">Tháng</th>' in data["body_html"]
    assert "class=" not in data["body_html"]
    assert "srcset" not in data["body_html"]


def _an_english_publication(**changes):
    original = factories.an_article(state=State.PUBLISHED)
    return StoryVersion.objects.get(story=an_english_version(original, **changes).page_id)


def test_an_english_version_goes_to_nobody_who_has_not_asked_for_it(destination, desk, clock):
    version = _an_english_publication()
    assert not Delivery.objects.filter(article_id=version.story.uid).exists()
    assert version not in outbox.reconcile(now=clock())


def test_a_destination_that_asks_is_sent_the_english_version(destination, desk):
    Destination.objects.update(takes_translations=True)
    row = Delivery.objects.get(article_id=_an_english_publication().story.uid)
    assert json.loads(bytes(row.body))["data"]["language"] == "en"


def test_who_holds_an_english_version_is_told_of_its_withdrawal_whatever_they_ask_for_now(destination, desk):
    Destination.objects.update(takes_translations=True)
    version = _an_english_publication()
    Delivery.objects.update(first_sent_at=version.at)
    Destination.objects.update(takes_translations=False)
    submission = Submission.objects.get(page_id=version.story_id)
    moderation.withdraw(submission_id=submission.pk, actor=factories.a_desk_editor(), reason="Dịch sai.")
    actions_of = Delivery.objects.filter(article_id=version.story.uid).values_list("action", flat=True)
    assert sorted(actions_of) == ["published", "retracted"]
