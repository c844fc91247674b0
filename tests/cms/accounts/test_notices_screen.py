"""The screen “Notices”: one's own, unread first, marked by POST alone; and the bell with its number."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cms.accounts import inbox
from cms.accounts.models import Notice
from tests import factories

LIST = "/quan-tri/thong-bao/"
pytestmark = [pytest.mark.django_db, pytest.mark.once]


def some(person, count, *, read=False, url="/quan-tri/account/", title="Việc"):
    now = timezone.now()
    return Notice.objects.bulk_create(
        Notice(
            user=person,
            kind="x",
            key=f"{title}:{read}:{number}:{timezone.now().timestamp()}",
            title=f"{title} {number:04d}",
            url=url,
            channel="desk",
            created_at=now - timedelta(minutes=number),
            read_at=now if read else None,
        )
        for number in range(count)
    )


def test_unread_ones_come_first_and_every_one_is_met_once_on_the_way_down(signed_in):
    person = factories.an_editor()
    some(person, 35, read=True, title="Cũ")
    some(person, 40, title="Mới")
    some(factories.an_editor(), 3, title="Của người khác")
    browser, after, met = signed_in(person), "", []

    for _page in range(5):
        found = browser.get(LIST, {"sau": after}).context["found"]
        met += [notice.title for notice in found.notices]
        after = found.after
        if not after:
            break

    assert len(met) == len(set(met)) == 75
    assert all(title.startswith("Mới") for title in met[:40])
    assert all(title.startswith("Cũ") for title in met[40:])


def test_opening_marks_read_and_leads_there_and_get_changes_nothing(signed_in):
    person = factories.an_editor()
    one, two, three = some(person, 3)
    browser = signed_in(person)

    browser.get(LIST)
    for path in ("mo", "da-doc"):
        assert browser.get(f"{LIST}{one.pk}/{path}/").status_code == 405
    assert inbox.unread_count(person) == 3

    assert browser.post(f"{LIST}{one.pk}/mo/")["Location"] == "/quan-tri/account/"
    assert browser.post(f"{LIST}{two.pk}/da-doc/")["Location"] == LIST
    late = some(person, 1, title="Đến sau")[0]
    browser.post(f"{LIST}da-doc/", {"up_to": three.pk})
    assert [each.pk for each in Notice.objects.filter(read_at__isnull=True)] == [late.pk]
    for wrong in ("", "x", "-1", "9" * 30, "١"):
        assert browser.post(f"{LIST}da-doc/", {"up_to": wrong}).status_code == 404


def test_somebody_elses_notice_does_not_exist_and_strangers_sign_in_first(signed_in, client):
    (notice,) = some(factories.an_editor(), 1)
    for person in (factories.an_administrator(), factories.a_desk_editor(), factories.a_writer(factories.a_unit())):
        browser = signed_in(person)
        for path in ("mo", "da-doc"):
            assert browser.post(f"{LIST}{notice.pk}/{path}/").status_code == 404
    assert client.get(LIST)["Location"].startswith("/quan-tri/login/?next=")
    assert not Notice.objects.filter(read_at__isnull=False).exists()


def test_posts_carry_the_token_against_forgery(signed_in):
    person = factories.an_editor()
    (notice,) = some(person, 1)
    browser = signed_in(person)
    browser.handler.enforce_csrf_checks = True
    for path in (f"{notice.pk}/mo/", f"{notice.pk}/da-doc/", "da-doc/"):
        assert browser.post(LIST + path).status_code == 403


def test_hostile_titles_are_text_and_odd_cursors_begin_at_the_front(signed_in):
    person = factories.an_editor()
    some(person, 1, title='"><img src=x onerror=alert(1)>{{7*7}}')
    browser = signed_in(person)
    for cursor in ("", "x", "u", "u-1", "r" + "9" * 40, "' OR 1=1", "\x00", "u١"):
        response = browser.get(LIST, {"sau": cursor})
        assert response.status_code == 200
    page = response.content.decode()
    assert "<img src=x" not in page
    assert "{{7*7}}" in page


def test_the_bell_says_how_much_is_new_and_stops_counting_at_99(signed_in):
    person = factories.an_editor()
    browser = signed_in(person)
    factories.house()

    def labels():
        from wagtail.admin.menu import admin_menu

        request = browser.get(LIST).wsgi_request
        return next(item.label for item in admin_menu.render_component(request) if item.name == "notices")

    assert "(" not in str(labels())
    some(person, 2)
    assert "2" in labels()
    some(person, 200, title="Nhiều")
    assert "99+" in labels()


def test_the_screen_asks_the_same_of_ten_notices_and_of_a_thousand(signed_in):
    counts = []
    for size in (10, 1000):
        person = factories.an_editor()
        some(person, size)
        some(person, size, read=True, title="Cũ")
        browser = signed_in(person)
        browser.get(LIST)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            browser.get(LIST)
        counts.append(len(asked))
    assert counts[1] <= counts[0]


def test_an_empty_list_says_what_would_fill_it(signed_in):
    page = signed_in(factories.an_editor()).get(LIST).content.decode()
    assert "told-empty" in page
    assert "da-doc" not in page
