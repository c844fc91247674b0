"""The worker's side: cards of stories. Each may run twice or never; whoever asks for a missing card has it drawn."""

from __future__ import annotations

from celery import shared_task
from wagtail.models import Site

from cms.website import card_files
from cms.website.models import SiteProfile, StoryPage


@shared_task(name=card_files.DRAW)
def draw_card(story_id: int) -> None:
    """Draws the card of a public story that needs one."""
    story = StoryPage.objects.published().filter(pk=story_id).first()
    site = Site.objects.filter(is_default_site=True).first()
    if story is not None and site is not None and card_files.needs_card(story):
        card_files.ensure_card(story, SiteProfile.for_site(site))


@shared_task(name=card_files.DROP)
def drop_cards(story_id: int) -> None:
    """Takes the cards of a story away that is not public any more."""
    story = StoryPage.objects.filter(pk=story_id, live=False).first()
    if story is not None:
        card_files.drop_cards(story.uid)
