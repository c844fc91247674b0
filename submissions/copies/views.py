"""The screen that shows an article beside those that say the same."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from submissions.articles.models import ArticlePage, Submission
from submissions.copies.search import similar_to
from submissions.copies.shingles import MIN_WORDS, text_of_page, words_of

# The page of an article belongs to a higher room and is known here by the name of its address only.
ARTICLE_SCREEN = "moderation:submission"


class CopiesView(WagtailAdminTemplateMixin, TemplateView):
    """The articles that share text with one, side by side with it. Whoever may not see the article gets 404; named are
    only articles that the person may see or that are public."""

    template_name = "copies/submission.html"
    page_title = gettext_lazy("Copies")
    header_icon = "copy"
    http_method_names = ["get", "head", "options"]

    @cached_property
    def submission(self) -> Submission:
        """The row, if the person may see it."""
        user: Any = self.request.user
        visible = Submission.objects.visible_to(user).select_related("page", "unit")
        found: Submission = get_object_or_404(visible, pk=self.kwargs["submission_id"])
        return found

    @cached_property
    def article(self) -> ArticlePage:
        """The article as its latest revision has it."""
        page: ArticlePage = self.submission.page.get_latest_revision_as_object()
        return page

    def get_page_subtitle(self) -> str:
        return str(self.article.title)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        article = {"url": reverse(ARTICLE_SCREEN, args=[self.submission.pk]), "label": self.get_page_subtitle()}
        return [article, {"url": "", "label": _("Copies")}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user: Any = self.request.user
        words = sum(word.counts for word in words_of(text_of_page(self.article)))
        return {
            **super().get_context_data(**kwargs),
            "submission": self.submission,
            "article": self.article,
            "matches": similar_to(page=self.article, user=user),
            "is_too_short": words < MIN_WORDS,
            "least_words": MIN_WORDS,
        }
