"""What the proofs add to Wagtail's admin: their screen, and the way to it from an article."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.widgets import Button

from bulletin.evidence import views
from bulletin.evidence.permissions import may_have_proof
from submissions.articles.models import ArticlePage
from submissions.moderation.article_links import HOOK, ArticleLink

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.urls import URLPattern
    from wagtail.models import Page

    from cms.accounts.models import User
    from submissions.articles.models import Submission


@hooks.register("register_admin_urls")
def desk_urls() -> list[URLPattern]:
    """The screen of an article's proof files, and the files."""
    return [
        path("ho-so-minh-chung/<int:page_id>/", views.proof_page, name="evidence_article"),
        path("ho-so-minh-chung/tep/<int:file_id>/", views.proof_download, name="evidence_file"),
    ]


@hooks.register("register_page_header_buttons")
def proof_button(page: Page, user: User, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    """The way from the editor and its neighbours to the proof of what was published."""
    if not (isinstance(page, ArticlePage) and hasattr(page, "submission")):
        return
    if may_have_proof(user=user, submission=page.submission):
        yield Button(
            _("Proof of publication"),
            url=reverse("evidence_article", args=[page.pk]),
            icon_name="clipboard-list",
            priority=15,
        )


@hooks.register(HOOK)
def proof_link(*, submission: Submission, user: User) -> Iterator[ArticleLink]:
    """The way to the proof from an article's page at the desk and from what was forwarded of it."""
    if may_have_proof(user=user, submission=submission):
        yield ArticleLink(
            label=str(_("Proof of publication")),
            url=reverse("evidence_article", args=[submission.page_id]),
            icon="clipboard-list",
        )
