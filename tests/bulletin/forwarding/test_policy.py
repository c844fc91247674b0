"""Which articles go where, when, and what an officer decides about single ones."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection

from bulletin.forwarding import actions, outbox
from bulletin.forwarding.actors import COMMAND_LINE, Actor
from bulletin.forwarding.errors import ActionError, BadValue, NotAllowed, WrongState
from bulletin.forwarding.models import AppendOnly, Delivery, DeliveryEvent, Destination, PolicyChange
from bulletin.forwarding.policy import actions as policy_actions
from bulletin.forwarding.policy import limits, release
from bulletin.forwarding.policy import rules as policy
from cms.website.models import Topic
from submissions import checks
from tests import factories
from tests.bulletin.forwarding.desk import state_of, the_delivery

pytestmark = pytest.mark.django_db


def rule(destination, clock=None, **values) -> Destination:
    now = clock() if clock else destination.created_at
    return policy_actions.set_policy(
        destination_id=destination.pk, values=values, reason="thử", actor=COMMAND_LINE, now=now
    )


def section_of(code: str) -> str:
    return Topic.objects.get(code=code).section.slug


def another_section() -> str:
    return Topic.objects.exclude(section=Topic.objects.get(code="T08").section).exclude(section=None)[0].section.slug


def test_a_policy_by_sections_takes_its_sections_alone_and_reconciliation_follows(destination, desk, clock):
    rule(destination, scope="sections", sections=[section_of("T08")])
    taken = desk.publish()
    clock.forward(minutes=1)
    rule(destination, clock, scope="sections", sections=[another_section()])
    clock.forward(minutes=1)
    left = desk.publish()
    assert state_of(taken) == "waiting"
    assert not Delivery.objects.filter(article_id=left.story.uid).exists()
    assert outbox.reconcile(now=clock()) == []

    DeliveryEvent.objects.all()._raw_delete("default")
    Delivery.objects.all()._raw_delete("default")
    assert outbox.reconcile(now=clock()) == [taken], "the policy of its moment took it"
    assert not Delivery.objects.filter(article_id=left.story.uid).exists()


def test_what_was_sent_is_corrected_and_taken_down_whatever_the_policy_says_now(destination, desk, engine, clock):
    sent, unsent = desk.publish(), desk.publish()
    engine.deliver(delivery_id=the_delivery(sent).pk)
    clock.forward(minutes=1)
    rule(destination, clock, scope="chosen", needs_release=True, embargo_hours=5)
    clock.forward(minutes=1)
    correction, other = desk.correct(sent), desk.correct(unsent)
    assert state_of(correction) == "waiting"
    assert the_delivery(correction).not_before is None
    assert state_of(unsent) == "cancelled", "an old text must not go out in place of none"
    assert not Delivery.objects.filter(article_id=other.story.uid, version=2).exists()
    assert state_of(desk.withdraw(sent)) == "waiting"
    assert state_of(desk.withdraw(unsent)) == "cancelled"
    assert outbox.reconcile(now=clock()) == []


def test_an_article_that_needs_a_release_waits_for_it_and_its_correction_takes_its_place(
    destination, desk, engine, clock
):
    rule(destination, needs_release=True)
    first = desk.publish()
    assert (state_of(first), the_delivery(first).release) == ("held", "needed")
    clock.forward(days=1)
    assert not engine.drain(destination_id=destination.pk, seconds=5)
    assert state_of(first) == "held"
    second = desk.correct(first)
    assert (state_of(first), state_of(second)) == ("superseded", "held")
    officer = factories.an_officer()
    release.let_go(delivery_id=the_delivery(second).pk, actor=Actor.person(officer), now=clock())
    row = the_delivery(second)
    assert (row.state, row.release, row.released_by, row.released_at) == ("waiting", "released", officer, clock())
    third = desk.correct(second)
    assert state_of(third) == "waiting", "it was let go by name; its corrections follow"
    engine.drain(destination_id=destination.pk, seconds=5)
    assert state_of(third) == "delivered"
    assert [event.verb for event in row.events.all()][:2] == ["enqueue", "clear"]


def test_a_declined_article_stays_away_with_its_corrections_until_somebody_sends_it_by_choice(
    destination, desk, clock
):
    rule(destination, needs_release=True)
    first = desk.publish()
    with pytest.raises(BadValue):
        release.decline(delivery_id=the_delivery(first).pk, reason=" ", actor=COMMAND_LINE)
    release.decline(delivery_id=the_delivery(first).pk, reason="không thuộc CCHC", actor=COMMAND_LINE, now=clock())
    second = desk.correct(first)
    assert (state_of(first), state_of(second)) == ("cancelled", "cancelled")
    assert outbox.reconcile(now=clock()) == []
    actions.redeliver(delivery_id=the_delivery(second).pk, reason="nghĩ lại", actor=COMMAND_LINE, now=clock())
    assert state_of(second) == "waiting"
    with pytest.raises(WrongState):
        release.let_go(delivery_id=the_delivery(second).pk, actor=COMMAND_LINE)


def test_a_withdrawal_before_the_release_cancels_it(destination, desk):
    rule(destination, needs_release=True)
    first = desk.publish()
    assert state_of(desk.withdraw(first)) == "cancelled"
    assert state_of(first) == "cancelled"


def test_an_embargo_counts_from_publication_and_survives_pause_resume_and_correction(destination, desk, engine, clock):
    rule(destination, embargo_hours=3)
    first = desk.publish()
    ends = clock() + timedelta(hours=3)
    assert (the_delivery(first).not_before, the_delivery(first).next_attempt_at) == (ends, ends)
    clock.forward(hours=1)
    actions.pause(destination_id=destination.pk, reason="bảo trì", actor=COMMAND_LINE, now=clock())
    actions.resume(destination_id=destination.pk, actor=COMMAND_LINE, now=clock())
    engine.drain(destination_id=destination.pk, seconds=5)
    assert (state_of(first), the_delivery(first).next_attempt_at) == ("waiting", ends)
    second = desk.correct(first)
    assert the_delivery(second).not_before == ends
    Delivery.objects.update(next_attempt_at=clock())
    engine.deliver(delivery_id=the_delivery(second).pk)
    assert state_of(second) == "waiting", "the moment holds, whatever the queue says"
    clock.now = ends
    engine.drain(destination_id=destination.pk, seconds=5)
    assert state_of(second) == "delivered"


def test_the_officer_sets_and_lifts_an_embargo_until_something_has_left(destination, desk, engine, clock):
    version = desk.publish()
    key, until = the_delivery(version).pk, clock() + timedelta(days=2)
    release.keep_until(delivery_id=key, until=until, reason="họp báo thứ Ba", actor=COMMAND_LINE, now=clock())
    engine.drain(destination_id=destination.pk, seconds=5)
    assert state_of(version) == "waiting"
    for wrong in (clock() - timedelta(minutes=1), clock() + timedelta(days=31)):
        with pytest.raises(BadValue):
            release.keep_until(delivery_id=key, until=wrong, reason="sai", actor=COMMAND_LINE, now=clock())
    release.keep_until(delivery_id=key, until=None, reason="đã họp", actor=COMMAND_LINE, now=clock())
    engine.drain(destination_id=destination.pk, seconds=5)
    assert state_of(version) == "delivered"
    with pytest.raises(WrongState):
        release.keep_until(delivery_id=key, until=until, reason="muộn", actor=COMMAND_LINE, now=clock())
    assert "họp báo thứ Ba" in the_delivery(version).events.values_list("answer", flat=True)


def test_a_chosen_article_goes_and_its_corrections_follow(destination, desk, engine, clock):
    rule(destination, scope="chosen", needs_release=True)
    version = desk.publish()
    assert not Delivery.objects.exists()
    send = {"destination_id": destination.pk, "story_id": version.story_id, "actor": COMMAND_LINE, "now": clock()}
    assert release.send_by_choice(**send).state == "waiting"
    with pytest.raises(WrongState):
        release.send_by_choice(**send)
    assert state_of(desk.correct(version)) == "waiting"
    withdrawn = desk.publish()
    desk.withdraw(withdrawn)
    with pytest.raises(WrongState):
        release.send_by_choice(**{**send, "story_id": withdrawn.story_id})


def test_what_they_call_our_categories_stands_beside_our_codes(destination, desk):
    plain = json.loads(bytes(the_delivery(desk.publish()).body))["data"]
    assert "theirs" not in plain["category"]
    rule(destination, category_map={section_of("T08"): 17, "T08": "Chuyên đề"})
    data = json.loads(bytes(the_delivery(desk.publish()).body))["data"]
    assert (data["category"]["theirs"], data["topics"][0]["theirs"]) == (17, "Chuyên đề")


def test_a_broken_policy_or_serialiser_never_stands_in_the_way_of_our_own_site(destination, desk, clock, monkeypatch):
    good = actions.add_destination(
        kind="sandbox", name="Sở Nội vụ", base_url="https://other.invalid", actor=COMMAND_LINE, now=clock(),
        resolver=lambda host, port: ["8.8.8.8"],
    )  # fmt: skip
    Destination.objects.filter(pk=destination.pk).update(category_map=[1])
    version = desk.publish()
    assert version.story.specific.live
    assert list(Delivery.objects.values_list("destination", flat=True)) == [good.pk]
    assert [each.pk for each in outbox.reconcile(now=clock(), repair=False)] == []
    Destination.objects.filter(pk=destination.pk).update(category_map={})
    outbox.reconcile(now=clock())
    assert Delivery.objects.count() == 2

    def broken(version):
        Delivery.objects.raw("SELECT 1 FROM no_such_table")[0]

    monkeypatch.setattr(policy, "facts_of", broken)
    other = desk.publish()
    assert other.story.specific.live
    monkeypatch.undo()
    assert outbox.reconcile(now=clock()) == [other]


def test_a_title_that_is_too_long_there_is_said_while_it_is_written(destination, desk):
    rule(destination, title_limit=20, sapo_limit=15)
    page = factories.latest_text(
        factories.an_article(unit=desk.unit, writer=desk.writer, title="Hai mươi mốt ký tự ơi")
    )
    found = {each.code: each for each in checks.findings(page) if each.code.endswith("_limit")}
    assert set(found) == {limits.TITLE, limits.SAPO}
    assert (found[limits.TITLE].level, found[limits.TITLE].field) == ("warns", "title")
    assert "21" in found[limits.TITLE].message
    assert "Tỉnh" in found[limits.TITLE].message
    rule(destination, scope="chosen")
    assert {each.level for each in limits.article_findings(page)} == {"notes"}
    rule(destination, scope="sections", sections=[another_section()])
    assert limits.article_findings(page) == []


@pytest.mark.parametrize(
    "values",
    [
        {"scope": "some"}, {"scope": "sections"}, {"sections": ["no-such"]}, {"sections": "abc"}, {"needs_release": 1},
        {"embargo_hours": -1}, {"embargo_hours": 721}, {"embargo_hours": True}, {"title_limit": 0},
        {"category_map": []}, {"category_map": {"a b": "x"}}, {"category_map": {"T01": ""}},
        {"category_map": {"T01": None}}, {"category_map": {"T01": "a\x00"}}, {"category_map": {"T01": 2**60}},
        {"kind": "webhook"},
    ],
)  # fmt: skip
def test_a_policy_that_makes_no_sense_is_refused_and_nothing_changes(destination, values):
    with pytest.raises(BadValue):
        rule(destination, **values)
    assert not PolicyChange.objects.exists()


def test_a_change_of_policy_leaves_a_record_that_stays(destination):
    rule(destination, title_limit=90)
    rule(destination, title_limit=90)
    change = PolicyChange.objects.get()
    assert (change.before["title_limit"], change.after["title_limit"], change.reason) == (None, 90, "thử")
    for act in (change.save, change.delete):
        with pytest.raises(AppendOnly):
            act()


def test_only_the_officer_decides_and_only_the_administrator_rules(destination, desk):
    rule(destination, needs_release=True)
    key = the_delivery(desk.publish()).pk
    people = [desk.writer, factories.a_head(desk.unit), desk.editor, desk.desk_editor, factories.a_board_member()]
    for person in people:
        actor = Actor.person(person)
        for act in (
            lambda who: release.let_go(delivery_id=key, actor=who),
            lambda who: release.let_go_all(delivery_ids=[key], actor=who),
            lambda who: release.decline(delivery_id=key, reason="x", actor=who),
            lambda who: release.keep_until(delivery_id=key, until=None, reason="x", actor=who),
            lambda who: release.send_by_choice(destination_id=destination.pk, story_id=1, actor=who),
        ):
            with pytest.raises(NotAllowed):
                act(actor)
    for person in [*people, factories.an_officer()]:
        with pytest.raises(NotAllowed):
            policy_actions.set_policy(destination_id=destination.pk, values={}, reason="x", actor=Actor.person(person))
    assert Delivery.objects.get(pk=key).state == "held"


def test_the_screens_release_decline_and_choose(client, destination, desk, clock):
    rule(destination, needs_release=True)
    rows = [the_delivery(desk.publish(title=f"Bài chờ số {number}")) for number in range(3)]
    client.force_login(desk.desk_editor)
    shown = client.get("/quan-tri/chuyen-tinh/cho-di/").content.decode()
    assert "Bài chờ số 2" in shown
    assert 'name="ids"' not in shown
    assert client.post("/quan-tri/chuyen-tinh/cho-di/", {"ids": [str(rows[0].pk)]}).status_code == 403
    client.force_login(desk.editor)
    assert client.get("/quan-tri/chuyen-tinh/cho-di/").status_code == 302
    client.force_login(factories.an_officer())
    assert "Bài chờ số 0" in client.get("/quan-tri/kiem-duyet/?muc=cho-chuyen-di").content.decode()
    assert client.post("/quan-tri/chuyen-tinh/cho-di/", {"ids": ["x"]}).status_code == 400
    done = client.post("/quan-tri/chuyen-tinh/cho-di/", {"ids": [str(rows[0].pk), str(rows[1].pk)]})
    assert done.status_code == 302
    address = f"/quan-tri/chuyen-tinh/cho-di/{rows[2].pk}/"
    assert client.post(f"{address}tu-choi/", {"reason": ""}).status_code == 400
    refused = client.post(f"{address}han/", {"reason": "Chờ họp báo", "until": "01/01/2001 08:00"})
    assert refused.status_code == 409
    assert "Chờ họp báo" in refused.content.decode()
    assert 'value="01/01/2001 08:00"' in refused.content.decode()
    assert client.post(f"{address}tu-choi/", {"reason": "không hợp"}).status_code == 302
    assert client.post(f"{address}tu-choi/", {"reason": "lần nữa"}).status_code == 409
    assert client.get(f"/quan-tri/chuyen-tinh/{rows[2].pk}/").status_code == 200
    states = [Delivery.objects.get(pk=row.pk).state for row in rows]
    assert states == ["waiting", "waiting", "cancelled"]

    rule(destination, clock, scope="chosen")
    assert "Bài chờ số 2" in client.get("/quan-tri/chuyen-tinh/chon/").content.decode()
    chosen = client.post("/quan-tri/chuyen-tinh/chon/", {"noi": destination.pk, "bai": rows[2].story_id})
    assert chosen.status_code == 302
    assert Delivery.objects.get(pk=rows[2].pk).state == "waiting", "declined once, sent by choice now"
    again = client.post("/quan-tri/chuyen-tinh/chon/", {"noi": destination.pk, "bai": rows[2].story_id})
    assert again.status_code == 409


def test_the_policy_screen_is_read_by_the_desk_and_changed_by_the_administrator(client, destination, desk):
    address = f"/quan-tri/chuyen-tinh/chinh-sach/{destination.pk}/"
    given = {
        "scope": "sections", "sections": [section_of("T08")], "embargo_hours": "2", "title_limit": "90",
        "category_map": "T01 = 12\nT02 = Tin tức", "reason": "theo thỏa thuận",
    }  # fmt: skip
    for person, status in ((desk.desk_editor, 403), (factories.an_officer(), 403), (desk.editor, 302)):
        client.force_login(person)
        assert client.post(address, given).status_code == status
    client.force_login(factories.an_administrator())
    assert client.post(address, {**given, "category_map": "T01"}).status_code == 400
    assert client.post(address, given).status_code == 302
    destination.refresh_from_db()
    assert (destination.scope, destination.embargo_hours, destination.title_limit) == ("sections", 2, 90)
    assert destination.category_map == {"T01": 12, "T02": "Tin tức"}
    assert "theo thỏa thuận" in client.get(address).content.decode()


@pytest.mark.django_db(transaction=True)
def test_two_people_decide_at_once_and_one_of_them_is_told(destination, desk):
    rule(destination, needs_release=True)
    key = the_delivery(desk.publish()).pk
    start = Barrier(4)

    def act(number: int) -> str:
        try:
            start.wait(timeout=30)
            if number % 2:
                release.decline(delivery_id=key, reason="không", actor=COMMAND_LINE)
            else:
                release.let_go(delivery_id=key, actor=COMMAND_LINE)
        except ActionError as error:
            return error.code
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(4) as pool:
        told = sorted(pool.map(act, range(4)))
    assert told == ["done", "wrong_state", "wrong_state", "wrong_state"]
    assert Delivery.objects.get(pk=key).events.filter(verb__in=["clear", "decline"]).count() == 1
