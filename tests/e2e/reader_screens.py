"""Every kind of page that a reader meets, in one list: what opens it and what has to be on it.

    python -m tests.e2e.reader_screens --write

takes a picture of each at three widths, light and dark, into ``docs/images/reader/`` and writes ``docs/reader-pages.md``.
``ONLY_READER_SCREENS`` names the pages to look at, for work on some of them.
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
PICTURES: Final = ROOT / "docs" / "images" / "reader"
DOCUMENT: Final = ROOT / "docs" / "reader-pages.md"
WRITE: Final = "WRITE_READER_SCREENS"
ONLY: Final = "ONLY_READER_SCREENS"
QUALITY: Final = 42
WIDTHS: Final = (360, 768, 1440)
SCHEMES: Final = ("light", "dark")
# The beginning of a page shows what it is; the repository stays light.
TALLEST: Final = {360: 1100, 768: 1300, 1440: 1500}
SCALE: Final = {360: 0.6, 768: 0.42, 1440: 0.36}


@dataclass(frozen=True, kw_only=True)
class Screen:
    """One page. ``address`` is filled in from the addresses of the material; ``shows`` is what must be visible.

    ``prepare`` opens what is closed at first; ``media`` is ``print`` for a page as it is printed.
    """

    name: str
    address: str
    shows: str
    about: str
    status: int = 200
    prepare: Callable[[Page], None] | None = None
    media: str = "screen"
    pictured: bool = True


def _open(selector: str) -> Callable[[Page], None]:
    def act(page: Page) -> None:
        page.locator(selector).first.click()

    return act


def _choose(**choices: str) -> Callable[[Page], None]:
    """Chooses how the page looks, as a reader does, and closes the panel again."""

    def act(page: Page) -> None:
        page.locator("[data-look] > summary").click()
        for name, value in choices.items():
            page.locator(f"[data-look] input[name={name}][value='{value}']").check(force=True)
        page.keyboard.press("Escape")

    return act


SCREENS: Final = (
    Screen(name="home", address="/", shows=".lead__title", about="The front page: a lead, the latest, the newest issue, the doors by audience, sections, units."),
    Screen(name="article", address="{article}", shows=".story__title", about="An article: what it is about, who wrote it, the text, and where it leads."),
    Screen(name="article-corrected", address="{corrected}", shows=".corrections", about="A corrected article says so above its text and below it."),
    Screen(name="article-english", address="{english}", shows="html[lang=en] .story__title", about="An article in English."),
    Screen(name="article-long", address="{long}", shows=".story__title", about="The longest title and standfirst that the desk takes, a table wider than a phone, a word without a break."),
    Screen(name="article-no-photo", address="{no_photo}", shows=".story__title", about="An article without a photo."),
    Screen(name="article-printed", address="{article}", shows=".printed .qr svg", about="The same as it is printed, with its address as a code.", media="print"),
    Screen(name="article-shared", address="{article}", shows=".share__code .qr", about="The ways to pass an article on.", prepare=_open(".share__code > summary"), pictured=False),
    Screen(name="article-withdrawn", address="{withdrawn}", shows="h1", about="A withdrawn article (410): when and why.", status=410),
    Screen(name="display", address="{article}", shows=".look__panel", about="How the pages look is the reader's choice: background, size, contrast, width.", prepare=_open("[data-look] > summary")),
    Screen(name="display-strong", address="{article}", shows=".story__title", about="Strong contrast, the largest text, narrow lines.", prepare=_choose(contrast="more", size="largest", width="narrow")),
    Screen(name="issue", address="{issue}", shows=".week__title", about="An issue with its cover and contents."),
    Screen(name="issues", address="/ban-tin/", shows=".shelf", about="The shelf of issues."),
    Screen(name="issues-year", address="{issue_year}", shows=".shelf", about="The issues of a year, by month."),
    Screen(name="issue-withdrawn", address="{issue_withdrawn}", shows="h1", about="A withdrawn issue (410).", status=410, pictured=False),
    Screen(name="letter", address="{letter}", shows="h1", about="An issue as a mail, in the browser.", pictured=False),
    Screen(name="subscribe", address="/nhan-ban-tin/", shows="#id_email", about="Asking for the bulletin by mail.", pictured=False),
    Screen(name="subscribe-refused", address="/nhan-ban-tin/", shows="#ask-error", about="What is no address.", prepare=_open(".letter-form button"), pictured=False),
    Screen(name="subscribe-asked", address="/nhan-ban-tin/da-gui/", shows="main h1", about="A mail is on its way.", pictured=False),
    Screen(name="subscribe-confirm", address="{confirm}", shows="main button", about="The link of the mail, and its button.", pictured=False),
    Screen(name="subscribe-closed", address="/nhan-ban-tin/xac-nhan/x/", shows="main h1", about="A link that works no more.", status=410, pictured=False),
    Screen(name="unsubscribe", address="{end}", shows="main button", about="Unsubscribing.", pictured=False),
    Screen(name="unsubscribed", address="/nhan-ban-tin/thoi/00000000-0000-4000-8000-000000000000/", shows="main h1", about="Unsubscribed.", pictured=False),
    Screen(name="english-home", address="/en/", shows="html[lang=en] .lead__title", about="The English front page.", pictured=False),
    Screen(name="english-articles", address="/en/articles/", shows="html[lang=en] .row", about="All articles in English.", pictured=False),
    Screen(name="english-search", address="/en/search/?q=the", shows="html[lang=en] .row", about="Search in English with results.", pictured=False),
    Screen(name="english-search-none", address="/en/search/?q=xyzzy", shows="html[lang=en] .empty", about="Search in English that finds nothing.", pictured=False),
    Screen(name="sections", address="/chuyen-muc/", shows=".section", about="The sections."),
    Screen(name="section", address="/chuyen-muc/chuyen-doi-so/", shows=".row", about="A section by topic."),
    Screen(name="section-empty", address="{empty_section}", shows=".empty", about="A section without an article.", pictured=False),
    Screen(name="audiences", address="/doi-tuong/", shows=".section", about="The doors by audience."),
    Screen(name="audience", address="/doi-tuong/nguoi-dan/", shows=".row", about="What is written for citizens."),
    Screen(name="units", address="/don-vi/", shows=".unitgroup", about="All units, in Vietnamese order."),
    Screen(name="unit", address="{unit}", shows=".row", about="A unit's articles."),
    Screen(name="unit-empty", address="{empty_unit}", shows=".empty", about="A unit that has published nothing yet.", pictured=False),
    Screen(name="unit-long", address="{long_unit}", shows=".row", about="A list with the longest title there can be.", pictured=False),
    Screen(name="contributors", address="/tac-gia/", shows=".people", about="The people who signed the articles."),
    Screen(name="contributor", address="{contributor}", shows=".row", about="One of them."),
    Screen(name="archive", address="/luu-tru/", shows=".calendar", about="The archive by year and month."),
    Screen(name="archive-year", address="{year}", shows=".calendar", about="A year of the archive.", pictured=False),
    Screen(name="archive-month", address="{month}", shows=".row", about="A month of the archive."),
    Screen(name="search", address="/tim-kiem/?q=th%E1%BB%A7%20t%E1%BB%A5c", shows="main h1", about="Search with results."),
    Screen(name="search-none", address="/tim-kiem/?q=xyzzy", shows="main h1", about="Search that finds nothing."),
    Screen(name="about", address="/ve-ban-tin/", shows=".imprint", about="About the bulletin, with its imprint."),
    Screen(name="contact", address="/lien-he/", shows=".contact", about="Contact."),
    Screen(name="links", address="/lien-ket/", shows=".register", about="The register of links to the state's portals."),
    Screen(name="not-found", address="/khong-co-trang-nay/", shows="h1", about="An address that does not exist.", status=404),
)  # fmt: skip


def keep_picture(page: Page, screen: Screen, *, width: int, scheme: str) -> None:
    """Writes the picture of a page as it stands in the window."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    tall = page.evaluate("document.documentElement.scrollHeight")
    page.set_viewport_size({"width": width, "height": max(min(tall, TALLEST[width]), 600)})
    # Pictures far down are lazy: what is shown has to be there.
    page.evaluate(
        "Promise.all([...document.images].filter(one => one.getBoundingClientRect().top < innerHeight)"
        ".map(one => { one.loading = 'eager'; return one.decode().catch(() => {}); }))"
    )
    picture = Image.open(BytesIO(page.screenshot(animations="disabled", caret="hide"))).convert("RGB")
    size = (round(picture.width * SCALE[width]), round(picture.height * SCALE[width]))
    name = f"{screen.name}-{width}-{scheme}.webp"
    picture.resize(size, Image.Resampling.LANCZOS).save(PICTURES / name, quality=QUALITY, method=6)


