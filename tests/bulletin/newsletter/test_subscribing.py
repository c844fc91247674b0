"""Asking, confirming and ending: nothing is told about an address, no link acts by itself, and each works once."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bulletin.newsletter import subscriber_actions, tokens
from bulletin.newsletter.errors import LinkClosed, TooMany
from bulletin.newsletter.models import Subscriber
from bulletin.newsletter.states import Standing, State
from cms.core.models import OutgoingMail, Rule
from tests import factories
from tests.bulletin.newsletter.material import a_subscriber, an_edition, fresh_counts, link_in, states
from tests.submissions.moderation.races import at_once

pytestmark = pytest.mark.django_db

FORM = "/nhan-ban-tin/"


@pytest.fixture(autouse=True)
def _house(db):
    factories.house()


def asked(client, email, **more):
    return client.post(FORM, {"email": email, **more})


def mail_to(email) -> OutgoingMail:
    return OutgoingMail.objects.filter(recipient=email).latest("pk")


def test_somebody_asks_confirms_with_a_button_and_receives(client):
    assert "no-store" in client.get(FORM)["Cache-Control"]
    assert asked(client, " An@Vi-Du.VN ").url == reverse("newsletter:asked")
    row = Subscriber.objects.get()
    assert (row.email, row.standing) == ("an@vi-du.vn", Standing.PENDING)
    mail = mail_to("an@vi-du.vn")
    assert mail.is_private, "the link is for its reader alone"
    link = link_in(mail.text, "xac-nhan")
    assert client.get(link).status_code == 200
    assert client.head(link).status_code == 200
    row.refresh_from_db()
    assert row.standing == Standing.PENDING, "programs that look through mails open every link"
    assert client.post(link).status_code == 200
    row.refresh_from_db()
    assert (row.standing, row.nonce) == (Standing.ACTIVE, None)
    assert client.get(link).status_code == 410
    assert client.post(link).status_code == 410


def test_the_answer_is_the_same_for_known_and_unknown_addresses(client):
    known = a_subscriber()
    ended = a_subscriber(Standing.ENDED)
    answers = [asked(client, email) for email in ("moi@vi-du.vn", known.email, ended.email)]
    assert {(answer.status_code, answer.url) for answer in answers} == {(302, reverse("newsletter:asked"))}
    assert OutgoingMail.objects.count() == 3, "and each of them gets one mail, so that the work is the same too"
    known.refresh_from_db()
    assert known.standing == Standing.ACTIVE
    assert link_in(mail_to(known.email).text, "/thoi/")
    ended.refresh_from_db()
    assert ended.standing == Standing.PENDING, "who has ended confirms anew"


@pytest.mark.parametrize(
    "email",
    [
        "", "an", "an@", "@vi-du.vn", "an@vi-du", "a" * 300 + "@vi-du.vn", "an@vi-du.vn\r\nBcc: x@vi-du.vn",
        "an@vi-du.vn,binh@vi-du.vn", "<script>@vi-du.vn", "ấn@vi-du.vn", "an\x00@vi-du.vn", "an\u202e@vi-du.vn",
        '"><img src=x onerror=alert(1)>@vi-du.vn', "an@127.0.0.1", "an @vi-du.vn",
    ],
)  # fmt: skip
def test_what_is_no_address_gets_a_message_and_leaves_no_row(client, email):
    answer = asked(client, email)
    assert answer.status_code == 422
    assert "<img src=x" not in answer.content.decode()
    assert not Subscriber.objects.exists()
    assert not OutgoingMail.objects.exists()


def test_a_machine_that_fills_in_the_hidden_field_is_told_the_same_and_gets_nothing(client):
    assert asked(client, "an@vi-du.vn", website="http://x").url == reverse("newsletter:asked")
    assert not Subscriber.objects.exists()


def test_nobody_is_flooded_with_confirmations(client):
    for _ in range(6):
        fresh_counts()
        assert asked(client, "an@vi-du.vn").status_code == 302
    assert OutgoingMail.objects.count() == 3
    tomorrow = timezone.now() + timedelta(days=1)
    subscriber_actions.ask(email="an@vi-du.vn", now=tomorrow)
    assert OutgoingMail.objects.count() == 4


def test_one_visitor_asks_ten_times_an_hour_and_another_is_not_in_the_way(client):
    answers = [asked(client, f"nguoi{number}@vi-du.vn").status_code for number in range(11)]
    assert answers == [302] * 10 + [429]
    proxied = {"HTTP_X_FORWARDED_FOR": "198.51.100.7, 203.0.113.9"}
    assert client.post(FORM, {"email": "khac@vi-du.vn"}, **proxied).status_code == 302
    forged = {"HTTP_X_FORWARDED_FOR": "x, \r\n"}
    assert client.post(FORM, {"email": "khac2@vi-du.vn"}, **forged).status_code == 429


def test_the_whole_house_is_asked_no_more_than_the_rule_allows():
    Rule.objects.filter(code="newsletter.asks_an_hour").update(value="2")
    for number in range(2):
        subscriber_actions.ask(email=f"nguoi{number}@vi-du.vn")
    with pytest.raises(TooMany):
        subscriber_actions.ask(email="nguoi9@vi-du.vn")


@pytest.mark.parametrize(
    "said", [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://noi-khac.example"}, {"Origin": "null"}]
)
def test_what_another_sites_page_sends_is_refused(client, said):
    assert client.post(FORM, {"email": "an@vi-du.vn"}, headers=said).status_code == 403
    assert not Subscriber.objects.exists()


def test_the_pages_of_subscribing_set_no_cookie():
    strict = Client(enforce_csrf_checks=True)
    here = {"Sec-Fetch-Site": "same-origin", "Origin": "http://testserver"}
    assert strict.get(FORM).status_code == 200
    assert strict.post(FORM, {"email": "khong-phai"}, headers=here).status_code == 422
    assert strict.post(FORM, {"email": "an@vi-du.vn"}, headers=here).status_code == 302
    link = link_in(mail_to("an@vi-du.vn").text, "xac-nhan")
    assert strict.get(link).status_code == 200
    assert strict.post(link).status_code == 200
    assert not strict.cookies


@pytest.mark.parametrize("token", ["x", "a.b.c", "%00", "x" * 3000])
def test_a_link_that_is_none_of_ours_is_closed(client, token):
    assert client.get(f"/nhan-ban-tin/xac-nhan/{token}/").status_code == 410


def test_a_link_expires_and_one_of_another_purpose_does_not_confirm():
    from django.core import signing

    row = a_subscriber(Standing.PENDING)
    with pytest.raises(LinkClosed):
        subscriber_actions.confirm(token=signing.dumps([row.pk, row.nonce.hex], salt="another"))

    class LongAgo(signing.TimestampSigner):
        def timestamp(self):
            return signing.b62_encode(int(timezone.now().timestamp()) - 73 * 3600)

    data = signing.dumps([row.pk, row.nonce.hex], salt=tokens.CONFIRM_SALT).rsplit(":", 2)[0]
    with pytest.raises(LinkClosed):
        subscriber_actions.confirm(token=LongAgo(salt=tokens.CONFIRM_SALT).sign(data))


def test_one_click_from_the_mail_program_ends_it_without_a_cookie_or_a_token():
    edition = an_edition(readers=1)
    from bulletin.newsletter.actions import list_recipients

    list_recipients(edition_id=edition.pk)
    row = Subscriber.objects.get()
    strict = Client(enforce_csrf_checks=True)
    address = reverse("newsletter:end", args=[row.key])
    answer = strict.post(address, "List-Unsubscribe=One-Click", content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 200
    row.refresh_from_db()
    assert row.standing == Standing.ENDED
    assert states(edition) == {State.CANCELLED: 1}
    assert strict.post(address).status_code == 200, "twice is the same"


def test_opening_the_link_ends_nothing_and_an_unknown_key_tells_nothing(client):
    row = a_subscriber()
    assert "<form" in client.get(reverse("newsletter:end", args=[row.key])).content.decode()
    row.refresh_from_db()
    assert row.standing == Standing.ACTIVE
    unknown = "/nhan-ban-tin/thoi/00000000-0000-4000-8000-000000000000/"
    ended = reverse("newsletter:end", args=[a_subscriber(Standing.ENDED).key])
    assert client.get(unknown).content == client.get(ended).content
    assert client.post(unknown).status_code == 200


def test_who_has_ended_is_deleted_after_the_days_of_the_rule_with_the_mails_to_them():
    now = timezone.now()
    subscriber_actions.ask(email="an@vi-du.vn")
    row = Subscriber.objects.get()
    subscriber_actions.end(key=row.key)
    stays = a_subscriber()
    assert subscriber_actions.forget(now=now + timedelta(days=29)) == 0
    assert subscriber_actions.forget(now=now + timedelta(days=31)) == 1
    assert list(Subscriber.objects.all()) == [stays]
    assert not OutgoingMail.objects.filter(recipient="an@vi-du.vn").exists()


def test_who_never_confirmed_is_deleted():
    a_subscriber(Standing.PENDING)
    assert subscriber_actions.forget(now=timezone.now() + timedelta(days=7)) == 1


@pytest.mark.django_db(transaction=True)
def test_the_same_address_asked_for_at_once_is_one_row():
    at_once(*(lambda: subscriber_actions.ask(email="an@vi-du.vn") for _ in range(3)))
    assert Subscriber.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_who_press_the_button_of_one_link_one_confirms():
    row = a_subscriber(Standing.PENDING)
    token = tokens.confirmation(subscriber_id=row.pk, nonce=row.nonce)
    results = []

    def press():
        try:
            subscriber_actions.confirm(token=token)
            results.append("confirmed")
        except LinkClosed:
            results.append("closed")

    at_once(press, press)
    assert sorted(results) == ["closed", "confirmed"]


@pytest.mark.django_db(transaction=True)
def test_whoever_confirms_and_ends_at_once_is_in_one_state_and_no_link_is_left():
    row = a_subscriber(Standing.PENDING)
    token = tokens.confirmation(subscriber_id=row.pk, nonce=row.nonce)

    def press():
        with suppress(LinkClosed):
            subscriber_actions.confirm(token=token)

    at_once(press, lambda: subscriber_actions.end(key=row.key))
    row.refresh_from_db()
    assert row.standing in {Standing.ENDED, Standing.ACTIVE}
    assert row.nonce is None
