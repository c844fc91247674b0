"""The body of a request: canonical bytes, hash, and nothing personal."""

from __future__ import annotations

import json
import unicodedata
from datetime import UTC, datetime, timedelta, timezone
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin.forwarding.payload import (
    Content,
    Label,
    Picture,
    body_of,
    canonical,
    content_hash,
    instant,
    without_contacts,
)

ARTICLE = UUID("6f9619ff-8b86-4d01-b42d-00cf4fc964ff")
AT = datetime(2026, 11, 21, 16, 30, tzinfo=timezone(timedelta(hours=7)))
CONTENT = Content(
    title="Một cửa gọn hơn",
    sapo="Người bệnh chờ ít hơn.",
    body_html="<p>Từ đầu tháng.</p>",
    category=Label("chuyen-doi-so", "Chuyển đổi số"),
    topics=[Label("T08", "Dịch vụ công")],
    unit=Label("BVDKT", "BVĐK tỉnh"),
    author_display="Nguyễn An (an@vi-du.vn, 0905 123 456)",
    language="vi",
    published_at=AT,
    canonical_url="https://ban-tin.vi-du.vn/don-vi/BVDKT/mot-cua/",
    images=[Picture("https://ban-tin.vi-du.vn/a.webp", "0" * 64, 12, "Bàn tiếp nhận", "Sáng thứ hai", "An")],
)


def _data(body: bytes) -> dict[str, object]:
    data: dict[str, object] = json.loads(body)["data"]
    return data


def test_the_body_holds_the_fields_of_the_contract_and_no_others():
    body, digest = body_of(article_id=ARTICLE, version=2, action="updated", at=AT, content=CONTENT)
    document = json.loads(body)
    assert document["type"] == "article.updated"
    assert document["timestamp"] == "2026-11-21T09:30:00Z"
    assert set(document["data"]) == {
        "article_id", "version", "supersedes", "title", "sapo", "body_html", "category", "topics", "unit",
        "author_display", "language", "published_at", "canonical_url", "images", "attachments", "content_sha256",
    }  # fmt: skip
    assert document["data"]["supersedes"] == 1
    assert document["data"]["content_sha256"] == digest == content_hash(document["data"])


def test_a_takedown_repeats_nothing_of_what_is_to_disappear():
    body, _digest = body_of(article_id=ARTICLE, version=3, action="retracted", at=AT, content=None)
    assert set(_data(body)) == {"article_id", "version", "supersedes", "content_sha256"}


def test_the_byline_loses_addresses_and_numbers_and_keeps_the_name():
    body, _digest = body_of(article_id=ARTICLE, version=1, action="published", at=AT, content=CONTENT)
    assert _data(body)["author_display"] == "Nguyễn An"
    assert "0905" not in body.decode()


@pytest.mark.parametrize(
    ("given_line", "kept"),
    [
        ("Lê Đình Đạt - 0258 3822 115", "Lê Đình Đạt"),
        ("Hồ Thị Ánh, +84 905 123 456", "Hồ Thị Ánh"),
        ("Tổ truyền thông – TTYT Cam Lâm", "Tổ truyền thông – TTYT Cam Lâm"),
        ("Khoa Nội 2 (năm 2026)", "Khoa Nội 2 (năm 2026)"),
    ],
)
def test_contacts_leave_and_words_stay(given_line, kept):
    assert without_contacts(given_line) == kept


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=12,
)


@given(st.dictionaries(st.sampled_from("abcdefgh"), json_values))
def test_canonical_bytes_do_not_depend_on_the_order_of_keys(value):
    assert canonical(value) == canonical(dict(reversed(value.items())))


@given(st.text(alphabet="aăâeêoôơuưyđ\u0301\u0300\u0309\u0303\u0323"))
def test_composed_and_decomposed_text_give_the_same_bytes(text):
    decomposed, composed = unicodedata.normalize("NFD", text), unicodedata.normalize("NFC", text)
    assert canonical({"t": decomposed}) == canonical({"t": composed})


def test_a_moment_without_a_zone_is_refused():
    with pytest.raises(ValueError):
        instant(datetime(2026, 11, 21))  # noqa: DTZ001
    assert instant(datetime(2026, 11, 21, tzinfo=UTC)) == "2026-11-21T00:00:00Z"
