"""Loads the demo month through the house's own actions: nothing is written past them."""

from __future__ import annotations

import logging
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from django.core.management import call_command
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from wagtail.models import Site

from bulletin.demo import english, material, province, scenario
from bulletin.demo.people import Cast, make_people
from bulletin.demo.pieces import plan_pieces
from bulletin.demo.readers import Readers
from bulletin.demo.scenario import PlannedIssue, Stage
from bulletin.demo.screens import hang_a_screen
from bulletin.demo.timeline import Timeline
from bulletin.issues import actions as issues
from cms.accounts.models import Notice
from cms.core import bell
from cms.core.models import OutgoingMail, Rule
from cms.core.periods import Month, local
from cms.core.search.afterwards import index_afterwards
from cms.website.enums import People
from cms.website.models import Photo, SiteProfile, Topic
from cms.website.photo_files import RedrawnPicture
from submissions.articles.actions import create_article
from submissions.articles.models import ArticlePage, Submission
from submissions.moderation import actions as moderation
from submissions.units.actions import collection_of, create_unit
from submissions.units.models import Unit, UnitsPage

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from bulletin.issues.models import Issue

logger = logging.getLogger(__name__)


def is_loaded() -> bool:
    """Whether this database has units already: then it is somebody's, and is left alone."""
    return Unit.objects.exists()


def load(*, now: datetime | None = None) -> None:
    """Fills an empty house with three months of work that end at ``now``."""
    with bell.silence():
        with index_afterwards(), transaction.atomic():
            call_command("setup_site")
            destination = province.add_destination()
            DemoMonth(Timeline(now=now or timezone.now())).run()
        province.deliver_backlog(destination)


