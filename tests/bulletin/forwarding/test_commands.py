"""The commands, in the shapes that the outside may rely on."""

from __future__ import annotations

import json
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from bulletin.forwarding import actions
from bulletin.forwarding.actors import COMMAND_LINE
from bulletin.forwarding.errors import Refused
from bulletin.forwarding.models import Destination, PolicyChange
from cms.website.models import SectionPage
from tests import factories
from tests.bulletin.forwarding.desk import state_of, the_delivery

pytestmark = pytest.mark.django_db

KEYS = {
    "delivery_id", "article_id", "version", "action", "destination", "state", "attempts", "next_attempt_at",
    "remote_id", "remote_url", "last_error",
}  # fmt: skip


def _run(*arguments: str):
    out = StringIO()
    call_command(*arguments, stdout=out)
    return json.loads(out.getvalue())


def _refused(*arguments: str) -> dict[str, str]:
    out = StringIO()
    with pytest.raises(CommandError) as refusal:
        call_command(*arguments, stdout=out)
    assert refusal.value.returncode == 2
    error: dict[str, str] = json.loads(out.getvalue())["error"]
    return error


def test_deliveries_are_told_in_the_agreed_shape(destination, desk, engine):
    version = desk.publish()
    engine.drain(destination_id=destination.pk, seconds=5)
    (row,) = _run("deliveries", "--json")
    assert set(row) == KEYS
    assert (row["article_id"], row["version"], row["action"]) == (str(version.story.uid), 1, "published")
    assert (row["destination"], row["state"], row["attempts"], row["next_attempt_at"]) == (
        "Tỉnh",
        "delivered",
        1,
        None,
    )
    assert row["remote_url"].startswith("https://memory.invalid/")


def test_deliveries_can_be_asked_by_state(destination, desk):
    desk.publish()
    assert _run("deliveries", "--state", "confirmed", "--json") == []
    (row,) = _run("deliveries", "--state", "waiting", "--json")
    assert row["next_attempt_at"].endswith("+00:00")
    assert _refused("deliveries", "--state", "lost", "--json")["code"] == "bad_value"


def test_without_json_the_lists_are_for_people(destination, desk, capsys):
    desk.publish(title="Một cửa gọn hơn")
    call_command("deliveries")
    call_command("destination", "list")
    assert "Một cửa gọn hơn" in (told := capsys.readouterr().out)
    assert "memory.invalid" in told


def test_a_destination_is_added_paused_resumed_and_listed_without_its_secret(monkeypatch):
    monkeypatch.setenv("TINH_SECRET", "whsec_" + "QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVo=")
    add = ("destination", "add", "--kind", "webhook", "--name", "Tỉnh", "--base-url", "http://127.0.0.1:9/x/")
    added = _run(*add, "--secret-env", "TINH_SECRET", "--allow-private", "--json")
    assert (added["base_url"], added["state"], added["has_secret"]) == ("http://127.0.0.1:9/x", "active", True)
    assert _run("destination", "pause", "Tỉnh", "--reason", "bảo trì", "--json")["state_reason"] == "bảo trì"
    assert _refused("destination", "pause", "Tỉnh", "--json")["code"] == "wrong_state"
    assert _run("destination", "resume", "Tỉnh", "--json")["state"] == "active"
    listed = _run("destination", "list", "--json")
    assert [row["name"] for row in listed] == ["Tỉnh"]
    assert "QUJD" not in json.dumps(listed)


@pytest.mark.parametrize(
    "arguments",
    [
        ("--kind", "fax", "--name", "a", "--base-url", "https://cchc.vi-du.vn"),
        ("--kind", "sandbox", "--name", "a", "--base-url", "https://127.0.0.1"),
        ("--kind", "sandbox", "--name", "a", "--base-url", "http://cchc.vi-du.vn"),
        ("--kind", "webhook", "--name", "a", "--base-url", "https://8.8.8.8", "--secret-env", "NOT_SET"),
        ("--kind", "wordpress", "--name", "a", "--base-url", "https://8.8.8.8"),
        ("--kind", "sandbox", "--name", "a", "--base-url", "https://8.8.8.8", "--option", "format=ninjs"),
        ("--kind", "package", "--name", "a", "--base-url", "https://8.8.8.8", "--option", "colour"),
    ],
)
def test_a_destination_that_cannot_be_is_refused_and_leaves_no_row(arguments):
    assert _refused("destination", "add", *arguments, "--json")["code"] == "bad_value"
    assert not Destination.objects.exists()


def test_a_destination_keeps_its_choices_and_who_serves_it_by_hand():
    add = ("destination", "add", "--name", "Tỉnh", "--base-url", "https://8.8.8.8", "--json")
    made = _run(*add, "--kind", "sandbox", "--option", "method=POST")
    assert made["options"] == {"method": "POST"}
    person = factories.an_officer()
    given = ("--person", person.email.upper(), "--hours", "8", "--mail", "van-thu@vi-du.vn", "--json")
    assert _refused("destination", "by-hand", "Tỉnh", *given)["code"] == "bad_value"
    _run("destination", "add", "--name", "Huyện", "--base-url", "https://8.8.8.8", "--json", "--kind", "package")
    _run("destination", "by-hand", "Huyện", *given)
    route = Destination.objects.get(name="Huyện").route
    assert (route.person, route.hours, route.recipients) == (person, 8, ["van-thu@vi-du.vn"])
    nobody = ("--person", "khong-co@vi-du.vn", "--json")
    assert _refused("destination", "by-hand", "Huyện", *nobody)["code"] == "not_found"


