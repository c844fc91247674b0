"""Every screen of the desk, in one list: what opens it, who looks, and what has to be on it.

    python -m tests.e2e.desk_screens --write

takes a picture of each, wide and on a phone, into ``docs/images/desk/`` and writes ``docs/desk-screens.md``.
``ONLY_DESK_SCREENS`` names the screens to look at, for work on some of them.
"""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PIL import Image

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

ROOT: Final = Path(__file__).resolve().parent.parent.parent
PICTURES: Final = ROOT / "docs" / "images" / "desk"
DOCUMENT: Final = ROOT / "docs" / "desk-screens.md"
WRITE: Final = "WRITE_DESK_SCREENS"
ONLY: Final = "ONLY_DESK_SCREENS"
QUALITY: Final = 46
WIDE, PHONE = 1440, 360
# A picture shows the beginning of a long screen: enough to know it by, and light enough for the repository.
TALLEST: Final = {WIDE: 1100, PHONE: 1200}
SCALE: Final = {WIDE: 0.7, PHONE: 0.9}


@dataclass(frozen=True, kw_only=True)
class Screen:
    """One screen. ``address`` is filled in from the numbers of the material; ``shows`` is what must be visible.

    ``who`` is a person of the demo, empty for somebody who has not signed in. ``prepare`` opens what is closed at
    first. ``dark`` screens are looked at in the dark theme too; ``pictured`` ones stand in the documentation.
    """

    name: str
    address: str
    who: str
    shows: str
    about: str
    prepare: Callable[[Page], None] | None = None
    status: int = 200
    dark: bool = False
    pictured: bool = True


def _open(selector: str) -> Callable[[Page], None]:
    """Opens a part that is closed at first."""

    def act(page: Page) -> None:
        page.locator(selector).first.click()

    return act


def _preview(page: Page) -> None:
    """The preview stands beside the first row by itself where there is room."""
    page.wait_for_selector("[data-desk-preview]:not([hidden]) article, [data-desk-preview]:not([hidden]) h2")


def _keys(page: Page) -> None:
    page.keyboard.press("?")
    page.wait_for_selector("#desk-keys[open]")


def _side_panel(name: str) -> Callable[[Page], None]:
    """Opens a side panel of Wagtail's editor."""

    def act(page: Page) -> None:
        toggle = page.locator(f'[data-side-panel-toggle="{name}"]').first
        toggle.wait_for()
        if toggle.get_attribute("aria-expanded") != "true":
            toggle.click()
        page.wait_for_selector(f'[data-side-panel="{name}"]:not([hidden])')

    return act


def _tab(name: str) -> Callable[[Page], None]:
    def act(page: Page) -> None:
        page.locator(f'[role=tab][href="#tab-{name}"]').click()

    return act


def _work(slug: str, who: str, about: str, *, shows: str = "[data-desk-row]", name: str = "") -> Screen:
    return Screen(
        name=name or f"{who.rstrip('12')}-work-{slug}", address=f"/quan-tri/kiem-duyet/?muc={slug}", who=who,
        shows=shows, about=about, pictured=False,
    )  # fmt: skip


def _article(
    state: str, number: str, about: str, *, who: str = "editor1", shows: str = "#lich-su", **more: bool
) -> Screen:
    return Screen(
        name=f"article-{state}",
        address=f"/quan-tri/kiem-duyet/{{{number}}}/",
        who=who,
        shows=shows,
        about=about,
        **more,
    )


WRITER, HEAD, EDITOR = "writer.bvdkt", "head.bvdkt", "editor1"
UNIT = "/quan-tri/don-vi/{code}/"

