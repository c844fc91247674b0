"""The reader's side: pages that gather stories, and the story itself, from which every published piece derives."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.models import Page, PageManager, PageViewRestriction
from wagtail.query import PageQuerySet
from wagtail.search import index
from wagtail.url_routing import RouteResult

from cms.core.text import slugify_vi
from cms.website import languages
from cms.website.contributors import Contributor, Credit
from cms.website.enums import Audience, StoryKind, VersionAction
from cms.website.house_pages import AudienceIndexPage, AudiencePage, ContactPage, InfoPage, LinksPage, PortalLink
from cms.website.photos import Photo, PhotoRendition
from cms.website.sections import SectionIndexPage, SectionPage, Topic

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpRequest, HttpResponse

    from cms.website.arrival import Correction, NamedContributor

__all__ = [
    "ApprovedRevision",
    "AudienceIndexPage",
    "AudiencePage",
    "ContactPage",
    "Contributor",
    "Credit",
    "HomePage",
    "InfoPage",
    "LinksPage",
    "Photo",
    "PhotoRendition",
    "PortalLink",
    "SectionIndexPage",
    "SectionPage",
    "SiteProfile",
    "StoryPage",
    "StoryQuerySet",
    "StoryVersion",
    "Topic",
]


@register_setting(icon="site")
class SiteProfile(BaseSiteSetting):
    """What the law asks a state site to say of itself, in the footer of every page."""

    bulletin_name = models.CharField(_("name of the bulletin"), max_length=150, default="Bản tin Sức khỏe")
    department = models.CharField(_("publishing department"), max_length=200, default="Sở Y tế")
    governing_body = models.CharField(_("governing body"), max_length=200, blank=True)
    responsible_person = models.CharField(_("person responsible for content"), max_length=200, blank=True)
    licence = models.CharField(_("licence"), max_length=200, blank=True)
    address = models.CharField(_("address"), max_length=300, blank=True)
    phone = models.CharField(_("phone"), max_length=60, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    english_name = models.CharField(_("name of the bulletin in English"), max_length=150, default="Health Bulletin")
    english_department = models.CharField(_("publishing department in English"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("site profile")


class HomePage(Page):
    """The front page: a lead, the latest, this week's issue, sections and units."""

    max_count = 1
    parent_page_types: ClassVar[list[str]] = ["wagtailcore.Page"]

    class Meta:
        verbose_name = _("home page")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Adds what the front page shows."""
        from cms.website import reading

        return {**super().get_context(request, *args, **kwargs), **reading.home(request)}

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """Finds a story in one query; everything else goes Wagtail's way down the tree."""
        from cms.website.arrival import story_at

        story = story_at(self, path_components)
        return super().route(request, path_components) if story is None else story.route(request, [])


class StoryQuerySet(PageQuerySet):
    """Stories, whatever they are: articles, issues, and what comes later."""

    def published(self) -> StoryQuerySet:
        """What a reader may see, newest first."""
        return self.live().public().filter(public_at__isnull=False).order_by("-public_at", "-pk")

    def readable(self) -> StoryQuerySet:
        """The same as ``published``, with the question about restrictions inside: one query where that one is two."""
        from cms.website.arrival import restrictions_above

        stories = self.live().filter(~Exists(restrictions_above(OuterRef("path"))), public_at__isnull=False)
        return stories.order_by("-public_at", "-pk")

    def articles(self) -> StoryQuerySet:
        """Single pieces, without the issues that gather them; of a pair of languages the original alone."""
        return self.filter(kind=StoryKind.ARTICLE, translation_of__isnull=True)

    def english(self) -> StoryQuerySet:
        """Articles in English: translations, and what was written in English."""
        return self.filter(kind=StoryKind.ARTICLE, language=languages.ENGLISH)

    def issues(self) -> StoryQuerySet:
        """Issues of the bulletin."""
        return self.filter(kind=StoryKind.ISSUE)


StoryManager = PageManager.from_queryset(StoryQuerySet)


