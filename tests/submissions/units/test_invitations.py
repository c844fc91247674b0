"""Inviting people: one link, used once, by whoever reads the address's mail; and nobody learns whom the house knows."""

from __future__ import annotations

import re
from datetime import timedelta
from functools import partial

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cms.accounts.models import User
from cms.accounts.roles import Role, house_roles
from cms.core.models import OutgoingMail, Rule
from submissions.units import house_actions, invitation_actions, people_actions
from submissions.units.enums import AccountVerb, InvitationState, UnitRole
from submissions.units.errors import AlreadyDone, InvitationClosed, NotYours, TooMany
from submissions.units.models import AccountAct, Invitation, Membership
from submissions.units.people import is_member
from tests import factories
from tests.submissions.units.races import at_once

pytestmark = pytest.mark.django_db
NEW_PASSWORD = "Mot-mat-khau-that-dai-2026"


def invited(unit, head, email="nguoi.moi@vi-du.vn", **fields):
    """An invitation of a head."""
    values = {"full_name": "Trần Thị Mới", **fields}
    return invitation_actions.invite(unit_id=unit.pk, actor=head, email=email, **values)


def link_in_mail(email):
    """The path of the link in the latest mail to an address."""
    mail = OutgoingMail.objects.filter(recipient=email).order_by("-pk")[0]
    assert mail.html.count("/loi-moi/") == 1
    return re.search(r"https?://[^/]+(/loi-moi/\S+)", mail.text).group(1)


def test_an_invited_writer_sets_a_password_once_and_belongs_to_the_unit(client):
    unit = factories.a_unit()
    head = factories.a_head(unit)
    invitation = invited(unit, head, email=" Nguoi.Moi@Vi-du.VN ", phone="0258 3 822 000")
    link = link_in_mail("nguoi.moi@vi-du.vn")

    assert not User.objects.filter(email="nguoi.moi@vi-du.vn").exists(), "no account before the link is opened"
    assert client.get(link).status_code == 200
    assert not User.objects.filter(email="nguoi.moi@vi-du.vn").exists(), "opening the link changes nothing"
    weak = client.post(link, {"new_password1": "12345678", "new_password2": "12345678"})
    assert weak.status_code == 422
    done = client.post(link, {"new_password1": NEW_PASSWORD, "new_password2": NEW_PASSWORD})

    assert done.status_code == 302
    person = User.objects.get(email="nguoi.moi@vi-du.vn")
    assert (person.full_name, person.phone) == ("Trần Thị Mới", "0258 3 822 000")
    assert person.check_password(NEW_PASSWORD)
    assert is_member(person, unit.pk, UnitRole.WRITER)
    assert not is_member(person, unit.pk, UnitRole.HEAD)
    assert not house_roles(person)
    invitation.refresh_from_db()
    assert invitation.state == InvitationState.ACCEPTED
    assert client.get(link).status_code == 404
    assert client.post(link, {"new_password1": "x", "new_password2": "x"}).status_code == 404
    assert list(AccountAct.objects.filter(unit=unit).order_by("pk").values_list("verb", flat=True)) == [
        AccountVerb.INVITED,
        AccountVerb.JOINED,
    ]


def test_the_answer_is_the_same_whether_the_house_knows_the_address_or_not(signed_in):
    unit, other = factories.a_unit(), factories.a_unit()
    browser = signed_in(factories.a_head(unit))
    known = factories.a_writer(other).email
    editor = factories.an_editor().email
    closed = factories.a_person(is_active=False).email
    address = f"/quan-tri/don-vi/{unit.code}/nguoi/moi/"
    answers, costs = [], []

    for email in ("khong.ai.biet@vi-du.vn", known, editor, closed):
        cache.clear()
        with CaptureQueriesContext(
            connection,
        ) as queries:
            response = browser.post(address, {"email": email, "full_name": "Lê Văn Ai", "phone": ""}, follow=False)
        costs.append([re.sub(r"\d+", "#", query["sql"].split(" ")[0]) for query in queries])
        text = browser.get(response["Location"]).content.decode()
        answers.append((response.status_code, email in text, text.count('name="invitation"') > 0))
        assert not Membership.objects.filter(unit=unit, user__email=email).exists()

    assert len(set(answers)) == 1
    assert all(cost == costs[0] for cost in costs), "the same questions to the database for every address"
    assert OutgoingMail.objects.filter(key__startswith="invitation:").count() == 4


def test_a_heads_invitation_adds_nothing_to_an_account_that_has_another_part():
    unit, other = factories.a_unit(), factories.a_unit()
    head = factories.a_head(unit)
    people = [factories.a_writer(other), factories.an_editor(), factories.a_person(is_superuser=True)]

    for person in people:
        token = invitation_actions.token_of(invited(unit, head, email=person.email))
        with pytest.raises(InvitationClosed):
            invitation_actions.take_up(token=token, password=NEW_PASSWORD)
        person.refresh_from_db()
        assert person.check_password(factories.PASSWORD)
        assert not person.memberships.filter(unit=unit).exists()

    desk = factories.a_desk_editor()
    elsewhere = people[0]
    invitation_actions.take_back(
        invitation_id=Invitation.objects.get(email=elsewhere.email, state="pending").pk, actor=desk
    )
    token = invitation_actions.token_of(invited(unit, desk, email=elsewhere.email))
    joined = invitation_actions.take_up(token=token, password="")
    assert set(joined.memberships.values_list("unit", flat=True)) == {unit.pk, other.pk}
    assert joined.check_password(factories.PASSWORD), "an account in use keeps its password"


