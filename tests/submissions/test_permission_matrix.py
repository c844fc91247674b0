"""The code keeps to the table of promises: every cell is asked, and a sample of every role and verb is acted out."""

from __future__ import annotations

from copy import copy
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.db import transaction
from django.utils import timezone

from cms.accounts.models import User
from cms.accounts.roles import Role
from submissions.articles.enums import EventVerb, State
from submissions.articles.models import ArticlePage, Submission, SubmissionEvent
from submissions.articles.permissions import may_edit, may_see
from submissions.moderation import actions
from submissions.moderation.errors import VerbRefused
from submissions.moderation.forms import OverrideForm
from submissions.moderation.offers import form_class
from submissions.moderation.permissions import closed_reason
from submissions.units.actions import add_member
from submissions.units.enums import UnitRole
from submissions.units.models import Unit
from tests import factories
from tests.shared import shared
from tests.submissions import permission_table as table
from tests.submissions.permission_document import PATH, document
from tests.submissions.permission_table import Case, Cell, Standing

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

pytestmark = [pytest.mark.django_db, pytest.mark.once]

HOUSE_ROLES = {
    table.EDITOR: Role.EDITOR,
    table.DESK: Role.DESK,
    table.BOARD: Role.BOARD,
    table.OFFICER: Role.OFFICER,
    table.ADMINISTRATOR: Role.ADMINISTRATOR,
}
WAGTAIL = {
    "open": "can_edit",
    "delete": "can_delete",
    "publish with Wagtail": "can_publish",
    "unpublish": "can_unpublish",
    "move": "can_move",
    "copy": "can_copy",
    "lock": "can_lock",
    "unlock": "can_unlock",
    "start a workflow": "can_submit_for_moderation",
}


class House:
    """Two units, a person for every standing, and an article in every state, written by somebody else of unit A."""

    def __init__(self) -> None:
        self.unit, self.other_unit = factories.a_unit("MTA"), factories.a_unit("MTB")
        self.people = {standing: self._person(standing) for standing in table.STANDINGS}
        self.writer = factories.a_writer(self.unit)
        self.editor, self.colleague = factories.an_editor(), factories.an_editor()
        self.articles = {state: self._article(state) for state in State}

    def _person(self, standing: Standing) -> User:
        role, is_head = standing.role, standing.role == table.HEAD
        person = factories.a_person(
            *([HOUSE_ROLES[role]] if role in HOUSE_ROLES else []), is_superuser=role == table.ADMINISTRATOR
        )
        belongs = self._unit_of(standing)
        if belongs is not None:
            add_member(unit=belongs, user=person, role=UnitRole.HEAD if is_head else UnitRole.WRITER)
        if role == table.INACTIVE:
            person.is_active = False
            person.save(update_fields=["is_active"])
        # As a request would find them: what is kept on the object is read once.
        return User.objects.get(pk=person.pk)

    def _unit_of(self, standing: Standing) -> Unit | None:
        if standing.relation in {table.AUTHOR, table.UNIT}:
            return self.unit
        moved = standing.relation == table.LEFT and standing.role in {table.WRITER, table.HEAD}
        return self.other_unit if moved or standing.relation == table.OTHER else None

    def _article(self, state: State) -> Submission:
        made = factories.an_article(unit=self.unit, writer=self.writer, editor=self.editor, state=state)
        return Submission.objects.select_related("unit", "claimed_by").get(pk=made.pk)

    def submission(self, case: Case, standing: Standing) -> Submission:
        """The article of a case as it stands for this person, in memory."""
        person = self.people[standing]
        found = copy(self.articles[case.state])
        found._state = copy(found._state)
        found._state.fields_cache = dict(found._state.fields_cache)
        found.unit = copy(self.unit)
        found.unit.head_releases = table.RELEASES in case.also
        if standing.began:
            found.created_by = person
        if found.first_submitted_by_id and (standing.began or table.HANDED_IN in case.also):
            found.first_submitted_by = person
        found.first_submitted_at = timezone.now() if case.was_in else None
        found.last_edited_by = person if table.EDITED in case.also else found.created_by
        if case.state == State.CORRECTING and table.EDITED not in case.also:
            found.last_edited_by = self.colleague
        found.needs_second = table.TWO in case.also
        if case.state == State.IN_REVIEW:
            found.claimed_by = person if table.HOLDS in case.also else self.colleague
        if case.state == State.SECOND_REVIEW:
            found.endorsed_by = person if table.ENDORSED in case.also else self.colleague
        return found


