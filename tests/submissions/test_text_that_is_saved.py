"""What is stored of an article is clean through every door, and what is too much is refused with words."""

from __future__ import annotations

import json
import socket
import time
from html import unescape
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.urls import reverse
from wagtail.test.utils.form_data import streamfield

from cms.core.rich_text import without_keys
from submissions.articles.actions import ContentClosed
from submissions.articles.cleaning import MOST_CHARACTERS
from submissions.articles.models import ArticlePage, Submission
from submissions.moderation import changes
from tests import factories
from tests.submissions.moderation.forms import typed

pytestmark = [pytest.mark.django_db, pytest.mark.once]

HOSTILE = '<p onclick="x()" style="x" class="y">Chữ <b>đậm</b><script>alert(1)</script><embed embedtype="media" url="https://x.vn/v"/></p>'


def stored(submission: Submission) -> ArticlePage:
    return factories.latest_text(submission)


def contentstate(*texts: str, links: list[str] = (), blocks: int = 0) -> str:  # type: ignore[assignment]
    """What the editor's rich text field sends, with a link over the first letters of the first text for each address."""
    rows = [
        {"key": f"k{n}", "text": text, "type": "unstyled", "depth": 0, "inlineStyleRanges": [], "entityRanges": []}
        for n, text in enumerate(texts)
    ]
    rows[0]["entityRanges"] = [{"offset": n * 2, "length": 1, "key": n} for n in range(len(links))]
    entities = {str(n): {"type": "LINK", "mutability": "MUTABLE", "data": {"url": url}} for n, url in enumerate(links)}
    return json.dumps({"blocks": rows, "entityMap": entities})


def edit(browser: Any, submission: Submission, *, headers: dict[str, str] | None = None, **changes: Any) -> Any:
    url = reverse("wagtailadmin_pages:edit", args=[submission.page_id])
    return browser.post(url, typed(submission, **changes), headers=headers or {})


def test_the_editor_stores_text_without_what_hides_in_it_and_links_that_lead_somewhere_harmless(signed_in):
    unit = factories.a_unit()
    writer = factories.a_writer(unit)
    submission = factories.an_article(unit=unit, writer=writer)
    browser = signed_in(writer)
    rich = contentstate(
        "ab cd \u202eefTie\u0302\u0301ng\u200b <script>",
        links=["javascript:alert(1)", "https://vi-du.vn/x", "java\tscript:alert(1)"],
    )
    answer = edit(
        browser,
        submission,
        title="Tie\u0302u \u202eđề\u200b",
        sapo="Dòng\x02 một",
        byline="An\u200f",
        body=streamfield(
            [
                ("paragraph", rich),
                ("heading", "Đầu\u202e đề"),
                ("quote", {"text": "Một\u200b", "attribution": "Bà\x07 Hoa"}),
            ]
        ),
    )
    assert answer.status_code in (200, 302)
    page = stored(submission)
    assert (page.title, page.byline) == ("Tiêu đề", "An")
    raw = [dict(block) for block in page.body.raw_data]
    assert raw[0]["value"] == (
        '<p data-block-key="k0">ab<a href="https://vi-du.vn/x"> </a>cd efTiếng &lt;script&gt;</p>'
    )
    assert raw[1]["value"] == "Đầu đề"
    assert {k: raw[2]["value"][k] for k in ("text", "attribution")} == {"text": "Một", "attribution": "Bà Hoa"}


def test_a_save_from_code_is_cleaned_and_saving_once_more_changes_nothing():
    submission = factories.an_article()
    writer = submission.created_by
    page = stored(submission)
    kept = '<p>x <a id="3" linktype="page">y</a> <a id="4" linktype="document">z</a><br/>w</p>'
    page.body = page.body.stream_block.to_python(
        [
            {"type": "paragraph", "value": HOSTILE, "id": "1"},
            {"type": "paragraph", "value": kept, "id": "2"},
            {"type": "table", "value": {"header": True, "rows": [["ô\u200b", "<b>"]]}, "id": "3"},
            {"type": "quote", "value": {"text": "a\nb\u202e", "attribution": None}, "id": "4"},
        ]
    )
    page.title = "\u200bTên\n bài"
    page.save_revision(user=writer, clean=False)
    page = stored(submission)
    raw = [dict(block) for block in page.body.raw_data]
    assert page.title == "Tên bài"
    assert without_keys(raw[0]["value"]) == "<p>Chữ <b>đậm</b></p>"
    assert without_keys(raw[1]["value"]) == kept.replace("<br/>", "<br>")
    assert "\u200b" not in json.dumps(raw, ensure_ascii=False)
    assert raw[3]["value"]["text"] == "a\nb"

    before = Submission.objects.get(pk=submission.pk)
    editor = factories.an_administrator()
    stored(submission).save_revision(user=writer)
    after = Submission.objects.get(pk=submission.pk)
    assert (after.content_hash, after.last_edited_at) == (before.content_hash, before.last_edited_at)
    with pytest.raises(ContentClosed):
        stored(submission).save_revision(user=factories.a_person())
    assert editor.pk != before.last_edited_by_id


