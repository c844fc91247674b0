"""Destinations by two people: what may be proposed, who decides, what becomes of it, and where the secrets are."""

from __future__ import annotations

import logging
from functools import partial
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from bulletin.forwarding import actions, outbox
from bulletin.forwarding.actors import COMMAND_LINE
from bulletin.forwarding.adapters import KINDS
from bulletin.forwarding.alarms import raising
from bulletin.forwarding.destinations import proposals, sealing
from bulletin.forwarding.destinations.models import Change, DestinationEvent, DestinationProposal, ProposalState
from bulletin.forwarding.errors import BadValue, NotAllowed, NotFound, WrongState
from bulletin.forwarding.models import Delivery, Destination
from bulletin.forwarding.states import State
from cms.accounts.models import KeptForm, Notice
from cms.accounts.roles import Role
from cms.accounts.work import lists_of
from cms.core.models import OutgoingMail
from tests import factories
from tests.bulletin.forwarding.desk import state_of
from tests.bulletin.forwarding.races import at_once
from tests.bulletin.forwarding.rows import a_row
from tests.bulletin.forwarding.test_addresses import INWARD, ODD_FORMS

pytestmark = pytest.mark.django_db

SECRET = "whsec_" + "QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVo="
OTHER = "whsec_" + "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU="
DESK = "/quan-tri/chuyen-tinh/"
PUBLIC = {"resolver": lambda host, port: ["8.8.8.8"]}
VALUES = {
    "kind": "webhook", "name": "Trang tỉnh", "base_url": "https://cchc.vi-du.vn/nhan", "username": "",
    "takes_translations": False, "max_parallel": 2, "rate_per_second": 3, "oldest_limit_minutes": 60,
    "backlog_limit": 50, "allow_private": False, "starts_paused": True,
}  # fmt: skip


@pytest.fixture
def admin(db):
    return factories.an_administrator(name="Trần Quản Trị")


@pytest.fixture
def second(db):
    return factories.a_board_member(name="Lê Ban Biên Tập")


def _propose(admin, change=Change.ADD, **more: Any) -> DestinationProposal:
    given: dict[str, Any] = {"change": change, "actor": admin, "reason": "Công văn 12", **PUBLIC}
    if change == Change.ADD:
        given |= {"values": VALUES, "secret": SECRET}
    return proposals.propose(**given | more)


def _approve(proposal, second) -> DestinationProposal:
    return proposals.approve(proposal_id=proposal.pk, actor=second, **PUBLIC)


@pytest.fixture
def place(admin, second) -> Destination:
    """A destination that two people made."""
    made = _approve(_propose(admin), second).destination
    assert made is not None
    return made


def test_nothing_exists_until_a_second_person_has_approved(admin, second):
    proposal = _propose(admin)
    assert not Destination.objects.exists()
    assert {note.user for note in Notice.objects.filter(kind="forwarding-proposal")} == {second}
    made = _approve(proposal, second).destination
    assert (made.name, made.state, made.allowed_hosts) == ("Trang tỉnh", "paused", ["cchc.vi-du.vn"])
    assert (made.secrets, made.max_parallel, made.backlog_limit) == ([SECRET], 2, 50)
    event = made.events.get()
    assert (event.verb, event.actor, event.proposal) == ("add", second, proposal)
    assert "Công văn 12" in event.reason
    proposal.refresh_from_db()
    assert (proposal.state, proposal.decided_by, bytes(proposal.secret_sealed)) == ("approved", second, b"")
    assert Notice.objects.filter(user=admin, kind="forwarding-proposal").count() == 1
    active = _approve(
        _propose(admin, values={**VALUES, "name": "Khác", "starts_paused": False}), second
    ).destination  # fmt: skip
    assert active.is_active


def test_the_secret_is_sealed_at_once_and_stands_nowhere_else(admin, second, client, caplog):
    caplog.set_level(logging.DEBUG)
    client.force_login(admin)
    fields = {name: value for name, value in VALUES.items() if value is not False} | {"reason": "Công văn 12"}
    address = f"{DESK}noi/them/?loai=webhook"
    refused = client.post(address, {**fields, "base_url": "http://10.0.0.1", "new_password": SECRET})
    assert refused.status_code == 400
    made = client.post(address, {**fields, "base_url": "https://8.8.8.8/nhan", "new_password": SECRET})
    assert made.status_code == 302
    proposal = DestinationProposal.objects.get()
    assert sealing.unseal(bytes(proposal.secret_sealed)) == [SECRET]
    pages = [refused.content.decode(), client.get(made.url).content.decode()]
    client.force_login(second)
    assert client.post(f"{made.url}approve/", {"reason": ""}).status_code == 302
    place = Destination.objects.get()
    assert place.secrets == [SECRET]
    pages += [client.get(path).content.decode() for path in (f"{DESK}noi/", f"{DESK}noi/{place.pk}/", made.url)]
    key = SECRET.removeprefix("whsec_")
    assert not any(key in page for page in pages)
    assert "đã đặt ngày" in pages[3]
    assert key not in caplog.text
    assert not any(key in str(row.__dict__) for row in (*OutgoingMail.objects.all(), *DestinationEvent.objects.all()))
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM forwarding_destinationproposal")
        assert key not in str([bytes(v) if isinstance(v, memoryview) else v for v in cursor.fetchone()])
    assert not KeptForm.objects.exists()


