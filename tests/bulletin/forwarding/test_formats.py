"""The forms in which a version leaves: golden files, foreign readers, and strings that mean harm."""

from __future__ import annotations

import json
import os
import re
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import UUID
from zipfile import ZipFile

import mammoth
import pytest
from bs4 import BeautifulSoup
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from PIL import Image

from bulletin.forwarding.formats import FORMATS, NotAnArticle, ninjs, read
from bulletin.forwarding.formats.html_page import html_page
from bulletin.forwarding.formats.markup import blocks_of, clean, plain_text
from bulletin.forwarding.formats.package import package_of
from bulletin.forwarding.formats.word import for_word, word_document
from bulletin.forwarding.payload import Picture
from bulletin.forwarding.proof.pages import shows
from tests.bulletin.forwarding.ninjs_rules import complaints
from tests.bulletin.forwarding.parcels import HOSTILE, Album, a_parcel, a_picture, content_of

GOLDEN = Path(__file__).parent / "golden"
ARTICLE = UUID("6f9619ff-8b86-4d01-b42d-00cf4fc964ff")
# Written anew with GOLDEN=1, and read before they are committed.
WRITE = os.environ.get("GOLDEN") == "1"

BODY = """<h2>Thời gian chờ giảm &amp; rõ ràng</h2>
<p>Từ đầu tháng, người bệnh chờ <strong>12 phút</strong>, thay vì <em>30 phút</em>; xem <a href="https://vi-du.vn/a?b=1&amp;c=2">kế hoạch</a>.<br>Dòng hai.</p>
<ul><li>Bàn số 1<ul><li>Ưu tiên người già</li></ul></li><li>Bàn số 2</li></ul>
<ol><li>Lấy số</li><li>Chờ gọi</li></ol>
<blockquote><p>Chúng tôi làm cho dân dễ hơn.</p></blockquote>
<figure><img src="https://ban-tin.vi-du.vn/media/images/trong-bai.webp" alt="Bàn tiếp nhận"><figcaption>Trong bài. (Ảnh: Lê Bình)</figcaption></figure>
<table><thead><tr><th scope="col">Tháng</th><th scope="col">Phút</th></tr></thead><tbody><tr><td>10</td><td>30</td></tr></tbody></table>"""


@pytest.fixture(scope="module")
def album() -> Album:
    return Album()


@pytest.fixture(scope="module")
def body() -> bytes:
    album = Album()
    pictures = [
        album.add("dau-bai.webp", content=b"RIFF-the lead", alt="Người bệnh ở bàn tiếp nhận", caption="Sáng thứ hai."),
        album.add(
            "trong-bai.webp", content=b"RIFF-inside", alt="Bàn tiếp nhận", caption="Trong bài.", credit="Lê Bình"
        ),
    ]
    return a_parcel(article_id=ARTICLE, version=2, body_html=BODY, pictures=pictures).body


@pytest.fixture(scope="module")
def drawn(album) -> bytes:
    """The same with pictures that are pictures."""
    pictures = [
        album.add("that-dau.webp", content=a_picture("navy")),
        album.add("trong-bai.webp", content=a_picture()),
    ]
    return a_parcel(article_id=ARTICLE, version=2, body_html=BODY, pictures=pictures).body


def _golden(name: str, found: str) -> None:
    path = GOLDEN / name
    if WRITE:
        path.write_text(found, encoding="utf-8")
    assert found == path.read_text(encoding="utf-8")


def _load(album: Album) -> Any:
    return lambda picture: album.load(url=picture.url, sha256=picture.sha256)