def test_the_policy_of_a_destination_is_shown_and_changed_as_on_the_screen(destination, capsys):
    section = SectionPage.objects.order_by("path").values_list("slug", flat=True)[0]
    before = _run("destination", "policy", "Tỉnh", "--json")
    assert (before["scope"], before["needs_release"], before["title_limit"]) == ("all", False, None)
    assert not PolicyChange.objects.exists(), "without options it only shows"
    given = (
        "--articles", "sections", "--section", section, "--release", "--embargo", "2", "--title-limit", "90",
        "--category", "T01=12", "--category", "T02 = Tin tức", "--issues",
    )  # fmt: skip
    assert _refused("destination", "policy", "Tỉnh", *given, "--json")["code"] == "bad_value", "a reason is asked for"
    after = _run("destination", "policy", "Tỉnh", *given, "--reason", "theo thỏa thuận", "--json")
    assert (after["scope"], after["sections"]) == ("sections", [section])
    assert (after["embargo_hours"], after["title_limit"], after["sapo_limit"]) == (2, 90, None)
    assert (after["takes_issues"], after["takes_translations"]) == (True, False)
    assert after["category_map"] == {"T01": 12, "T02": "Tin tức"}
    change = PolicyChange.objects.get()
    assert (change.by, change.actor, change.reason) == (COMMAND_LINE.by, None, "theo thỏa thuận")

    few = ("--no-release", "--title-limit", "0", "--category", "T01=", "--articles", "choice", "--reason", "thử")
    call_command("destination", "policy", "Tỉnh", *few)
    told = capsys.readouterr().out
    assert "Tin tức" in told
    place = Destination.objects.get()
    assert (place.scope, place.needs_release, place.title_limit) == ("chosen", False, None)
    assert (place.category_map, place.embargo_hours) == ({"T02": "Tin tức"}, 2), "what was not given stays"
    assert PolicyChange.objects.count() == 2


@pytest.mark.parametrize(
    "given",
    [
        ("--articles", "sections"),
        ("--section", "khong-co"),
        ("--embargo", "-1"),
        ("--embargo", "721"),
        ("--title-limit", "9000"),
        ("--category", "T01"),
        ("--category", "a b=x"),
        ("--category", "=x"),
    ],
)
def test_a_policy_that_makes_no_sense_is_refused_and_leaves_no_record(destination, given):
    assert _refused("destination", "policy", "Tỉnh", *given, "--reason", "x", "--json")["code"] == "bad_value"
    assert not PolicyChange.objects.exists()


def test_an_unknown_name_is_refused(db):
    assert _refused("destination", "resume", "Không có", "--json")["code"] == "not_found"


def test_the_test_of_a_destination_says_whether_it_answers(province):
    actions.add_destination(kind="sandbox", name="Tỉnh", base_url=province.url, allow_private=True, actor=COMMAND_LINE)
    outcome = _run("destination", "test", "Tỉnh", "--json")
    assert outcome["ok"] is True
    province.behave("refuse", methods=["GET"], status=401)
    with pytest.raises(CommandError) as failure:
        _run("destination", "test", "Tỉnh", "--json")
    assert failure.value.returncode == 1


def test_a_replay_is_counted_before_it_is_done(destination, desk, engine, memory):
    version = desk.publish()
    memory.faults = [Refused("sai", code=422)]
    engine.drain(destination_id=destination.pk, seconds=5)
    since = str(timezone.localdate() - timedelta(days=60))
    replay = ("redeliver", "--failed-since", since, "--reason", "bên kia đã sửa", "--json")
    counted = _run(*replay, "--dry-run")
    assert (counted["dry_run"], counted["count"], state_of(version)) == (True, 1, "rejected")
    assert set(counted["deliveries"][0]) == KEYS
    assert _run(*replay)["count"] == 1
    assert state_of(version) == "waiting"


def test_one_delivery_is_replayed_by_its_id(destination, desk, engine):
    version = desk.publish()
    engine.drain(destination_id=destination.pk, seconds=5)
    key = str(the_delivery(version).pk)
    assert _run("redeliver", "--delivery", key, "--reason", "thử", "--json")["deliveries"][0]["state"] == "waiting"
    assert _refused("redeliver", "--delivery", key, "--reason", "thử", "--json")["code"] == "wrong_state"


@pytest.mark.parametrize(
    "arguments",
    [
        ("--delivery", "not-an-id", "--reason", "x"),
        ("--delivery", "01a20010-4eb4-713f-b736-64d3ae684892", "--reason", "x"),
        ("--failed-since", "yesterday", "--reason", "x"),
        ("--all-since", "2026-13-45", "--reason", "x"),
        ("--all-since", "2026-11-01", "--reason", " "),
    ],
)
def test_a_replay_that_makes_no_sense_is_refused(db, arguments):
    assert _refused("redeliver", *arguments, "--json")["message"]


def test_reconciliation_by_hand_reports_what_is_missing(destination, desk):
    desk.publish()
    assert _run("reconcile_deliveries", "--json") == {"repaired": True, "missing": []}
