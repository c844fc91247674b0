"""The English side of the demo: names of sections, and two articles translated by one editor and approved by another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bulletin.demo import material, scenario
from cms.website.models import SectionPage
from submissions.articles.models import ArticlePage, Submission
from submissions.articles.translations import begin_translation
from submissions.moderation import actions as moderation

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bulletin.demo.people import Cast
    from bulletin.demo.timeline import Timeline

# Shares of the month so far: between the third issue and the corrections.
MOMENTS = (0.89, 0.9, 0.905, 0.91, 0.915)
WORDS = ("title", "slug", "sapo")
PICTURE_WORDS = ("alt", "caption")


def name_sections() -> None:
    """What sections are called on English pages."""
    for title, english in scenario.ENGLISH_SECTIONS.items():
        SectionPage.objects.filter(title=title).update(english_title=english)


def translate(submissions: Mapping[int, Submission], *, cast: Cast, timeline: Timeline) -> None:
    """The English versions, begun and published through the desk's own verbs, after the last issue of the month."""
    begun, handed_in, read, decided, public = (timeline.this_month(share) for share in MOMENTS)
    for number in scenario.IN_ENGLISH:
        words = material.english(number)
        version = begin_translation(submission_id=submissions[number].pk, actor=cast.editor1, now=begun)
        page = ArticlePage.objects.get(pk=version.page_id).get_latest_revision_as_object()
        for name in WORDS:
            setattr(page, name, words.data[name])
        for name in PICTURE_WORDS:
            setattr(page, f"lead_{name}", words.data["picture"][name])
        page.body = words.body
        page.save_revision(user=cast.editor1)
        Submission.objects.filter(pk=version.pk).update(last_edited_at=begun)
        of: dict[str, Any] = {"submission_id": version.pk}
        moderation.submit(**of, actor=cast.editor1, no_secrets=True, now=handed_in)
        of_text = {**of, "revision_id": ArticlePage.objects.get(pk=version.page_id).latest_revision_id}
        if Submission.objects.get(pk=version.pk).needs_second:
            moderation.endorse(**of_text, actor=cast.editor2, now=read)
            moderation.approve(**of_text, actor=cast.desk, now=decided)
        else:
            moderation.approve(**of_text, actor=cast.editor2, now=decided)
        moderation.publish(**of, actor=cast.editor2, now=public)
