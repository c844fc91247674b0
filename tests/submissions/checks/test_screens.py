"""Where people meet the checks: the review page while they type, Wagtail's editor, the moderation page, the lists."""

from __future__ import annotations

from html import unescape
from typing import TYPE_CHECKING, Any

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from cms.accounts.roles import Role
from submissions.articles.enums import State
from submissions.articles.models import Submission
from submissions.checks.models import Abbreviation, CitedDocument, OfficialName
from submissions.checks.presentation import editor_anchor
from submissions.checks.rules import Finding, Level
from tests import factories
from tests.shared import shared
from tests.submissions.moderation.forms import typed as editor_form

if TYPE_CHECKING:
    from cms.accounts.models import User
    from submissions.units.models import Unit

pytestmark = [pytest.mark.django_db, pytest.mark.once]

SignIn = "Callable[[User], Client]"
BODY = [
    {"type": "paragraph", "value": "<p>Sở y tế nói: gọi 0905123456.</p>", "id": "11111111-1111-1111-1111-111111111111"}
]


@shared
def unit(house: object) -> Unit:
    return factories.a_unit()


@shared
def writer(unit: Unit) -> User:
    return factories.a_writer(unit)


def panel(submission: Submission) -> str:
    return reverse("checks_panel", args=[submission.page_id])


def one(html: Any, selector: str) -> Any:
    """The element of a screen that a selector names; fails where there is none."""
    found = BeautifulSoup(html, "html.parser").select_one(selector)
    assert found is not None, selector
    return found


def said(html: Any) -> dict[str, dict[str, str]]:
    """The findings on a screen by code: the address each leads to, and its words."""
    found = {}
    for item in BeautifulSoup(html, "html.parser").select("li.finding"):
        link = item.select_one("a")
        href = str(link["href"]) if link else ""
        found[str(item["data-code"])] = {"href": href, "text": item.get_text(" ", strip=True)}
    return found


def review_form(submission: Submission, **changes: Any) -> dict[str, Any]:
    page = factories.latest_text(submission)
    values = {
        "revision": factories.latest_revision_id(submission), "title": page.title, "sapo": page.sapo,
        "byline": page.byline, "genre": page.genre, "audience": page.audience, "topic": page.topic_id or "",
    }  # fmt: skip
    return {**values, **changes}


def test_the_review_page_answers_what_is_typed_and_saves_nothing(unit: Unit, writer: User, signed_in: Any) -> None:
    submission = factories.an_article(unit=unit, writer=writer, body=BODY)
    client, url = signed_in(writer), reverse("intake_checks", args=[submission.page_id])
    before = factories.latest_revision_id(submission)
    page = client.get(reverse("intake_review", args=[submission.page_id])).content
    box = one(page, "#missing")
    assert box["data-checks-url"] == url
    assert one(page, f"form#{box['data-checks-form']} #id_no_secrets")
    assert {"mobile_phone", "name_spelling", "secrets_undeclared"} <= set(said(str(box).encode()))
    answer = client.post(url, review_form(submission, sapo="", title="Thần dược chữa khỏi bệnh", no_secrets="on"))
    found = said(answer.content)
    assert found["sapo_missing"]["href"] == "#id_sapo"
    assert found["medical_claim"]["href"] == "#id_title"
    assert found["mobile_phone"]["href"].endswith(f"/edit/#block-{BODY[0]['id']}-section")
    assert "secrets_undeclared" not in found
    assert "Nothing is missing" not in answer.content.decode()
    broken = client.post(url, {"revision": "x", "title": "", "genre": "<b>", "topic": "99999999"})
    assert {"title_missing", "genre_missing", "topic_missing", "secrets_undeclared"} <= set(said(broken.content))
    assert client.get(url).status_code == 405
    assert factories.latest_revision_id(submission) == before
    assert factories.latest_text(submission).sapo != ""