WRITERS: Final = (
    Screen(name="unit", address=UNIT, who=WRITER, shows="#returned", about="The unit's month: hand in, what came back, what is under way.", dark=True),
    Screen(name="calendar-of-unit", address="/quan-tri/lich/", who=WRITER, shows=".cal-month .cal-entry", about="The calendar as a unit sees it.", pictured=False),
    Screen(name="calendar-piece-of-unit", address="/quan-tri/lich/bai/{piece}/", who=WRITER, shows=".cal-facts", about="What is planned for the unit.", pictured=False),
    Screen(name="unit-month", address=UNIT + "{month}/", who=WRITER, shows="main ol, main ul, main table, main p", about="One month of the unit."),
    Screen(name="upload", address=UNIT + "gui-tep/", who=WRITER, shows="#word-file", about="A Word file is dropped here."),
    Screen(name="conversion-under-way", address=UNIT + "gui-tep/{waiting_token}/", who=WRITER, shows="main h2", about="The file is being read; the page leads on by itself."),
    Screen(name="conversion-refused", address=UNIT + "gui-tep/{refused_token}/", who=WRITER, shows="main h2", about="A file that was not taken in, and what to do next."),
    Screen(name="review-gaps", address="/quan-tri/bai/{draft_page}/soat/", who=WRITER, shows="#review-form", about="What was read out of the file, what is missing, and the one button.", dark=True),
    Screen(name="review-returned", address="/quan-tri/bai/{returned_page}/soat/", who=WRITER, shows="#review-form", about="A returned article: the reason, and what the editor suggests."),
    Screen(name="write", address=UNIT + "viet/", who=WRITER, shows="form.write__form", about="Writing without a file, on a phone too."),
    Screen(name="text", address="/quan-tri/bai/{draft_page}/sua-chu/", who=WRITER, shows="#text-form", about="Mending the words of a draft without scripts."),
    Screen(name="preview-of-writer", address="/quan-tri/bai/{draft_page}/xem-truoc/", who=WRITER, shows="h1", about="The draft as readers will see it.", pictured=False),
    Screen(name="photo-crops", address="/quan-tri/kiem-duyet/{any_submitted}/anh/", who=EDITOR, shows=".frames", about="What must stay in the picture when a photo is cropped.", pictured=False),
    Screen(name="kept-forms", address="/quan-tri/giu-lai/", who=WRITER, shows=".told-kept", about="What was typed when the session ended.", pictured=False),
    Screen(name="article-of-writer", address="/quan-tri/kiem-duyet/{returned}/", who=WRITER, shows="#lich-su", about="The history of one's own article."),
    Screen(name="learned", address=UNIT + "dieu-rut-ra/", who=WRITER, shows="main h2", about="What the unit's returns teach."),
    Screen(name="consents", address="/quan-tri/dong-y/don-vi/{code}/", who=WRITER, shows="main table, main ol, main ul", about="The unit's consents."),
    Screen(name="consents-of-photo", address="/quan-tri/dong-y/anh/{photo}/", who=WRITER, shows="form input[type=file]", about="The consents of one photo, and one more."),
    Screen(name="writer-editor", address="/quan-tri/pages/{returned_page}/edit/", who=WRITER, shows="[name=sapo]", about="The full editor, for whoever wants it.", pictured=False),
    Screen(name="notices", address="/quan-tri/thong-bao/", who=WRITER, shows="main li", about="What one was told, kept."),
    Screen(name="account", address="/quan-tri/account/", who=WRITER, shows="[role=tab]", about="Name, phone and password."),
    Screen(name="account-notices", address="/quan-tri/account/", who=WRITER, shows="#tab-notices fieldset, #tab-notices select", about="Which mails one wants, and when.", prepare=_tab("notices")),
    Screen(name="account-absence", address="/quan-tri/account/", who=WRITER, shows="#tab-absence input", about="When one is away, and who stands in.", prepare=_tab("absence")),
    Screen(name="guides", address="/quan-tri/huong-dan/", who=WRITER, shows="main h1, main h2", about="The guides, one page a role.", status=200),
    Screen(name="guide", address="/quan-tri/huong-dan/nguoi-viet/", who=WRITER, shows="main h2", about="The guide of the unit's writers.", pictured=False),
)  # fmt: skip

