"""What the articles add to Wagtail: their form, and lists, choosers, API and files that show no unit another's work."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404
from wagtail import hooks

from submissions.articles import visibility
from submissions.articles.forms import ArticleForm
from submissions.articles.models import ArticlePage

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest
    from wagtail.api.v2.router import WagtailAPIRouter
    from wagtail.models import Page

# Set here and not on the model, because the form needs the admin, which needs all models.
ArticlePage.base_form_class = ArticleForm


@hooks.register("construct_page_chooser_queryset")
def choose_what_is_visible(pages: QuerySet[Page], request: HttpRequest) -> QuerySet[Page]:
    """The chooser offers public pages and the person's own drafts."""
    user: Any = request.user
    return visibility.visible_pages(pages, user, with_live=True)


@hooks.register("construct_explorer_page_queryset")
def list_what_is_visible(parent_page: Page, pages: QuerySet[Page], request: HttpRequest) -> QuerySet[Page]:
    """The explorer lists what the person may see."""
    user: Any = request.user
    return visibility.visible_pages(pages, user, with_live=False)


@hooks.register("construct_admin_api", order=100)
def narrow_admin_api(router: WagtailAPIRouter) -> None:
    """Takes the place of Wagtail's own endpoints, which show every unit's photos, files and drafts."""
    router.register_endpoint("pages", visibility.VisiblePagesAPI)
    router.register_endpoint("images", visibility.ChoosablePhotosAPI)
    router.register_endpoint("documents", visibility.ChoosableDocumentsAPI)


@hooks.register("before_serve_document")
def serve_what_is_used(document: Any, request: HttpRequest) -> None:
    """A file's address can be guessed; it is handed out if a public page uses it or the person may choose it."""
    if not visibility.may_serve(document, request.user):
        raise Http404
