"""“Sent mails”: for the desk and the administrator; search, states, one mail as it was sent, sending again."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.core import mail as outbox
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cms.core.mail import queue_mail, send_waiting
from cms.core.models import OutgoingMail
from tests import factories

LIST = "/quan-tri/thu/"
NOW = datetime(2026, 11, 17, 12, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
pytestmark = [pytest.mark.django_db, pytest.mark.once]


def a_mail(key="k", to="nguoi@vi-du.vn", subject="Có việc", **fields):
    return queue_mail(key=key, to=to, subject=subject, text="Chữ", now=NOW, **fields)


def many(count):
    OutgoingMail.objects.bulk_create(
        OutgoingMail(key=f"n:{count}:{number}", recipient="a@vi-du.vn", subject=f"S {number}", next_attempt_at=NOW)
        for number in range(count)
    )


def test_only_the_desk_and_the_administrator_know_of_the_screen(signed_in):
    mail = a_mail()
    unit = factories.a_unit()
    for person in (
        factories.an_editor(),
        factories.a_board_member(),
        factories.an_officer(),
        factories.a_writer(unit),
        factories.a_head(unit),
    ):
        browser = signed_in(person)
        answers = {browser.get(LIST).status_code, browser.get(f"{LIST}{mail.pk}/").status_code}
        answers.add(browser.post(f"{LIST}{mail.pk}/gui-lai/").status_code)
        assert answers <= {404, 302}
        assert "quan-tri/login" in browser.get(LIST).get("Location", "quan-tri/login")
    for person in (factories.a_desk_editor(), factories.an_administrator()):
        assert signed_in(person).get(LIST).status_code == 200
        assert signed_in(person).get(f"{LIST}{mail.pk}/").status_code == 200


def test_mails_are_found_by_address_name_and_subject_and_by_state(signed_in):
    person = factories.an_editor(name="Ngô Thị Tìm")
    one = a_mail("1", to="tim.thay@vi-du.vn", subject="Bài cần sửa")
    two = a_mail("2", user_id=person.pk, subject="Đã đăng 100%")
    OutgoingMail.objects.filter(pk=two.pk).update(state="failed", last_error="TimeoutError: timed out")
    browser = signed_in(factories.a_desk_editor())

    def found(**query):
        return {line.mail.pk for line in browser.get(LIST, query).context["found"].rows}

    assert found(q="TIM.THAY") == {one.pk}
    assert found(q="Bài cần") == {one.pk}
    assert found(q="Thị Tìm") == {two.pk}
    assert found(q="%") == {two.pk}, "no wildcard of the database"
    assert found(**{"trang-thai": "failed"}) == {two.pk}
    assert found(**{"trang-thai": "x"}) == {one.pk, two.pk}
    for query in ("x" * 10_000, "\x00", "'; DROP TABLE", '"><script>'):
        assert browser.get(LIST, {"q": query}).status_code == 200
    for cursor in ("x", "-1", "9" * 40, "١"):
        assert browser.get(LIST, {"sau": cursor}).status_code == 200


def test_what_could_not_be_sent_stands_first_with_its_error_in_words(signed_in):
    failed = a_mail("1", subject="Hỏng")
    OutgoingMail.objects.filter(pk=failed.pk).update(state="failed", last_error="gaierror: [Errno -2] Name unknown")
    a_mail("2", subject="Mới hơn")

    response = signed_in(factories.a_desk_editor()).get(LIST)

    (line,) = response.context["failed"]
    assert line.mail == failed
    page = response.content.decode()
    assert line.error in page.replace("&#x27;", "'")
    assert page.index("Hỏng") < page.index("Mới hơn")


def test_a_mail_is_shown_as_it_was_sent_and_can_do_nothing(signed_in):
    hostile = '<p onclick="x()">Chữ</p><script>alert(1)</script>"><img src=x onerror=alert(1)>'
    mail = a_mail(html=hostile, subject='"><img src=x onerror=alert(2)>')

    page = signed_in(factories.an_administrator()).get(f"{LIST}{mail.pk}/").content.decode()

    assert 'sandbox=""' in page
    assert "&lt;script&gt;alert(1)" in page
    assert "<script>alert(1)" not in page
    assert "<img src=x" not in page


def test_sending_again_makes_a_row_that_names_who_asked(signed_in):
    desk = factories.a_desk_editor()
    mail = a_mail()
    browser = signed_in(desk)
    browser.post(f"{LIST}{mail.pk}/gui-lai/")
    assert OutgoingMail.objects.count() == 1, "what has not left yet is not sent again"
    assert browser.get(f"{LIST}{mail.pk}/gui-lai/").status_code == 405
    send_waiting(now=NOW)

    response = browser.post(f"{LIST}{mail.pk}/gui-lai/")

    new = OutgoingMail.objects.get(resend_of=mail)
    assert response["Location"] == f"{LIST}{new.pk}/"
    assert str(desk) in browser.get(f"{LIST}{new.pk}/").content.decode()
    assert str(desk) in browser.get(f"{LIST}{mail.pk}/").content.decode()
    assert browser.post(f"{LIST}999999/gui-lai/").status_code == 404


def test_a_private_mail_is_shown_to_nobody(signed_in):
    mail = a_mail(html="<p>https://vi-du.vn/bi-mat</p>", is_private=True)
    browser = signed_in(factories.an_administrator())
    page = browser.get(f"{LIST}{mail.pk}/").content.decode()
    assert "bi-mat" not in page
    assert "gui-lai" not in page


def test_a_new_password_is_mailed_through_a_row_that_forgets_its_link(client, django_capture_on_commit_callbacks):
    person = factories.an_editor()

    for address in (person.email, "khong-co@vi-du.vn"):
        assert client.post("/quan-tri/password_reset/", {"email": address}).status_code == 302

    mail = OutgoingMail.objects.get()
    assert (mail.user, mail.is_private) == (person, True)
    assert outbox.outbox == []
    send_waiting()
    assert "/quan-tri/password_reset/confirm/" in outbox.outbox[0].body
    mail.refresh_from_db()
    assert mail.text == ""


def test_the_list_asks_the_same_of_ten_mails_and_of_a_thousand(signed_in):
    browser = signed_in(factories.a_desk_editor())
    browser.get(LIST)
    counts = []
    for size in (10, 1000):
        many(size)
        with CaptureQueriesContext(connection) as asked:
            response = browser.get(LIST)
        counts.append(len(asked))
        assert not any("COUNT(" in query["sql"] and "outgoingmail" in query["sql"] for query in asked)
        assert not any("OFFSET" in query["sql"] for query in asked)
    assert counts[1] <= counts[0]
    after, met = response.context["found"].after, len(response.context["found"].rows)
    while after:
        found = browser.get(LIST, {"sau": after}).context["found"]
        after, met = found.after, met + len(found.rows)
    assert met == 1010