HEADS: Final = (
    Screen(name="head-releases", address="/quan-tri/kiem-duyet/{to_release}/", who=HEAD, shows="#do-submit, #tay-submit", about="An article before the head of its unit."),
    Screen(name="unit-people", address=UNIT + "nguoi/", who=HEAD, shows=".desk-row", about="The people of the unit."),
    Screen(name="unit-person-correct", address=UNIT + "nguoi/", who=HEAD, shows="form[method=post]", about="The forms of that page, opened.", prepare=_open("main details summary"), pictured=False),
    Screen(name="unit-settings", address=UNIT + "cai-dat/", who=HEAD, shows="form[method=post]", about="Whether the head releases, and where mail goes."),
    Screen(name="consent-withdraw", address="/quan-tri/dong-y/{consent}/go-anh/", who=HEAD, shows="form textarea", about="Taking a photo down everywhere."),
)  # fmt: skip

EDITORS: Final = (
    _work("cho-nhan", EDITOR, "To claim."),
    _work("cua-toi", EDITOR, "Mine."),
    _work("cho-duyet-lan-hai", EDITOR, "For a second reader.", shows="#desk-list-title"),
    _work("sap-qua-han", EDITOR, "Due soon.", shows="#desk-list-title"),
    _work("da-duyet", EDITOR, "Approved."),
    _work("dinh-chinh", EDITOR, "Corrections."),
    _work("da-tra-lai", EDITOR, "Returned."),
    _work("ban-tieng-anh", EDITOR, "English versions being made.", shows="#desk-list-title"),
    _work("ban-tieng-anh-cu", EDITOR, "English versions older than their originals."),
    Screen(name="work", address="/quan-tri/kiem-duyet/?muc=cho-nhan", who=EDITOR, shows="[data-desk-row]", about="“My work”: the lists, a row, and the article beside it.", prepare=_preview, dark=True),
    Screen(name="work-filters", address="/quan-tri/kiem-duyet/?muc=cho-nhan", who=EDITOR, shows="#loc", about="Filters, and one verb for many rows.", prepare=_open(".desk-filters > summary")),
    Screen(name="work-keys", address="/quan-tri/kiem-duyet/?muc=cho-nhan", who=EDITOR, shows="#desk-keys", about="The keys.", prepare=_keys),
    Screen(name="work-search", address="/quan-tri/kiem-duyet/?q=xyzzy", who=EDITOR, shows=".desk-empty", about="A search that finds nothing.", pictured=False),
    _article("submitted", "any_submitted", "An article that waits: what it says, what is missing, what may be done."),
    _article("in-review", "in_review", "One that an editor holds, with comments.", dark=True),
    _article("second-review", "second_review", "A critical piece: two have to approve.", who="editor2"),
    _article("approved", "any_approved", "Approved; nothing can change unseen."),
    _article("scheduled", "any_scheduled", "Goes live at its time.", pictured=False),
    _article("published", "any_published", "Public, with the province's answer."),
    _article("english", "english", "The English version of an article, and how it stands to its original.", shows=".desk-pair"),
    _article("correcting", "any_correcting", "A correction before the editors, beside what is public."),
    _article("returned", "returned", "Back with its unit.", pictured=False),
    _article("rejected", "any_rejected", "Rejected, with its reason.", pictured=False),
    _article("withdrawn", "any_withdrawn", "Withdrawn.", pictured=False),
    Screen(name="article-returning", address="/quan-tri/kiem-duyet/{any_submitted}/", who=EDITOR, shows="#form-return textarea", about="Returning: reasons from the list and one's own words.", prepare=_open("#tay-return > summary")),
    Screen(name="copies", address="/quan-tri/trung-lap/{copy}/", who=EDITOR, shows="main h2", about="Passages that stand elsewhere, side by side."),
    Screen(name="compare", address="/quan-tri/kiem-duyet/bai/{in_review_page}/so-sanh/earliest/latest/", who=EDITOR, shows="ins, del", about="Any two texts compared."),
    Screen(name="editor", address="/quan-tri/pages/{in_review_page}/edit/", who=EDITOR, shows="[name=sapo]", about="Wagtail's editor with the panel of checks.", prepare=_side_panel("checks")),
    Screen(name="editor-comments", address="/quan-tri/pages/{in_review_page}/edit/", who=EDITOR, shows="[name=sapo]", about="The same with its comments.", prepare=_side_panel("comments")),
    Screen(name="editor-status", address="/quan-tri/pages/{in_review_page}/edit/", who=EDITOR, shows="[name=sapo]", about="The same with its state.", prepare=_side_panel("status"), pictured=False),
    Screen(name="consents-of-all", address="/quan-tri/dong-y/", who=EDITOR, shows="main table, main ol, main ul", about="All consents.", pictured=False),
    Screen(name="guide-editor", address="/quan-tri/huong-dan/bien-tap-vien/", who=EDITOR, shows="main h2", about="The guide of the editors, opened at the right place by the help menu."),
)  # fmt: skip

