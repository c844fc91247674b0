"""What goes to the press for a proof file: one page of HTML in the form of an administrative document.

The document is Vietnamese, whoever asks for it: its words stand here and in its template, as those of the reports do.
"""

from __future__ import annotations

import shutil
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from django.template.loader import render_to_string
from wagtail.models import Site

from bulletin.evidence.enums import Side
from bulletin.evidence.models import Capture
from bulletin.forwarding.desk.wording import in_words
from bulletin.forwarding.models import Delivery, DeliveryEvent, Receipt
from bulletin.forwarding.states import State, Verb
from bulletin.pdf.paper import FONT_FILES
from bulletin.pdf.press import FONTS, HTML
from cms.accounts.roles import house_roles
from cms.core.text import nfc
from cms.website.models import ApprovedRevision, SiteProfile, StoryVersion
from cms.website.xml_text import plain
from submissions.articles.models import Submission, SubmissionEvent
from submissions.units.enums import UnitRole
from submissions.units.models import Membership

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from bulletin.evidence.models import ProofFile
    from bulletin.forwarding.models import Destination
    from cms.accounts.models import User

DELIVERY_WORDS: Final = {
    "enqueue": "Ghi vào sổ chuyển tiếp cùng lúc đăng bài",
    Verb.CLAIM: "Bắt đầu lần gửi",
    Verb.DELIVER: "Bên nhận đã nhận",
    Verb.CONFIRM: "Đã thấy trên trang công khai của bên nhận",
    Verb.POSTPONE: "Chưa nhận, hẹn gửi lại",
    Verb.LOSE_SIGHT: "Đã gửi, chưa rõ kết quả",
    Verb.REJECT: "Bên nhận từ chối",
    Verb.GIVE_UP: "Đã hết số lần gửi",
    Verb.HOLD: "Giữ lại khi nơi nhận tạm dừng",
    Verb.RELEASE: "Gửi tiếp khi nơi nhận hoạt động lại",
    Verb.SUPERSEDE: "Phiên bản mới hơn thay thế",
    Verb.CANCEL: "Thôi gửi",
    Verb.REDELIVER: "Gửi lại",
    Verb.MISS: "Bên nhận không còn giữ, hẹn gửi lại",
    Verb.ASK: "Hỏi lại bên nhận",
    Verb.CLEAR: "Cho phép gửi",
    Verb.DECLINE: "Quyết định không gửi",
    Verb.FETCH: "Bên nhận đã tự lấy",
    Verb.VOUCH: "Biên nhận có chữ ký xác nhận",
    Verb.REFUSE: "Biên nhận có chữ ký từ chối",
    Verb.NOTE: "Ghi chú",
}
BY_WORDS: Final = {
    "outbox": "Hệ thống",
    "worker": "Hệ thống",
    "command line": "Quản trị máy chủ",
    "receipt": "Bên nhận",
    "change feed": "Bên nhận",
}


@dataclass(frozen=True, kw_only=True)
class Step:
    """One line of the approval chain."""

    at: datetime
    person: str
    role: str
    what: str
    reason: str
    revision: str
    sha256: str


@dataclass(frozen=True, kw_only=True)
class Version:
    """One public version, with the approval on which it stands."""

    row: StoryVersion
    person: str
    approved_by: str
    approved_at: datetime | None
    sha256: str


@dataclass(frozen=True, kw_only=True)
class Line:
    """One event of a delivery in words."""

    event: DeliveryEvent
    what: str
    who: str
    reason: str


@dataclass(kw_only=True)
class Sent:
    """One version at one destination: its state, its events, its receipts and what its address showed."""

    row: Delivery
    lines: list[Line] = field(default_factory=list)
    receipts: list[Receipt] = field(default_factory=list)
    captures: list[Capture] = field(default_factory=list)

    @property
    def is_proved(self) -> bool:
        """Whether it was confirmed: seen, or vouched for by a signed receipt."""
        return self.row.state == State.CONFIRMED


@dataclass(frozen=True, kw_only=True)
class Place:
    """A destination with the versions that were sent to it."""

    destination: Destination
    sent: list[Sent]

    @property
    def address(self) -> str:
        """Where the newest confirmed version stands."""
        proved = [each for each in self.sent if each.is_proved and not each.row.is_retraction]
        return proved[-1].row.remote_url if proved else ""


