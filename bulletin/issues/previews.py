"""How else an issue can be looked at before it is out: other rooms add their links, the page itself is ours.

A room above registers a provider under Wagtail's hook ``issue_previews``:

    @hooks.register("issue_previews")
    def pdf_preview(*, issue: Issue, user: User) -> list[IssuePreview]: ...

It is called for every screen of an issue, also of an empty draft; it returns nothing where it has nothing to show. Its
address is opened by a link (GET) and has to ask for itself whether the person may look.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail import hooks

from bulletin.issues.permissions import may_preview

if TYPE_CHECKING:
    from bulletin.issues.models import Issue
    from cms.accounts.models import User

HOOK = "issue_previews"


@dataclass(frozen=True, kw_only=True)
class IssuePreview:
    """A link to one form of the issue; ``label`` is translated."""

    label: str
    url: str


class PreviewProvider(Protocol):
    """What a room registers under the hook."""

    def __call__(self, *, issue: Issue, user: User) -> list[IssuePreview]:
        """The room's previews of an issue for a person; an empty list where it has none."""


def previews_of(*, issue: Issue, user: User) -> list[IssuePreview]:
    """The page first, then what other rooms offer, in the order of their registration; none for whoever may not look."""
    if not may_preview(user):
        return []
    page = IssuePreview(label=_("Page"), url=reverse("issues_preview", args=[issue.pk]))
    offered = [preview for provider in hooks.get_hooks(HOOK) for preview in provider(issue=issue, user=user)]
    return [page, *offered]
