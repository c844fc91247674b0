"""``/tac-gia/``: the people whom bylines name, and what each wrote."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Count, OuterRef, Q, Subquery
from django.http import Http404
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from cms.core.text import collation_key, split_name
from cms.website import reading
from cms.website.contributors import Contributor
from cms.website.models import StoryPage

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest


@require_safe
def index(request: HttpRequest) -> TemplateResponse:
    """Everybody with a public article, by given name, as people are called and sorted here."""
    people = sorted(
        _published(), key=lambda person: (collation_key(split_name(person.name).given), collation_key(person.name))
    )
    return TemplateResponse(request, "website/contributors.html", {"people": people})


@require_safe
def contributor(request: HttpRequest, slug: str) -> TemplateResponse:
    """One contributor's articles, newest first.

    Raises:
        Http404: nobody has this address, or nothing of theirs is public.
    """
    person = _published().filter(slug=slug).first()
    if person is None:
        raise Http404("No such contributor.")
    stories = StoryPage.objects.published().articles().filter(credits__contributor=person)
    return TemplateResponse(
        request, "website/contributor.html", {"person": person, **reading.listing(stories, request)}
    )


def _published() -> QuerySet[Contributor]:
    """Contributors with a public article; ``articles`` counts them, ``unit_label`` is the unit as it is called now."""
    public = Q(credits__story__live=True, credits__story__public_at__isnull=False)
    labels = StoryPage.objects.filter(unit_code=OuterRef("unit_code"), public_at__isnull=False).order_by("-public_at")
    people: QuerySet[Contributor] = (
        Contributor.objects.annotate(articles=Count("credits", filter=public))
        .filter(articles__gt=0)
        .annotate(unit_label=Subquery(labels.values("unit_label")[:1]))
    )
    return people
