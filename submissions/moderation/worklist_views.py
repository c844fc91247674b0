"""“My work”: the lists of what waits for a person, from every room, and one verb for many articles of a list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView, View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.accounts.roles import NEWSROOM, Role, has_role
from cms.accounts.work import in_words, lists_of
from submissions.articles.enums import EventVerb
from submissions.moderation import bulk, worklist
from submissions.moderation.offers import ICONS, LABELS
from submissions.moderation.person_field import people_with
from submissions.moderation.way_back import way_back
from submissions.moderation.work_filters import Filters
from submissions.moderation.worklist import ArticleList

if TYPE_CHECKING:
    from django.http import HttpRequest

    from cms.accounts.models import User
    from cms.accounts.work import WorkList
    from cms.core.keyset import Cut

LONGEST_QUERY = 200
PLAIN_ROW = "moderation/parts/work_row.html"


class WorklistView(WagtailAdminTemplateMixin, TemplateView):
    """The lists of a person with their counts, one of them with its rows, and the chosen article beside it."""

    template_name = "moderation/worklist.html"
    page_title = gettext_lazy("My work")
    header_icon = "glasses"
    lists: list[WorkList]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """For everybody for whom something can wait."""
        user: Any = request.user
        self.lists = lists_of(user)
        if not self.lists:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [{"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user: Any = self.request.user
        may_search = worklist.may_search(user)
        query = self.request.GET.get("q", "").replace("\x00", "").strip()[:LONGEST_QUERY] if may_search else ""
        after = self.request.GET.get("sau", "")
        counts = {each.slug: each.count() for each in self.lists}
        chosen = self._chosen(counts)
        of_articles = chosen if isinstance(chosen, ArticleList) and not query else None
        filters = Filters(self.request.GET) if of_articles else None
        found = worklist.search(query, user) if query else self._page(chosen, after, filters)
        return {
            **super().get_context_data(**kwargs),
            "tabs": [
                {"list": each, "count": in_words(counts[each.slug]), "is_chosen": each is chosen and not query}
                for each in self.lists
            ],
            "chosen": chosen,
            "row_template": self._row_template(chosen, query, user),
            "may_search": may_search,
            "query": query,
            "filters": filters,
            "narrowed": filters.address if filters else "",
            "found": found,
            "bulk": [{"verb": verb, "label": LABELS[verb], "icon": ICONS[verb]} for verb in self._bulk(of_articles)],
            "editors": self._editors(of_articles) if found.rows else [],
            "here": self.request.get_full_path(),
            "is_first": query or not after,
        }

    def _chosen(self, counts: dict[str, int]) -> WorkList:
        """The list that was asked for; without one, the first that has something and may open the screen."""
        wanted = self.request.GET.get("muc", "")
        for each in self.lists:
            if each.slug == wanted:
                return each
        return next((each for each in self.lists if each.opens and counts[each.slug]), self.lists[0])

    def _page(self, chosen: WorkList, after: str, filters: Filters | None) -> Cut[Any]:
        return chosen.page(after=after, narrow=filters.narrow if filters and filters.chosen else None)

    def _row_template(self, chosen: WorkList, query: str, user: User) -> str:
        of_newsroom = query and has_role(user, *NEWSROOM)
        return worklist.TEMPLATE if of_newsroom else (not query and chosen.template) or PLAIN_ROW

    def _bulk(self, chosen: ArticleList | None) -> tuple[EventVerb, ...]:
        return chosen.bulk if chosen else ()

    def _editors(self, chosen: ArticleList | None) -> list[Any]:
        """To whom articles can be assigned."""
        return people_with(Role.EDITOR, Role.DESK) if EventVerb.ASSIGN in self._bulk(chosen) else []


class BulkView(View):
    """``POST`` of one verb for the ticked articles of a list. What came of it is said on the list."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest) -> HttpResponse:
        user: Any = request.user
        verb = request.POST.get("verb", "")
        if not has_role(user, *NEWSROOM) or verb not in bulk.VERBS:
            raise Http404
        ids = _numbers(request.POST.getlist("bai"))
        assignee = next(iter(_numbers([request.POST.get("assignee", "")])), None)
        back = redirect(way_back(request) or reverse("moderation:worklist"))
        if not ids:
            messages.warning(request, _("No article is ticked. Tick some, then choose what to do with them."))
        elif len(ids) > bulk.LIMIT:
            words = _("At most %(count)d articles at once. Nothing was changed.")
            messages.error(request, words % {"count": bulk.LIMIT})
        elif verb == EventVerb.ASSIGN and assignee is None:
            messages.error(request, _("Choose an editor. Nothing was changed."))
        else:
            _say(
                request,
                EventVerb(verb),
                bulk.carry_out(verb=EventVerb(verb), submission_ids=ids, actor=user, assignee_id=assignee),
            )
        return back


def _say(request: HttpRequest, verb: EventVerb, outcome: bulk.Outcome) -> None:
    done, refused = len(outcome.done), len(outcome.refused)
    if done:
        messages.success(request, _done_words(verb, done) % {"count": done})
    if refused:
        words = ngettext(
            "%(count)d article was left as it was:", "%(count)d articles were left as they were:", refused
        )
        each = " ".join(f"“{title}”: {reason}" for title, reason in outcome.refused)
        messages.warning(request, f"{words % {'count': refused}} {each}")
    if not done and not refused:
        messages.warning(request, _("These articles do not exist any more. Nothing was changed."))


def _done_words(verb: EventVerb, count: int) -> str:
    match verb:
        case EventVerb.CLAIM:
            return ngettext("%(count)d article is yours now.", "%(count)d articles are yours now.", count)
        case EventVerb.RELEASE:
            return ngettext(
                "%(count)d article is back in the pool.", "%(count)d articles are back in the pool.", count
            )
        case _:
            return ngettext("%(count)d article is assigned.", "%(count)d articles are assigned.", count)


def _numbers(values: list[str]) -> list[int]:
    """The ids among what was posted, each once; anything else is passed over."""
    found = (int(value) for value in values if value.isascii() and value.isdigit() and len(value) < 18)
    return list(dict.fromkeys(found))
