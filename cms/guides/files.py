"""The guides: one Markdown file a role in ``docs/huong-dan``, one a subject, and ``README.md`` for what holds for all.

Every heading that a screen may point at carries an anchor that stays when its words change: ``## Gửi bài {#gui-bai}``.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

import nh3
from django.conf import settings
from django.urls import reverse
from django.utils.safestring import mark_safe
from markdown import Markdown
from markdown.treeprocessors import Treeprocessor

from cms.accounts.roles import Role

if TYPE_CHECKING:
    from pathlib import Path
    from xml.etree.ElementTree import Element

    from django.utils.safestring import SafeString

FOLDER: Final[Path] = settings.BASE_DIR / "docs" / "huong-dan"
# What holds for every role: signing in, notices, absence. It is the first page of the guides.
COMMON: Final = "README"
# In this order a person's own guides are offered, and searched for the place that belongs to a screen.
SLUGS: Final = {
    Role.WRITER: "nguoi-viet",
    Role.UNIT_HEAD: "lanh-dao-don-vi",
    Role.EDITOR: "bien-tap-vien",
    Role.DESK: "thu-ky",
    Role.BOARD: "ban-bien-tap",
    Role.OFFICER: "chuyen-vien-tchc",
    Role.ADMINISTRATOR: "quan-tri",
}
# Pages about one subject, too long for a role's page; whoever has to do with it comes there from its screens.
SUBJECTS: Final = ("chuyen-tinh", "bao-dong")
# All but the common page.
PAGES: Final = (*SLUGS.values(), *SUBJECTS)
TAGS: Final = {
    "h1", "h2", "h3", "p", "ul", "ol", "li", "strong", "em", "code", "kbd", "a", "table", "thead", "tbody", "tr", "th",
    "td", "blockquote", "hr", "br",
}  # fmt: skip
ATTRIBUTES: Final = {"a": {"href"}, "h1": {"id"}, "h2": {"id"}, "h3": {"id"}}


@dataclass(frozen=True, kw_only=True)
class Section:
    """A heading of the second level: the anchor that screens point at, and its words."""

    anchor: str
    title: str


@dataclass(frozen=True, kw_only=True)
class Guide:
    """One guide, ready to be shown. ``text`` is what stands below the title."""

    slug: str
    title: str
    text: SafeString
    sections: tuple[Section, ...]

    @property
    def url(self) -> str:
        """Its address at the desk."""
        return address(self.slug)

    def has(self, anchor: str) -> bool:
        """Whether a screen may point at this place of it."""
        return any(section.anchor == anchor for section in self.sections)


def address(slug: str) -> str:
    """Where a guide stands at the desk."""
    return reverse("guides:index") if slug == COMMON else reverse("guides:guide", args=[slug])


@cache
def guide(slug: str) -> Guide:
    """The guide of this name (`COMMON` or one of `PAGES`). The files are part of a release, so they are read once."""
    markdown = Markdown(extensions=["attr_list", "sane_lists", "tables", "toc"])
    # Behind the processors that make links.
    markdown.treeprocessors.register(_LinkProcessor(markdown), "links_at_the_desk", 0)
    source = (FOLDER / f"{slug}.md").read_text(encoding="utf-8")
    title, _line, text = source.removeprefix("# ").partition("\n")
    # The files are our own; they pass the same fence as every other text that is shown as HTML.
    shown = nh3.clean(markdown.convert(text), tags=TAGS, attributes=ATTRIBUTES, link_rel=None, url_schemes={"https"})
    return Guide(
        slug=slug,
        title=title.strip(),
        text=mark_safe(shown),  # noqa: S308
        sections=tuple(_sections(markdown)),
    )


def _sections(markdown: Markdown) -> list[Section]:
    tokens: list[dict[str, Any]] = markdown.toc_tokens  # type: ignore[attr-defined]  # set by the extension
    return [Section(anchor=token["id"], title=token["name"]) for token in tokens]


class _LinkProcessor(Treeprocessor):
    """In the repository guides point at each other as files; at the desk those are addresses."""

    def run(self, root: Element) -> None:
        for link in root.iter("a"):
            target = urlsplit(link.get("href", ""))
            if target.path.endswith(".md") and not target.netloc:
                fragment = f"#{target.fragment}" if target.fragment else ""
                link.set("href", address(target.path.removesuffix(".md")) + fragment)
