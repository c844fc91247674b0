"""The editor's form of an article: which photos may be put in, and whether its text is open at the moment of saving."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.images.permissions import permission_policy

from submissions.articles.permissions import may_edit

if TYPE_CHECKING:
    from submissions.articles.models import ArticlePage


class ArticleForm(WagtailAdminPageForm):
    """Wagtail's page form with the checks that the form of an article needs."""

    instance: ArticlePage

    def clean(self) -> dict[str, Any]:
        """Photos come from collections that the person may choose from, or are in the article already.

        The form's field takes any photo's id; a photo of another unit must not be reachable by guessing.
        """
        data: dict[str, Any] = super().clean()
        _describe(data)
        wanted = {"lead_image": _lead(data.get("lead_image")), "body": _figures(data.get("body"))}
        kept = _lead(self.instance.lead_image) | _figures(self.instance.body)
        new = (wanted["lead_image"] | wanted["body"]) - kept
        if new:
            choosable = permission_policy.instances_user_has_any_permission_for(self.for_user, ["choose"])
            foreign = new - set(choosable.filter(pk__in=new).values_list("pk", flat=True))
            for field, ids in wanted.items():
                if ids & foreign:
                    self.add_error(field, ValidationError(_("Choose a photo of your own unit.")))
        return data

    def save(self, commit: bool = True) -> ArticlePage:
        """Saves if the text is open to this person now; the row stays locked until the revision is written.

        Raises:
            PermissionDenied: somebody moved the article on in the meantime. The editor shows the message and keeps
                everything that was typed.
        """
        from submissions.articles.models import Submission

        with transaction.atomic():
            submission = Submission.objects.select_for_update(of=("self",)).filter(page_id=self.instance.pk).first()
            if submission is not None and not may_edit(user=self.for_user, submission=submission):
                raise PermissionDenied(
                    _(
                        "The article is “%(state)s” now, so your changes were not saved. Copy them before you leave the page."
                    )
                    % {"state": submission.get_state_display().lower()}
                )
            page: ArticlePage = super().save(commit=commit)
        return page


def _lead(photo: Any) -> set[int]:
    return {photo.pk} if photo else set()


def _figures(body: Any) -> set[int]:
    figures = [block.value for block in body or () if block.block_type == "figure"]
    return {figure["image"].pk for figure in figures if figure.get("image")}


def _describe(data: dict[str, Any]) -> None:
    """Photos without an alternative text in the article take the description that stands with the photo."""
    lead = data.get("lead_image")
    if lead is not None and not (data.get("lead_alt") or "").strip():
        data["lead_alt"] = lead.description
    for block in data.get("body") or ():
        if block.block_type == "figure" and block.value.get("image") and not (block.value.get("alt") or "").strip():
            block.value["alt"] = block.value["image"].description