def is_open(verb: str, *, user: User, submission: Submission, page: ArticlePage) -> bool:
    """What the code says."""
    page.submission = submission
    if verb in WAGTAIL:
        return bool(getattr(page.permissions_for_user(user), WAGTAIL[verb])())
    if verb == "see":
        return may_see(user=user, submission=submission)
    if verb == "edit":
        return may_edit(user=user, submission=submission)
    if verb == "override":
        return any(
            form_class(each, user=user, submission=submission) is OverrideForm
            for each in (EventVerb.APPROVE, EventVerb.ENDORSE)
        )
    return not closed_reason(verb=EventVerb(verb), user=user, submission=submission)


@shared
def two_units() -> House:
    """Two units with people in every standing and an article in every state."""
    return House()


def test_the_code_keeps_to_every_cell_of_the_table(two_units: House):
    house = two_units
    pages = {state: ArticlePage.objects.get(pk=made.page_id) for state, made in house.articles.items()}
    made: dict[tuple[Standing, Case], Submission] = {}

    count, deviations = 0, []
    for cell in table.cells():
        at = (cell.standing, cell.case)
        if at not in made:
            made[at] = house.submission(cell.case, cell.standing)
        user, page = house.people[cell.standing], pages[cell.case.state]
        count += 1
        if is_open(cell.verb, user=user, submission=made[at], page=page) is not cell.is_open:
            deviations.append(f"{cell}: promised {'open' if cell.is_open else 'closed'}")

    assert count >= 2_000
    assert not deviations, f"{len(deviations)} of {count} cells:\n" + "\n".join(deviations[:60])
    _lists_show_what_the_table_opens(house)


def _lists_show_what_the_table_opens(house: House) -> None:
    bare = {state: next(case for case in table.CASES if case.state == state) for state in State}
    ids = {made.pk: state for state, made in house.articles.items()}

    deviations = []
    for standing, person in house.people.items():
        author = person if standing.began else house.writer
        Submission.objects.filter(pk__in=ids).update(created_by=author)
        shown = {ids[pk] for pk in Submission.objects.visible_to(person).values_list("pk", flat=True)}
        wanted = {state for state in State if table.promised("see", standing, bare[state])}
        if shown != wanted:
            deviations.append(f"{standing}: shown {sorted(shown - wanted)}, missing {sorted(wanted - shown)}")

    assert deviations == []


def test_the_document_is_the_table():
    assert PATH.read_text(encoding="utf-8") == document(), "python -m tests.submissions.permission_document --write"


# --- Acted out --------------------------------------------------------------------------------------------------------
# For every verb the state in which it is tried; the article's author is another person of unit A.
TRIED_IN = {
    "propose": State.DRAFT, "submit": State.TO_RELEASE, "send_back": State.TO_RELEASE, "claim": State.SUBMITTED,
    "release": State.IN_REVIEW, "take_over": State.IN_REVIEW, "assign": State.SUBMITTED, "ask_second": State.SUBMITTED,
    "waive_second": State.SECOND_REVIEW, "ask_board": State.SUBMITTED, "endorse": State.IN_REVIEW, "approve": State.IN_REVIEW,
    "return": State.IN_REVIEW, "reject": State.IN_REVIEW, "reconsider": State.SECOND_REVIEW, "reopen": State.APPROVED,
    "schedule": State.APPROVED, "unschedule": State.SCHEDULED, "publish": State.APPROVED, "correct": State.PUBLISHED,
    "drop_correction": State.CORRECTING, "withdraw": State.PUBLISHED,
}  # fmt: skip
RELATION_TRIED = {
    table.WRITER: table.UNIT,
    table.HEAD: table.UNIT,
    table.NOBODY: table.NONE,
    table.INACTIVE: table.UNIT,
}


