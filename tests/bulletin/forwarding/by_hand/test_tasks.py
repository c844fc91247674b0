"""Articles that people put in by hand: the task, the package, the word, our own look, reminders, and who may do what."""

from __future__ import annotations

import json
from datetime import timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.core import mail as outbox
from django.urls import reverse
from django.utils import timezone

from bulletin.forwarding import actions
from bulletin.forwarding.actors import COMMAND_LINE
from bulletin.forwarding.errors import BadValue, WrongState
from bulletin.forwarding.handover import actions as by_hand
from bulletin.forwarding.handover.errors import SaidAlready
from bulletin.forwarding.handover.looking import PATIENCE
from bulletin.forwarding.handover.models import HandOver
from bulletin.forwarding.handover.reminding import remind
from bulletin.forwarding.models import Delivery
from bulletin.forwarding.proof.confirm import Checker
from cms.accounts.models import Notice
from cms.accounts.work import lists_of
from cms.core.mail import send_waiting
from cms.core.models import OutgoingMail
from submissions.articles.models import Submission
from tests import factories
from tests.bulletin.forwarding.by_hand.lines import events_of, task_of
from tests.bulletin.forwarding.desk import state_of, the_delivery
from tests.bulletin.forwarding.races import at_once

pytestmark = pytest.mark.django_db


def test_what_is_sent_becomes_a_task_with_its_time_for_the_named_person(sent, officer, clock):
    task = task_of(sent)
    assert (state_of(sent), task.state, task.person) == ("delivered", "open", officer)
    assert abs(task.due_at - clock() - timedelta(hours=24)) < timedelta(minutes=5)
    assert Notice.objects.get(user=officer, kind="forwarding-by-hand").url == reverse(
        "forwarding_task", args=[task.pk]
    )
    (waiting,) = [each for each in lists_of(officer) if each.slug == "dang-bang-tay"]
    (row,) = waiting.page().rows
    assert (row.title, row.due) == ("Đưa “Một cửa “gọn” hơn” lên Trang huyện", task.due_at)


def test_the_package_goes_by_mail_with_the_file_attached_when_the_mail_leaves(sent):
    row = OutgoingMail.objects.get(kind="forwarding-package")
    assert row.recipient == "van-thu@vi-du.vn"
    send_waiting(now=timezone.now())
    (letter,) = [each for each in outbox.outbox if each.to == ["van-thu@vi-du.vn"]]
    ((name, content, kind),) = letter.attachments
    assert (name, kind) == (task_of(sent).package_name, "application/zip")
    with ZipFile(BytesIO(content)) as archive:
        assert {"bai-viet.docx", "HUONG-DAN.txt", "thong-tin.json", "anh/anh-01.jpg"} <= set(archive.namelist())
        told = json.loads(archive.read("thong-tin.json"))
    assert (told["article_id"], told["title"]) == (str(sent.story.uid), "Một cửa “gọn” hơn")


def test_a_package_that_cannot_be_made_any_more_gives_the_mail_up_with_the_cause(sent):
    body = bytes(the_delivery(sent).body).replace(b'"sha256":"', b'"sha256":"0')
    Delivery.objects.update(body=body)
    send_waiting(now=timezone.now())
    row = OutgoingMail.objects.get(kind="forwarding-package")
    assert row.state == OutgoingMail.State.FAILED
    assert "was changed since it was approved" in row.last_error


def test_a_page_that_shows_the_title_confirms_by_our_own_look(sent, officer, site, looker):
    url = site.show("/bai/7", 'Một cửa "gọn" hơn')
    by_hand.state(task_id=task_of(sent).pk, actor=officer, url=url, now=looker.clock())
    assert state_of(sent) == "delivered"
    assert looker.look(task_id=task_of(sent).pk)
    assert (state_of(sent), the_delivery(sent).remote_url) == ("confirmed", url)
    assert [verb for verb, _who, _why in events_of(sent)][-2:] == ["state", "confirm"]
    assert events_of(sent)[-2][1:] == (officer, url)
    assert (task_of(sent).state, task_of(sent).proof) == ("done", "seen")
    assert Submission.objects.get(page_id=sent.story_id).confirmed_url == url


def test_a_page_that_cannot_be_fetched_rests_on_the_persons_word_after_some_patience(
    sent, officer, site, looker, clock
):
    site.away = True
    by_hand.state(task_id=task_of(sent).pk, actor=officer, url=f"{site.front.url}/bai/7", now=clock())
    for wait in PATIENCE:
        assert not looker.look(task_id=task_of(sent).pk)
        assert not looker.look(task_id=task_of(sent).pk)
        clock.forward(seconds=wait.total_seconds())
    assert looker.look(task_id=task_of(sent).pk)
    assert (state_of(sent), task_of(sent).proof) == ("confirmed", "word")
    verb, who, why = events_of(sent)[-1]
    assert (verb, who) == ("attest", officer)
    assert "503" in why