def test_another_name_of_a_paragraph_is_no_other_text_and_the_letters_of_one_are():
    submission = factories.an_article()
    writer = submission.created_by

    def saved(value: str, kind: str = "paragraph") -> Submission:
        page = stored(submission)
        page.body = page.body.stream_block.to_python([{"type": kind, "value": value, "id": "1"}])
        page.save_revision(user=writer, clean=False)
        return Submission.objects.get(pk=submission.pk)

    one = saved('<p data-block-key="mot">Chữ</p><ul><li data-block-key="hai">ô</li></ul>')
    page = stored(submission)
    assert page.body.raw_data[0]["value"] == '<p data-block-key="mot">Chữ</p><ul><li data-block-key="hai">ô</li></ul>'
    other = saved('<p data-block-key="khac">Chữ</p><ul><li>ô</li></ul>')
    assert (one.content_hash, one.last_edited_at) == (other.content_hash, other.last_edited_at)
    assert changes.between(*submission.page.revisions.order_by("pk").reverse()[:2]) == []
    assert "data-block-key" not in render_to_string(ArticlePage.body_template, {"page": page}), "no reader gets them"

    words = [saved(f'<p>xem data-block-key="{key}"</p>').content_hash for key in ("a", "b")]
    headings = [saved(f'<p data-block-key="{key}">', "heading").content_hash for key in ("a", "b")]
    assert len({*words, *headings}) == 4, "what only looks like a name is approved like all words"


def test_a_title_of_invisible_characters_is_no_title(signed_in):
    submission = factories.an_article()
    before = factories.latest_revision_id(submission)
    answer = edit(signed_in(submission.created_by), submission, title="\u200b\u202e")
    assert answer.status_code == 200
    assert factories.latest_revision_id(submission) == before


def test_no_embed_is_offered_and_none_is_fetched(signed_in, monkeypatch):
    def refuse(*_args: Any, **_options: Any) -> None:
        raise AssertionError("a request left the house")

    submission = factories.an_article()
    browser = signed_in(factories.an_administrator())
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    for address in ("chooser/", "chooser/upload/"):
        for ask in (browser.get, browser.post):
            assert ask(f"{reverse('wagtailadmin_home')}embeds/{address}", {"url": "https://x.vn/v"}).status_code == 404
    page = stored(submission)
    page.body = page.body.stream_block.to_python([{"type": "paragraph", "value": HOSTILE}])
    page.save_revision(user=submission.created_by)
    seen = (
        signed_in(submission.created_by)
        .get(reverse("wagtailadmin_pages:view_draft", args=[submission.page_id]))
        .content.decode()
    )
    assert "Chữ <b>đậm</b>" in seen
    assert "x.vn" not in seen


def test_too_much_text_is_refused_with_words_and_nothing_is_lost(signed_in):
    submission = factories.an_article()
    before = factories.latest_revision_id(submission)
    browser = signed_in(submission.created_by)
    browser.raise_request_exception = False
    bodies = {
        "5 MB": (["chữ " * 1_250_000], 413),
        "20 MB picture": (["data:image/png;base64," + "A" * 20_000_000], 413),
        "100,000 paragraphs": (["x"] * 100_000, 413),
        "one word": (["a" * 1_000_000], 200),
        "too long": (["chu " * (MOST_CHARACTERS // 4 + 1)], 200),
        "many paragraphs": (["x"] * 6_500, 200),
    }
    for kind, (texts, status) in bodies.items():
        body = streamfield([("paragraph", contentstate(*texts))])
        began = time.process_time()
        answer = edit(browser, submission, body=body)
        spent = time.process_time() - began
        assert answer.status_code == status, kind
        assert spent < 4, f"{kind}: two seconds, doubled for a machine under load"
        seen = unescape(answer.content.decode())
        assert ("250.000" if status == 200 else "2,5 MB") in seen, kind
        assert status == 413 or texts[0][:100] in seen, "what was typed stands in the form again"
    answer = edit(browser, submission, body="x" * 3_000_000, headers={"accept": "application/json"})
    assert answer.status_code == 413
    assert answer.json()["success"] is False
    many = browser.post(
        reverse("wagtailadmin_pages:edit", args=[submission.page_id]), {f"f{n}": "" for n in range(10_001)}
    )
    assert many.status_code == 413
    assert factories.latest_revision_id(submission) == before