def test_a_proposal_stands_in_the_work_of_those_who_may_decide_and_not_of_its_proposer(admin, second):
    proposal = _propose(admin)
    for person, expected in ((second, [proposal.pk]), (admin, []), (factories.an_administrator(), [proposal.pk])):
        (waiting,) = [each for each in lists_of(person) if each.slug == "noi-nhan-cho-duyet"]
        assert [row.pk for part in waiting.parts() for row in part] == expected
        assert [row.title for row in waiting.describe(expected)] == ["Thêm nơi nhận: Trang tỉnh"] * len(expected)


def test_every_kind_has_its_form(admin, client):
    client.force_login(admin)
    for kind in KINDS:
        page = client.get(f"{DESK}noi/them/", {"loai": kind})
        assert page.status_code == 200, kind
        assert 'name="reason"' in page.content.decode()


@pytest.mark.parametrize("role", [None, Role.EDITOR, Role.DESK, Role.BOARD, Role.OFFICER, Role.ADMINISTRATOR])
def test_who_may_propose_and_who_may_decide(role, admin, client):
    person = factories.a_person(role) if role else factories.a_person()
    values = {**VALUES, "name": "Của tôi"}
    if role == Role.ADMINISTRATOR:
        own = _propose(person, values=values)
        for verb in (proposals.approve, proposals.reject):
            with pytest.raises(NotAllowed):
                verb(proposal_id=own.pk, actor=person, reason="x")
        assert proposals.withdraw(proposal_id=own.pk, actor=person).state == ProposalState.WITHDRAWN
    else:
        with pytest.raises(NotAllowed):
            _propose(person, values=values)
    first, later = _propose(admin), _propose(admin, values={**VALUES, "name": "Nữa"})
    with pytest.raises(NotAllowed):
        proposals.withdraw(proposal_id=first.pk, actor=person)
    client.force_login(person)
    looks = role not in {None, Role.EDITOR}
    assert client.get(f"{DESK}de-xuat/{first.pk}/").status_code == (200 if looks else 302)
    decides = role in {Role.BOARD, Role.ADMINISTRATOR}
    answer = client.post(f"{DESK}de-xuat/{first.pk}/reject/", {"reason": "Chưa có công văn"})
    assert answer.status_code == (302 if decides or not looks else 403)
    if decides:
        assert _approve(later, person).state == ProposalState.APPROVED
    else:
        with pytest.raises(NotAllowed):
            _approve(later, person)
    first.refresh_from_db()
    assert first.state == (ProposalState.REJECTED if decides else ProposalState.PROPOSED)


def test_a_superuser_does_not_approve_what_they_proposed(second):
    chief = factories.a_person(Role.ADMINISTRATOR, Role.BOARD, is_superuser=True)
    proposal = _propose(chief)
    with pytest.raises(NotAllowed):
        _approve(proposal, chief)
    with pytest.raises(IntegrityError), transaction.atomic():
        DestinationProposal.objects.update(
            state="approved", decided_by=chief, decided_at=proposal.proposed_at, secret_sealed=b""
        )


def test_a_rejection_has_a_reason_that_the_proposer_is_told(admin, second):
    proposal = _propose(admin)
    with pytest.raises(BadValue):
        proposals.reject(proposal_id=proposal.pk, actor=second, reason=" ")
    proposals.reject(proposal_id=proposal.pk, actor=second, reason="Thiếu công văn")
    assert "Thiếu công văn" in Notice.objects.get(user=admin, kind="forwarding-proposal").text
    for verb in (_approve, lambda row, person: proposals.withdraw(proposal_id=row.pk, actor=admin)):
        with pytest.raises(WrongState, match="Lê Ban Biên Tập"):
            verb(proposal, second)
    assert not Destination.objects.exists()
    with pytest.raises(NotFound):
        proposals.reject(proposal_id=0, actor=second, reason="x")