def lay_out(*, row: ProofFile, folder: Path, now: datetime) -> None:
    """Writes into an empty folder all that the press needs for the proof of an article as things stand."""
    shutil.copytree(FONT_FILES, folder / FONTS, ignore=shutil.ignore_patterns("*.txt"))
    submission = Submission.objects.select_related("page", "unit", "created_by").get(page_id=row.story_id)
    site = Site.objects.filter(is_default_site=True).first()
    captures = list(Capture.objects.filter(story_id=row.story_id).select_related("delivery__destination"))
    places = _places(row.story_id, captures)
    ours = [each for each in captures if each.side == Side.OURS]
    context = {
        "file": row,
        "now": now,
        "submission": submission,
        "story": submission.page,
        "profile": SiteProfile.for_site(site) if site else SiteProfile(),
        "asked_by": row.asked_by.full_name,
        "steps": _steps(submission),
        "versions": _versions(row.story_id),
        "places": places,
        "shown_at": [(place.destination.name, place.address) for place in places if place.address],
        "ours": ours[-1:],
        "earlier": ours[:-1],
        "theirs": _latest_theirs(captures),
    }
    words = render_to_string("evidence/proof.html", context)
    (folder / HTML).write_text(plain(nfc(words)), encoding="utf-8")


def _steps(submission: Submission) -> list[Step]:
    events = list(SubmissionEvent.objects.filter(submission=submission).select_related("actor").order_by("at", "pk"))
    roles = _roles([event.actor for event in events if event.actor is not None], submission)
    return [
        Step(
            at=event.at,
            person=event.actor.full_name if event.actor else "Hệ thống",
            role=roles.get(event.actor_id or 0, ""),
            what=str(event.get_verb_display()),
            reason="\n".join(filter(None, [event.reason, event.override_reason])),
            revision=str(event.revision_id or ""),
            sha256=event.content_hash,
        )
        for event in events
    ]


def _roles(people: list[User], submission: Submission) -> dict[int, str]:
    """What each person is in the house, and in the article's unit, as their accounts stand now."""
    found: dict[int, list[str]] = defaultdict(list)
    for person in {each.pk: each for each in people}.values():
        found[person.pk] += sorted(str(role.label) for role in house_roles(person))
    for membership in Membership.objects.filter(unit=submission.unit, user_id__in=found):
        found[membership.user_id].append(f"{UnitRole(membership.role).label} ({submission.unit.short_name})")
    return {key: ", ".join(words) for key, words in found.items()}


def _versions(story_id: int) -> list[Version]:
    rows = list(StoryVersion.objects.filter(story_id=story_id).select_related("actor").order_by("version"))
    approvals = {
        each.revision_id: each
        for each in ApprovedRevision.objects.filter(story_id=story_id).select_related("approved_by")
    }
    found = []
    for row in rows:
        approval = approvals.get(row.revision_id) if row.revision_id else None
        found.append(
            Version(
                row=row,
                person=row.actor.full_name if row.actor else "Hệ thống (theo lịch)",
                approved_by=approval.approved_by.full_name if approval else "",
                approved_at=approval.approved_at if approval else None,
                sha256=approval.content_hash if approval else "",
            )
        )
    return found


def _places(story_id: int, captures: list[Capture]) -> list[Place]:
    rows = (
        Delivery.objects.filter(story_id=story_id).select_related("destination").defer("destination__secrets_sealed")
    )
    sent = {row.pk: Sent(row=row) for row in rows.order_by("destination__name", "version")}
    events = DeliveryEvent.objects.filter(delivery__story_id=story_id).select_related("actor").order_by("at", "pk")
    for event in events:
        sent[event.delivery_id].lines.append(
            Line(
                event=event,
                what=DELIVERY_WORDS.get(event.verb, event.verb),
                who=event.actor.full_name if event.actor else BY_WORDS.get(event.by, event.by),
                reason=in_words(event.reason) if event.reason != event.answer else "",
            )
        )
    for receipt in Receipt.objects.filter(delivery__story_id=story_id).order_by("received_at", "pk"):
        sent[receipt.delivery_id].receipts.append(receipt)
    for capture in captures:
        if capture.delivery_id in sent and capture.side == Side.THEIRS:
            sent[capture.delivery_id].captures.append(capture)
    places: dict[int, Place] = {}
    for each in sent.values():
        destination = each.row.destination
        places.setdefault(destination.pk, Place(destination=destination, sent=[])).sent.append(each)
    return list(places.values())


def _latest_theirs(captures: list[Capture]) -> list[Capture]:
    """Of each destination the newest capture that saw something."""
    newest: dict[int, Capture] = {}
    for capture in captures:
        if capture.side == Side.THEIRS and capture.delivery is not None and capture.status is not None:
            newest[capture.delivery.destination_id] = capture
    return list(newest.values())
