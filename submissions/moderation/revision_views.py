"""Two revisions of an article side by side, which two being chosen, and the unit's way back to its own words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView, View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from submissions.articles.models import Submission
from submissions.moderation import actions, changes, revisions
from submissions.moderation.errors import VerbRefused
from submissions.moderation.way_back import way_back

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from wagtail.models import Revision


def _visible(request: HttpRequest, **known: Any) -> Submission:
    user: Any = request.user
    rows = Submission.objects.visible_to(user).select_related("page", "unit", "last_edited_by")
    found: Submission = get_object_or_404(rows, **known)
    return found


class CompareView(WagtailAdminTemplateMixin, TemplateView):
    """What differs from one revision to another, for everybody who may see the article."""

    template_name = "moderation/compare.html"
    page_title = gettext_lazy("Compare two versions")
    header_icon = "doc-full"
    submission: Submission

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Finds the article among those that the person may see."""
        super().setup(request, *args, **kwargs)
        self.submission = _visible(request, page_id=kwargs["page_id"])

    def get_page_subtitle(self) -> str:
        return str(self.submission.page.get_admin_display_title())

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        above = {
            "url": reverse("moderation:submission", args=[self.submission.pk]),
            "label": self.get_page_subtitle(),
        }
        return [above, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        first, second = self._revision(self.kwargs["first"]), self._revision(self.kwargs["second"])
        context = {
            "submission": self.submission,
            "changes": changes.between(first, second) if first != second else [],
            "first": first,
            "second": second,
            "first_words": revisions.words_of(first),
            "second_words": revisions.words_of(second),
            "choices": revisions.choices(self.submission),
        }
        return super().get_context_data(**{**kwargs, **context})

    def _revision(self, wanted: str) -> Revision:
        """A revision of this article by its number, or ``live``, ``earliest``, ``latest``. Raises `Http404`."""
        rows = self.submission.page.revisions.select_related("user")
        match wanted:
            case "live":
                found = self.submission.page.live_revision if self.submission.page.live else None
            case "earliest" | "latest":
                order = ("created_at", "pk") if wanted == "earliest" else ("-created_at", "-pk")
                found = rows.order_by(*order).first()
            case _:
                found = rows.filter(pk=int(wanted)).first()
        if found is None:
            raise Http404
        return found


class ChosenCompareView(View):
    """``GET`` of the two lists: leads to the comparison, from the earlier to the later."""

    def get(self, request: HttpRequest, page_id: int) -> HttpResponse:
        submission = _visible(request, page_id=page_id)
        wanted = [request.GET.get(name, "") for name in ("tu", "den")]
        if not all(each.isascii() and each.isdigit() and len(each) < 18 for each in wanted):
            messages.error(request, _("Choose two versions to compare."))
            return redirect("moderation:submission", submission.pk)
        return redirect("moderation:compare", page_id, *(int(each) for each in wanted))


class OwnWordsView(View):
    """``POST``: the unit takes its own words back, of one field or the whole text."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, submission_id: int) -> HttpResponse:
        user: Any = request.user
        submission = _visible(request, pk=submission_id)
        back = way_back(request) or reverse("moderation:submission", args=[submission.pk])
        revision_id = request.POST.get("revision_id", "")
        if not (revision_id.isascii() and revision_id.isdigit() and len(revision_id) < 18):
            messages.error(request, _("Nothing was changed: look at the text again, then decide."))
            return redirect(back)
        try:
            actions.use_own_words(
                submission_id=submission.pk,
                actor=user,
                revision_id=int(revision_id),
                field=request.POST.get("field", "")[:60],
            )
        except VerbRefused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Your own words stand again. The editors' version is kept in the history."))
        return redirect(back)
