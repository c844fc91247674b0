"""What tests are built from: people, units, photos and articles in any state, made the way the desk makes them.

Plain functions with traits: ``an_article(state=State.RETURNED, unit=a_unit())``. Every state is reached through the
desk's own actions, so that history, workflow rows and mails are those of a real article.
"""

from __future__ import annotations

import threading
from contextlib import contextmanager
from datetime import date, timedelta
from io import BytesIO
from itertools import count
from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import Group
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Field, ForeignKey, Model
from django.utils import timezone
from PIL import Image
from wagtail.models import Collection, Locale, Page

from cms.accounts.models import User
from cms.accounts.roles import Role
from cms.website.models import Photo, Topic
from submissions.articles.actions import create_article
from submissions.articles.enums import State
from submissions.articles.models import ArticlePage, Submission
from submissions.moderation import actions
from submissions.units.actions import add_member, collection_of, create_unit
from submissions.units.enums import UnitKind, UnitRole
from submissions.units.models import Unit, UnitsPage

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from wagtail.models import Revision

PASSWORD = "mat-khau-cua-bai-thu"
# What is said about a lead photo where a test says nothing: without it no article is handed in.
LEAD_WORDS = {
    "lead_alt": "Bàn tiếp nhận buổi sáng",
    "lead_caption": "Sáng thứ hai ở bàn tiếp nhận.",
    "lead_credit": "Nguyễn An",
}
_numbers = count(1)
_validate = ForeignKey.validate


class _Way(threading.local):
    """Whether this thread is on its way to the state that a test begins with."""

    is_plain = False


_way = _Way()


def _validate_but_on_the_way(field: ForeignKey[Any, Any], value: Any, instance: Model | None) -> None:
    if not _way.is_plain:
        _validate(field, value, instance)
    elif not field.remote_field.parent_link:
        Field.validate(field, value, instance)


ForeignKey.validate = _validate_but_on_the_way  # type: ignore[assignment, method-assign]


@contextmanager
def plain_way() -> Iterator[None]:
    """Spares the desk's actions what they do for the case that something is amiss, where a test only needs what comes
    out: savepoints to fall back to, and questions whether the rows exist that were made a moment before (the database
    has the last word on both). A third of all statements on the way to a published article."""
    if _way.is_plain:
        yield
        return
    wrapper: Any = connections[DEFAULT_DB_ALIAS]
    wrapper._savepoint_allowed, _way.is_plain = lambda: False, True
    try:
        yield
    finally:
        del wrapper._savepoint_allowed
        _way.is_plain = False


def house() -> UnitsPage:
    """The fixed pages, roles, rules and the workflow; made when missing, also after a test that emptied all tables."""
    units_page = UnitsPage.objects.first()
    if units_page is not None:
        return units_page
    cache.clear()
    Locale.objects.get_or_create(language_code="vi")
    if not Page.objects.exists():
        Page.add_root(instance=Page(title="Root", slug="root"))
    if not Collection.objects.exists():
        Collection.add_root(instance=Collection(name="Root"))
    call_command("setup_site")
    return UnitsPage.objects.get()


def a_person(*roles: Role, name: str = "", email: str = "", **fields: Any) -> User:
    """Somebody with house-wide roles (none by default), whose password is `PASSWORD`."""
    house()
    number = next(_numbers)
    user = User.objects.create_user(
        email or f"nguoi{number}@vi-du.vn", PASSWORD, full_name=name or f"Nguyễn Văn {number}", **fields
    )
    user.groups.add(*Group.objects.filter(name__in=[role.value for role in roles]))
    return user


def an_editor(**fields: Any) -> User:
    """An editor of the CDC."""
    return a_person(Role.EDITOR, **fields)


def a_desk_editor(**fields: Any) -> User:
    """The desk editor."""
    return a_person(Role.DESK, **fields)


def a_board_member(**fields: Any) -> User:
    """A member of the editorial board."""
    return a_person(Role.BOARD, **fields)


