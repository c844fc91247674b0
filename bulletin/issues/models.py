"""The bulletin: issues as pages that gather approved articles, and beside each page the row that says where it stands."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, PagePermissionTester
from wagtail.search import index

from bulletin.issues.afterlife import changes_of, to_follow
from bulletin.issues.enums import CLOSED, WAS_OUT, IssueState, IssueVerb
from cms.website import reading
from cms.website.enums import StoryKind
from cms.website.models import StoryPage
from submissions.articles.models import ArticlePage

if TYPE_CHECKING:
    from django.http import HttpRequest

    from cms.accounts.models import User


class IssueIndexPage(Page):
    """``/ban-tin/``: all issues."""

    max_count = 1
    parent_page_types: ClassVar[list[str]] = ["website.HomePage"]
    subpage_types: ClassVar[list[str]] = ["issues.IssueYearPage"]

    class Meta:
        verbose_name = _("issue index")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Adds the years and one page of issues, newest first."""
        issues = StoryPage.objects.published().issues()
        return {
            **super().get_context(request, *args, **kwargs),
            "years": IssueYearPage.objects.child_of(self).live().order_by("-slug"),
            **reading.listing(issues, request, specific=True),
        }


class IssueYearPage(Page):
    """``/ban-tin/2026/``: the issues of a year, by month."""

    parent_page_types: ClassVar[list[str]] = ["issues.IssueIndexPage"]
    subpage_types: ClassVar[list[str]] = ["issues.IssuePage"]

    class Meta:
        verbose_name = _("year of issues")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Adds ``months``: (first day of the month, its issues), newest first."""
        issues = (
            IssuePage.objects.child_of(self)
            .live()
            .select_related("lead_image")
            .prefetch_related("lead_image__renditions")
            .order_by("-period", "-number")
        )
        months = [(month, list(pages)) for month, pages in groupby(issues, key=lambda page: page.period)]
        return {**super().get_context(request, *args, **kwargs), "months": months}


@dataclass
class IssuePart:
    """One headed group of an issue; ``heading`` is empty where the pieces stand without one."""

    heading: str
    articles: list[StoryPage] = field(default_factory=list)


class IssuePage(StoryPage):
    """A numbered, dated issue.

    ``contents`` lists the articles' public identifiers in their order, as they stood when the issue went before the
    board; it is part of the revision, so what readers see is what the board approved. ``headings`` says at which of
    them a headed group begins: ``{identifier: heading}``. ``contributors`` has one name a line.
    """

    number = models.PositiveIntegerField(_("number in the year"))
    year = models.PositiveIntegerField(_("year"))
    period = models.DateField(_("month"))
    issue_date = models.DateField(_("date of issue"))
    editorial_note = models.TextField(_("editorial note"), blank=True)
    contents = models.JSONField(_("contents"), default=list, blank=True)
    headings = models.JSONField(_("headings"), default=dict, blank=True)
    contributors = models.TextField(_("contributors"), blank=True)

    is_creatable = False
    story_kind: ClassVar[StoryKind] = StoryKind.ISSUE
    body_template: ClassVar[str] = "issues/parts/body.html"
    approved_fields = (
        *StoryPage.approved_fields,
        "number",
        "year",
        "period",
        "issue_date",
        "editorial_note",
        "contents",
        "headings",
        "contributors",
    )
    parent_page_types: ClassVar[list[str]] = ["issues.IssueYearPage"]
    subpage_types: ClassVar[list[str]] = []
    search_fields = [*StoryPage.search_fields, index.SearchField("editorial_note")]

    class Meta:
        verbose_name = _("issue")
        verbose_name_plural = _("issues")
        constraints = [models.UniqueConstraint(fields=["year", "number"], name="one_issue_a_number")]

    @property
    def issue_number(self) -> str:
        """Its number in the year, as the law on the press writes it."""
        return f"{self.number}/{self.year}"

    @property
    def genre_label(self) -> str:
        """What an issue is called where articles show their genre."""
        return _g("Bulletin issue")

    def permissions_for_user(self, user: User) -> IssuePermissionTester:
        """Issues are made on the desk's own screens and never through Wagtail's editor."""
        return IssuePermissionTester(user, self)

    def articles(self) -> list[StoryPage]:
        """The live articles of the issue, in its order, without what was let go: it may stand in another issue."""
        let_go = IssueArticle.objects.filter(issue__page=self, released_at__isnull=False).values("article_id")
        found = StoryPage.objects.live().filter(uid__in=self.contents).exclude(pk__in=let_go)
        by_uid = {str(story.uid): story for story in found}
        return [by_uid[uid] for uid in self.contents if uid in by_uid]

    def parts(self, stories: list[StoryPage] | None = None) -> list[IssuePart]:
        """The headed groups with those of their pieces that are in ``stories`` (the live ones, if not given)."""
        by_uid = {str(story.uid): story for story in (self.articles() if stories is None else stories)}
        parts = [IssuePart("")]
        for uid in self.contents:
            if self.headings.get(uid):
                parts.append(IssuePart(self.headings[uid]))
            if uid in by_uid:
                parts[-1].articles.append(by_uid[uid])
        return [part for part in parts if part.articles]

    def contributor_names(self) -> list[str]:
        """The contributors, one by one."""
        return [name for line in self.contributors.splitlines() if (name := line.strip())]

    def gathered(self) -> list[StoryPage]:
        """The articles, for machines that read the issue."""
        return self.articles()

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Adds the articles with their pictures, and the issues before and after."""
        others = IssuePage.objects.live().exclude(pk=self.pk)
        before = others.filter(Q(year__lt=self.year) | Q(year=self.year, number__lt=self.number))
        after = others.filter(Q(year__gt=self.year) | Q(year=self.year, number__gt=self.number))
        articles = reading.with_pictures(self.articles())
        return {
            **super().get_context(request, *args, **kwargs),
            "articles": articles,
            "parts": self.parts(articles),
            "changes": changes_of(self),
            "to_follow": to_follow(self),
            "previous_issue": before.order_by("-year", "-number").first(),
            "next_issue": after.order_by("year", "number").first(),
        }