def document() -> str:
    """The page of the documentation that shows them all."""
    lines = [
        "# The pages of the reader",
        "",
        "Each kind of page that a reader meets, at 360, 768 and 1440 px, light and dark, with the demo's data. The pictures",
        "are made by `python -m tests.e2e.reader_screens --write`; the same list is checked in every test run",
        "(`tests/e2e/test_reader_screens.py`): axe finds nothing, light, dark and with strong contrast; nothing is wider",
        "than 320 px or clipped, with text of twice the size neither; one heading of the first level. What a page may cost",
        "the reader's line is held by `tests/e2e/test_page_budget.py`, what it may cost the database by",
        "`tests/cms/website/test_page_costs.py`.",
    ]
    for screen in SCREENS:
        if not screen.pictured:
            continue
        lines += ["", f"**{screen.about}**", ""]
        schemes = SCHEMES if screen.media == "screen" else ("light",)
        for scheme in schemes:
            for width in WIDTHS:
                alt = f"{screen.name}, {width} px, {scheme}"
                shown = {360: 110, 768: 165, 1440: 265}[width]
                lines.append(
                    f'<img src="images/reader/{screen.name}-{width}-{scheme}.webp" width="{shown}" alt="{alt}">'
                )
    return "\n".join(lines).rstrip() + "\n"


def main() -> int:
    """Takes all pictures through the test, which knows how to reach each page."""
    if "--write" not in sys.argv[1:]:
        print(__doc__)
        return 2
    command = [sys.executable, "-m", "pytest", "tests/e2e/test_reader_screens.py", "-n0", "-q"]
    code = subprocess.run(command, cwd=ROOT, env={**os.environ, WRITE: "1"}, check=False).returncode
    if code == 0:
        DOCUMENT.write_text(document(), encoding="utf-8")
    return code


if __name__ == "__main__":
    sys.exit(main())
