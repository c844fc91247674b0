"""The checks of an article in the database: what they read, what they cost, and who else may add to them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from wagtail import hooks

from bulletin.demo import material
from cms.core.models import Rule
from submissions import checks
from submissions.articles.enums import State
from submissions.articles.models import ArticlePage
from submissions.checks import seeds
from submissions.checks.delicate_words import DELICATE_WORDS
from submissions.checks.examination import HOOK, findings, undeclared
from submissions.checks.messages import SENTENCES
from submissions.checks.models import Abbreviation, CitedDocument, DelicateWords, OfficialName
from submissions.checks.rules import Finding, Level
from submissions.moderation import actions, readiness
from tests import factories

if TYPE_CHECKING:
    from typing import Any

pytestmark = pytest.mark.django_db


def a_page(*paragraphs: str, **content: Any) -> ArticlePage:
    """An unsaved article."""
    page = ArticlePage(**factories.article_content(**content))
    if paragraphs:
        raw = [{"type": "paragraph", "value": f"<p>{text}</p>", "id": f"b{n}"} for n, text in enumerate(paragraphs)]
        page.body = page.body.stream_block.to_python(raw)
    return page


def codes(page: ArticlePage) -> list[str]:
    return [finding.code for finding in findings(page)]


def test_what_blocks_stands_first_and_every_finding_has_its_sentence() -> None:
    page = a_page("Sở y tế chậm trễ, gọi 0905123456. " * 3, sapo="", byline="")
    found = checks.findings(page)
    levels = [finding.level for finding in found]
    assert levels == sorted(levels, key=[Level.BLOCKS, Level.WARNS, Level.NOTES].index)
    assert {"sapo_missing", "byline_missing", "mobile_phone", "critical_piece", "name_spelling"} <= set(codes(page))
    assert all(finding.message and "%(" not in finding.message for finding in found)
    assert readiness.problems(page) == [finding.message for finding in found if finding.level == Level.BLOCKS]


def test_every_sentence_takes_the_params_of_its_finding() -> None:
    params = dict.fromkeys(("number", "words", "least", "most", "share", "limit", "longest"), 1) | dict.fromkeys(
        ("masked", "written", "right", "short", "long", "title", "day", "replaced_by"), "x"
    )
    for sentence in SENTENCES.values():
        assert str(sentence) % {**params, "number": 1}


def test_a_block_of_every_kind_is_read_with_its_place() -> None:
    photo = factories.a_photo()
    page = a_page()
    raw = [
        {"type": "heading", "value": "HEADING Sở y tế", "id": "h"},
        {"type": "quote", "value": {"text": "Gọi 0905123451.", "attribution": ""}, "id": "q"},
        {"type": "table", "value": {"header": True, "rows": [["Gọi 0905123452"], ["x"]]}, "id": "t"},
        {
            "type": "figure",
            "value": {"image": photo.pk, "alt": "", "caption": "Gọi 0905123453", "credit": "An"},
            "id": "f",
        },
        {"type": "paragraph", "value": "<ul><li>Gọi 0905123454</li></ul>", "id": "p"},
    ]
    page.body = page.body.stream_block.to_python(raw)
    places = {(finding.field, finding.block_id) for finding in findings(page) if finding.code == "mobile_phone"}
    assert places == {("body", "q"), ("body", "t"), ("figure-f-caption", "f"), ("body", "p")}
    assert ("figure-f-alt", "f") in {(finding.field, finding.block_id) for finding in findings(page)}
    page.body = page.body.stream_block.to_python(list(page.body.get_prep_value()))
    assert {(f.field, f.block_id) for f in findings(page) if f.code == "mobile_phone"} == places


def test_the_queries_do_not_grow_with_the_text_nor_with_its_photos() -> None:
    photo = factories.a_photo()
    words = {"image": photo.pk, "alt": "a", "caption": "b", "credit": "c"}
    short = factories.latest_text(factories.an_article(body=[{"type": "figure", "value": words}]))
    body = [
        {"type": "paragraph", "value": "<p>Sở y tế, CCHC, 0905123456.</p>"},
        {"type": "figure", "value": words},
    ] * 60
    long = factories.latest_text(factories.an_article(body=body))
    counts = []
    for page in (short, long):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            findings(page)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 15
    with CaptureQueriesContext(connection) as queries:
        checks.asks_second_reviewer(long)
    assert len(queries) == 1


def test_length_goes_by_the_rule_of_the_genre_on_the_day() -> None:
    page = a_page("một hai ba")
    assert "text_short" in codes(page)
    Rule.objects.filter(code="checks.words_min", scope="news").update(value="2")
    assert "text_short" not in codes(page)
    Rule.objects.create(
        code="checks.words_max", scope="news", value="2", source="Thử", effective_from=date(2030, 1, 1)
    )
    assert "text_long" not in codes(page)
    assert "text_long" in [finding.code for finding in findings(page, on=date(2030, 1, 1))]


def test_names_of_units_are_official_names_while_the_units_exist() -> None:
    unit = factories.a_unit(name="Trung tâm Y tế Suối Đá", short_name="TTYT Suối Đá")
    page = a_page("Tại Trung tâm y tế Suối đá, hồ sơ ít hơn.")
    assert "name_spelling" in codes(page)
    unit.valid_to = date(2026, 1, 1)
    unit.save()
    assert "name_spelling" not in [finding.code for finding in findings(page, on=date(2026, 2, 1))]


def test_lists_are_filled_once_and_then_left_as_people_keep_them() -> None:
    assert OfficialName.objects.count() == len(seeds.OFFICIAL_NAMES)
    assert Abbreviation.objects.count() == len(seeds.WELL_KNOWN) + len(seeds.EXPLAINED)
    assert DelicateWords.objects.count() == len(DELICATE_WORDS)
    Abbreviation.objects.filter(short="CCHC").update(well_known=True)
    DelicateWords.objects.filter(wordings__contains="thần dược").delete()
    CitedDocument.objects.filter(number="13/2023/NĐ-CP").delete()
    Rule.objects.filter(code="checks.words_max", scope="news").update(value="999")
    call_command("setup_site")
    assert Abbreviation.objects.get(short="CCHC").well_known
    assert not CitedDocument.objects.filter(number="13/2023/NĐ-CP").exists()
    assert Rule.objects.get(code="checks.words_max", scope="news").value == "999"
    assert "abbreviation_known" not in codes(a_page("Về CCHC."))
    assert "medical_claim" not in codes(a_page("Thần dược cho mọi nhà."))
    assert "document_replaced" not in codes(a_page("Theo Nghị định 13/2023/NĐ-CP."))


def test_the_database_holds_no_empty_entries_and_none_twice() -> None:
    for model, values in (
        (OfficialName, {"right": "", "source": "x"}),
        (OfficialName, {"right": "Sở Y tế", "source": "x"}),
        (Abbreviation, {"short": "XX", "long": ""}),
        (Abbreviation, {"short": "CCHC", "long": "x"}),
        (DelicateWords, {"name": "x", "kind": "medical_claim", "wordings": "", "source": "x"}),
        (DelicateWords, {"name": "x", "kind": "khac", "wordings": "x", "source": "x"}),
        (DelicateWords, {"name": "Nhất, duy nhất", "kind": "medical_claim", "wordings": "x", "source": "x"}),
        (CitedDocument, {"number": "", "title": "x", "ceased_on": date(2026, 1, 1), "source": "x"}),
        (CitedDocument, {"number": "1/2026/NĐ-CP", "title": "x", "ceased_on": date(2026, 1, 1), "source": ""}),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            model.objects.create(**values)


def test_other_rooms_add_their_findings_with_their_own_words() -> None:
    def consent(page: ArticlePage) -> list[Finding]:
        return [
            Finding(code="no_consent", level=Level.BLOCKS, field="lead-alt", message=f"Thiếu đồng ý: {page.title}")
        ]

    page = a_page("Nội dung.", title="Tít")
    with hooks.register_temporarily(HOOK, consent):
        assert findings(page)[0].message == "Thiếu đồng ý: Tít"
        assert readiness.problems(page) == ["Thiếu đồng ý: Tít"]
    assert readiness.problems(page) == []


def test_words_that_the_desk_adds_ask_for_a_second_reviewer_at_hand_in_and_those_it_takes_out_do_not() -> None:
    DelicateWords.objects.create(name="Giật gân", kind="critical_piece", wordings="gây sốc\nrúng động", source="Thử")
    DelicateWords.objects.filter(wordings__contains="chấn chỉnh").delete()
    body = [{"type": "paragraph", "value": "<p>Vụ việc rúng động cả phường.</p>"}]
    asked = factories.an_article(state=State.SUBMITTED, body=body)
    assert asked.needs_second
    assert "rúng động" in asked.second_reason
    body = [{"type": "paragraph", "value": "<p>Sở chấn chỉnh lề lối.</p>"}]
    assert not factories.an_article(state=State.SUBMITTED, body=body).needs_second


def test_a_hand_in_examines_the_text_once(monkeypatch: pytest.MonkeyPatch) -> None:
    submission = factories.an_article(
        body=[{"type": "paragraph", "value": "<p>Thuốc chữa khỏi bệnh; Sở chấn chỉnh chậm trễ.</p>"}]
    )
    looked: list[str] = []

    def watch(page: ArticlePage) -> list[Finding]:
        looked.append(page.title)
        return []

    with hooks.register_temporarily(HOOK, watch):
        actions.submit(submission_id=submission.pk, actor=submission.created_by, no_secrets=True)
    submission.refresh_from_db()
    assert len(looked) == 1
    assert submission.needs_second
    assert "chữa khỏi" in submission.second_reason
    assert "chậm trễ" in submission.second_reason


def test_a_second_reviewer_is_asked_for_by_the_codes_that_are_named() -> None:
    asked = checks.asks_second_reviewer(a_page("Thuốc chữa khỏi bệnh; Sở chấn chỉnh chậm trễ; gọi 0905123456."))
    assert {finding.code for finding in asked} == {"medical_claim", "critical_piece"}
    assert all(finding.message for finding in asked)
    assert checks.asks_second_reviewer(a_page("Bàn tiếp nhận mở sớm hơn.")) == []
    assert undeclared().field == "no_secrets"


def test_the_articles_of_the_demo_can_be_handed_in_and_few_of_them_are_warned_about() -> None:
    photo = factories.a_photo()
    warned = 0
    for article in material.articles().values():
        data, picture = article.data, article.data["picture"]
        page = ArticlePage(
            title=data["title"], sapo=data["sapo"], byline=data["byline"], genre=data["genre"], audience=data["audience"],
            language=data["language"], topic=factories.article_content()["topic"], lead_image=photo,
            lead_alt=picture["alt"], lead_caption=picture["caption"], lead_credit=picture["credit"],
        )  # fmt: skip
        page.body = page.body.stream_block.to_python(article.body)
        found = findings(page)
        assert [finding for finding in found if finding.level == Level.BLOCKS] == [], data["title"]
        warned += any(finding.level == Level.WARNS and finding.code in SENTENCES for finding in found)
    assert warned <= 4