DESK: Final = (
    Screen(name="board-of-month", address="/quan-tri/bang-thang/", who="desk", shows="main table", about="The month: bulletins, units, topics, and what to do next.", dark=True),
    Screen(name="board-of-year", address="/quan-tri/bang-thang/ky/{year}/", who="desk", shows="#quota-table", about="A quarter or a year: the quota by month, units × months, and the plan.", dark=True),
    Screen(name="board-issues-behind", address="/quan-tri/bang-thang/so/?ky={year}", who="desk", shows="main table", about="The issues behind a number.", pictured=False),
    Screen(name="board-units-behind", address="/quan-tri/bang-thang/don-vi/?thang={month}", who="desk", shows="main table", about="The units behind a number.", pictured=False),
    Screen(name="plan-asks", address="/quan-tri/ke-hoach/", who="desk", shows="main table", about="What the plan asks for per topic and audience."),
    Screen(name="plan-ask-add", address="/quan-tri/ke-hoach/new/", who="desk", shows="form[method=post]", about="One more.", pictured=False),
    Screen(name="plan-ask", address="/quan-tri/ke-hoach/edit/{plan_ask}/", who="desk", shows="form[method=post]", about="One of them.", pictured=False),
    Screen(name="calendar", address="/quan-tri/lich/", who="desk", shows=".cal-month .cal-entry", about="The editorial calendar: a month.", dark=True),
    Screen(name="calendar-list", address="/quan-tri/lich/?xem=ds", who="desk", shows=".cal-agenda", about="The same as a list."),
    Screen(name="calendar-plan", address="/quan-tri/lich/bai/moi/", who="desk", shows="form[method=post]", about="Planning a piece."),
    Screen(name="calendar-piece", address="/quan-tri/lich/bai/{piece}/", who="desk", shows="#cal-link", about="A planned piece and the article for it.", pictured=False),
    Screen(name="led", address="/quan-tri/led/", who="desk", shows="#led-screens", about="The screens in waiting halls and their messages.", dark=True),
    Screen(name="led-message-new", address="/quan-tri/led/tin/moi/", who="desk", shows="[data-led-count]", about="A message for them: short, and for a time.", dark=True),
    Screen(name="led-message", address="/quan-tri/led/tin/{led_message}/", who="board", shows="#led-history", about="A message as the board sees it.", pictured=False),
    Screen(name="led-screen", address="/quan-tri/led/man-hinh/{led_screen}/", who="desk", shows="#led-form", about="A screen with its address.", pictured=False),
    Screen(name="led-screen-new", address="/quan-tri/led/man-hinh/moi/", who="desk", shows="form[method=post]", about="One more screen.", pictured=False),
    Screen(name="calendar-move", address="/quan-tri/lich/bai/{piece}/doi-ngay/", who="desk", shows="form[method=post]", about="Moving something without dragging.", pictured=False),
    Screen(name="calendar-move-issue", address="/quan-tri/lich/so/{issue_scheduled}/doi-ngay/", who="desk", shows="form[method=post]", about="Moving an issue.", pictured=False),
    Screen(name="calendar-address", address="/quan-tri/lich/dia-chi/", who="desk", shows=".cal-acts", about="The calendar on one's phone."),
    Screen(name="board-items", address="/quan-tri/bang-thang/bai/?thang={month}", who="desk", shows="main", about="The list behind a number.", pictured=False),
    Screen(name="composer", address="/quan-tri/so-ban-tin/{issue_composed}/", who="desk", shows="#compose-form", about="Composing an issue."),
    Screen(name="issue-published", address="/quan-tri/so-ban-tin/{issue_published}/", who="desk", shows="main h2", about="An issue that is out.", pictured=False),
    Screen(name="issue-partial", address="/quan-tri/so-ban-tin/{issue_partial}/", who="desk", shows="form[action$='/withdraw/'] button", about="An issue of which readers have a part, and its withdrawal.", prepare=_open("summary:has(+ form[action$='/withdraw/'])"), pictured=False),
    Screen(name="issue-held", address="/quan-tri/so-ban-tin/{issue_held}/", who="desk", shows="form[action$='/complete/'] button", about="An issue that was published without an article, which follows.", pictured=False),
    Screen(name="issue-preview", address="/quan-tri/so-ban-tin/{issue_for_board}/xem-truoc/", who="board", shows="h1", about="An issue as readers will see it.", pictured=False),
    Screen(name="issue-pdf", address="/quan-tri/so-ban-tin-pdf/{issue_composed}/", who="desk", shows="form[method=post] button", about="The PDF of an issue: a preview before its publication."),
    Screen(name="letters", address="/quan-tri/thu-ban-tin/", who="desk", shows="#letters-editions", about="The bulletin by mail: editions and how many people get it."),
    Screen(name="letter", address="/quan-tri/thu-ban-tin/so/{issue_published}/", who="desk", shows="#letters-mails", about="One edition: each number opens its mails."),
    Screen(name="letter-readers", address="/quan-tri/thu-ban-tin/nguoi-nhan/", who="desk", shows=".letters-row", about="Who gets the bulletin by mail."),
    Screen(name="letter-preview", address="/quan-tri/thu-ban-tin/so/{issue_composed}/xem/", who="desk", shows="h1", about="The letter of an issue before its publication.", pictured=False),
    Screen(name="letter-ask", address="/nhan-ban-tin/", who="", shows="#id_email", about="Where readers ask for the bulletin.", pictured=False),
    Screen(name="reminders", address="/quan-tri/nhac-viec/{month}/", who="desk", shows="main table, main ul", about="Who was reminded of what, and who still owes."),
    Screen(name="exemption", address="/quan-tri/nhac-viec/{month}/mien/{exempt_code}/", who="desk", shows="form[method=post]", about="Entering an exemption."),
    Screen(name="recording", address="/quan-tri/ghi-am/{published_page}/", who="desk", shows="#upload", about="The recording of an article."),
    Screen(name="mails", address="/quan-tri/thu/", who="desk", shows="main table, main ul, main ol", about="Every mail that was promised."),
    Screen(name="mail", address="/quan-tri/thu/{mail}/", who="desk", shows="main h2, main dl", about="One mail, and sending it again."),
    Screen(name="absences", address="/quan-tri/vang-mat/", who="desk", shows="main table, main ul, main form", about="Who is away, and who stands in."),
    Screen(name="absence-of-person", address="/quan-tri/vang-mat/?nguoi={person}", who="desk", shows="main form", about="Entering an absence for somebody.", pictured=False),
    Screen(name="official-names", address="/quan-tri/bang-kiem/ten-goi/", who="desk", shows="main table", about="Check lists: official names."),
    Screen(name="official-name-add", address="/quan-tri/bang-kiem/ten-goi/new/", who="desk", shows="form[method=post]", about="One more.", pictured=False),
    Screen(name="official-name", address="/quan-tri/bang-kiem/ten-goi/edit/{official_name}/", who="desk", shows="form[method=post]", about="One of them.", pictured=False),
    Screen(name="abbreviations", address="/quan-tri/bang-kiem/viet-tat/", who="desk", shows="main table", about="Check lists: abbreviations.", pictured=False),
    Screen(name="abbreviation", address="/quan-tri/bang-kiem/viet-tat/edit/{abbreviation}/", who="desk", shows="form[method=post]", about="One of them.", pictured=False),
    Screen(name="abbreviation-add", address="/quan-tri/bang-kiem/viet-tat/new/", who="desk", shows="form[method=post]", about="One more.", pictured=False),
    Screen(name="delicate-words", address="/quan-tri/bang-kiem/tu-ngu/", who="desk", shows="main table", about="Check lists: words that ask for a second reviewer.", pictured=False),
    Screen(name="delicate-word", address="/quan-tri/bang-kiem/tu-ngu/edit/{delicate_words}/", who="desk", shows="form[method=post]", about="One group of them.", pictured=False),
    Screen(name="delicate-word-add", address="/quan-tri/bang-kiem/tu-ngu/new/", who="desk", shows="form[method=post]", about="One more.", pictured=False),
    Screen(name="cited-documents", address="/quan-tri/bang-kiem/van-ban/", who="desk", shows="main", about="Check lists: documents that ceased to apply.", pictured=False),
    Screen(name="cited-document", address="/quan-tri/bang-kiem/van-ban/edit/{cited_document}/", who="desk", shows="form[method=post]", about="One of them.", pictured=False),
    Screen(name="cited-document-add", address="/quan-tri/bang-kiem/van-ban/new/", who="desk", shows="form[method=post]", about="One more.", pictured=False),
    Screen(name="reasons", address="/quan-tri/ly-do/", who="desk", shows="main table", about="The reasons for returning and rejecting."),
    Screen(name="reason", address="/quan-tri/ly-do/edit/{reason}/", who="desk", shows="form[method=post]", about="A reason, and what a unit learns from it.", pictured=False),
    Screen(name="reason-add", address="/quan-tri/ly-do/new/", who="desk", shows="form[method=post]", about="One more.", pictured=False),
    Screen(name="people-of-units", address="/quan-tri/don-vi-va-nguoi/", who="desk", shows=".people a", about="The people of all units."),
    _work("bao-len-ban-thu-ky", "desk", "Told to the desk.", shows="#desk-list-title"),
    _work("qua-han-chua-nhan", "desk", "Late, and nobody has it.", shows="#desk-list-title"),
    _work("don-vi-cham", "desk", "Units that are late.", shows="#desk-list-title"),
    _work("thu-khong-gui-duoc", "desk", "Mails that could not be sent.", shows="#desk-list-title"),
)  # fmt: skip

