"""Pages about the house, whose texts the office keeps: about, contact, the register of links; and the doors by audience."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.core.validators import URLValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.fields import RichTextField
from wagtail.models import Orderable, Page

from cms.website.enums import GATHERED, ReaderGroup

if TYPE_CHECKING:
    from django.http import HttpRequest

WORDS = ["h2", "h3", "bold", "italic", "link", "ol", "ul"]
HOME = ["website.HomePage"]


class InfoPage(Page):
    """A page with a title and a text, such as ``/ve-ban-tin/``."""

    lead = models.TextField(_("standfirst"), blank=True)
    text = RichTextField(_("text"), blank=True, features=WORDS)

    parent_page_types: ClassVar[list[str]] = HOME
    subpage_types: ClassVar[list[str]] = []
    content_panels = [*Page.content_panels, FieldPanel("lead"), FieldPanel("text")]

    class Meta:
        verbose_name = _("page about the house")
        verbose_name_plural = _("pages about the house")


class ContactPage(Page):
    """``/lien-he/``: the office's own words beside the particulars of the site profile."""

    lead = models.TextField(_("standfirst"), blank=True)
    text = RichTextField(_("text"), blank=True, features=WORDS)

    max_count = 1
    parent_page_types: ClassVar[list[str]] = HOME
    subpage_types: ClassVar[list[str]] = []
    content_panels = [*Page.content_panels, FieldPanel("lead"), FieldPanel("text")]

    class Meta:
        verbose_name = _("contact page")


class LinksPage(Page):
    """``/lien-ket/``: the register of the state's portals that the bulletin refers its readers to."""

    lead = models.TextField(_("standfirst"), blank=True)

    max_count = 1
    parent_page_types: ClassVar[list[str]] = HOME
    subpage_types: ClassVar[list[str]] = []
    content_panels = [
        *Page.content_panels,
        FieldPanel("lead"),
        InlinePanel("portal_links", heading=_("Links"), label=_("Link")),
    ]

    class Meta:
        verbose_name = _("links page")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Adds the links in their order."""
        return {**super().get_context(request, *args, **kwargs), "links": list(self.portal_links.all())}


class PortalLink(Orderable):
    """One portal of the register: its name, who answers for it, and where it is."""

    page = ParentalKey(LinksPage, on_delete=models.CASCADE, related_name="portal_links")
    name = models.CharField(_("name"), max_length=150)
    owner = models.CharField(_("who answers for it"), max_length=150)
    url = models.URLField(
        _("address"), validators=[URLValidator(schemes=["https"])], help_text=_("Begins with https://")
    )
    note = models.CharField(_("what a reader finds there"), max_length=250, blank=True)

    panels = [FieldPanel("name"), FieldPanel("owner"), FieldPanel("url"), FieldPanel("note")]

    class Meta(Orderable.Meta):
        verbose_name = _("link")
        verbose_name_plural = _("links")

    def __str__(self) -> str:
        return self.name


class AudienceIndexPage(Page):
    """``/doi-tuong/``: the doors for officials, citizens and businesses."""

    max_count = 1
    parent_page_types: ClassVar[list[str]] = HOME
    subpage_types: ClassVar[list[str]] = ["website.AudiencePage"]

    class Meta:
        verbose_name = _("index of audiences")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Adds the doors with their newest stories."""
        from cms.website import reading

        pages = reading.in_tree_order(AudiencePage.objects.child_of(self))
        return {**super().get_context(request, *args, **kwargs), "doors": reading.audience_doors(pages)}


class AudiencePage(Page):
    """``/doi-tuong/nguoi-dan/``: the stories written for a group of readers."""

    group = models.CharField(_("readers"), max_length=10, choices=ReaderGroup.choices, unique=True)
    intro = RichTextField(_("introduction"), blank=True, features=["bold", "italic", "link"])

    parent_page_types: ClassVar[list[str]] = ["website.AudienceIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    content_panels = [*Page.content_panels, FieldPanel("group"), FieldPanel("intro")]

    class Meta:
        verbose_name = _("page of an audience")
        verbose_name_plural = _("pages of audiences")

    @property
    def audiences(self) -> list[str]:
        """The audiences of stories that this door gathers."""
        return sorted(GATHERED[ReaderGroup(self.group)])

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Adds one page of the group's stories, and the other doors."""
        from cms.website import reading

        doors = reading.in_tree_order(AudiencePage.objects.sibling_of(self))
        context = {**super().get_context(request, *args, **kwargs), "doors": doors}
        return {**context, **reading.audience(self, request)}