def test_a_former_writer_comes_back_with_a_new_password_unless_the_administrator_closed_the_account():
    unit = factories.a_unit()
    head, writer, barred = factories.a_head(unit), factories.a_writer(unit), factories.a_writer(unit)
    administrator = factories.an_administrator()
    house_actions.close_account(person_id=barred.pk, actor=administrator)
    for person in (writer, barred):
        people_actions.end_membership(membership_id=person.memberships.get().pk, actor=head)
    writer.refresh_from_db()
    assert not writer.is_active

    token = invitation_actions.token_of(invited(unit, head, email=writer.email))
    back = invitation_actions.take_up(token=token, password=NEW_PASSWORD)
    assert back.pk == writer.pk
    assert back.is_active
    assert back.check_password(NEW_PASSWORD)

    token = invitation_actions.token_of(invited(unit, head, email=barred.email))
    with pytest.raises(InvitationClosed):
        invitation_actions.take_up(token=token, password=NEW_PASSWORD)
    barred.refresh_from_db()
    assert not barred.is_active


def test_a_link_dies_when_it_is_sent_again_taken_back_too_old_forged_or_its_sender_has_left(client):
    unit = factories.a_unit()
    head, second = factories.a_head(unit), factories.a_head(unit)
    desk = factories.a_desk_editor()
    invitation = invited(unit, head)
    first = invitation_actions.token_of(invitation)
    invitation = invitation_actions.send_again(invitation_id=invitation.pk, actor=second)
    fresh = invitation_actions.token_of(invitation)

    later = timezone.now() + timedelta(days=15)
    dead = [first, fresh[:-2] + "xx", "x", "%00", "a" * 3000, fresh.replace(":", "")]
    for token in dead:
        assert client.get(f"/loi-moi/{token}/").status_code == 404
    for token, now in [*((token, None) for token in dead), (fresh, later)]:
        with pytest.raises(InvitationClosed):
            invitation_actions.take_up(token=token, password=NEW_PASSWORD, now=now)
    assert OutgoingMail.objects.filter(recipient=invitation.email).count() == 2

    people_actions.end_membership(membership_id=second.memberships.get().pk, actor=desk)
    with pytest.raises(InvitationClosed):
        invitation_actions.take_up(token=fresh, password=NEW_PASSWORD)

    invitation = invitation_actions.send_again(invitation_id=invitation.pk, actor=head)
    invitation_actions.take_back(invitation_id=invitation.pk, actor=head)
    with pytest.raises(InvitationClosed):
        invitation_actions.take_up(token=invitation_actions.token_of(invitation), password=NEW_PASSWORD)
    with pytest.raises(AlreadyDone):
        invitation_actions.send_again(invitation_id=invitation.pk, actor=head)
    assert not User.objects.filter(email=invitation.email).exists()


def test_an_address_is_invited_once_and_only_so_many_times_a_day():
    unit = factories.a_unit()
    head = factories.a_head(unit)
    writer = factories.a_writer(unit)
    Rule.objects.create(
        code="unit.invitations_a_day",
        scope=unit.code,
        value="2",
        source="Bài thử",
        effective_from=timezone.localdate() - timedelta(days=1),
    )
    with pytest.raises(AlreadyDone):
        invited(unit, head, email=writer.email.upper())
    invitation = invited(unit, head)
    with pytest.raises(AlreadyDone):
        invited(unit, head)
    invitation_actions.send_again(invitation_id=invitation.pk, actor=head)
    with pytest.raises(TooMany):
        invited(unit, head, email="ba@vi-du.vn")
    with pytest.raises(TooMany):
        invitation_actions.send_again(invitation_id=invitation.pk, actor=head)
    assert Invitation.objects.filter(unit=unit).count() == 1
    assert OutgoingMail.objects.filter(key__startswith="invitation:").count() == 2


def test_people_are_invited_to_the_house_by_the_administrator_only(client):
    administrator = factories.a_person(Role.ADMINISTRATOR)
    invite = partial(
        invitation_actions.invite_to_house, email="bien.tap@vi-du.vn", full_name="Vũ Biên Tập", roles=[Role.EDITOR]
    )
    for other in (factories.a_desk_editor(), factories.a_head(factories.a_unit()), factories.a_board_member()):
        with pytest.raises(NotYours):
            invite(actor=other)
    invite(actor=administrator)

    link = link_in_mail("bien.tap@vi-du.vn")
    assert client.post(link, {"new_password1": NEW_PASSWORD, "new_password2": NEW_PASSWORD}).status_code == 302
    person = User.objects.get(email="bien.tap@vi-du.vn")
    assert house_roles(person) == {Role.EDITOR}
    assert not person.is_superuser
    with pytest.raises(AlreadyDone):
        invite(actor=administrator)


@pytest.mark.django_db(transaction=True)
def test_two_invitations_of_one_address_at_once_are_one_and_a_link_is_taken_up_once():
    unit = factories.a_unit()
    heads = [factories.a_head(unit), factories.a_head(unit)]

    refusals = at_once(*(partial(invited, unit, head) for head in heads))

    assert sum(refusal is None for refusal in refusals) == 1
    assert Invitation.objects.count() == 1
    assert OutgoingMail.objects.filter(key__startswith="invitation:").count() == 1

    token = invitation_actions.token_of(Invitation.objects.get())
    take = partial(invitation_actions.take_up, token=token, password=NEW_PASSWORD)
    refusals = at_once(take, take)

    assert sum(refusal is None for refusal in refusals) == 1
    assert Membership.objects.filter(unit=unit, role=UnitRole.WRITER).count() == 1
    assert AccountAct.objects.filter(verb=AccountVerb.JOINED).count() == 1
