"""The buttons below the editor's form: save, and the one step that is the person's to take. Wagtail's own verbs are
not offered, because the house has one door for each of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from wagtail.admin.action_menu import ActionMenuItem

from cms.website.models import StoryPage
from submissions.articles.enums import WITH_EDITORS, WITH_HEAD, WITH_UNIT
from submissions.articles.models import ArticlePage, Submission
from submissions.articles.permissions import may_edit
from submissions.units.models import UnitIndexPage

if TYPE_CHECKING:
    from django.http import HttpRequest

# Names of Wagtail's own items that are kept for stories other than articles: their app offers its own verbs.
KEPT_FOR_STORIES = frozenset({"action-save-draft", "action-page-locked"})


class DeskActions(ActionMenuItem):
    """Save and hand in for the unit, save and back to the decision for editors, the way out for everybody else.

    Saving comes first in the form, so that Enter in a line of text saves and hands nothing in.
    """

    name = "desk-actions"
    order = 0
    template_name = "moderation/action_menu/desk_actions.html"

    def is_shown(self, context: dict[str, Any]) -> bool:
        """Always: a locked article shows why and where to go."""
        return True

    def get_context_data(self, parent_context: dict[str, Any]) -> dict[str, Any]:
        """Adds ``step`` (``submit``, ``done`` or empty) and the address of the moderation page."""
        context = super().get_context_data(parent_context)
        page = context.get("page")
        submission: Submission | None = getattr(page, "submission", None)
        user = context["request"].user
        context["is_revision"] = context["view"] == "revisions_revert"
        context["moderation_url"] = reverse("moderation:submission", args=[submission.pk]) if submission else ""
        context["locked"] = submission is not None and not may_edit(user=user, submission=submission)
        context["step"] = ""
        if submission is None or submission.state in WITH_UNIT | WITH_HEAD:
            context["step"] = "submit"
        elif submission.state in WITH_EDITORS:
            context["step"] = "done"
        return context


def offer_desk_actions(menu_items: list[ActionMenuItem], request: HttpRequest, context: dict[str, Any]) -> None:
    """Replaces Wagtail's items with ours on articles, and takes its publishing verbs off every other story."""
    page, parent = context.get("page"), context.get("parent_page")
    if isinstance(page, ArticlePage) or (page is None and isinstance(parent, UnitIndexPage)):
        menu_items[:] = [DeskActions()]
    elif isinstance(page, StoryPage):
        own = [item for item in menu_items if not str(item.name).startswith("action-")]
        menu_items[:] = [item for item in menu_items if item.name in KEPT_FOR_STORIES or item in own]