BOARD: Final = (
    Screen(name="board-work", address="/quan-tri/kiem-duyet/?muc=trinh-toi", who="board", shows="[data-desk-row]", about="What was put before a member of the board."),
    _work("so-cho-duyet", "board", "Issues to approve.", name="board-issues"),
    Screen(name="board-link", address="/duyet/{board_token}/", who="", shows="form button", about="Approval through a link in a mail, without signing in."),
    Screen(name="board-link-void", address="/duyet/khong-co/", who="", shows="h1", about="A link that leads nowhere.", status=404, pictured=False),
    Screen(name="issue-for-board", address="/quan-tri/so-ban-tin/{issue_for_board}/", who="board", shows="form[action$='/approve/'] button", about="An issue before the board."),
)  # fmt: skip

OFFICER: Final = (
    Screen(name="forwarding", address="/quan-tri/chuyen-tinh/", who="officer", shows=".fwd-row", about="What went to the province's site and what became of it."),
    Screen(name="delivery", address="/quan-tri/chuyen-tinh/{delivery}/", who="officer", shows="#live-state", about="One delivery with its proof."),
    Screen(name="delivery-waiting", address="/quan-tri/chuyen-tinh/{waiting_delivery}/", who="officer", shows="#live-state", about="One that is not yet through.", pictured=False),
    Screen(name="release", address="/quan-tri/chuyen-tinh/cho-di/", who="officer", shows="#cho-di", about="What waits for the officer's release.", pictured=False),
    Screen(name="send-by-choice", address="/quan-tri/chuyen-tinh/chon/", who="officer", shows=".desk-empty, .fwd-choose", about="Articles that are sent by choice.", pictured=False),
    Screen(name="drift", address="/quan-tri/chuyen-tinh/sai-khac/", who="officer", shows=".desk-tabs", about="What other sites show that was not confirmed.", pictured=False),
    Screen(name="forwarding-policy", address="/quan-tri/chuyen-tinh/chinh-sach/{destination}/", who="officer", shows=".fwd-policy", about="What a destination is sent.", pictured=False),
    Screen(name="proof", address="/quan-tri/ho-so-minh-chung/{published_page}/", who="officer", shows="#ho-so", about="The proof files of an article.", pictured=False),
    _work("cho-chuyen-di", "officer", "What waits for a release.", shows="#desk-list-title"),
    _work("sai-khac", "officer", "Differences at other sites.", shows="#desk-list-title"),
    _work("can-nguoi", "officer", "What needs a person.", shows="#desk-list-title"),
    Screen(name="by-hand", address="/quan-tri/chuyen-tinh/viec/", who="officer", shows=".fwd-row", about="Articles that people put on another site by hand.", pictured=False),
    Screen(name="by-hand-task", address="/quan-tri/chuyen-tinh/viec/{task}/", who="officer", shows="#task-form", about="One of them, with its package.", pictured=False),
    Screen(name="by-hand-person", address="/quan-tri/chuyen-tinh/viec/nguoi/{by_hand}/", who="admin", shows="#route-form", about="Who puts them in.", pictured=False),
    Screen(name="forwarding-alarms", address="/quan-tri/chuyen-tinh/bao-dong/", who="officer", shows=".fwd-alarm", about="Alarms: what is wrong, what to do, who has taken note.", dark=True),
    Screen(name="guide-alarms", address="/quan-tri/huong-dan/bao-dong/", who="officer", shows="#silent", about="The guide of alarms: each with what to do.", pictured=False),
    Screen(name="forwarding-article", address="/quan-tri/chuyen-tinh/bai/{forwarded}/", who="officer", shows=".fwd-article-version", about="One article over all versions and destinations."),
    Screen(name="forwarding-replay", address="/quan-tri/chuyen-tinh/gui-lai/?which=tat-ca&since=01/{month_written}", who="officer", shows=".fwd-row", about="Sending many again: the number and the list first, then the reason."),
    Screen(name="destinations", address="/quan-tri/chuyen-tinh/noi/", who="admin", shows=".fwd-row", about="Destinations, and what waits for a second person."),
    Screen(name="destination", address="/quan-tri/chuyen-tinh/noi/{place}/", who="admin", shows=".fwd-settings", about="How a destination is set up, without its secrets."),
    Screen(name="destination-add", address="/quan-tri/chuyen-tinh/noi/them/?loai=webhook", who="admin", shows="input[type=password]", about="Proposing a destination.", pictured=False),
    Screen(name="destination-change", address="/quan-tri/chuyen-tinh/noi/{place}/de-xuat/ngung-dung/", who="admin", shows="form.fwd-form", about="Proposing a change.", pictured=False),
    Screen(name="destination-proposal", address="/quan-tri/chuyen-tinh/de-xuat/{proposal}/", who="board", shows=".fwd-table", about="The second person decides on a change of a destination."),
)  # fmt: skip