def test_what_is_typed_is_looked_at_for_the_people_of_the_unit_only(unit: Unit, writer: User, signed_in: Any) -> None:
    submission = factories.an_article(unit=unit, writer=writer, state=State.SUBMITTED)
    url = reverse("intake_checks", args=[submission.page_id])
    for person in (factories.a_writer(factories.a_unit()), factories.an_editor(), factories.an_officer()):
        assert signed_in(person).post(url, review_form(submission)).status_code == 404
    assert signed_in(writer).post(url, review_form(submission)).status_code == 200
    assert signed_in(writer).post(reverse("intake_checks", args=[999_999]), {}).status_code == 404


def test_handing_in_needs_the_declaration_and_saving_does_not(unit: Unit, writer: User, signed_in: Any) -> None:
    submission = factories.an_article(unit=unit, writer=writer)
    client, url = signed_in(writer), reverse("intake_review", args=[submission.page_id])
    assert client.post(url, review_form(submission, action="save")).status_code == 302
    refused = client.post(url, review_form(submission, action="submit"))
    assert refused.status_code == 422
    assert "secrets_undeclared" in said(refused.content)
    submission.refresh_from_db()
    assert submission.state == State.DRAFT
    incomplete = client.post(url, review_form(submission, action="submit", no_secrets="on", sapo=""))
    box = one(incomplete.content, "#id_no_secrets")
    assert box.has_attr("checked"), "what was declared stays declared on the page that is shown again"
    client.post(url, review_form(submission, action="submit", no_secrets="on", sapo="Đủ rồi."))
    submission.refresh_from_db()
    assert (submission.state, submission.declared_by) == (State.SUBMITTED, writer)


def test_the_editor_has_the_findings_beside_the_text_with_ways_that_lead_somewhere(
    unit: Unit, writer: User, signed_in: Any
) -> None:
    photo = factories.a_photo(unit=unit)
    figure = {"image": photo.pk, "alt": "", "caption": "", "credit": ""}
    body = [*BODY, {"type": "figure", "value": figure, "id": "22222222-2222-2222-2222-222222222222"}]
    submission = factories.an_article(
        unit=unit, writer=writer, body=body, lead_image=photo, sapo="", genre="", topic=None
    )
    response = signed_in(writer).get(reverse("wagtailadmin_pages:edit", args=[submission.page_id]))
    soup = BeautifulSoup(response.content, "html.parser")
    box = one(response.content, '[data-side-panel="checks"] [data-checks]')
    assert box["data-checks-url"] == panel(submission)
    assert submission.get_state_display() in box.get_text()
    assert soup.select_one("#no_secrets") is not None
    found = said(str(box).encode())
    assert found["alt_missing"]["href"] == "#block-22222222-2222-2222-2222-222222222222-section"
    ids = {element["id"] for element in soup.select("[id]")}
    for field in (
        "title",
        "sapo",
        "byline",
        "body",
        "genre",
        "topic",
        "audience",
        "lead-alt",
        "lead-caption",
        "lead-credit",
        "no_secrets",
    ):
        assert editor_anchor(Finding(code="x", level=Level.NOTES, field=field)) in ids, field


def test_the_side_panel_is_refreshed_for_those_who_see_the_article_and_missing_for_others(
    unit: Unit, writer: User, signed_in: Any
) -> None:
    draft = factories.an_article(unit=unit, writer=writer, body=BODY)
    handed_in = factories.an_article(unit=unit, writer=writer, state=State.IN_REVIEW, body=BODY)
    editor, stranger = factories.an_editor(), factories.a_writer(factories.a_unit())
    sees = {
        writer: (200, 200), factories.a_head(unit): (200, 200), editor: (404, 200), factories.a_desk_editor(): (404, 200),
        factories.a_board_member(): (404, 200), factories.an_administrator(): (404, 200), factories.an_officer(): (404, 404),
        stranger: (404, 404),
    }  # fmt: skip
    for person, expected in sees.items():
        client = signed_in(person)
        assert (client.get(panel(draft)).status_code, client.get(panel(handed_in)).status_code) == expected, person
    client = signed_in(editor)
    answer = client.get(panel(handed_in))
    assert said(answer.content)["mobile_phone"]["href"].startswith("#block-")
    assert "0905123456" not in unescape(answer.content.decode())
    assert said(signed_in(writer).get(panel(handed_in)).content)["mobile_phone"]["href"] == "", (
        "the text is closed to them"
    )
    assert client.post(panel(handed_in)).status_code == 405
    assert client.get(reverse("checks_panel", args=[999_999])).status_code == 404