class DemoMonth:
    """One loading of the demo; keeps what later steps look up."""

    def __init__(self, timeline: Timeline) -> None:
        self.timeline = timeline
        self.articles = material.articles()
        self.topics = {topic.code: topic for topic in Topic.objects.all()}
        self.submissions: dict[int, Submission] = {}
        self.readers = Readers(timeline)
        self.cast: Cast

    def run(self) -> None:
        """Units and people, then the months in their order."""
        self._profile()
        self._units()
        self.readers.subscribe(months_ago=2)
        for planned in scenario.ISSUES:
            if planned.months_ago == 2:
                self._issue(planned)
        self._withdrawn()
        self.readers.subscribe(months_ago=1)
        for planned in scenario.ISSUES:
            if planned.months_ago == 1:
                self._issue(planned)
        self._rejected()
        for planned in scenario.ISSUES:
            if planned.months_ago == 0:
                self._issue(planned)
                if planned.number_in_month == 2:
                    self.readers.end_one(at=self.timeline.this_month(0.7))
        self._in_work()
        self.readers.leave_one_pending(at=self.timeline.this_month(0.97))
        english.translate(self.submissions, cast=self.cast, timeline=self.timeline)
        self._corrections()
        plan_pieces(actor=self.cast.desk, now=self.timeline.now)
        hang_a_screen(desk=self.cast.desk, board=self.cast.board, now=self.timeline.now)
        # The mails of these months were read long ago.
        OutgoingMail.objects.update(state=OutgoingMail.State.SENT, sent_at=F("next_attempt_at"))
        OutgoingMail.objects.filter(is_private=True).update(text="", html="")
        long_ago = timezone.now() - timedelta(days=3)
        Notice.objects.filter(created_at__lt=long_ago).update(read_at=F("created_at"))

    def _profile(self) -> None:
        SiteProfile.objects.update_or_create(
            site=Site.objects.get(is_default_site=True),
            defaults={
                "bulletin_name": "Bản tin Sức khỏe",
                "department": "Sở Y tế Khánh Hòa",
                "governing_body": "Ủy ban nhân dân tỉnh Khánh Hòa",
                "responsible_person": "Giám đốc Sở Y tế (dữ liệu mẫu)",
                "address": "Phường Nha Trang, tỉnh Khánh Hòa",
                "phone": "0258 0000 000",
                "email": "ban-tin@demo.local",
                "licence": "Giấy phép mẫu, chỉ dùng để trình diễn",
                "english_name": "Health Bulletin",
                "english_department": "Khanh Hoa Department of Health",
            },
        )
        english.name_sections()

    def _units(self) -> None:
        parent = UnitsPage.objects.get()
        bylines = {
            article.unit_code: article.data["byline"]
            for _number, article in sorted(self.articles.items(), reverse=True)
        }
        made = []
        for row in material.units():
            made.append(
                create_unit(
                    parent=parent, code=row.code, name=row.name, short_name=row.short_name, kind=row.kind,
                    area=row.area, valid_from=row.valid_from,
                )
            )  # fmt: skip
            if row.monthly_quota != 1:
                Rule.objects.create(
                    code="unit.monthly_quota",
                    scope=row.code,
                    value=str(row.monthly_quota),
                    source="Danh sách đầu mối của Sở: phòng chức năng không giao chỉ tiêu bài",
                    effective_from=row.valid_from,
                )
        self.cast = make_people(units=made, bylines=bylines)

    def _draft(self, number: int, at: datetime) -> Submission:
        """An article as its unit's writer saved it."""
        article = self.articles[number]
        data, picture = article.data, article.data["picture"]
        unit = Unit.objects.select_related("page").get(code=article.unit_code)
        author = self.cast.writers[unit.code]
        photo = Photo.objects.create(
            title=picture["caption"][:250],
            file=_picture(article.picture),
            people=People.NOBODY,
            collection=collection_of(unit),
            uploaded_by_user=author,
        )
        page = ArticlePage(
            title=data["title"], slug=data["slug"], sapo=data["sapo"], byline=data["byline"], genre=data["genre"],
            audience=data["audience"], language=data["language"], topic=self.topics[data["topic"]],
            lead_image=photo, lead_alt=picture["alt"], lead_caption=picture["caption"],
            lead_credit=picture["credit"], body=article.body,
        )  # fmt: skip
        page.more_topics = [self.topics[code] for code in data["more_topics"]]
        submission = create_article(page=page, unit=unit, author=author, now=at)
        Submission.objects.filter(pk=submission.pk).update(last_edited_at=at)
        self.submissions[number] = submission
        return submission

    def _submit(self, number: int, at: datetime, *, by: datetime | None = None) -> Submission:
        """An article handed in at ``at``; one that was returned once came back well before ``by``."""
        submission = self._draft(number, at - timedelta(minutes=2))
        moderation.submit(submission_id=submission.pk, actor=submission.created_by, no_secrets=True, now=at)
        if number in scenario.RETURNED_ONCE:
            back = _later(at, timedelta(hours=3), share=0.1, by=by or self.timeline.now)
            again = _later(at, timedelta(hours=5), share=0.2, by=by or self.timeline.now)
            moderation.return_to_unit(
                submission_id=submission.pk, actor=self.cast.editor1, reason=scenario.RETURNED_ONCE[number], now=back
            )
            moderation.submit(submission_id=submission.pk, actor=submission.created_by, no_secrets=True, now=again)
        return submission

    def _approve(self, number: int, submitted: datetime, *, by: datetime | None = None) -> Submission:
        """An article approved before ``by`` (now, if not given)."""
        by = by or self.timeline.now
        submission = self._submit(number, submitted, by=by)
        editor = self.cast.editor2 if number in scenario.RETURNED_ONCE or number % 2 else self.cast.editor1
        moderation.claim(
            submission_id=submission.pk, actor=editor, now=_later(submitted, timedelta(hours=6), share=0.4, by=by)
        )
        revision_id = ArticlePage.objects.values_list("latest_revision_id", flat=True).get(pk=submission.page_id)
        decide = partial(moderation.approve, submission_id=submission.pk, revision_id=revision_id)
        if Submission.objects.get(pk=submission.pk).needs_second:
            first = _later(submitted, timedelta(hours=9), share=0.6, by=by)
            moderation.endorse(submission_id=submission.pk, revision_id=revision_id, actor=editor, now=first)
            editor = self.cast.desk
        decide(actor=editor, now=_later(submitted, timedelta(hours=11), share=0.7, by=by))
        return submission

    def _submitted_at(self, planned: PlannedIssue, place: int, number: int) -> datetime:
        if planned.months_ago:
            day = 11 + place % 3 if number in scenario.LATE else 2 + place
            return self.timeline.earlier(planned.months_ago, day, 8 + place, 7 * place)
        start = {1: 0.04, 2: 0.16, 3: 0.28}[planned.number_in_month]
        return self.timeline.this_month(start + 0.03 * place)

    def _issue(self, planned: PlannedIssue) -> Issue:
        at = planned.publish_at(self.timeline)
        for place, number in enumerate(planned.articles):
            self._approve(number, self._submitted_at(planned, place, number), by=at)
        day = local(at).date()
        month = Month.of(at)
        # The desk's work before publication, shorter on the first day of a month.
        lead = min(timedelta(hours=1), (at - month.start) * 0.02)
        issue = issues.create_issue(
            actor=self.cast.desk,
            period=month.first_day,
            issue_date=day,
            title=planned.title,
            number=(month.month - 1) * 5 + planned.number_in_month,
            now=at - lead * 3,
        )
        if planned.cover is not None:
            self._cover(issue, planned.cover)
        issues.compose(
            issue_id=issue.pk,
            actor=self.cast.desk,
            article_ids=[self.submissions[number].page_id for number in planned.articles],
            editorial_note=planned.note,
            sapo=planned.note,
            around=issues.Composition(
                headings={self.submissions[number].page_id: words for number, words in planned.headings.items()}
            ),
            now=at - lead * 2,
        )
        issues.submit(issue_id=issue.pk, actor=self.cast.desk, now=at - lead * 2)
        issue.page.refresh_from_db()
        issues.approve(
            issue_id=issue.pk,
            actor=self.cast.board,
            revision_id=issue.page.latest_revision_id,
            now=at - lead * 1,
        )
        issue = issues.publish(issue_id=issue.pk, actor=self.cast.desk, now=at)
        self.readers.send(published=at)
        return issue

    def _cover(self, issue: Issue, number: int) -> None:
        photo = Photo.objects.create(
            title=f"Bìa {issue}", file=_picture(material.cover(number)), uploaded_by_user=self.cast.desk
        )
        issue.page.lead_image, issue.page.lead_alt = photo, "Tranh bìa của số bản tin"
        issue.page.save()

    def _withdrawn(self) -> None:
        moderation.withdraw(
            submission_id=self.submissions[scenario.WITHDRAWN].pk,
            actor=self.cast.desk,
            reason=scenario.WITHDRAW_REASON,
            public_note=scenario.WITHDRAW_NOTE,
            now=self.timeline.earlier(2, 21, 10),
        )

    def _rejected(self) -> None:
        submission = self._submit(scenario.REJECTED, self.timeline.earlier(1, 8, 15))
        moderation.reject(
            submission_id=submission.pk,
            actor=self.cast.editor1,
            reason=scenario.REJECT_REASON,
            now=self.timeline.earlier(1, 9, 10),
        )

    def _in_work(self) -> None:
        for place, (number, stage) in enumerate(scenario.IN_WORK.items()):
            at = self.timeline.this_month(0.40 + 0.06 * place)
            match stage:
                case Stage.DRAFT:
                    self._draft(number, at)
                case Stage.TO_RELEASE:
                    submission = self._draft(number, at)
                    # Switched on this month: what the unit handed in before went straight to the editors.
                    Unit.objects.filter(code=scenario.HEAD_RELEASES).update(head_releases=True)
                    moderation.propose(
                        submission_id=submission.pk, actor=submission.created_by, no_secrets=True, now=at
                    )
                case Stage.SUBMITTED:
                    self._submit(number, at)
                case Stage.SECOND_REVIEW:
                    self._endorse(number, at)
                case Stage.IN_REVIEW:
                    submission = self._submit(number, at)
                    moderation.claim(
                        submission_id=submission.pk, actor=self.cast.editor1, now=self.timeline.after(at, hours=2)
                    )
                case Stage.RETURNED:
                    submission = self._submit(number, at)
                    moderation.return_to_unit(
                        submission_id=submission.pk,
                        actor=self.cast.editor2,
                        reason=scenario.RETURN_REASON,
                        now=self.timeline.after(at, hours=4),
                    )
                case Stage.APPROVED:
                    self._approve(number, at)
                case Stage.SCHEDULED:
                    submission = self._approve(number, at)
                    moderation.schedule(
                        submission_id=submission.pk,
                        actor=self.cast.desk,
                        at=self.timeline.next_morning(2),
                        now=self.timeline.now,
                    )

    def _endorse(self, number: int, at: datetime) -> None:
        """An article that an editor wants read by two, approved by the first."""
        submission = self._submit(number, at)
        verb: dict[str, Any] = {
            "submission_id": submission.pk,
            "actor": self.cast.editor2,
            "now": self.timeline.after(at, hours=2),
        }
        moderation.claim(**verb)
        moderation.ask_second(**verb, reason=scenario.SECOND_REASON)
        revision_id = ArticlePage.objects.values_list("latest_revision_id", flat=True).get(pk=submission.page_id)
        moderation.endorse(**verb, revision_id=revision_id)

    def _corrections(self) -> None:
        """One correction that went through and one that waits."""
        for number, note in (
            (scenario.CORRECTED, scenario.CORRECTION_NOTE),
            (scenario.CORRECTING, scenario.PENDING_CORRECTION_NOTE),
        ):
            submission = self.submissions[number]
            now = self.timeline.this_month(0.93)
            moderation.correct(submission_id=submission.pk, actor=self.cast.editor1, note=note, now=now)
            page = ArticlePage.objects.get(pk=submission.page_id).get_latest_revision_as_object()
            page.sapo = f"{page.sapo} (Đã cập nhật)"
            page.save_revision(user=self.cast.editor1)
            Submission.objects.filter(pk=submission.pk).update(last_edited_at=now)
            if number == scenario.CORRECTED:
                moderation.approve(
                    submission_id=submission.pk,
                    actor=self.cast.editor2,
                    revision_id=ArticlePage.objects.get(pk=submission.page_id).latest_revision_id,
                    now=self.timeline.this_month(0.95),
                )


def _picture(path: Path) -> RedrawnPicture:
    """A picture of the demo: drawn by us as it is, so that it need not be drawn anew."""
    return RedrawnPicture(path.read_bytes(), extension="jpg")


def _later(moment: datetime, span: timedelta, *, share: float, by: datetime) -> datetime:
    """A while after a moment, but not past its share of the time until ``by``."""
    return moment + min(span, (by - moment) * share)