ADMINISTRATOR: Final = (
    Screen(name="house-people", address="/quan-tri/nguoi/", who="admin", shows=".desk-row", about="People and their roles, and inviting somebody."),
    Screen(name="house-person", address="/quan-tri/nguoi/{person}/", who="admin", shows="form[method=post]", about="One person."),
    Screen(name="invitation", address="/loi-moi/{invitation_token}/", who="", shows="input[type=password]", about="Taking up an invitation."),
    Screen(name="page-history", address="/quan-tri/pages/{in_review_page}/history/", who="admin", shows="main table", about="Wagtail's history of a page.", pictured=False),
    Screen(name="explorer", address="/quan-tri/pages/{unit_page}/", who="admin", shows="main table", about="The page tree, narrowed to what one may see."),
    Screen(name="images", address="/quan-tri/images/", who="admin", shows="main ul.listing li, main table", about="The photos."),
    Screen(name="image-add", address="/quan-tri/images/add/", who="admin", shows="main h1, h1", about="Adding photos.", pictured=False),
    Screen(name="image", address="/quan-tri/images/{photo}/", who="admin", shows="[name=title]", about="A photo with its focal point and who is in it."),
    Screen(name="site-profile", address="/quan-tri/settings/website/siteprofile/{site}/", who="admin", shows="form[method=post]", about="What stands in the head and foot of the site."),
    Screen(name="site-history", address="/quan-tri/reports/site-history/", who="admin", shows="main table, main", about="Wagtail's record of everything.", pictured=False),
    Screen(name="login", address="/quan-tri/login/", who="", shows="input[name=username]", about="Signing in."),
    Screen(name="password-reset", address="/quan-tri/password_reset/", who="", shows="input[name=email]", about="A forgotten password."),
    Screen(name="not-found", address="/quan-tri/kiem-duyet/99999999/", who=WRITER, shows="h1", about="What is missing, or another unit's.", status=404),
    Screen(name="not-found-of-admin", address="/quan-tri/khong-co-trang-nay/", who=EDITOR, shows="h1", about="An address of the desk that does not exist.", status=404, pictured=False),
)  # fmt: skip