def test_what_is_closed_does_nothing_and_what_is_open_works(two_units: House, signed_in: Callable[[User], Client]):
    house = two_units
    Submission.objects.filter(pk=house.articles[State.IN_REVIEW].pk).update(claimed_by=house.colleague)
    relations: dict[str, tuple[str, ...]] = {role: (RELATION_TRIED.get(role, table.NONE),) for role in table.ROLES}
    # Behind the wall: somebody of another unit, whatever their part there.
    relations |= {table.WRITER: (table.UNIT, table.OTHER), table.HEAD: (table.UNIT, table.OTHER)}

    tried, wrong, worked = 0, [], set()
    for role in table.ROLES:
        for relation in relations[role]:
            standing = Standing(role, relation)
            browser = signed_in(house.people[standing])
            for verb, state in TRIED_IN.items():
                cell = _cell(verb, standing, state)
                tried += 1
                fault = _act(house, browser, cell)
                if fault:
                    wrong.append(f"{cell} ({'open' if cell.is_open else 'closed'}): {fault}")
                elif cell.is_open:
                    worked.add(verb)

    assert tried >= len(table.ROLES) * len(TRIED_IN)
    assert not wrong, "\n".join(wrong)
    # No article is approved by two in this state: its verbs are acted out in test_actions_second.py.
    assert worked == set(TRIED_IN) - {"waive_second", "endorse"}, "every verb was open to somebody"


def _cell(verb: str, standing: Standing, state: State) -> Cell:
    also = {State.SECOND_REVIEW: {table.TWO}, State.TO_RELEASE: {table.RELEASES}, State.DRAFT: {table.RELEASES}}.get(
        state, set()
    )
    case = Case(state, frozenset(also))
    return Cell(verb, standing, case, table.promised(verb, standing, case))


def _act(house: House, browser: Client, cell: Cell) -> str:
    """Posts the verb and takes everything back; says what was wrong, or nothing."""
    submission = house.articles[cell.case.state]
    before = _standing_of(submission)
    with transaction.atomic():
        Unit.objects.filter(pk=submission.unit_id).update(head_releases=table.RELEASES in cell.case.also)
        if cell.verb == "propose":
            status = _propose(submission, house.people[cell.standing])
        else:
            address = f"/quan-tri/kiem-duyet/{submission.pk}/{cell.verb}/"
            status = browser.post(address, _typed(house, submission)).status_code
        changed = _standing_of(submission) != before
        transaction.set_rollback(True)
    if cell.is_open:
        return "" if changed and status == 302 else f"answered {status}, changed {changed}"
    sees = table.promised("see", cell.standing, cell.case)
    signed_out = cell.standing.role in {table.NOBODY, table.INACTIVE}
    allowed = {302} if signed_out else {403, 409} if sees else {404}
    if cell.verb == "propose":
        allowed = {403, 409}
    return "" if status in allowed and not changed else f"answered {status}, changed {changed}"


def _propose(submission: Submission, person: User) -> int:
    """The unit hands in from its own forms, which call this."""
    try:
        with transaction.atomic():
            actions.propose(submission_id=submission.pk, actor=person, no_secrets=True)
    except VerbRefused:
        return 403
    return 302


def _typed(house: House, submission: Submission) -> dict[str, Any]:
    """Everything that any verb asks for."""
    at = timezone.localtime() + timedelta(days=2)
    return {
        "revision_id": factories.latest_revision_id(submission), "reason": "Vì một lẽ.", "sure": "on",
        "no_secrets": "on", "note": "Sửa tên xã.", "at": at.strftime("%d/%m/%Y %H:%M"),
        "assignee": house.editor.pk, "person": house.people[Standing(table.BOARD, table.NONE)].pk,
    }  # fmt: skip


def _standing_of(submission: Submission) -> tuple[Any, ...]:
    row = Submission.objects.filter(pk=submission.pk).values().get()
    return (sorted(row.items(), key=str), SubmissionEvent.objects.filter(submission=submission).count())
