"""The cards of stories as files: drawn once by the worker, found again by the hash of their words, gone with the story.

They lie in the private storage and leave it through a view that asks first whether the story is still public.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.http import FileResponse, Http404, HttpResponsePermanentRedirect
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cms.core.bell import ring_on_commit
from cms.website import languages
from cms.website.cards import Words, draw
from cms.website.enums import StoryKind
from cms.website.models import SiteProfile, StoryPage

if TYPE_CHECKING:
    from uuid import UUID

    from django.core.files.storage import Storage
    from django.http import HttpRequest, HttpResponseBase

    from cms.website.models import StoryVersion

FOLDER = "cards"
DRAW = "cms.website.tasks.draw_card"
DROP = "cms.website.tasks.drop_cards"
YEAR = 365 * 24 * 3600


def needs_card(story: StoryPage) -> bool:
    """Whether a story is shown by a drawn card: it has no photo, or is an issue."""
    return story.kind == StoryKind.ISSUE or story.lead_image_id is None


def words_of(story: StoryPage, profile: SiteProfile) -> Words:
    """What stands on a story's card, in its own language."""
    with translation.override(story.language):
        name = profile.english_name if languages.speaks_english() else profile.bulletin_name
        what = _("Bulletin issue") if story.kind == StoryKind.ISSUE else story.unit_label
        day = languages.day(story.first_published_at) if story.first_published_at else ""
        return Words.of(over=name, title=story.title, foot=" · ".join(part for part in (what, day) if part))


def card_address(story: StoryPage, profile: SiteProfile) -> str:
    """The path of a story's card; it changes with the words, so it may be kept for ever. Asks neither disk nor database."""
    return reverse("website:card", args=[story.uid, words_of(story, profile).digest])


def ensure_card(story: StoryPage, profile: SiteProfile) -> str:
    """Draws a story's card unless it exists, and takes older ones away; returns its name in the private storage."""
    storage, words = storages["private"], words_of(story, profile)
    folder, wanted = _folder(story.uid), f"{words.digest}.png"
    name = f"{folder}/{wanted}"
    if storage.exists(name):
        return name
    made = storage.save(name, ContentFile(draw(words)))
    if made != name:
        # Somebody else drew it in the same moment.
        storage.delete(made)
    for old in _files(storage, folder):
        if old != wanted:
            storage.delete(f"{folder}/{old}")
    return name


def drop_cards(uid: UUID) -> None:
    """Takes all cards of a story away."""
    storage, folder = storages["private"], _folder(uid)
    for name in _files(storage, folder):
        storage.delete(f"{folder}/{name}")


@require_safe
def card(request: HttpRequest, uid: UUID, digest: str) -> HttpResponseBase:
    """``/the/<uid>-<digest>.png``: the card of a public story. An older card leads to the present one.

    Usually the worker has drawn it; where nobody has yet, the first who asks does.
    """
    story = StoryPage.objects.published().filter(uid=uid).first()
    if story is None or not needs_card(story):
        raise Http404("No card.")
    profile = SiteProfile.for_request(request)
    if words_of(story, profile).digest != digest:
        return HttpResponsePermanentRedirect(card_address(story, profile))
    response = FileResponse(storages["private"].open(ensure_card(story, profile)), content_type="image/png")
    response.headers["Cache-Control"] = f"public, max-age={YEAR}, immutable"
    return response


def on_public(sender: type, *, version: StoryVersion, **kwargs: Any) -> None:
    """A receiver: something was published or corrected, so its card is drawn once that is committed."""
    ring_on_commit(DRAW, version.story_id)


def on_withdrawn(sender: type, *, version: StoryVersion, **kwargs: Any) -> None:
    """A receiver: the cards of what was withdrawn go too; the view hands them out no more from this moment on."""
    ring_on_commit(DROP, version.story_id)


def _folder(uid: UUID) -> str:
    return f"{FOLDER}/{uid.hex[:2]}/{uid}"


def _files(storage: Storage, folder: str) -> list[str]:
    try:
        return list(storage.listdir(folder)[1])
    except FileNotFoundError:
        return []
