"""One verb for many articles: each by its own action in its own transaction, and what came of each."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Final

from submissions.articles.enums import EventVerb
from submissions.articles.models import Submission
from submissions.moderation import actions
from submissions.moderation.errors import VerbRefused

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from cms.accounts.models import User

# As many as a page of a list holds.
LIMIT: Final = 50
# Only who holds an article may change for many at once; decisions on texts are made one by one.
VERBS = frozenset({EventVerb.CLAIM, EventVerb.RELEASE, EventVerb.ASSIGN})


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What came of a verb for many: the titles for which it was carried out, and (title, why not) of the others."""

    done: list[str] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)


def carry_out(
    *,
    verb: EventVerb,
    submission_ids: Sequence[int],
    actor: User,
    assignee_id: int | None = None,
    now: datetime | None = None,
) -> Outcome:
    """Claims, releases or assigns each of these articles; one that is refused keeps none of the others from it.

    At most `LIMIT` of them. What the person may not see is passed over like what does not exist.
    """
    visible = Submission.objects.visible_to(actor).filter(pk__in=list(submission_ids)[:LIMIT])
    outcome = Outcome()
    for submission_id, title in visible.order_by("submitted_at", "pk").values_list("pk", "page__draft_title"):
        try:
            _act(verb, submission_id, actor, assignee_id, now)()
        except VerbRefused as refusal:
            outcome.refused.append((title, str(refusal)))
        else:
            outcome.done.append(title)
    return outcome


def _act(
    verb: EventVerb, submission_id: int, actor: User, assignee_id: int | None, now: datetime | None
) -> Callable[[], Submission]:
    match verb:
        case EventVerb.CLAIM:
            return partial(actions.claim, submission_id=submission_id, actor=actor, now=now)
        case EventVerb.RELEASE:
            return partial(actions.release, submission_id=submission_id, actor=actor, now=now)
        case EventVerb.ASSIGN if assignee_id is not None:
            return partial(actions.assign, submission_id=submission_id, actor=actor, assignee_id=assignee_id, now=now)
        case _:
            raise ValueError(verb)