def test_handing_in_from_the_editor_needs_the_declaration(unit: Unit, writer: User, signed_in: Any) -> None:
    submission = factories.an_article(unit=unit, writer=writer)
    url = reverse("wagtailadmin_pages:edit", args=[submission.page_id])
    form = {**editor_form(submission), "desk-verb": "submit"}
    form.pop("no_secrets", None)
    signed_in(writer).post(url, form)
    submission.refresh_from_db()
    assert submission.state == State.DRAFT
    signed_in(writer).post(url, {**form, "no_secrets": "on"})
    submission.refresh_from_db()
    assert submission.state == State.SUBMITTED


def test_the_editor_s_decision_page_shows_every_finding_with_its_passage(
    unit: Unit, writer: User, signed_in: Any
) -> None:
    submission = factories.an_article(unit=unit, writer=writer, state=State.SUBMITTED, body=BODY)
    url = reverse("moderation:submission", args=[submission.pk])
    found = said(signed_in(factories.an_editor()).get(url).content)
    assert {"mobile_phone", "name_spelling", "text_short"} <= set(found)
    assert "090******6" in found["mobile_phone"]["text"]
    assert found["name_spelling"]["href"].endswith(f"/edit/#block-{BODY[0]['id']}-section")


@pytest.mark.once
def test_the_lists_are_kept_by_the_desk_and_the_administrator_and_nobody_else(unit: Unit, signed_in: Any) -> None:
    rows: dict[str, tuple[Any, dict[str, str]]] = {
        "official_names": (
            OfficialName,
            {"right": "Sở Tư ph\u0061\u0301p", "wrong": "Sở tư pháp tỉnh", "source": "Thử"},
        ),
        "abbreviations": (Abbreviation, {"short": "QTX", "long": "quy trình xanh", "well_known": "on"}),
        "cited_documents": (
            CitedDocument,
            {
                "number": "9/2020/TT-BYT",
                "title": "Thông tư",
                "ceased_on": "01/02/2026",
                "replaced_by": "",
                "source": "Thử",
            },
        ),
    }
    closed = [factories.a_writer(unit), factories.a_head(unit)]
    closed += [factories.a_person(role) for role in (Role.EDITOR, Role.BOARD, Role.OFFICER)]
    for name, (model, values) in rows.items():
        row, before = model.objects.first(), model.objects.count()
        addresses = [reverse(f"{name}:index"), reverse(f"{name}:add")]
        addresses += [reverse(f"{name}:{verb}", args=[row.pk]) for verb in ("edit", "delete")]
        for person in closed:
            client = signed_in(person)
            for address in addresses:
                assert client.get(address).status_code != 200, (person, address)
                assert client.post(address, values).status_code != 200
        assert model.objects.count() == before
        for person in (factories.a_desk_editor(), factories.an_administrator()):
            client = signed_in(person)
            assert [client.get(address).status_code for address in addresses] == [200] * 4, (person, name)
            assert client.get(addresses[0], {"q": "a"}).status_code == 200
            answer = client.post(addresses[1], values)
            assert answer.status_code == 302, BeautifulSoup(answer.content, "html.parser").select(".error-message")
            made = model.objects.latest("pk")
            client.post(reverse(f"{name}:delete", args=[made.pk]))
            assert model.objects.count() == before
    client = signed_in(factories.a_desk_editor())
    client.post(reverse("official_names:add"), rows["official_names"][1])
    assert OfficialName.objects.filter(right="Sở Tư pháp").exists(), "stored composed"
    twice = client.post(reverse("official_names:add"), rows["official_names"][1])
    assert twice.status_code == 200
