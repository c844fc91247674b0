"""The page of a file on its way: progress that can be left, the reason where it stopped, and the unit's list of files."""

from __future__ import annotations

from html import unescape
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from submissions.articles.models import Submission
from submissions.intake.models import Conversion
from tests import factories
from tests.shared import shared
from tests.submissions.intake.converting import read_what_waits
from tests.submissions.intake.word_files import article, packed, parts_of

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import DjangoAssertNumQueries

    from cms.accounts.models import User
    from submissions.units.models import Unit

pytestmark = [pytest.mark.django_db, pytest.mark.once]

NAMES = ("intake_conversion", "intake_conversion_standing", "intake_conversion_retry", "intake_conversion_dismiss")


@shared
def unit() -> Unit:
    return factories.a_unit(code="BVTHU")


@shared
def writer(unit: Unit) -> User:
    return factories.a_writer(unit)


def upload(client: Client, unit: Unit, *, data: bytes | None = None, name: str = "bài.docx", token: str = "") -> Any:
    file = SimpleUploadedFile(name, article() if data is None else data)
    return client.post(reverse("intake_upload", args=[unit.code]), {"file": file, "token": token})


def address(name: str, row: Conversion, *, code: str = "") -> str:
    return reverse(name, args=[code or row.unit.code, row.token])


def failed(unit: Unit, writer: User) -> Conversion:
    return Conversion.objects.create(
        unit=unit, author=writer, token="6f0c8a80-5a5b-4a4e-9a66-0c2e7f0d1e11", original_name="<b>bài.docx",
        source="uploads/x.docx", digest="x", state="failed", refusal_code="timed_out", attempts=3,
        created_at=timezone.now(), finished_at=timezone.now(),
    )  # fmt: skip


def text_of(response: Any) -> str:
    return unescape(response.content.decode())


def test_a_file_is_received_shown_on_its_way_and_leads_to_its_review(client: Client, unit: Unit, writer: User) -> None:
    client.force_login(writer)
    response = upload(client, unit)
    row = Conversion.objects.get()
    assert response["Location"] == address("intake_conversion", row)
    page = client.get(response["Location"])
    assert "bài.docx" in text_of(page)
    assert '<noscript><meta http-equiv="refresh"' in text_of(page)
    assert f'data-standing="{address("intake_conversion_standing", row)}"' in text_of(page)
    assert "no-store" in page["Cache-Control"]
    assert 'data-state="waiting"' in text_of(client.get(address("intake_conversion_standing", row)))
    unit_page = text_of(client.get(reverse("unit_articles", args=[unit.code])))
    assert address("intake_conversion", row) in unit_page

    read_what_waits()

    review = reverse("intake_review", args=[Submission.objects.get().page_id])
    assert f'data-next="{review}"' in text_of(client.get(address("intake_conversion_standing", row)))
    assert client.get(address("intake_conversion", row))["Location"] == review
    assert address("intake_conversion", row) not in text_of(client.get(reverse("unit_articles", args=[unit.code])))


def test_the_same_form_sent_again_leads_to_the_same_page(client: Client, unit: Unit, writer: User) -> None:
    client.force_login(writer)
    form = text_of(client.get(reverse("intake_upload", args=[unit.code])))
    token = form.split('name="token" value="')[1].split('"')[0]
    data = article()
    first, second = (upload(client, unit, data=data, token=token) for _ in range(2))
    assert first["Location"] == second["Location"]
    assert upload(client, unit, token="no token")["Location"] != first["Location"]
    assert Conversion.objects.count() == 2


def test_a_file_that_was_not_taken_in_says_why_and_offers_another(client: Client, unit: Unit, writer: User) -> None:
    client.force_login(writer)
    upload(client, unit, data=packed({**parts_of(article()), "word/vbaProject.bin": b"x"}))
    read_what_waits()
    row = Conversion.objects.get()
    page = text_of(client.get(address("intake_conversion", row)))
    assert 'id="refusal"' in page
    assert 'id="word-file"' in page
    assert 'id="retry"' not in page, "the same file would be refused again"
    assert "http-equiv" not in page
    assert client.post(address("intake_conversion_dismiss", row))["Location"] == reverse(
        "unit_articles", args=[unit.code]
    )
    assert not Conversion.objects.exists()


def test_a_file_that_could_not_be_read_can_be_tried_again(client: Client, unit: Unit, writer: User) -> None:
    row = failed(unit, writer)
    client.force_login(writer)
    response = client.get(address("intake_conversion", row))
    assert b"&lt;b&gt;b" in response.content
    assert 'id="retry"' in text_of(response)
    for _twice in range(2):
        client.post(address("intake_conversion_retry", row))
    row.refresh_from_db()
    assert (row.state, row.attempts) == ("waiting", 0)
    client.post(address("intake_conversion_dismiss", row))
    assert Conversion.objects.exists(), "what waits is not removed"


def test_nobody_outside_of_the_unit_finds_the_file_and_get_changes_nothing(
    client: Client, unit: Unit, writer: User
) -> None:
    row = failed(unit, writer)
    other = factories.a_unit()
    strangers = [
        factories.a_writer(other), factories.a_head(other), factories.an_editor(), factories.a_desk_editor(),
        factories.a_board_member(), factories.an_officer(), factories.an_administrator(),
    ]  # fmt: skip
    for stranger in strangers:
        client.force_login(stranger)
        for name in NAMES:
            verb = client.post if name.endswith(("retry", "dismiss")) else client.get
            assert verb(address(name, row)).status_code == 404
            assert verb(address(name, row, code=other.code)).status_code == 404
    client.force_login(factories.a_head(unit))
    assert client.get(address("intake_conversion", row)).status_code == 200
    for name in NAMES[2:]:
        assert client.get(address(name, row)).status_code == 405
    strict = client.__class__(enforce_csrf_checks=True)
    strict.force_login(writer)
    assert {strict.post(address(name, row)).status_code for name in NAMES[2:]} == {403}
    row.refresh_from_db()
    assert row.state == "failed"
    client.logout()
    assert client.get(address("intake_conversion", row)).status_code == 302


def test_the_list_of_files_costs_the_same_however_long_it_is(
    client: Client, unit: Unit, writer: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    from submissions.intake.conversions import open_conversions

    row = failed(unit, writer)
    with django_assert_num_queries(1):
        assert [str(each.author) for each in open_conversions(unit)] == [str(writer)]
    Conversion.objects.bulk_create(
        Conversion(
            unit=unit, author=writer, token=f"6f0c8a80-5a5b-4a4e-9a66-0000000000{number:02}", source="x", digest="x",
            created_at=row.created_at,
        )
        for number in range(40)
    )  # fmt: skip
    with django_assert_num_queries(1):
        assert len([str(each.author) for each in open_conversions(unit)]) == 20