@pytest.mark.parametrize("address", ODD_FORMS)
def test_an_odd_address_cannot_be_proposed(admin, address):
    with pytest.raises(BadValue):
        _propose(admin, values={**VALUES, "base_url": address})
    assert not DestinationProposal.objects.exists()


@pytest.mark.parametrize("number", INWARD)
def test_a_name_that_leads_inwards_can_neither_be_proposed_nor_approved(admin, second, number):
    with pytest.raises(BadValue):
        _propose(admin, resolver=lambda host, port: [number])
    proposal = _propose(admin)
    with pytest.raises(BadValue):
        proposals.approve(proposal_id=proposal.pk, actor=second, resolver=lambda host, port: [number])
    assert not Destination.objects.exists()
    proposal.refresh_from_db()
    assert proposal.is_open


@pytest.mark.parametrize(
    "changes",
    [
        {"values": {**VALUES, "kind": "fax"}}, {"values": {**VALUES, "name": " "}}, {"secret": ""}, {"reason": " "},
        {"secret": "whsec_x"}, {"values": {**VALUES, "rate_per_second": 0}}, {"values": {**VALUES, "instance_role": "x"}},
        {"values": {**VALUES, "base_url": "https://a.vn/?x=1"}}, {"values": {**VALUES, "name": "a" * 101}},
        {"values": {**VALUES, "backlog_limit": 10**9}}, {"secret": "whsec_" + "A" * 600}, {"secret": "whsec_\x07" + "A" * 40},
    ],
)  # fmt: skip
def test_what_makes_no_sense_cannot_be_proposed(admin, changes):
    with pytest.raises(BadValue) as refused:
        _propose(admin, **changes)
    assert "whsec_A" not in str(refused.value)
    assert not DestinationProposal.objects.exists()


def test_a_change_is_shown_before_and_after_and_carried_out(admin, second, place, client):
    proposal = _propose(
        admin, Change.CHANGE, destination_id=place.pk,
        values={"base_url": "https://moi.vi-du.vn/nhan", "name": place.name, "rate_per_second": 9},
    )  # fmt: skip
    assert proposal.values == {"base_url": "https://moi.vi-du.vn/nhan", "rate_per_second": 9}
    client.force_login(second)
    page = client.get(f"{DESK}de-xuat/{proposal.pk}/").content.decode()
    assert all(text in page for text in ("https://cchc.vi-du.vn/nhan", "https://moi.vi-du.vn/nhan", "<td>9</td>"))
    with pytest.raises(WrongState):
        _propose(admin, Change.DROP_SECRETS, destination_id=place.pk)
    _approve(proposal, second)
    place.refresh_from_db()
    assert (place.base_url, place.rate_per_second) == ("https://moi.vi-du.vn/nhan", 9)
    assert place.allowed_hosts == ["moi.vi-du.vn", "cchc.vi-du.vn"], (
        "what was sent to the old place is looked for there"
    )
    assert "https://moi.vi-du.vn/nhan" in place.events.get(verb="change").detail


def test_a_change_is_not_approved_over_another_one(admin, second, place):
    proposal = _propose(admin, Change.CHANGE, destination_id=place.pk, values={"rate_per_second": 9})
    Destination.objects.update(rate_per_second=7)
    with pytest.raises(WrongState):
        _approve(proposal, second)
    place.refresh_from_db()
    assert place.rate_per_second == 7
    with pytest.raises(BadValue):
        _propose(admin, Change.CHANGE, destination_id=place.pk, values={"rate_per_second": 7})
    with pytest.raises(NotFound):
        _propose(admin, Change.CHANGE, destination_id=0, values={"rate_per_second": 7})


def test_a_secret_is_renewed_in_front_and_the_old_one_stays_until_it_is_removed(admin, second, place, client):
    with pytest.raises(BadValue):
        _propose(admin, Change.ADD_SECRET, destination_id=place.pk)
    _approve(_propose(admin, Change.ADD_SECRET, destination_id=place.pk, secret=OTHER), second)
    place.refresh_from_db()
    assert place.secrets == [OTHER, SECRET]
    assert len(place.secrets_set_at) == 2
    client.force_login(admin)
    page = client.get(f"{DESK}noi/{place.pk}/").content.decode()
    assert page.count("đã đặt ngày") == 2
    assert "de-xuat/khoa-moi/" not in page
    with pytest.raises(WrongState):
        _approve(_propose(admin, Change.ADD_SECRET, destination_id=place.pk, secret=SECRET), second)
    DestinationProposal.objects.open().update(state="withdrawn", decided_by=admin, decided_at=place.created_at, secret_sealed=b"")  # fmt: skip
    _approve(_propose(admin, Change.DROP_SECRETS, destination_id=place.pk), second)
    place.refresh_from_db()
    assert (place.secrets, len(place.secrets_set_at)) == ([OTHER], 1)
    with pytest.raises(WrongState):
        _approve(_propose(admin, Change.DROP_SECRETS, destination_id=place.pk), second)


