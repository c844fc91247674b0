"""One month, end to end: five people and a board member take a unit's Word file to the province's site."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.e2e.browser import People, people
from tests.faults.processes import System

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

WORD = Path(__file__).parent.parent / "data" / "word" / "bvdkt-2026-11.docx"
TITLE = "Bớt một lần xếp hàng nhờ quầy tự đăng ký khám bằng căn cước"
REASON = "Thiếu chức danh của người được phỏng vấn ở đoạn đầu."
SAPO = "Bỏ hai loại giấy tờ, gộp hai bước thủ tục: thời gian chờ tiếp đón từ 24 phút còn 9 phút."
CORRECTED = "Bỏ hai loại giấy tờ, gộp hai bước thủ tục: thời gian chờ tiếp đón từ 24 phút còn 8 phút."
CONFIRMED_WITHIN_MS = 90_000
READ_WITHIN_MS = 90_000


@pytest.fixture(scope="module")
def system(tmp_path_factory: pytest.TempPathFactory) -> Iterator[System]:
    """The whole demo, running."""
    running = System(data_dir=tmp_path_factory.mktemp("month"))
    try:
        running.start_and_wait()
        yield running
    finally:
        running.stop()


@pytest.fixture
def cast(system: System, chromium: str, artefacts: Path) -> Iterator[People]:
    """The people at their browsers."""
    with people(chromium=chromium, base_url=f"http://127.0.0.1:{system.port}", artefacts=artefacts) as gathered:
        yield gathered


def test_a_word_file_becomes_a_confirmed_article_on_the_provinces_site(cast: People) -> None:
    _the_writer_hands_in(cast)
    _the_editor_edits_and_returns(cast)
    _the_writer_sees_why_and_hands_in_again(cast)
    _the_editor_who_edited_last_cannot_approve(cast)
    _a_second_editor_approves(cast)
    _the_desk_composes_the_board_approves_and_it_goes_out(cast)
    address = _readers_find_it(cast)
    _the_officer_sees_it_confirmed(cast)
    _a_correction_arrives_as_a_higher_version(cast)
    _a_takedown_removes_it_everywhere(cast, address)
    assert cast.errors == []


def _the_writer_hands_in(cast: People) -> None:
    page = cast.sign_in("writer.bvdkt", phone=True)
    assert "BVĐK tỉnh" in page.content()
    cast.picture(page, "writer-unit")
    page.set_input_files("#word-file", WORD)
    if page.locator("[data-drop-send]").is_visible():
        page.click("[data-drop-send]")
    # The page of the file on its way leads on by itself once the worker has read it.
    page.wait_for_selector("#review-form", timeout=READ_WITHIN_MS)
    assert page.input_value("[name=title]") == TITLE
    assert page.input_value("[name=byline]") == "Nguyễn Hoài An"
    assert page.input_value("[name=lead-credit]") == "H.A"
    cast.picture(page, "writer-review")
    page.select_option("[name=genre]", "article")
    page.select_option("[name=audience]", "citizens")
    page.select_option("[name=topic]", label=_option(page, "T13"))
    page.fill("[name=lead-alt]", "Tình nguyện viên đứng cạnh một người bệnh lớn tuổi trước quầy tự đăng ký")
    page.check("#id_no_secrets")
    with page.expect_navigation():
        page.click("#submit-article")
    page.goto("/quan-tri/")
    assert page.locator("#under-way").get_by_text(TITLE).count()
    cast.picture(page, "writer-submitted")


def _option(page: Page, code: str) -> str:
    """The label of a topic's option, by its code."""
    labels = page.locator("[name=topic] option").all_inner_texts()
    return next(label for label in labels if label.startswith(code))


def _open_submission(page: Page) -> None:
    """From anywhere on the desk to the moderation page of the article, through the search of the list."""
    page.goto("/quan-tri/kiem-duyet/")
    page.fill("#desk-q", "tự đăng ký khám bằng căn cước")
    page.press("#desk-q", "Enter")
    page.wait_for_load_state()
    newest = page.locator("[data-desk-row] a", has_text=TITLE).first
    newest.click()
    page.wait_for_selector("#kiem-duyet", state="attached")


def _the_editor_edits_and_returns(cast: People) -> None:
    page = cast.sign_in("editor1")
    cast.picture(page, "editor-worklist")
    _open_submission(page)
    cast.picture(page, "editor-submission")
    page.click("#do-claim")
    page.wait_for_load_state()
    page.click("#sua-bai")
    page.wait_for_selector("[name=sapo]")
    cast.picture(page, "editor-in-the-editor")
    page.fill("[name=sapo]", SAPO)
    page.click("#luu-xong")
    page.wait_for_selector("#kiem-duyet", state="attached")
    assert SAPO in page.content()
    page.click("#tay-return summary")
    page.fill("#form-return textarea", REASON)
    cast.picture(page, "editor-returns")
    page.click("#do-return")
    page.wait_for_load_state()


def _the_writer_sees_why_and_hands_in_again(cast: People) -> None:
    page = cast.sign_in("writer.bvdkt")
    assert page.locator("#returned").get_by_text(REASON).count()
    cast.picture(page, "writer-returned")
    page.locator("#returned a.button").first.click()
    page.wait_for_selector("#review-form")
    assert REASON in page.content()
    page.check("#id_no_secrets")
    with page.expect_navigation():
        page.click("#submit-article")
    page.goto("/quan-tri/")
    assert page.locator("#under-way").get_by_text(TITLE).count()


