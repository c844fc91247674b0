"""What is on the paper: text that can be read out, in composed Vietnamese, tagged, with its own fonts and true page numbers."""

from __future__ import annotations

import ctypes
import io
import re
import shutil
import socket
import unicodedata

import pytest
from django.template.loader import render_to_string
from pypdf import PdfReader

from bulletin.issues.actions import Composition
from bulletin.pdf import actions, machine, paper
from bulletin.pdf.enums import Fault, Kind, State
from bulletin.pdf.machine import PressFailed
from cms.website.models import Photo, SiteProfile
from submissions.articles.models import ArticlePage
from tests import factories
from tests.bulletin.pdf.issues import a_published_issue, a_rich_article, pdf_of
from tests.shared import shared

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture(autouse=True)
def _pango():
    """What the press draws with is a library of the machine."""
    try:
        ctypes.CDLL("libpangoft2-1.0.so.0")
    except OSError:
        pytest.skip("no Pango found; install libpango-1.0-0 libpangoft2-1.0-0")


def the_pdf(issue) -> PdfReader:
    """The finished PDF of an issue."""
    row = pdf_of(issue)
    assert actions.make(pdf_id=row.pk), pdf_of(issue).error
    with pdf_of(issue).file.open("rb") as file:
        return PdfReader(io.BytesIO(file.read()))


def text_of(page) -> str:
    """A page's text on one line."""
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", page.extract_text()))


def outline_of(reader: PdfReader) -> dict[str, int]:
    """Titles of the outline with the number of their page."""

    def flat(entries):
        for entry in entries:
            if isinstance(entry, list):
                yield from flat(entry)
            else:
                yield entry.title, (reader.get_destination_page_number(entry) or 0) + 1

    return dict(flat(reader.outline))


@shared
def issue():
    """A published issue of three articles."""
    SiteProfile.objects.update_or_create(
        site=factories.house().get_site(),
        defaults={"licence": "Giấy phép số 12/GP-XBBT", "responsible_person": "BSCKII Nguyễn Thị Hoà"},
    )
    articles = [
        a_rich_article(title="Một cửa liên thông ở Cam Lâm"),
        a_rich_article(title="Đặt lịch khám qua điện thoại ở Diên Khánh"),
        a_rich_article(title="Trạm y tế phường Vĩnh Nguyên số hoá sổ tiêm"),
    ]
    around = Composition(headings={articles[1].page_id: "Từ cơ sở"}, contributors="Lê Thị Mai\nTrần Văn Bình")
    return a_published_issue(*articles, title="Số đặc biệt về một cửa", sapo="Ba bài về một cửa.", around=around)


_made: list[PdfReader] = []


@pytest.fixture
def printed(issue) -> PdfReader:
    """The PDF of such an issue, printed once for all tests that only look at it."""
    if not _made:
        _made.append(the_pdf(issue))
    return _made[0]


def test_the_text_can_be_read_out_in_composed_vietnamese(printed):
    reader = printed
    raw = "".join(page.extract_text() for page in reader.pages)
    words = re.sub(r"\s+", " ", raw)
    assert "Số đặc biệt về một cửa" in words
    assert "Trạm y tế phường Vĩnh Nguyên số hoá sổ tiêm" in words
    assert "hồ sơ được số hoá và kết quả trả qua điện thoại" in words
    assert "Quầy số 2 buổi sáng. Ảnh: Trần Bình" in words
    assert "Thời gian chờ" in words
    assert unicodedata.normalize("NFC", raw) == raw, "composed, so that searching in the file finds it"
    assert "\ufffd" not in raw


def test_the_law_is_kept_the_imprint_is_in_it(printed):
    reader = printed
    words = "".join(text_of(page) for page in reader.pages[:3])
    assert "Giấy phép số 12/GP-XBBT" in words
    assert "BSCKII Nguyễn Thị Hoà" in words
    assert "/ban-tin/20" in words, "where to read it online"


def test_it_is_tagged_and_says_its_language_and_title(printed):
    reader = printed
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "vi"
    assert "/StructTreeRoot" in root
    assert reader.metadata.title == "Số đặc biệt về một cửa"
    assert b"pdfuaid" in root["/Metadata"].get_data()
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]


def test_every_font_is_embedded_and_none_is_the_machines(printed):
    reader = printed
    names, embedded = set(), []
    for page in reader.pages:
        for font in page["/Resources"].get("/Font", {}).values():
            for each in font.get_object()["/DescendantFonts"]:
                descriptor = each.get_object()["/FontDescriptor"].get_object()
                names.add(str(descriptor["/FontName"]))
                embedded.append(any(name in descriptor for name in ("/FontFile", "/FontFile2", "/FontFile3")))
    assert embedded
    assert all(embedded)
    assert all(re.search("Bulletin-(Sans|Serif)", name) for name in names), names


def test_the_contents_name_the_pages_on_which_the_articles_begin(printed):
    reader = printed
    begins = outline_of(reader)
    contents = next(text for page in reader.pages if "Trong số này" in (text := text_of(page)))
    for title in ("Một cửa liên thông ở Cam Lâm", "Trạm y tế phường Vĩnh Nguyên số hoá sổ tiêm"):
        listed = re.search(re.escape(title) + r"[ .]*?(\d+)(?!\d)", contents)
        assert listed, contents
        assert int(listed[1]) == begins[title]
        assert title in text_of(reader.pages[begins[title] - 1])