ROLES: Final[dict[str, tuple[Screen, ...]]] = {
    "Writers": WRITERS,
    "Heads of units": HEADS,
    "Editors": EDITORS,
    "The desk": DESK,
    "The board": BOARD,
    "The forwarding officer": OFFICER,
    "The administrator, and signing in": ADMINISTRATOR,
}
SCREENS: Final = tuple(screen for screens in ROLES.values() for screen in screens)
# Two walks of much the same length, a file of tests each, so that they go at once.
OF_ARTICLES: Final = (*WRITERS, *HEADS, *EDITORS, *OFFICER)
OF_THE_HOUSE: Final = (*DESK, *BOARD, *ADMINISTRATOR)


def keep_picture(page: Page, screen: Screen, *, width: int) -> None:
    """Writes the picture of a screen as it stands in the window."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    tall = page.evaluate(
        "Math.max(...[document.documentElement, ...document.querySelectorAll('main')].map(one => one.scrollHeight))"
    )
    height = max(min(tall, TALLEST[width]), 600)
    page.set_viewport_size({"width": width, "height": height})
    picture = Image.open(BytesIO(page.screenshot(animations="disabled", caret="hide"))).convert("RGB")
    size = (round(picture.width * SCALE[width]), round(picture.height * SCALE[width]))
    picture.resize(size, Image.Resampling.LANCZOS).save(
        PICTURES / f"{screen.name}-{width}.webp", quality=QUALITY, method=6
    )


def document() -> str:
    """The page of the documentation that shows them all."""
    lines = [
        "# The screens of the desk",
        "",
        "Each screen of the desk as its role sees it, wide and on a phone, with the demo's data. The pictures are made by",
        "`python -m tests.e2e.desk_screens --write`; the same list is checked in every test run",
        "(`tests/e2e/test_desk_screens*.py`): axe finds nothing, nothing is wider than a phone, one heading of the first",
        "level, and the main part is a landmark.",
    ]
    for role, screens in ROLES.items():
        lines += ["", f"## {role}", ""]
        for screen in screens:
            if screen.pictured:
                lines += [
                    f"**{screen.about}**",
                    "",
                    f'<img src="images/desk/{screen.name}-{WIDE}.webp" width="640" alt="{screen.about}">',
                    f'<img src="images/desk/{screen.name}-{PHONE}.webp" width="180" alt="The same on a phone">',
                    "",
                ]
    return "\n".join(lines).rstrip() + "\n"


def main() -> int:
    """Takes all pictures through the test, which knows how to reach each screen."""
    if "--write" not in sys.argv[1:]:
        print(__doc__)
        return 2
    files = [str(path) for path in sorted(Path(__file__).parent.glob("test_desk_screens*.py"))]
    command = [sys.executable, "-m", "pytest", *files, "-q"]
    code = subprocess.run(command, cwd=ROOT, env={**os.environ, WRITE: "1"}, check=False).returncode
    if code == 0:
        DOCUMENT.write_text(document(), encoding="utf-8")
    return code


if __name__ == "__main__":
    sys.exit(main())
