"""Taking one photo out of what the public reads: finding where it stands, and publishing those stories without it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import transaction
from django.db.models import Q, TextField
from django.db.models.functions import Cast
from wagtail.fields import StreamField

from cms.website import actions
from cms.website.content import images_in
from cms.website.models import StoryPage

if TYPE_CHECKING:
    from datetime import datetime

    from cms.accounts.models import User
    from cms.website.models import StoryVersion

LEAD_FIELDS = ("lead_alt", "lead_caption", "lead_credit")


def live_stories_with(photo_id: int) -> set[int]:
    """Ids of the live stories that show a photo, above their text or in it.

    Asks the stored text itself and no index beside it: what must not be forgotten can't depend on what may lag behind.
    """
    found = set(StoryPage.objects.live().filter(lead_image_id=photo_id).values_list("pk", flat=True))
    for story_class in apps.get_models():
        if not issubclass(story_class, StoryPage):
            continue
        for field in story_class._meta.local_fields:
            if isinstance(field, StreamField):
                stored = story_class.objects.live().annotate(stored=Cast(field.name, TextField()))
                # A number ends at a comma or a brace, so photo 12 is not taken for photo 125.
                named = Q(stored__contains=f'"image": {photo_id},') | Q(stored__contains=f'"image": {photo_id}}}')
                found |= set(stored.filter(named).values_list("pk", flat=True))
    return found


@transaction.atomic
def republish_without_photo(
    *, story: StoryPage, photo_id: int, actor: User, at: datetime, reason: str, note: str
) -> StoryVersion:
    """Publishes the next version of a live story: what is live now, without one photo and the words around it.

    The text stays as it was approved; ``reason`` stands on the approval (nobody read the page anew), ``note`` is what
    readers are told. A draft that is being worked on stays the latest revision, unchanged.
    """
    story = story.specific
    live, latest = story.live_revision, story.latest_revision
    page = live.as_object()
    take_out(page, photo_id)
    # Past the article's own fence of states, which is about people who edit: here a machine leaves something out.
    revision = StoryPage.save_revision(page, user=actor, clean=False)
    approval = actions.record_approval(
        story=story, revision=revision, approved_by=actor, last_edited_by=actor, at=at, override_reason=reason
    )
    version = actions.publish(approval=approval, actor=actor, at=at, note=note)
    if latest.pk != live.pk:
        StoryPage.save_revision(latest.as_object(), user=latest.user, clean=False)
    return version


def take_out(page: StoryPage, photo_id: int) -> None:
    """Takes a photo and its words off a story in memory."""
    if page.lead_image_id == photo_id:
        page.lead_image = None
        for name in LEAD_FIELDS:
            setattr(page, name, "")
    for field in page._meta.get_fields():
        if isinstance(field, StreamField):
            value: Any = getattr(page, field.name)
            raw = [dict(block) for block in value.raw_data]
            kept = [block for block in raw if photo_id not in images_in(block)]
            if len(kept) < len(raw):
                setattr(page, field.name, value.stream_block.to_python(kept))
