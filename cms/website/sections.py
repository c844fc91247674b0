"""What stories are gathered by: sections of the site, and the topics of the outreach plans that belong to them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page

from cms.website import languages

if TYPE_CHECKING:
    from django.http import HttpRequest


class SectionIndexPage(Page):
    """``/chuyen-muc/``: the sections."""

    max_count = 1
    parent_page_types: ClassVar[list[str]] = ["website.HomePage"]
    subpage_types: ClassVar[list[str]] = ["website.SectionPage"]

    class Meta:
        verbose_name = _("section index")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Adds the sections with their newest stories."""
        from cms.website import reading

        return {**super().get_context(request, *args, **kwargs), **reading.section_index(self)}


class SectionPage(Page):
    """A section: gathers the stories whose main topic belongs to it."""

    intro = RichTextField(_("introduction"), blank=True, features=["bold", "italic", "link"])
    english_title = models.CharField(_("title in English"), max_length=120, blank=True)

    parent_page_types: ClassVar[list[str]] = ["website.SectionIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    content_panels = [*Page.content_panels, FieldPanel("english_title"), FieldPanel("intro")]

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")

    @property
    def reader_title(self) -> str:
        """The title in the language of the page around it."""
        return self.english_title if self.english_title and languages.speaks_english() else str(self.title)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Adds one page of the section's stories."""
        from cms.website import reading

        return {**super().get_context(request, *args, **kwargs), **reading.section(self, request)}


class Topic(models.Model):
    """A topic of the outreach plans, by its code (T01 … T99)."""

    code = models.CharField(_("code"), max_length=8, unique=True)
    name = models.CharField(_("name"), max_length=200)
    section = models.ForeignKey(
        SectionPage, verbose_name=_("section"), null=True, blank=True, on_delete=models.SET_NULL, related_name="topics"
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering = ["order", "code"]

    def __str__(self) -> str:
        return f"{self.code} · {self.name}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Takes the public stories along when the topic moves to another section."""
        from cms.website.models import StoryPage

        super().save(*args, **kwargs)
        stories = StoryPage.objects.filter(topic=self, public_at__isnull=False)
        stories.exclude(public_section=self.section_id).update(public_section=self.section_id)
