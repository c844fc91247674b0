"""The search page, and what it suggests while somebody types. Both are the same for everybody and set no cookie."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import JsonResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from cms.search.corrections import correct
from cms.search.finding import LAST_PAGE, Found, find, is_found
from cms.search.forms import SearchForm, clean_query
from cms.search.suggestions import Suggestion, suggest
from cms.website import languages
from cms.website.english import FRAME
from cms.website.enums import StoryKind

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

#: Seconds for which browsers and the proxy may keep suggestions: half of what a takedown has.
KEPT = 30
# The articles of `StoryQuerySet.english`, as conditions on `cms.search.models.Entry`.
IN_ENGLISH = {"kind": StoryKind.ARTICLE.value, "story__language": languages.ENGLISH}


@require_safe
def search(request: HttpRequest) -> TemplateResponse:
    """Search over everything published. A query is cut to what a person types; an odd page number is the first page.

    Where nothing is found for what was typed, but for its likely correction, that is shown instead, and it is said.
    """
    form = SearchForm(request.GET)
    query, filters, number = form.query, form.filters, _page_number(request.GET.get("trang", ""))
    found = find(query=query, filters=filters, page=number)
    instead, offered = "", ""
    if query:
        correction = correct(query, finds_nothing=not found.count)
        if correction and not found.count:
            found = find(query=correction, filters=filters, page=number)
            instead = correction if found.count else ""
        elif correction and is_found(correction):
            offered = correction
    context: dict[str, Any] = {
        **_of_results(found),
        "form": form,
        "search_query": query,
        "searched": instead or query,
        "instead": instead,
        "offered": offered,
        "offered_url": _url(form, q=offered) if offered else "",
        "narrowed": bool(form.chosen),
        "unnarrowed_url": f"{reverse('website:search')}?{form.address(**dict.fromkeys(form.chosen, ''))}",
        "previous_url": _url(form, trang=str(number - 1) if number > 2 else "") if number > 1 else "",
        "next_url": _url(form, trang=str(number + 1)) if found.has_next else "",
    }
    return TemplateResponse(request, "search/search.html", context)


@require_safe
def search_english(request: HttpRequest) -> HttpResponse:
    """``/en/search/``: the same over the articles in English, in English. Its address has ``q`` and ``page`` alone.

    The vocabulary is of both languages, so a likely correction counts only where an English article has it.
    """
    query, number = clean_query(request.GET.get("q", "")), _page_number(request.GET.get("page", ""))
    found = find(query=query, filters=IN_ENGLISH, page=number) if query else Found()
    instead = correct(query, finds_nothing=True) if query and not found.count else ""
    if instead:
        found = find(query=instead, filters=IN_ENGLISH, page=number)
    address = reverse("website:english_search")

    def url(**parts: str) -> str:
        return f"{address}?{urlencode({'q': query, **parts})}"

    def respond() -> TemplateResponse:
        context: dict[str, Any] = {
            **FRAME,
            **_of_results(found),
            "search_query": query,
            "instead": instead if found.count else "",
            "searched": instead or query,
            "address": address,
            "vietnamese_url": f"{reverse('website:search')}?{urlencode({'q': query})}",
            "previous_url": url(**({"page": str(number - 1)} if number > 2 else {})) if number > 1 else "",
            "next_url": url(page=str(number + 1)) if found.has_next else "",
        }
        return TemplateResponse(request, "search/english.html", context)

    return languages.answer_in(languages.ENGLISH, respond)


@require_safe
def suggestions(request: HttpRequest) -> JsonResponse:
    """What may be meant by the unfinished query ``q``: ``{"suggestions": [{"text", "kind", "url"}]}``, best first."""
    found = suggest(clean_query(request.GET.get("q", "")))
    response = JsonResponse({"suggestions": [_as_json(each, request) for each in found]})
    response["Cache-Control"] = f"public, max-age={KEPT}"
    return response


def _as_json(suggestion: Suggestion, request: HttpRequest) -> dict[str, str]:
    url = suggestion.story.get_url(request) if suggestion.story else ""
    return {"text": suggestion.text, "kind": suggestion.kind, "url": url or ""}


def _of_results(found: Found) -> dict[str, Any]:
    """What ``search/results.html`` and the line above it show, in the language that is being rendered."""
    return {
        "found": found,
        "results": found.results,
        "count_in_words": _count_in_words(found),
        "page_number": found.page,
    }


def _count_in_words(found: Found) -> str:
    if found.is_more_than_counted:
        return _("more than %(count)d results") % {"count": found.count - 1}
    return ngettext("%(count)d result", "%(count)d results", found.count) % {"count": found.count}


def _page_number(text: str) -> int:
    known = len(text) < 6 and text.isascii() and text.isdecimal()
    return min(max(int(text), 1), LAST_PAGE) if known else 1


def _url(form: SearchForm, **changes: str) -> str:
    return f"{reverse('website:search')}?{form.address(**changes)}"