def test_a_retired_destination_gets_nothing_more_and_keeps_its_history(admin, second, destination, desk, clock):
    waiting = desk.publish()
    a_row(destination, at=clock(), state=State.UNKNOWN)
    a_row(destination, at=clock(), state=State.CONFIRMED)
    _approve(_propose(admin, Change.RETIRE, destination_id=destination.pk), second)
    destination.refresh_from_db()
    assert (destination.is_retired, destination.state, destination.secrets) == (True, "paused", [])
    assert state_of(waiting) == "cancelled"
    assert sorted(Delivery.objects.values_list("state", flat=True)) == ["cancelled", "cancelled", "confirmed"]
    later = desk.publish()
    assert not Delivery.objects.filter(article_id=later.story.uid).exists()
    assert outbox.missing_versions() == []
    raising.evaluate(now=clock())
    assert raising.Alarm.objects.open().count() == 0
    for act in (
        partial(actions.resume, destination_id=destination.pk, actor=COMMAND_LINE),
        partial(_propose, admin, Change.CHANGE, destination_id=destination.pk, values={"rate_per_second": 9}),
    ):
        with pytest.raises(WrongState):
            act()


def test_a_destination_is_not_retired_while_something_is_on_its_way(admin, second, destination, clock):
    a_row(destination, at=clock(), state=State.SENDING, lease_until=clock(), lease_owner="x")
    with pytest.raises(WrongState):
        _approve(_propose(admin, Change.RETIRE, destination_id=destination.pk), second)
    destination.refresh_from_db()
    assert not destination.is_retired


def test_the_forms_keep_what_was_typed_but_never_the_secret(admin, place, client):
    client.force_login(admin)
    for word in ("cai-dat", "khoa-moi", "bo-khoa-cu", "ngung-dung"):
        assert client.get(f"{DESK}noi/{place.pk}/de-xuat/{word}/").status_code == 200
    page = client.get(f"{DESK}noi/{place.pk}/de-xuat/cai-dat/").content.decode()
    assert 'value="https://cchc.vi-du.vn/nhan"' in page
    refused = client.post(
        f"{DESK}noi/{place.pk}/de-xuat/khoa-moi/", {"new_password": "whsec_sai", "reason": "Đổi khóa"}
    )
    assert refused.status_code == 400
    assert "Đổi khóa" in refused.content.decode()
    assert "whsec_sai" not in refused.content.decode()
    for address in (
        f"{DESK}noi/{place.pk}/de-xuat/khac/",
        f"{DESK}noi/0/de-xuat/cai-dat/",
        f"{DESK}noi/them/?loai=fax",
    ):
        assert client.get(address).status_code == 404
    assert client.post(f"{DESK}de-xuat/0/approve/", {}).status_code == 404
    assert client.post(f"{DESK}de-xuat/1/khac/", {}).status_code == 404


def test_production_offers_no_sandbox_and_no_private_network(admin, client, settings):
    settings.DEMO = False
    client.force_login(admin)
    page = client.get(f"{DESK}noi/", secure=True).content.decode()
    assert "loai=webhook" in page
    assert "loai=sandbox" not in page
    assert "allow_private" not in client.get(f"{DESK}noi/them/?loai=webhook", secure=True).content.decode()
    with pytest.raises(BadValue):
        _propose(admin, values={**VALUES, "allow_private": True})


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("against", ["approve", "withdraw", "reject"])
def test_of_two_decisions_at_once_one_counts_and_the_other_is_told(against):
    admin, second, third = (
        factories.an_administrator(), factories.a_board_member(), factories.an_administrator(),
    )  # fmt: skip
    proposal = _propose(admin)
    other = {
        "approve": partial(_approve, proposal, third),
        "withdraw": partial(proposals.withdraw, proposal_id=proposal.pk, actor=admin),
        "reject": partial(proposals.reject, proposal_id=proposal.pk, actor=third, reason="Chưa được"),
    }[against]
    refusals = at_once(partial(_approve, proposal, second), other)
    assert sum(refusal is None for refusal in refusals) == 1
    assert all(refusal is None or isinstance(refusal, WrongState | NotAllowed) for refusal in refusals)
    proposal.refresh_from_db()
    carried_out = proposal.state == ProposalState.APPROVED
    assert Destination.objects.count() == int(carried_out)
    assert DestinationEvent.objects.count() == int(carried_out)
    assert bytes(proposal.secret_sealed) == b""
