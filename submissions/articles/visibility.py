"""Which pages, photos and files a person may meet in the admin's lists, choosers and its API."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Q
from wagtail.admin.api.views import PagesAdminAPIViewSet
from wagtail.documents.api.admin.views import DocumentsAdminAPIViewSet
from wagtail.documents.permissions import permission_policy as document_policy
from wagtail.images.api.admin.views import ImagesAdminAPIViewSet
from wagtail.images.permissions import permission_policy as photo_policy
from wagtail.models import Page, ReferenceIndex

from cms.accounts.roles import house_roles
from submissions.articles.models import ArticlePage, Submission

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from cms.accounts.models import User

LIBRARY_ACTIONS = ["choose", "add", "change", "delete"]


def visible_pages(pages: QuerySet[Page], user: User, *, with_live: bool) -> QuerySet[Page]:
    """Narrows a list of pages: of the articles those that the person may see, and of the other unpublished pages only
    what their house-wide role lets them work on. ``with_live`` adds whatever readers see anyway."""
    mine = Q(pk__in=Submission.objects.visible_to(user).values("page_id"))
    if house_roles(user):
        mine |= ~Q(pk__in=ArticlePage.objects.values("pk"))
    elif not with_live:
        # The explorer has asked Wagtail's permissions: what is left beside articles is the unit's own page.
        mine |= ~Q(pk__in=ArticlePage.objects.values("pk"))
    return pages.filter(mine | Q(live=True)) if with_live else pages.filter(mine)


def may_serve(document: Any, user: Any) -> bool:
    """Whether a file may be handed out: a public page uses it, or the person may choose it."""
    references = ReferenceIndex.get_references_to(document).values_list("object_id", "base_content_type__model")
    pages = [int(pk) for pk, _model in references if pk.isdigit()]
    if Page.objects.live().public().filter(pk__in=pages).exists():
        return True
    return bool(
        user.is_authenticated and document_policy.user_has_any_permission_for_instance(user, LIBRARY_ACTIONS, document)
    )


class VisiblePagesAPI(PagesAdminAPIViewSet):
    """The admin's API of pages: what the person may see, to be read. Its verbs are closed: they bypass the desk."""

    actions: dict[str, Any] = {}

    def get_base_queryset(self) -> QuerySet[Page]:
        return visible_pages(super().get_base_queryset(), self.request.user, with_live=False)


class ChoosablePhotosAPI(ImagesAdminAPIViewSet):
    """The admin's API of photos: those of the person's collections."""

    def get_queryset(self) -> Any:
        allowed = photo_policy.instances_user_has_any_permission_for(self.request.user, LIBRARY_ACTIONS)
        return super().get_queryset().filter(pk__in=allowed.values("pk"))


class ChoosableDocumentsAPI(DocumentsAdminAPIViewSet):
    """The admin's API of files: those of the person's collections."""

    def get_queryset(self) -> Any:
        allowed = document_policy.instances_user_has_any_permission_for(self.request.user, LIBRARY_ACTIONS)
        return super().get_queryset().filter(pk__in=allowed.values("pk"))