def test_headed_groups_and_contributors_stand_in_the_contents_and_at_the_pieces(printed):
    begins = outline_of(printed)
    contents = next(text for page in printed.pages if "Trong số này" in (text := text_of(page)))
    assert contents.index("Một cửa liên thông") < contents.index("Từ cơ sở") < contents.index("Đặt lịch khám")
    assert "Lê Thị Mai · Trần Văn Bình" in contents
    assert "Từ cơ sở" in text_of(printed.pages[begins["Đặt lịch khám qua điện thoại ở Diên Khánh"] - 1])


def test_every_page_behind_the_cover_carries_its_number_and_is_a4(printed):
    reader = printed
    assert len(reader.pages) >= 5
    for number, page in enumerate(reader.pages, start=1):
        assert [round(float(each)) for each in page.mediabox[2:]] == [595, 842]
        if number > 1:
            assert re.search(rf"\b{number}\b", text_of(page))


def test_photos_have_their_alternative_text_in_the_structure(printed):
    reader = printed
    alts = []

    def walk(node, depth=0):
        node = node.get_object()
        if isinstance(node, list):
            for each in node:
                walk(each, depth + 1)
        elif isinstance(node, dict) and depth < 60:
            if "/Alt" in node:
                alts.append(str(node["/Alt"]))
            if "/K" in node:
                walk(node["/K"], depth + 1)

    walk(reader.trailer["/Root"]["/StructTreeRoot"])
    assert "Quầy tiếp đón" in alts


def test_a_withdrawn_photo_is_not_in_print_and_the_words_around_it_are(issue):
    article = paper.live_articles(issue)[0]
    Photo.objects.filter(pk=article.lead_image_id).update(withdrawn_at=issue.published_at)
    actions.want(issue_id=issue.pk, kind=Kind.PUBLIC)
    words = "".join(text_of(page) for page in the_pdf(issue).pages)
    assert article.title in words
    assert words.count(article.lead_caption) == 2, "of the two articles whose photos still stand"


HOSTILE = (
    '<p>Chữ thường.</p><img src="file:///etc/passwd"><img src="{url}/a.png">'
    '<style>@import url("{url}/b.css"); @font-face {{ font-family: x; src: url(file:///etc/hostname) }}</style>'
    '<link rel="stylesheet" href="{url}/c.css"><link rel="attachment" href="file:///etc/passwd">'
    '<object data="{url}/d.svg"></object><embed src="file:///etc/passwd"><iframe src="{url}/e"></iframe>'
    '<p style="background: url({url}/f.png)">Nền</p><svg><image href="{url}/g.png"/></svg>'
    '<a rel="attachment" href="file:///etc/passwd">tệp</a><meta http-equiv="refresh" content="0;url={url}/h">'
)


def test_hostile_html_in_an_article_reads_no_file_and_calls_nobody(issue):
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.2)
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        article = ArticlePage.objects.get(pk=paper.live_articles(issue)[0].pk)
        # Past every fence, as if somebody had written into the database.
        stored = [{"type": "paragraph", "value": HOSTILE.format(url=url), "id": "x"}]
        ArticlePage.objects.filter(pk=article.pk).update(body=stored, title='"><img src=x onerror=alert(1)> {{7*7}}')
        actions.want(issue_id=issue.pk, kind=Kind.PUBLIC)
        reader = the_pdf(issue)
        with pytest.raises(TimeoutError):
            listener.accept()
    words = "".join(text_of(page) for page in reader.pages)
    assert "Chữ thường." in words
    assert "{{7*7}}" in words
    assert "root:" not in words
    assert not reader.attachments


def test_the_press_itself_is_shut_whatever_reaches_it(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.2)
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        secret = tmp_path / "secret.txt"
        secret.write_text("mật")

        def lay_out(folder):
            (folder / "photos").mkdir()
            shutil.copytree(paper.FONT_FILES, folder / "fonts")
            words = HOSTILE.format(url=url) + f'<img src="{secret.as_uri()}"><img src="photo:../issue.html">'
            head = f"<html lang=vi><title>x</title><style>{render_to_string('pdf/print.css')}</style>"
            (folder / "issue.html").write_text(f"{head}{words}</html>", encoding="utf-8")

        printed = machine.run(lay_out)
        with pytest.raises(TimeoutError):
            listener.accept()
    assert printed.refused
    assert b"root:" not in printed.data
    assert not PdfReader(io.BytesIO(printed.data)).attachments


def test_a_page_that_never_ends_is_ended(tmp_path):
    def lay_out(folder):
        shutil.copytree(paper.FONT_FILES, folder / "fonts")
        rows = "<tr><td>" + "<div style='columns:3'>x " * 40 + "</td></tr>"
        (folder / "issue.html").write_text(f"<title>x</title><table>{rows * 5000}</table>", encoding="utf-8")

    with pytest.raises(PressFailed) as failure:
        machine.run(lay_out, seconds=1)
    assert failure.value.fault == Fault.TOO_LONG


def test_where_pango_is_missing_the_row_says_so_and_tries_again_by_itself(monkeypatch):
    issue = a_published_issue()
    # The machine without the library: the same child, which finds none.
    monkeypatch.setattr(machine, "_child", lambda folder, seconds: (machine.NO_LIBRARY, "", "cannot load library"))
    row = pdf_of(issue)
    assert not actions.make(pdf_id=row.pk)
    row.refresh_from_db()
    assert (row.state, row.fault, bool(row.file)) == (State.FAILED, Fault.NO_LIBRARY, False)
    monkeypatch.undo()
    assert actions.sweep(now=row.asked_at + actions.RETRY_LIBRARY * 2) == [row.pk]
    assert actions.make(pdf_id=row.pk, now=row.asked_at + actions.RETRY_LIBRARY * 2)