def test_a_page_that_shows_something_else_gives_the_task_back_and_can_be_insisted_on(
    sent, officer, site, looker, clock
):
    url = site.show("/bai/7", "Trang chủ")
    with pytest.raises(BadValue):
        by_hand.state(task_id=task_of(sent).pk, actor=officer, url=url, insists=True, reason="vẽ bằng JavaScript")
    by_hand.state(task_id=task_of(sent).pk, actor=officer, url=url, now=clock())
    assert not looker.look(task_id=task_of(sent).pk)
    assert (state_of(sent), task_of(sent).state, bool(task_of(sent).finding)) == ("delivered", "open", True)
    assert Notice.objects.filter(user=officer, key__startswith="by-hand-back:").count() == 1
    with pytest.raises(BadValue):
        by_hand.state(task_id=task_of(sent).pk, actor=officer, url=url, insists=True, reason=" ")
    by_hand.state(
        task_id=task_of(sent).pk, actor=officer, url=url, insists=True, reason="vẽ bằng JavaScript", now=clock()
    )
    assert looker.look(task_id=task_of(sent).pk)
    assert (state_of(sent), task_of(sent).proof, events_of(sent)[-1][0]) == ("confirmed", "word", "attest")
    assert "vẽ bằng JavaScript" in events_of(sent)[-1][2]


def test_a_title_alone_proves_nothing_before_the_person_has_said_so(sent, site, clock):
    Delivery.objects.update(remote_url=site.show("/bai/7", "Một cửa “gọn” hơn"))
    clock.forward(minutes=5)
    assert not Checker(clock=clock).check(delivery_id=the_delivery(sent).pk)
    assert state_of(sent) == "delivered"
    assert the_delivery(sent).last_error == "it waits for somebody at the other site"


def test_a_correction_is_a_new_task_for_the_same_person_and_ends_the_old_one(sent, destination, desk, engine, officer):
    second = desk.correct(sent, title="Tít mới")
    engine.drain(destination_id=destination.pk, seconds=5)
    assert (task_of(sent).state, task_of(second).state, task_of(second).person) == ("void", "open", officer)
    with pytest.raises(WrongState):
        by_hand.state(task_id=task_of(sent).pk, actor=officer, url=f"{destination.base_url}/bai/7")


def test_a_correction_knows_where_the_article_stands(sent, destination, desk, engine, officer, site, looker, client):
    url = site.show("/bai/7", "Một cửa “gọn” hơn")
    by_hand.state(task_id=task_of(sent).pk, actor=officer, url=url, now=looker.clock())
    looker.look(task_id=task_of(sent).pk)
    second = desk.correct(sent, title="Tít mới")
    engine.drain(destination_id=destination.pk, seconds=5)
    client.force_login(officer)
    page = client.get(reverse("forwarding_task", args=[task_of(second).pk])).content.decode()
    assert f'value="{url}"' in page
    by_hand.state(task_id=task_of(second).pk, actor=officer, url=url, now=looker.clock())
    assert not looker.look(task_id=task_of(second).pk)
    site.show("/bai/7", "Tít mới")
    by_hand.state(task_id=task_of(second).pk, actor=officer, url=url, now=looker.clock())
    assert looker.look(task_id=task_of(second).pk)
    assert state_of(second) == "confirmed"


@pytest.mark.parametrize("shown", [True, False])
def test_a_takedown_asks_the_person_to_remove_it_and_looks_whether_it_is_gone(
    sent, destination, desk, engine, officer, site, looker, shown
):
    url = site.show("/bai/7", "Một cửa “gọn” hơn")
    by_hand.state(task_id=task_of(sent).pk, actor=officer, url=url, now=looker.clock())
    looker.look(task_id=task_of(sent).pk)
    gone = desk.withdraw(sent)
    engine.drain(destination_id=destination.pk, seconds=5)
    assert task_of(gone).delivery.remote_url == url
    if not shown:
        del site.pages["/bai/7"]
    by_hand.state(task_id=task_of(gone).pk, actor=officer, now=looker.clock())
    looker.look(task_id=task_of(gone).pk)
    assert (state_of(gone), task_of(gone).state) == (("delivered", "open") if shown else ("confirmed", "done"))
    assert task_of(gone).finding == ("still shown" if shown else "")