def an_officer(**fields: Any) -> User:
    """The forwarding officer."""
    return a_person(Role.OFFICER, **fields)


def an_administrator(**fields: Any) -> User:
    """The administrator, who is a superuser."""
    return a_person(Role.ADMINISTRATOR, is_superuser=True, **fields)


@plain_way()
def a_writer(unit: Unit, **fields: Any) -> User:
    """A contributor of a unit."""
    person = a_person(**fields)
    add_member(unit=unit, user=person, role=UnitRole.WRITER)
    return person


@plain_way()
def a_head(unit: Unit, **fields: Any) -> User:
    """The head of a unit."""
    person = a_person(**fields)
    add_member(unit=unit, user=person, role=UnitRole.HEAD)
    return person


@plain_way()
def a_unit(code: str = "", **fields: Any) -> Unit:
    """A unit with its page, collection and group."""
    number = next(_numbers)
    values: dict[str, Any] = {
        "name": f"Trung tâm Y tế số {number}",
        "short_name": f"TTYT {number}",
        "kind": UnitKind.HEALTH_CENTRE,
        "valid_from": date(2020, 1, 1),
        "verified": True,
        **fields,
    }
    return create_unit(parent=house(), code=code or f"DV{number}", **values)


def a_cast(unit: Unit | None = None) -> dict[str, Any]:
    """A unit with its writer, and an editor: for `an_article`, where several articles may be of the same people."""
    unit = unit or a_unit()
    return {"unit": unit, "writer": a_writer(unit), "editor": an_editor()}


def a_photo(*, unit: Unit | None = None, title: str = "", colour: str = "teal", owner: User | None = None) -> Photo:
    """A small photo, in the unit's collection or in the one of the house."""
    house()
    number = next(_numbers)
    content = BytesIO()
    Image.new("RGB", (64, 48), colour).save(content, "PNG")
    collection = collection_of(unit) if unit else Collection.get_first_root_node()
    file = SimpleUploadedFile(f"anh-{number}.png", content.getvalue(), content_type="image/png")
    photo: Photo = Photo(title=title or f"Ảnh {number}", file=file, collection=collection, uploaded_by_user=owner)
    photo._set_image_file_metadata()
    photo.save()
    return photo


def article_content(**fields: Any) -> dict[str, Any]:
    """The fields of an article that lacks nothing; any of them can be given."""
    number = next(_numbers)
    topic = fields.pop("topic", "T08")
    return {
        "title": f"Một cửa gọn hơn ở khoa khám bệnh, lần {number}",
        "sapo": "Người bệnh chờ ít hơn nhờ sắp xếp lại bàn tiếp nhận.",
        "byline": "Nguyễn An",
        "genre": "news",
        "audience": "citizens",
        "topic": Topic.objects.get(code=topic) if isinstance(topic, str) else topic,
        "body": [{"type": "paragraph", "value": f"<p>Từ đầu tháng, bàn tiếp nhận số {number} mở sớm hơn.</p>"}],
        **fields,
    }


@plain_way()
def an_article(
    *,
    unit: Unit | None = None,
    writer: User | None = None,
    editor: User | None = None,
    state: State = State.DRAFT,
    at: datetime | None = None,
    scheduled_at: datetime | None = None,
    reason: str = "Thiếu chú thích ảnh 2.",
    **content: Any,
) -> Submission:
    """An article of a unit in a state, with everything that leads there; returns its submission, fresh from the database.

    ``at`` is the moment of its first submission; each later step comes one second after the one before it. ``editor``
    takes all the steps of the editors; the last hand on the text is the writer's.
    """
    house()
    unit = unit or a_unit()
    writer = writer or a_writer(unit)
    at = at or timezone.now()
    if state != State.DRAFT and content.get("lead_image") is not None:
        content = {**LEAD_WORDS, **content}
    page = ArticlePage(**article_content(**content))
    submission = create_article(page=page, unit=unit, author=writer, now=at)
    if state != State.DRAFT:
        _drive(submission, state=State(state), writer=writer, editor=editor or an_editor(), at=at, scheduled_at=scheduled_at, reason=reason)  # fmt: skip
    return Submission.objects.get(pk=submission.pk)


