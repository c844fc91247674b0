"""How an article stands to its version in the other language, for the panel and the lists of the desk."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from cms.accounts.roles import NEWSROOM, Role, has_role
from cms.website.models import StoryVersion
from submissions.articles.enums import PUBLIC
from submissions.articles.pairing import public_version
from submissions.articles.translations import TRANSLATABLE, original_of, translation_of

if TYPE_CHECKING:
    from cms.accounts.models import User
    from submissions.articles.models import ArticlePage, Submission


@dataclass(frozen=True, kw_only=True)
class Pair:
    """What the panel says of the other language: ``other`` is the version there, if there is one.

    ``is_older``: the English text was last worked on before the original's newest published version; ``compare_url``
    leads to what changed in the original since.
    """

    other: Submission | None
    is_translation: bool
    may_begin: bool
    is_older: bool = False
    compare_url: str = ""


def pair_of(*, submission: Submission, page: ArticlePage, user: User) -> Pair | None:
    """The pair of an article for its panel; None where there is nothing to say. ``page``: its latest text."""
    if submission.is_translation:
        original = original_of(submission)
        if original is None:
            return None
        return Pair(other=original, is_translation=True, may_begin=False, **_distance(original, page))
    if not has_role(user, *NEWSROOM):
        return None
    translation = translation_of(submission)
    if translation is not None:
        latest = translation.page.latest_revision
        text = latest.as_object() if latest is not None else translation.page
        return Pair(other=translation, is_translation=False, may_begin=False, **_distance(submission, text))
    may_begin = submission.state in TRANSLATABLE and submission.page.language == "vi"
    if not (may_begin and has_role(user, Role.EDITOR, Role.DESK)):
        return None
    return Pair(other=None, is_translation=False, may_begin=True)


def _distance(original: Submission, text: ArticlePage) -> dict[str, Any]:
    follows = text.follows_version or 0
    # A text that was begun before the original was public follows its first version: nothing was published before it.
    if original.state not in PUBLIC or public_version(original.page_id) <= max(follows, 1):
        return {}
    then = StoryVersion.objects.filter(story=original.page_id, version=max(follows, 1)).first()
    compare_url = ""
    if then is not None and then.revision_id is not None:
        compare_url = reverse("moderation:compare", args=[original.page_id, then.revision_id, "live"])
    return {"is_older": True, "compare_url": compare_url}