def _the_editor_who_edited_last_cannot_approve(cast: People) -> None:
    page = cast.sign_in("editor1")
    _open_submission(page)
    assert page.locator("#do-approve").count() == 0
    cast.picture(page, "editor-four-eyes")


def _a_second_editor_approves(cast: People) -> None:
    page = cast.sign_in("editor2")
    _open_submission(page)
    page.click("#do-approve")
    page.wait_for_load_state()
    cast.picture(page, "second-editor-approved")


def _the_desk_composes_the_board_approves_and_it_goes_out(cast: People) -> None:
    page = cast.sign_in("desk")
    cast.picture(page, "desk-board")
    page.click("form[action$='/so-ban-tin/moi/'] button")
    page.wait_for_selector("#compose-form")
    spare = page.locator('[data-list="spare"] [data-item]')
    spare.filter(has_text=TITLE).locator('[data-move="in"]').click()
    spare.first.locator('[data-move="in"]').click()
    page.locator('[data-list="chosen"] [data-item]').last.locator('[data-move="up"]').click()
    page.fill("[name=title]", "Bớt một lần chờ, thêm một lần cười")
    cast.picture(page, "desk-composes")
    page.click("[name=submit]")
    page.wait_for_load_state()
    address = page.url
    board = cast.sign_in("board", phone=True)
    board.goto(address)
    cast.picture(board, "board-decides")
    board.locator("form[action$='/approve/'] button").click()
    board.wait_for_load_state()
    page.goto(address)
    page.locator("form[action$='/publish/'] button").click()
    page.wait_for_load_state()
    cast.picture(page, "desk-published")


def _readers_find_it(cast: People) -> str:
    for phone in (True, False):
        page = cast.reader(phone=phone)
        page.goto("/")
        cast.picture(page, "reader-home-phone" if phone else "reader-home")
        page.fill("[name=q]", "quay tu dang ky")
        page.press("[name=q]", "Enter")
        page.wait_for_load_state()
        cast.picture(page, "reader-search")
        page.locator("main a", has_text=re.compile("quầy tự đăng ký|xếp hàng")).first.click()
        page.wait_for_load_state()
        assert "24 phút" in page.content()
        cast.picture(page, "reader-article-phone" if phone else "reader-article")
    page.goto("/don-vi/BVDKT/")
    page.locator("main a", has_text=TITLE).first.click()
    page.wait_for_load_state()
    assert SAPO in page.content()
    address = page.url
    page.goto("/chuyen-muc/kham-chua-benh/")
    assert page.locator("main a", has_text=TITLE).count()
    page.goto("/ban-tin/")
    assert page.get_by_text("Bớt một lần chờ, thêm một lần cười").count()
    return address


def _the_officer_sees_it_confirmed(cast: People) -> None:
    page = cast.sign_in("officer")
    cast.picture(page, "officer-desk")
    _wait_for_province(page, version=1)
    cast.picture(page, "officer-confirmed")
    page.click("#xem-tren-tinh")
    page.wait_for_load_state()
    assert TITLE in page.content()
    assert SAPO in page.content()
    cast.picture(page, "province")


def _wait_for_province(page: Page, *, version: int) -> None:
    """Opens the delivery of a version and waits until it is confirmed."""
    page.goto("/quan-tri/chuyen-tinh/")
    page.fill("#fwd-q", "tự đăng ký khám")
    page.press("#fwd-q", "Enter")
    page.wait_for_load_state()
    page.locator(".fwd-row", has_text=f"v{version} ·").filter(has_text=TITLE).first.locator("a").first.click()
    page.wait_for_selector("#live-state")
    # The page looks again by itself; nothing is pressed.
    page.wait_for_selector("#live-state .fwd-state--confirmed", timeout=CONFIRMED_WITHIN_MS)


def _a_correction_arrives_as_a_higher_version(cast: People) -> None:
    page = cast.sign_in("editor1")
    _open_submission(page)
    page.click("#tay-correct summary")
    page.fill("#form-correct textarea", "Sửa thời gian chờ tiếp đón từ 9 phút thành 8 phút.")
    page.click("#do-correct")
    page.wait_for_load_state()
    page.click("#sua-bai")
    page.fill("[name=sapo]", CORRECTED)
    page.click("#luu-xong")
    page.wait_for_selector("#kiem-duyet", state="attached")
    second = cast.sign_in("editor2")
    _open_submission(second)
    second.click("#do-approve")
    second.wait_for_load_state()
    officer = cast.sign_in("officer")
    _wait_for_province(officer, version=2)
    officer.click("#xem-tren-tinh")
    officer.wait_for_load_state()
    assert CORRECTED in officer.content()


def _a_takedown_removes_it_everywhere(cast: People, address: str) -> None:
    page = cast.sign_in("desk")
    _open_submission(page)
    page.click("#tay-withdraw summary")
    page.fill("#form-withdraw [name=reason]", "Đơn vị đề nghị gỡ vì quy trình đã đổi.")
    page.fill("#form-withdraw [name=public_note]", "Bài được gỡ theo đề nghị của đơn vị.")
    page.click("#do-withdraw")
    page.wait_for_load_state()
    reader = cast.reader()
    gone = reader.goto(address)
    assert gone is not None
    assert gone.status == 410
    assert "Bài được gỡ theo đề nghị của đơn vị." in reader.content()
    cast.picture(reader, "reader-withdrawn")
    officer = cast.sign_in("officer")
    _wait_for_province(officer, version=3)
    cast.picture(officer, "officer-takedown")
