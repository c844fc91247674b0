"""English versions of articles: how one begins, and which belongs to which."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.website.languages import ENGLISH, VIETNAMESE
from submissions.articles.actions import create_article
from submissions.articles.enums import PUBLIC, SETTLED
from submissions.articles.models import ArticlePage, Submission

if TYPE_CHECKING:
    from datetime import datetime

    from cms.accounts.models import User

# What may be translated: a text that was decided on. Before that it would be translated again and again.
TRANSLATABLE: Final = SETTLED | PUBLIC
# What an English version takes over as it is: the structure, the photos and the classification.
COPIED: Final = (
    "title", "sapo", "lead_image", "lead_alt", "lead_caption", "lead_credit", "topic", "audience", "byline", "genre",
)  # fmt: skip


class NotTranslatable(Exception):
    """No English version can be begun of this article now; the message says why."""


@transaction.atomic
def begin_translation(*, submission_id: int, actor: User, now: datetime | None = None) -> Submission:
    """The English version of an article, as a draft that begins with the original's text and photos.

    One original has one: whoever comes second is given the one that exists. The version is below the same unit's page,
    but the editors' own: it counts for no unit.

    Raises:
        NotTranslatable: the article is itself a translation, not in Vietnamese, or not decided on (any more).
    """
    now = now or timezone.now()
    # The lock of the original makes two who begin at once one after the other.
    original = Submission.objects.select_for_update(of=("self",)).select_related("unit__page").get(pk=submission_id)
    existing = translation_of(original)
    if existing is not None:
        return existing
    if original.is_translation or original.page.language != VIETNAMESE:
        raise NotTranslatable(
            _("This article is not in Vietnamese. English versions are made of Vietnamese originals.")
        )
    if original.state not in TRANSLATABLE:
        raise NotTranslatable(
            _("The article is “%(state)s”. An English version begins once the Vietnamese text is approved.")
            % {"state": original.get_state_display().lower()}
        )
    source = original.approved_revision.as_object() if original.approved_revision else original.page
    page = ArticlePage(
        **{name: getattr(source, name) for name in COPIED},
        body=source.body.get_prep_value(),
        language=ENGLISH,
        translation_of_id=original.page_id,
    )
    page.more_topics = list(source.more_topics.all())
    return create_article(page=page, unit=original.unit, author=actor, now=now)


def translation_of(original: Submission) -> Submission | None:
    """The English version of an article, whatever its state."""
    found: Submission | None = Submission.objects.filter(page__translation_of=original.page_id).first()
    return found


def original_of(translation: Submission) -> Submission | None:
    """The article of which this is the English version."""
    found: Submission | None = Submission.objects.filter(page_id=translation.page.translation_of_id).first()
    return found