def an_edit(submission: Submission, *, by: User, **changes: Any) -> Revision:
    """Changes an article as the editor's form does: its latest text, with other values, saved as a new revision."""
    page = latest_text(submission)
    for name, value in (changes or {"sapo": f"Đã sửa lần {next(_numbers)}."}).items():
        setattr(page, name, value)
    return page.save_revision(user=by)


def latest_text(submission: Submission) -> ArticlePage:
    """The article as its latest revision has it."""
    page: ArticlePage = ArticlePage.objects.get(pk=submission.page_id).get_latest_revision_as_object()
    return page


def latest_revision_id(submission: Submission) -> int:
    """The id of an article's latest revision: what a person who decides has on the screen."""
    return int(ArticlePage.objects.values_list("latest_revision_id", flat=True).get(pk=submission.page_id))


# The verbs that lead from a draft to each state.
_WAYS: dict[State, tuple[str, ...]] = {
    State.TO_RELEASE: ("propose",),
    State.SUBMITTED: ("submit",),
    State.IN_REVIEW: ("submit", "claim"),
    State.SECOND_REVIEW: ("submit", "claim", "ask_second", "endorse"),
    State.RETURNED: ("submit", "claim", "return"),
    State.REJECTED: ("submit", "claim", "reject"),
    State.APPROVED: ("submit", "claim", "approve"),
    State.SCHEDULED: ("submit", "claim", "approve", "schedule"),
    State.PUBLISHED: ("submit", "claim", "approve", "publish"),
    State.CORRECTING: ("submit", "claim", "approve", "publish", "correct"),
    State.WITHDRAWN: ("submit", "claim", "approve", "publish", "withdraw"),
}


def _drive(
    submission: Submission,
    *,
    state: State,
    writer: User,
    editor: User,
    at: datetime,
    scheduled_at: datetime | None,
    reason: str,
) -> None:
    of = submission.pk
    by_editor: dict[str, Any] = {"submission_id": of, "actor": editor}
    steps: dict[str, Callable[[datetime], object]] = {
        "propose": lambda now: _propose(submission, writer=writer, now=now),
        "submit": lambda now: actions.submit(submission_id=of, actor=writer, no_secrets=True, now=now),
        "claim": lambda now: actions.claim(**by_editor, now=now),
        "ask_second": lambda now: actions.ask_second(**by_editor, reason="Bài phê phán.", now=now),
        "endorse": lambda now: actions.endorse(**by_editor, revision_id=latest_revision_id(submission), now=now),
        "return": lambda now: actions.return_to_unit(**by_editor, reason=reason, now=now),
        "reject": lambda now: actions.reject(**by_editor, reason=reason, now=now),
        "approve": lambda now: actions.approve(**by_editor, revision_id=latest_revision_id(submission), now=now),
        "schedule": lambda now: actions.schedule(**by_editor, at=scheduled_at or at + timedelta(days=1), now=now),
        "publish": lambda now: actions.publish(**by_editor, now=now),
        "correct": lambda now: actions.correct(**by_editor, note=reason, now=now),
        "withdraw": lambda now: actions.withdraw(submission_id=of, actor=a_desk_editor(), reason=reason, now=now),
    }
    for step, verb in enumerate(_WAYS[state]):
        steps[verb](at + timedelta(seconds=step))


def _propose(submission: Submission, *, writer: User, now: datetime) -> None:
    """Before a head who releases; the unit's switch is as it was afterwards."""
    units = Unit.objects.filter(pk=submission.unit_id)
    switch = units.get().head_releases
    units.update(head_releases=True)
    actions.propose(submission_id=submission.pk, actor=writer, no_secrets=True, now=now)
    units.update(head_releases=switch)
