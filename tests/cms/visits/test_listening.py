"""What the button “Nghe bài” fetches: the words of a public article, for everybody alike; nothing of anything else."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction

from cms.edge.addresses import addresses_of
from cms.visits.reading_aloud import HEAD
from submissions.articles.enums import State
from submissions.checks.models import Abbreviation
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.once]

BODY = [
    {"type": "heading", "value": "Một cửa ở TTYT"},
    {"type": "paragraph", "value": "<p>Từ 7h30 ngày 02/11/2026, <b>1.204</b> người đến. Họ chờ ít hơn.</p><ul><li>Việc một</li></ul>"},
    {"type": "quote", "value": {"text": "Nhanh thật.", "attribution": "Ông An"}},
    {"type": "table", "value": {"header": True, "rows": [["Tháng", "Tỷ lệ"], ["10", "87,5%"]]}},
]  # fmt: skip


def _address(page):
    return f"/nghe/{page.uid}.json"


def _published(**content):
    return factories.an_article(state=State.PUBLISHED, **content).page


def test_an_article_is_given_as_sentences_with_their_places_on_the_page(client):
    page = _published(title="CCHC ở xã", sapo="Người bệnh chờ ít hơn.", body=BODY)
    answer = client.get(_address(page))
    assert answer.status_code == 200
    assert answer.json()["sentences"] == [
        [HEAD, "cải cách hành chính ở xã"],
        [HEAD, "Người bệnh chờ ít hơn."],
        [0, "Một cửa ở trung tâm y tế"],
        [1, "Từ 7 giờ 30 phút ngày 2 tháng 11 năm 2026, 1204 người đến."],
        [1, "Họ chờ ít hơn."],
        [2, "Việc một"],
        [3, "Nhanh thật."],
        [4, "Tháng, Tỷ lệ"],
        [5, "10, 87 phẩy 5 phần trăm"],
    ]


def test_the_answer_is_everybodys_and_kept_no_longer_than_a_takedown_allows(client):
    answer = client.get(_address(_published()))
    assert answer["Cache-Control"] == "public, max-age=30"
    assert "Vary" not in answer or "Cookie" not in answer["Vary"]
    assert answer.cookies == {}


@pytest.mark.parametrize("state", [State.DRAFT, State.SUBMITTED, State.IN_REVIEW, State.APPROVED, State.SCHEDULED])
def test_what_is_not_public_has_no_words(client, state):
    submission = factories.an_article(state=state)
    assert client.get(_address(submission.page)).status_code == 404
    client.force_login(submission.created_by)
    assert client.get(_address(submission.page)).status_code == 404


def test_a_withdrawn_article_answers_410_without_its_words(client):
    page = factories.an_article(state=State.WITHDRAWN).page
    answer = client.get(_address(page))
    assert answer.status_code == 410
    assert answer.json() == {"sentences": []}


def test_a_restricted_article_is_not_read_aloud_to_strangers(client):
    page = _published()
    PageViewRestriction.objects.create(page=page.page_ptr, restriction_type=PageViewRestriction.PASSWORD, password="x")
    assert client.get(_address(page)).status_code == 404


def test_unknown_and_odd_addresses_are_not_found(client):
    assert client.get(f"/nghe/{uuid4()}.json").status_code == 404
    assert client.get("/nghe/1.json").status_code == 404
    assert client.post(_address(_published())).status_code == 405


def test_a_correction_changes_what_is_read_and_what_the_proxy_keeps(client):
    page = _published()
    assert _address(page) in addresses_of(page)


def test_an_article_page_offers_it_without_asking_the_database(client):
    page = _published(body=BODY)
    content = client.get(page.get_url()).content.decode()
    assert f'data-visits="{page.uid}"' in content
    assert f'data-sentences="{_address(page)}"' in content
    with CaptureQueriesContext(connection) as captured:
        client.get(page.get_url())
    assert not any(query["sql"].startswith('SELECT "visits_') for query in captured)


def test_an_english_article_is_counted_but_has_no_vietnamese_voice(client):
    page = _published(language="en")
    content = client.get(page.get_url()).content.decode()
    assert f'data-visits="{page.uid}"' in content
    assert "data-sentences" not in content
    assert client.get(_address(page)).status_code == 404


def test_an_abbreviation_that_the_desk_keeps_is_read_in_full(client):
    Abbreviation.objects.create(short="QTVX", long="quy trình về xã")
    page = _published(title="Bàn về QTVX")
    assert client.get(_address(page)).json()["sentences"][0] == [HEAD, "Bàn về quy trình về xã"]