def test_a_takedown_of_what_never_got_an_address_rests_on_the_persons_word(
    sent, destination, desk, engine, officer, looker
):
    gone = desk.withdraw(sent)
    engine.drain(destination_id=destination.pk, seconds=5)
    assert task_of(sent).state == "void"
    Checker(clock=looker.clock).check(delivery_id=the_delivery(gone).pk)
    assert state_of(gone) == "delivered"
    by_hand.state(task_id=task_of(gone).pk, actor=officer, now=looker.clock())
    assert looker.look(task_id=task_of(gone).pk)
    assert (state_of(gone), task_of(gone).proof) == ("confirmed", "word")


@pytest.mark.parametrize(
    "url",
    [
        "", " ", "bai/7", "javascript:alert(1)", "https://trang-khac.vn/bai/7", "http://127.0.0.1:5432/bai/7",
        "{base}@127.0.0.1/bai", "{base}/bai#7", "{base}", "{base}/", "{base}/" + "x" * 3000, "{base}/a b", "{base}/\x00",
    ],
)  # fmt: skip
def test_an_address_that_cannot_be_it_is_refused_and_changes_nothing(sent, officer, destination, url):
    with pytest.raises(BadValue):
        by_hand.state(task_id=task_of(sent).pk, actor=officer, url=url.replace("{base}", destination.base_url))
    assert (task_of(sent).state, len(events_of(sent))) == ("open", 3)


def test_nobody_named_pauses_the_destination_and_the_article_waits(site, desk, engine, clock):
    made = actions.add_destination(
        kind="package", name="Trang xã", base_url=site.front.url, allow_private=True, actor=COMMAND_LINE, now=clock()
    )
    version = desk.publish()
    engine.drain(destination_id=made.pk, seconds=5)
    made.refresh_from_db()
    assert (made.state, made.state_reason, state_of(version)) == (
        "paused", "nobody is named who puts articles in at this destination", "paused",
    )  # fmt: skip


def test_who_is_late_is_reminded_once_a_day(sent, officer, clock):
    assert remind(now=clock()) == 0
    clock.forward(hours=25)
    assert remind(now=clock()) == 1
    assert remind(now=clock()) == 0
    clock.forward(days=1)
    assert remind(now=clock()) == 1
    assert Notice.objects.filter(user=officer, kind="forwarding-by-hand-late").count() == 2


def test_sent_again_on_purpose_it_is_to_be_done_again(sent, destination, officer, site, looker, engine):
    url = site.show("/bai/7", "Một cửa “gọn” hơn")
    by_hand.state(task_id=task_of(sent).pk, actor=officer, url=url, now=looker.clock())
    looker.look(task_id=task_of(sent).pk)
    actions.redeliver(
        delivery_id=the_delivery(sent).pk, reason="trang mất dữ liệu", actor=COMMAND_LINE, now=looker.clock()
    )
    engine.drain(destination_id=destination.pk, seconds=5)
    assert (task_of(sent).state, task_of(sent).proof) == ("open", "")


@pytest.mark.django_db(transaction=True)
def test_of_two_who_say_it_at_once_one_is_told_who_was_first(sent, officer, destination):
    second = factories.an_officer(name="Trần Văn Hai")
    task, url = task_of(sent), f"{destination.base_url}/bai/7"
    outcomes = at_once(
        lambda: by_hand.state(task_id=task.pk, actor=officer, url=url),
        lambda: by_hand.state(task_id=task.pk, actor=second, url=url),
    )
    refusals = [each for each in outcomes if each is not None]
    assert len(refusals) == 1
    assert isinstance(refusals[0], SaidAlready)
    said = HandOver.objects.get(pk=task.pk).stated_by
    assert str(said) in str(refusals[0])
    assert [verb for verb, _who, _why in events_of(sent)].count("state") == 1


@pytest.mark.parametrize(
    ("hours", "recipients"), [(0, []), (999, []), (5, ["x"]), (5, [f"a{each}@vi-du.vn" for each in range(11)])]
)
def test_a_way_by_hand_that_makes_no_sense_is_refused(destination, officer, hours, recipients):
    with pytest.raises(BadValue):
        by_hand.set_route(
            destination_id=destination.pk, person=officer, hours=hours, recipients=recipients, actor=COMMAND_LINE
        )


def test_only_one_who_may_operate_can_be_named_and_only_for_a_package(destination, officer, desk, site, clock):
    with pytest.raises(BadValue):
        by_hand.set_route(
            destination_id=destination.pk, person=desk.writer, hours=5, recipients=[], actor=COMMAND_LINE
        )
    other = actions.add_destination(
        kind="sandbox", name="Tỉnh", base_url=site.front.url, allow_private=True, actor=COMMAND_LINE, now=clock()
    )
    with pytest.raises(BadValue):
        by_hand.set_route(destination_id=other.pk, person=officer, hours=5, recipients=[], actor=COMMAND_LINE)