def _pretty(content: bytes) -> str:
    return json.dumps(json.loads(content), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def test_our_own_form_is_the_stored_bytes_themselves(body):
    assert FORMATS["json"].encode(body) is body


def test_ninjs_is_as_the_golden_file_says_and_keeps_the_published_schema(body):
    item = FORMATS["ninjs"].encode(body)
    assert complaints(json.loads(item)) == []
    _golden("ninjs.json", _pretty(item))


def test_a_takedown_in_ninjs_is_cancelled_and_repeats_nothing():
    item = json.loads(ninjs(read(a_parcel(article_id=ARTICLE, version=3, retraction=True).body)))
    assert (item["pubstatus"], item["version"], item["uri"]) == ("canceled", "3", f"urn:uuid:{ARTICLE}")
    assert complaints(item) == []
    assert not {"headlines", "bodies", "title", "associations"} & set(item)


def test_html_is_as_the_golden_file_says_and_proves_what_it_is(body):
    page = html_page(read(body)).decode()
    _golden("article.html", page)
    version = read(body)
    assert shows(page, title=version.title, version=2, content_sha256=version.content_sha256)


def test_html_shows_the_pictures_under_the_addresses_that_are_given(body):
    names = {picture.url: f"anh/{place}.jpg" for place, picture in enumerate(read(body).images)}
    soup = BeautifulSoup(html_page(read(body), source=lambda picture: names[picture.url]), "html.parser")
    assert [(each["src"], each["alt"]) for each in soup.find_all("img")] == [
        ("anh/0.jpg", "Người bệnh ở bàn tiếp nhận"),
        ("anh/1.jpg", "Bàn tiếp nhận"),
    ]
    assert "Sáng thứ hai. (Ảnh: Nguyễn An)" in soup.get_text()


def test_word_reads_back_as_the_golden_file_says(drawn, album):
    content = word_document(read(drawn), load=_load(album))
    found = mammoth.convert_to_html(
        BytesIO(content), convert_image=mammoth.images.img_element(lambda image: {"src": ""})
    )
    _golden("word.html", found.value.replace("><", ">\n<") + "\n")


def test_word_has_headings_embedded_pictures_with_their_words_and_a_language(drawn, album):
    content = word_document(read(drawn), load=_load(album))
    document = Document(BytesIO(content))
    styles = [(each.style.name, each.text) for each in document.paragraphs if each.text]
    assert ("Title", "Một cửa gọn hơn ở khoa khám bệnh") in styles
    assert ("Heading 1", "Thời gian chờ giảm & rõ ràng") in styles
    assert ("List Bullet 2", "Ưu tiên người già") in styles
    described = [each._inline.docPr.get("descr") for each in document.inline_shapes]
    assert described == ["Bàn tiếp nhận", "Bàn tiếp nhận"]
    with ZipFile(BytesIO(content)) as archive:
        kinds = [Image.open(archive.open(name)).format for name in archive.namelist() if "/media/" in name]
        assert kinds == ["JPEG", "JPEG"]
        for name in archive.namelist():
            if name.endswith((".xml", ".rels")):
                etree.fromstring(archive.read(name))
        assert 'w:val="vi-VN"' in archive.read("word/styles.xml").decode()


def test_the_same_version_always_gives_the_same_bytes(drawn, album):
    first, second = (word_document(read(drawn), load=_load(album)) for _time in range(2))
    assert first == second
    packages = [package_of(read(drawn), title="Tít", address="", load=_load(album)).sha256 for _time in range(2)]
    assert packages[0] == packages[1]


def test_a_package_holds_all_that_a_clerk_needs(drawn, album):
    package = package_of(
        read(drawn), title="Một cửa gọn hơn", address="https://tinh.vi-du.vn/bai/7", load=_load(album)
    )
    assert package.name == "mot-cua-gon-hon-v2.zip"
    with ZipFile(BytesIO(package.content)) as archive:
        assert archive.namelist() == [
            "HUONG-DAN.txt", "thong-tin.json", "bai-viet.docx", "anh/anh-01.jpg", "anh/anh-02.jpg", "bai-viet.html",
        ]  # fmt: skip
        readme = archive.read("HUONG-DAN.txt").decode("utf-8-sig")
        told = json.loads(archive.read("thong-tin.json"))
        page = archive.read("bai-viet.html").decode()
    assert readme.startswith("CẬP NHẬT BÀI ĐÃ ĐĂNG\r\n")
    assert "https://tinh.vi-du.vn/bai/7" in readme
    assert "Mô tả (alt): Bàn tiếp nhận" in readme
    assert (told["article_id"], told["version"], told["action"]) == (str(ARTICLE), 2, "updated")
    assert 'src="anh/anh-01.jpg"' in page


def test_the_package_of_a_takedown_says_what_to_remove_and_holds_no_text():
    parcel = a_parcel(article_id=ARTICLE, version=3, retraction=True)
    package = package_of(read(parcel.body), title="Tít cũ", address="https://tinh.vi-du.vn/bai/7", load=_load(Album()))
    with ZipFile(BytesIO(package.content)) as archive:
        assert archive.namelist() == ["HUONG-DAN.txt", "thong-tin.json"]
        assert archive.read("HUONG-DAN.txt").decode("utf-8-sig").startswith("GỠ BÀI\r\n")


def test_strings_that_mean_harm_are_words_in_every_form(album):
    picture = album.add("anh.webp", alt=HOSTILE, caption=HOSTILE, credit=HOSTILE)
    body_html = (
        f"<p>{HOSTILE.replace('<', '&lt;')}</p><script>alert(2)</script><p onclick=x>a</p><img src=javascript:1>"
    )
    content = content_of(title=HOSTILE, sapo=HOSTILE, body_html=body_html, author_display=HOSTILE, pictures=[picture])
    article = read(a_parcel(content=content).body)
    soup = BeautifulSoup(html_page(article), "html.parser")
    assert soup.find("script") is None
    assert not any(name.startswith("on") for tag in soup.find_all(True) for name in tag.attrs)
    assert soup.find("h1").get_text() == " ".join(HOSTILE.split())
    document = Document(BytesIO(word_document(article, load=_load(album))))
    assert document.paragraphs[0].text == " ".join(HOSTILE.split())
    item = json.loads(ninjs(article))
    assert complaints(item) == []
    assert item["headlines"][0]["value"] == " ".join(HOSTILE.split())


@settings(max_examples=25)
@given(st.text(max_size=80), st.text(max_size=80))
def test_whatever_people_write_becomes_a_document_that_opens(title, text):
    encoded = text.encode("utf-8", "ignore").decode().replace("&", "&amp;").replace("<", "&lt;")
    sane = title.encode("utf-8", "ignore").decode()
    article = read(a_parcel(title=sane, body_html=f"<p>{encoded}</p>loose {encoded}<h2>{encoded}</h2>").body)
    Document(BytesIO(word_document(article, load=_load(Album()))))
    assert complaints(json.loads(ninjs(article))) == []
    BeautifulSoup(html_page(article), "html.parser")


@pytest.mark.parametrize(
    "body",
    [b"", b"[]", b"null", b"{}", b'{"type":"article.published","timestamp":"x","data":{}}', b"\xff", b"[" * 100_000],
)
def test_bytes_that_are_no_version_are_refused(body):
    with pytest.raises(NotAnArticle):
        read(body)


def test_text_between_blocks_is_not_lost():
    found = [(each.name, each.get_text()) for each in blocks_of("đầu <b>đậm</b> tiếp<p>một</p>\n cuối")]
    assert [(name, text.strip()) for name, text in found] == [("p", "đầu đậm tiếp"), ("p", "một"), ("p", "cuối")]
    assert plain_text("<p>một</p><p>hai<br>ba &amp; bốn</p>") == "một hai ba & bốn"


def test_bytes_in_an_address_are_for_our_own_pictures_alone():
    markup = '<a href="data:text/html,x">a</a><img src="data:image/svg+xml,x"><img src="https://a.vn/b.png">'
    cleaned = clean(markup, source=lambda url: "data:image/png;base64,AA" if url.startswith("https") else None)
    assert re.findall(r'(?:src|href)="([^"]*)"', cleaned) == ["data:image/png;base64,AA"]


@pytest.mark.parametrize("content", [b"", b"<svg/>", b"RIFF....WEBP"])
def test_what_is_no_picture_is_not_put_into_word(content, album):
    with pytest.raises(ValueError):
        for_word(content)


def test_word_keeps_a_jpeg_as_it_is_and_draws_transparency_as_png():
    jpeg = a_picture(kind="JPEG")
    assert for_word(jpeg) is jpeg
    file = BytesIO()
    Image.new("RGBA", (4, 4), (0, 0, 0, 0)).save(file, "WEBP", lossless=True)
    assert for_word(file.getvalue()).startswith(b"\x89PNG")


def test_a_picture_knows_its_kind_by_its_address(body):
    pictures = json.loads(ninjs(read(body)))["associations"]
    assert [each["renditions"][0]["contenttype"] for each in pictures] == ["image/webp", "image/webp"]
    assert isinstance(read(body).images[0], Picture)
