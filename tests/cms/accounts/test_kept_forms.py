"""What is typed outlives its session: kept for the person who opened the form, and for nobody else."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cms.accounts import kept_forms
from cms.accounts.models import KeptForm
from cms.accounts.roles import Role
from cms.accounts.sessions import end_sessions
from submissions.articles.enums import State
from submissions.articles.models import ArticlePage, Submission
from tests import factories
from tests.shared import shared

if TYPE_CHECKING:
    from cms.accounts.models import User
    from submissions.units.models import Unit

pytestmark = [pytest.mark.django_db, pytest.mark.once]

KEPT = "/quan-tri/giu-lai/"
SIGN_IN = f"/quan-tri/login/?next={KEPT}"
WRITE = "/quan-tri/don-vi/BVTHU/viet/"
LONG = "Đoạn thứ nhất của bài.\n\nĐoạn thứ hai “có ngoặc” <b>và dấu</b>."


@shared
def unit(db: None) -> Unit:
    factories.house()
    return factories.a_unit(code="BVTHU")


@shared
def writer(unit: Unit) -> User:
    return factories.a_writer(unit)


def browser(user: User | None = None, *, strict: bool = False) -> Client:
    client = Client(enforce_csrf_checks=strict)
    if user is not None:
        sign_in(client, user)
    return client


def sign_in(client: Client, user: User, **fields: str) -> Any:
    page = client.get("/quan-tri/login/").content.decode()
    fields = {"csrfmiddlewaretoken": hidden(page, "csrfmiddlewaretoken"), **fields}
    return client.post("/quan-tri/login/", {"username": user.email, "password": factories.PASSWORD, **fields})


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found is not None, name
    return found.group(1)


def a_form(client: Client, address: str = WRITE, **typed: str) -> dict[str, str]:
    """What a browser would send from the form at an address."""
    page = client.get(address).content.decode()
    return {
        "csrfmiddlewaretoken": hidden(page, "csrfmiddlewaretoken"),
        "form_of": hidden(page, "form_of"),
        "token": str(uuid4()),
        "title": "Một cửa gọn hơn",
        "text": LONG,
        "action": "review",
        **typed,
    }


def sent_again(page: str, number: int = 0) -> tuple[str, dict[str, str]]:
    """The address and the fields of a form on the screen of kept forms, as a browser reads them."""
    from lxml import html

    form = html.fromstring(page).xpath('//form[input[@name="kept_form"]]')[number]
    return form.action, dict(form.form_values())


def test_an_article_typed_past_its_session_is_there_after_signing_in_and_one_press_saves_it(writer: User) -> None:
    client = browser(writer, strict=True)
    form = a_form(client)
    end_sessions([writer.pk])
    answer = client.post(WRITE, form)
    assert (answer.status_code, answer["Location"]) == (302, SIGN_IN)
    assert "Không mất gì" in client.get(SIGN_IN).content.decode()
    assert not ArticlePage.objects.exists(), "nothing is done for somebody who is not signed in"
    assert sign_in(client, writer, next=KEPT)["Location"] == KEPT
    screen = client.get(KEPT)
    assert "no-store" in screen["Cache-Control"]
    assert "Đoạn thứ hai “có ngoặc” &lt;b&gt;và dấu&lt;/b&gt;." in screen.content.decode()
    address, fields = sent_again(screen.content.decode())
    assert address == WRITE
    client.post(address, fields)
    page = ArticlePage.objects.get()
    assert page.draft_title == "Một cửa gọn hơn"
    assert "và dấu" in str(page.get_latest_revision_as_object().body)
    assert KEPT not in client.get("/quan-tri/", follow=True).content.decode()
    assert not kept_forms.waiting_for(writer).exists()
    client.post(address, fields)
    assert ArticlePage.objects.count() == 1, "a second press makes no second draft"


def test_a_reason_for_a_return_is_kept_too_and_the_table_is_asked_when_it_is_sent(unit: Unit) -> None:
    editor = factories.an_editor()
    submission = factories.an_article(state=State.IN_REVIEW, unit=unit, editor=editor)
    client = browser(editor)
    where = reverse("moderation:submission", args=[submission.pk])
    act = reverse("moderation:verb", args=[submission.pk, "return"])
    fields = {
        "form_of": hidden(client.get(where).content.decode(), "form_of"),
        "reason": "Thiếu ảnh, thiếu nguồn số liệu.",
    }
    client.logout()
    assert client.post(act, fields)["Location"] == SIGN_IN
    submission.refresh_from_db()
    assert submission.state == State.IN_REVIEW
    sign_in(client, editor)
    address, again = sent_again(client.get(KEPT).content.decode())
    assert (address, again["reason"]) == (act, fields["reason"])
    client.post(address, again)
    submission.refresh_from_db()
    assert submission.state == State.RETURNED


def test_another_account_in_the_same_browser_finds_nothing(writer: User, unit: Unit) -> None:
    client = browser(writer)
    form = a_form(client)
    client.logout()
    client.post(WRITE, form)
    other = factories.a_writer(unit)
    sign_in(client, other)
    row = KeptForm.objects.get()
    assert row.user == writer
    page = client.get(KEPT).content.decode()
    assert "Đoạn thứ" not in page
    assert str(row.key) not in page
    assert client.post(f"{KEPT}{row.key}/bo/").status_code == 404
    client.post(WRITE, {"title": "Của người khác", "kept_form": str(row.key), "action": "review"})
    row.refresh_from_db()
    assert row.sent_at is None, "nobody else sends it, throws it away or marks it as sent"
    assert browser().get(KEPT).status_code == 302
    assert browser().post(f"{KEPT}{row.key}/bo/").status_code == 302
    assert KeptForm.objects.count() == 1


@pytest.mark.parametrize("token", ["", "1", "1:2:3", "x" * 5_000, "\x00", "../../etc"])
def test_a_form_that_does_not_say_whose_it_is_is_not_kept(writer: User, token: str) -> None:
    answer = browser().post(WRITE, {"title": "Một cửa", "text": LONG, "form_of": token})
    assert (answer.status_code, answer["Location"]) == (302, f"/quan-tri/login/?next={WRITE}")
    assert not KeptForm.objects.exists()


def test_a_form_of_a_closed_account_or_from_long_ago_is_not_kept(
    writer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = kept_forms.owner_token(writer)
    with monkeypatch.context() as patch:
        patch.setattr(kept_forms, "OPEN_FOR", timedelta(0))
        browser().post(WRITE, {"text": LONG, "form_of": token})
    assert not KeptForm.objects.exists()
    type(writer).objects.filter(pk=writer.pk).update(is_active=False)
    browser().post(WRITE, {"text": LONG, "form_of": token})
    assert not KeptForm.objects.exists()


def test_an_earlier_token_is_refused_and_the_words_are_kept_for_whoever_opened_the_form(
    writer: User, unit: Unit
) -> None:
    client = browser(writer, strict=True)
    form = a_form(client)
    client.cookies.clear()
    sign_in(client, writer)
    answer = client.post(WRITE, form)
    assert (answer.status_code, answer["Location"]) == (302, KEPT)
    assert not ArticlePage.objects.exists()
    other = factories.a_writer(unit)
    client.cookies.clear()
    sign_in(client, other)
    answer = client.post(WRITE, {**form, "title": "Lần hai"})
    assert answer.status_code == 403
    assert "Lần hai" not in answer.content.decode()
    assert list(KeptForm.objects.values_list("user_id", flat=True)) == [writer.pk] * 2
    answer = client.post(WRITE, {"title": "Không chữ ký"})
    assert answer.status_code == 403
    assert "Không có gì được thực hiện" in answer.content.decode()
    assert KeptForm.objects.count() == 2


def test_odd_input_is_kept_as_text_and_secrets_are_not(writer: User) -> None:
    client = browser()
    odd = 'a\x00b \u202e<script>alert(1)</script>"><img src=x onerror=alert(1)> {{7*7}} dòng'
    fields = {
        "form_of": kept_forms.owner_token(writer), "text": odd, "password": "bi-mat", "new_password1": "bi-mat",
        "no_secrets": "on", "csrfmiddlewaretoken": "x", "kept_form": "x",
    }  # fmt: skip
    client.post(WRITE + "?q=%22%3E%3Cimg", fields)
    row = KeptForm.objects.get()
    assert row.fields == [["text", odd.replace("\x00", "")]]
    sign_in(client, writer)
    page = client.get(KEPT).content.decode()
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert "49" not in re.findall(r"\{\{.*?\}\}", page)
    assert sent_again(page)[0] == row.path


def test_what_a_page_sends_in_the_background_is_not_kept(writer: User) -> None:
    fields = {"form_of": kept_forms.owner_token(writer), "text": LONG}
    browser().post(WRITE, fields, headers={"Sec-Fetch-Dest": "empty"})
    browser().post(WRITE, fields, headers={"X-Requested-With": "XMLHttpRequest"})
    assert not KeptForm.objects.exists()
    browser().post(WRITE, {**fields, "text": " \n "})
    assert not KeptForm.objects.exists(), "an empty form is nothing"


def test_the_same_form_is_one_row_and_the_oldest_of_too_many_go(writer: User) -> None:
    now = timezone.now()
    for number in range(kept_forms.MOST + 3):
        for _twice in range(2):
            kept_forms.store(
                owner=writer, path=WRITE, fields=[["text", f"bài {number}"]], now=now + timedelta(seconds=number)
            )
    kept = [row.fields[0][1] for row in kept_forms.waiting_for(writer)]
    assert kept == [f"bài {number}" for number in range(kept_forms.MOST + 2, 2, -1)]


def test_what_is_kept_goes_after_seven_days_and_what_was_sent_after_one(writer: User) -> None:
    now = timezone.now()
    for number, days in enumerate((0, 2, 8)):
        kept_forms.store(owner=writer, path=WRITE, fields=[["text", str(number)]], now=now - timedelta(days=days))
    sent = kept_forms.store(owner=writer, path=WRITE, fields=[["text", "gửi"]], now=now - timedelta(days=2))
    kept_forms.note_sent(user=writer, key=sent.key, now=now - timedelta(days=1, seconds=1))
    assert kept_forms.thin(now=now) == 2
    assert sorted(row.fields[0][1] for row in KeptForm.objects.all()) == ["0", "1"]


def test_who_signs_in_elsewhere_is_told_and_may_throw_it_away(writer: User) -> None:
    row = kept_forms.store(owner=writer, path=WRITE, fields=[["text", LONG]])
    client = browser()
    answer = sign_in(client, writer)
    assert f'href="{KEPT}"' in client.get(answer["Location"], follow=True).content.decode()
    assert client.get(f"{KEPT}{row.key}/bo/").status_code == 405
    client.post(f"{KEPT}{row.key}/bo/")
    assert not KeptForm.objects.exists()
    assert client.post(f"{KEPT}{row.key}/bo/").status_code == 404


def test_words_for_an_article_that_went_out_of_hand_meanwhile_are_kept(writer: User, unit: Unit) -> None:
    submission = factories.an_article(state=State.DRAFT, unit=unit, writer=writer)
    client = browser(writer)
    text = reverse("intake_text", args=[submission.page_id])
    review = reverse("intake_review", args=[submission.page_id])
    fields = {"form_of": kept_forms.owner_token(writer), "text": LONG, "action": "save"}
    Submission.objects.filter(pk=submission.pk).update(state=State.SUBMITTED)
    for address in (text, review):
        answer = client.post(address, fields, follow=True)
        assert f'href="{KEPT}"' in answer.content.decode()
    assert {row.path for row in kept_forms.waiting_for(writer)} == {text, review}
    gone = reverse("intake_text", args=[submission.page_id + 1_000])
    assert client.post(gone, fields).status_code == 404
    assert kept_forms.waiting_for(writer).filter(path=gone).exists()
    page = client.get(KEPT).content.decode()
    address, again = sent_again(page, number=2)
    client.post(address, again)
    assert kept_forms.waiting_for(writer).count() == 3, "what was refused once more stays"


def test_who_lost_the_right_keeps_the_words_and_nothing_else(writer: User, unit: Unit) -> None:
    client = browser(writer)
    form = a_form(client)
    writer.memberships.all().delete()
    writer.groups.set(Group.objects.filter(name=Role.OFFICER.value))
    client.post(WRITE, form)
    sign_in(client, writer)
    address, again = sent_again(client.get(KEPT).content.decode())
    assert client.post(address, again).status_code == 404
    assert not ArticlePage.objects.exists()
    assert kept_forms.waiting_for(writer).exists()


def test_the_screen_costs_as_many_queries_for_one_form_as_for_ten(
    writer: User, signed_in: Any, django_assert_num_queries: Any
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = signed_in(writer)
    kept_forms.store(owner=writer, path=WRITE, fields=[["text", LONG]])
    client.get(KEPT)
    with CaptureQueriesContext(connection) as first:
        client.get(KEPT)
    for number in range(9):
        kept_forms.store(owner=writer, path=WRITE, fields=[["text", f"bài {number}"]])
    with django_assert_num_queries(len(first)):
        client.get(KEPT)
