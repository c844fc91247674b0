"""What an article needs before it can be handed in: asked once at submit, and shown while it is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from submissions.articles.models import ArticlePage


def problems(page: ArticlePage) -> list[str]:
    """What is missing, each as one sentence that says what to do; empty when the article can be submitted."""
    found: list[str] = []
    if not page.title.strip():
        found.append(_("Give the article a title."))
    if not page.sapo.strip():
        found.append(_("Write the standfirst: one or two sentences that say what matters."))
    if not any(block.block_type == "paragraph" for block in page.body):
        found.append(_("The article has no text yet."))
    if not page.byline.strip():
        found.append(_("Say who wrote the article."))
    if not page.genre:
        found.append(_("Choose the genre."))
    if not page.topic_id:
        found.append(_("Choose the main topic."))
    if not page.audience:
        found.append(_("Choose whom the article is for."))
    if page.lead_image_id and not page.lead_alt.strip():
        found.append(_("Describe the lead photo for people who can't see it (alternative text)."))
    figures = [block.value for block in page.body if block.block_type == "figure"]
    missing = sum(not (figure.get("alt") or "").strip() for figure in figures)
    if missing:
        found.append(
            _("Describe every photo for people who can't see it: %(count)d without alternative text.")
            % {"count": missing}
        )
    return found