class IssuePermissionTester(PagePermissionTester):
    """Wagtail's questions about an issue: it shows issues and changes none."""

    def can_edit(self) -> bool:
        """Never in Wagtail's editor."""
        return False

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        """Never: numbers are not reused."""
        return False

    def can_publish(self) -> bool:
        """Never: our publish action is the only door."""
        return False

    def can_unpublish(self) -> bool:
        """Never from Wagtail."""
        return False

    def can_move(self) -> bool:
        """Never: the address is for ever."""
        return False

    def can_copy(self) -> bool:
        """Never: a copy would carry an approval that is not its own."""
        return False


class Issue(models.Model):
    """Where an issue stands, who composed it and who approved it. ``state`` is the truth."""

    page = models.OneToOneField(IssuePage, on_delete=models.PROTECT, related_name="issue")
    period = models.DateField(_("month"), db_index=True)
    state = models.CharField(_("state"), max_length=12, choices=IssueState.choices, default=IssueState.DRAFT)
    composed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    approved_revision = models.ForeignKey(
        "wagtailcore.Revision", null=True, on_delete=models.PROTECT, related_name="+"
    )
    scheduled_at = models.DateTimeField(_("scheduled at"), null=True, blank=True)
    published_at = models.DateTimeField(_("published at"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)
    articles = models.ManyToManyField(ArticlePage, through="IssueArticle", related_name="issues")

    class Meta:
        verbose_name = _("issue")
        verbose_name_plural = _("issues")
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=sorted(CLOSED)) | Q(approved_revision__isnull=False, approved_by__isnull=False),
                name="decided_issues_are_pinned",
            ),
            models.CheckConstraint(
                condition=Q(state="scheduled", scheduled_at__isnull=False)
                | ~Q(state="scheduled") & Q(scheduled_at__isnull=True),
                name="scheduled_issue_has_its_time",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=sorted(WAS_OUT)) | Q(published_at__isnull=False),
                name="published_issue_has_its_time",
            ),
            models.CheckConstraint(
                condition=Q(state="withdrawn", withdrawn_at__isnull=False)
                | ~Q(state="withdrawn") & Q(withdrawn_at__isnull=True),
                name="withdrawn_issue_has_its_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.page.number}/{self.page.year}"


class IssueArticleQuerySet(models.QuerySet["IssueArticle"]):
    """Places of articles in issues."""

    def holding(self) -> IssueArticleQuerySet:
        """Those that keep their article from standing in another issue."""
        return self.filter(released_at__isnull=True)

    def missing(self) -> IssueArticleQuerySet:
        """Those whose article readers don't have."""
        return self.holding().filter(article__live=False)


class IssueArticle(models.Model):
    """An article's place in an issue; an article is in at most one.

    ``heading`` begins a headed group at this piece. ``released_at``: since when the article is free for another issue,
    because this one was withdrawn or gave up waiting for it. Triggers keep the rows of a decided issue as they are.
    """

    issue = models.ForeignKey(Issue, on_delete=models.CASCADE, related_name="entries")
    article = models.ForeignKey(ArticlePage, on_delete=models.PROTECT, related_name="issue_entries")
    position = models.PositiveSmallIntegerField(_("position"))
    heading = models.CharField(_("heading"), max_length=120, blank=True)
    released_at = models.DateTimeField(_("let go at"), null=True, blank=True)

    objects: ClassVar[models.Manager[IssueArticle]] = IssueArticleQuerySet.as_manager()

    class Meta:
        verbose_name = _("article of an issue")
        ordering = ["issue", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["article"], condition=Q(released_at__isnull=True), name="an_article_in_one_issue"
            ),
            models.UniqueConstraint(fields=["issue", "article"], name="an_article_once_in_an_issue"),
            models.UniqueConstraint(fields=["issue", "position"], name="one_article_a_position"),
        ]

    def __str__(self) -> str:
        return f"{self.issue_id}.{self.position}"


class IssueEvent(models.Model):
    """One line of an issue's history. Append-only."""

    issue = models.ForeignKey(Issue, on_delete=models.CASCADE, related_name="events")
    verb = models.CharField(_("verb"), max_length=12, choices=IssueVerb.choices)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("at"))
    reason = models.TextField(_("reason"), blank=True)
    article = models.ForeignKey(ArticlePage, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("event")
        ordering = ["issue", "at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(verb__in=["return", "withdraw", "publish_part", "let_go"]) | ~Q(reason=""),
                name="hard_words_carry_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_verb_display()} · {self.at:%d/%m/%Y %H:%M}"