class StoryPage(Page):
    """Anything a reader reads: one table for home, sections, feeds, search and sitemap.

    ``uid`` is the identity that the outside sees; the page id never leaves the house. A database trigger lets a story
    be live only with a revision that `ApprovedRevision` records.
    """

    uid = models.UUIDField(_("public identifier"), default=uuid4, unique=True, editable=False)
    kind = models.CharField(_("kind"), max_length=10, choices=StoryKind.choices, editable=False)
    language = models.CharField(
        _("language"), max_length=5, choices=[("vi", _("Vietnamese")), ("en", _("English"))], default="vi"
    )
    sapo = models.TextField(_("standfirst"), blank=True)
    lead_image = models.ForeignKey(
        Photo, verbose_name=_("lead photo"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    lead_alt = models.CharField(_("alternative text of the lead photo"), max_length=300, blank=True)
    lead_caption = models.CharField(_("caption of the lead photo"), max_length=500, blank=True)
    lead_credit = models.CharField(_("credit of the lead photo"), max_length=150, blank=True)
    topic = models.ForeignKey(
        Topic, verbose_name=_("main topic"), null=True, blank=True, on_delete=models.PROTECT, related_name="stories"
    )
    more_topics = ParentalManyToManyField(Topic, verbose_name=_("further topics"), blank=True, related_name="+")
    audience = models.CharField(_("audience"), max_length=12, choices=Audience.choices, blank=True)
    unit_code = models.CharField(_("unit code"), max_length=20, blank=True, editable=False)
    unit_label = models.CharField(_("unit"), max_length=150, blank=True, editable=False)
    byline = models.CharField(_("byline"), max_length=200, blank=True)
    # A version in another language names its original, and which of its published versions the text follows: both are
    # set by the desk's own verbs and by every save, never in a form.
    translation_of = models.ForeignKey(
        "self",
        verbose_name=_("translation of"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="translations",
    )
    follows_version = models.PositiveIntegerField(_("follows version"), null=True, blank=True, editable=False)
    # What lists sort and narrow by, beside each other in this table, so that an index serves them however large the
    # archive is. Written by the publish action alone; empty while the story is not public.
    public_at = models.DateTimeField(_("public since"), null=True, editable=False)
    public_section = models.ForeignKey(
        SectionPage,
        verbose_name=_("section"),
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="public_stories",
        db_index=False,
    )

    objects: ClassVar[StoryQuerySet] = StoryManager()

    is_creatable = False
    # What the query that found a page for a reader has already seen; see `cms.website.arrival`.
    is_known_open: bool = False
    known_corrections: Sequence[Correction] | None = None
    known_names: Sequence[NamedContributor] | None = None
    # The version in the other language, and by which version of the original a translation is overtaken.
    known_pair: tuple[StoryPage | None, StoryVersion | None] | None = None
    # The story that gathers this one, once that was asked; there may be none.
    known_gatherer: tuple[StoryPage | None] | None = None
    story_kind: ClassVar[StoryKind] = StoryKind.ARTICLE
    # The template of the story's full text alone, for feeds and for the other end of a forwarding.
    body_template: ClassVar[str] = ""
    # Fields whose value is part of what is approved; subclasses add theirs.
    approved_fields: ClassVar[tuple[str, ...]] = (
        "title",
        "slug",
        "language",
        "sapo",
        "lead_image",
        "lead_alt",
        "lead_caption",
        "lead_credit",
        "topic",
        "more_topics",
        "audience",
        "byline",
        "seo_title",
        "search_description",
    )
    exclude_fields_in_copy: ClassVar[list[str]] = ["uid", "translation_of", "follows_version"]
    search_fields = [
        *Page.search_fields,
        index.SearchField("sapo", boost=2),
        index.SearchField("byline"),
        index.SearchField("unit_label"),
        index.FilterField("kind"),
        index.FilterField("unit_code"),
        index.FilterField("topic"),
        index.FilterField("audience"),
        index.FilterField("language"),
    ]

    class Meta:
        verbose_name = _("story")
        verbose_name_plural = _("stories")
        indexes = [
            models.Index(fields=["kind", "public_at"], name="story_by_kind"),
            models.Index(fields=["public_section", "public_at"], name="story_by_section"),
            models.Index(fields=["unit_code", "public_at"], name="story_by_unit"),
            models.Index(fields=["audience", "public_at"], name="story_by_audience"),
            models.Index(fields=["language", "public_at"], name="story_by_language"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["translation_of", "language"], name="one_translation_a_language"),
            models.CheckConstraint(
                condition=Q(translation_of__isnull=True, follows_version__isnull=True)
                | Q(translation_of__isnull=False, language="en"),
                name="translations_are_english",
            ),
        ]

    def save(self, *args: Any, **kwargs: Any) -> Any:
        """Keeps the kind in its column, so that lists need not ask for the subclass."""
        self.kind = self.story_kind
        return super().save(*args, **kwargs)

    def _get_autogenerated_slug(self, base_slug: str) -> str:
        # Wagtail's own drops or mangles đ and ư; the title is where a good slug comes from.
        return super()._get_autogenerated_slug(slugify_vi(self.title, max_length=80, default=base_slug))

    @property
    def genre_label(self) -> str:
        """The genre in words, where the kind of story has one."""
        return ""

    @property
    def issue_number(self) -> str:
        """The number of an issue; empty for every other story."""
        return ""

    @property
    def section(self) -> SectionPage | None:
        """The section of the main topic."""
        return self.topic.section if self.topic else None

    @property
    def withdrawal(self) -> StoryVersion | None:
        """The withdrawal that ended this story's public life, if there was one."""
        last = self.versions.order_by("-version").first()
        return last if last is not None and last.action == VersionAction.RETRACTED else None

    def corrections(self) -> Sequence[Correction | StoryVersion]:
        """What followed the first publication with a note for readers, newest first: each has ``at`` and ``note``."""
        if self.known_corrections is not None:
            return self.known_corrections
        return list(self.versions.filter(action=VersionAction.UPDATED).exclude(note="").order_by("-version"))

    def photo_ids(self) -> set[int]:
        """The photos of the text, without the lead photo; classes with a text say which."""
        return set()

    def take_photos(self, photos: dict[int, Photo]) -> None:
        """Hands the text its photos, fetched together with all others of the page."""

    def get_view_restrictions(self) -> models.QuerySet[Any]:
        """None where the query that found the page has seen that there are none (`cms.website.arrival`)."""
        if self.is_known_open:
            return PageViewRestriction.objects.none()
        return super().get_view_restrictions()

    def gathered(self) -> list[StoryPage]:
        """The public stories that this one gathers; an issue has some."""
        return []

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Adds what stands around a story: its section, related stories, corrections."""
        from cms.website import english, reading

        frame = english.FRAME if self.language == languages.ENGLISH else {}
        return {**super().get_context(request, *args, **kwargs), **reading.story(self, request), **frame}

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """Serves a withdrawn story too: its address answers 410 with a note instead of a bare 404."""
        if not path_components and not self.live and self.withdrawal is not None:
            return RouteResult(self, kwargs={"gone": True})
        return super().route(request, path_components)

    def serve(self, request: HttpRequest, *args: Any, gone: bool = False, **kwargs: Any) -> HttpResponse:
        """The page, or for a withdrawn story the notice in its place (410)."""
        if gone:
            from cms.website.views import withdrawn

            return languages.answer_in(self.language, partial(withdrawn, request, self))
        return languages.answer_in(self.language, partial(super().serve, request, *args, **kwargs))


class ApprovedRevision(models.Model):
    """The record that a revision of a story was approved: by whom, and of which content.

    ``last_edited_by`` is who last changed that content; nobody approves their own, and the constraint below holds it
    even for a shell. An override has a reason and stays visible for ever.
    """

    story = models.ForeignKey(StoryPage, on_delete=models.PROTECT, related_name="approved_revisions")
    revision = models.OneToOneField("wagtailcore.Revision", on_delete=models.PROTECT, related_name="approval")
    content_hash = models.CharField(_("content hash"), max_length=64)
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    last_edited_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(_("approved at"))
    override_reason = models.TextField(_("reason of the override"), blank=True)

    class Meta:
        verbose_name = _("approved revision")
        constraints = [
            models.CheckConstraint(
                condition=~Q(approved_by=F("last_edited_by")) | ~Q(override_reason=""), name="four_eyes_or_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.story_id}: {self.revision_id}"


class StoryVersion(models.Model):
    """One row for each time the public was given something new of a story, or had it taken away. Append-only.

    ``version`` counts from 1 for each story, without gaps, in the transaction of the act itself.
    """

    story = models.ForeignKey(StoryPage, on_delete=models.PROTECT, related_name="versions")
    version = models.PositiveIntegerField(_("version"))
    action = models.CharField(_("action"), max_length=10, choices=VersionAction.choices)
    revision = models.ForeignKey("wagtailcore.Revision", null=True, on_delete=models.PROTECT, related_name="+")
    note = models.TextField(_("note for readers"), blank=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("published version")
        ordering = ["story", "version"]
        constraints = [
            models.UniqueConstraint(fields=["story", "version"], name="one_row_a_version"),
            models.CheckConstraint(condition=Q(version__gte=1), name="versions_count_from_one"),
            models.CheckConstraint(
                condition=Q(action="retracted") | Q(revision__isnull=False), name="a_version_has_its_revision"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.story_id} v{self.version}"
