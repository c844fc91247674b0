"""Categories and tags of a WordPress: mapped, found by slug, made only where the destination says so, else left out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cms.core.text import slugify_vi

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bulletin.forwarding.adapters.wordpress_site import Site
    from bulletin.forwarding.formats import Article
    from bulletin.forwarding.payload import Label

FIELDS = "id,slug"


class Terms:
    """``category_map`` gives for a code of ours the number or the slug of a term over there."""

    def __init__(self, site: Site, category_map: Mapping[str, Any], *, creates: bool) -> None:
        self.site, self.category_map, self.creates = site, category_map, creates
        self.notes: list[str] = []

    def categories(self, article: Article) -> list[int]:
        """The numbers of the categories of the article's section."""
        return self._numbers("categories", [article.category] if article.category else [])

    def tags(self, article: Article) -> list[int]:
        """The numbers of the tags of the article's topics."""
        return self._numbers("tags", list(article.topics))

    def _numbers(self, kind: str, labels: Sequence[Label]) -> list[int]:
        if not labels:
            return []
        wanted = {label: self._slugs(label) for label in labels}
        asked = sorted({slug for slugs in wanted.values() for slug in slugs if not slug.isdigit()})
        rows = self.site.rows(kind, slug=",".join(asked), per_page=100, _fields=FIELDS) if asked else []
        known = {str(row.get("slug")): row["id"] for row in rows if isinstance(row.get("id"), int)}
        found = []
        for label, slugs in wanted.items():
            number = next(
                (int(slug) if slug.isdigit() else known[slug] for slug in slugs if slug.isdigit() or slug in known), 0
            )
            number = number or self._make(kind, label, slugs)
            if number:
                found.append(number)
            else:
                self.notes.append(f"left out, the site does not have it: {label.name}")
        return list(dict.fromkeys(found))

    def _slugs(self, label: Label) -> list[str]:
        """What the term may be called over there: as it is mapped, and nothing else; else by our code or its name."""
        mapped = self.category_map.get(label.code)
        if mapped:
            return [str(mapped).strip().lower()]
        return list(dict.fromkeys([slugify_vi(label.code), slugify_vi(label.name)]))

    def _make(self, kind: str, label: Label, slugs: Sequence[str]) -> int:
        if not self.creates or label.code in self.category_map:
            return 0
        reply = self.site.post(kind, {"name": label.name, "slug": slugs[-1]}, _fields=FIELDS)
        if reply.code == "term_exists":
            data = reply.item.get("data")
            number = data.get("term_id") if isinstance(data, dict) else 0
            return number if isinstance(number, int) else 0
        if reply.status in (401, 403):
            return 0
        if not reply.ok:
            raise reply.error()
        return reply.number
