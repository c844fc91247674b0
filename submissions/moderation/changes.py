"""What differs between two texts of an article, field by field: what editors changed before a return, what has changed
since an approval, and any two revisions."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Any

from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from wagtail.admin.compare import StreamBlockComparison
from wagtail.models import COMMENTS_RELATION_NAME

from cms.core.rich_text import without_keys
from cms.website.models import ApprovedRevision, Photo, Topic
from submissions.articles.enums import UNDER_REVIEW, EventVerb, State
from submissions.articles.models import ArticlePage, SubmissionEvent

if TYPE_CHECKING:
    from datetime import datetime

    from django.utils.safestring import SafeString
    from wagtail.models import Revision

    from cms.accounts.models import User
    from submissions.articles.models import Submission

# Wagtail marks changed words by classes; what a screen reader says too are these elements. Its words are escaped, so
# that no element can stand inside a mark.
MARK = re.compile(r'<span class="(addition|deletion)">(.*?)</span>', re.DOTALL)
ELEMENTS = {"addition": "ins", "deletion": "del"}


@dataclass(frozen=True, kw_only=True)
class Part:
    """One piece of a field. ``kind``: changed, added, removed or moved; ``label`` names a block of the text."""

    kind: str
    html: SafeString | str
    label: str = ""


@dataclass(frozen=True, kw_only=True)
class Change:
    """A field whose value differs, with what differs in it."""

    field: str
    label: str
    parts: list[Part]


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """Two revisions, from ``first`` to ``second``, and what differs. ``by`` and ``at`` tell who decided on the first and
    when."""

    first_id: int
    second_id: int
    by: User | None
    at: datetime
    changes: list[Change]


def between(first: Revision, second: Revision) -> list[Change]:
    """What differs from one revision of an article to another, in the order of the editor's form."""
    before, after = _unnamed(text_of(first)), _unnamed(text_of(second))
    panel = ArticlePage.get_edit_handler().get_bound_panel(instance=after, request=None, form=None)
    found = []
    for comparison in panel.get_comparison():
        diff = comparison(before, after)
        parts = _text_parts(before, after) if diff.field.name == "body" else _field_parts(diff)
        if parts:
            found.append(Change(field=diff.field.name, label=str(diff.field_label()), parts=parts))
    return found


def text_of(revision: Revision) -> ArticlePage:
    """An article as a revision has it. What the revision points to and is gone meanwhile (a photo, a topic) is left
    out, because Wagtail alone would stop at it; and so are its comments, which Wagtail takes from the page anyway."""
    revision.content.pop(COMMENTS_RELATION_NAME, None)
    for name, model in (("lead_image", Photo), ("topic", Topic)):
        known = revision.content.get(name)
        if known is not None and not model._default_manager.filter(pk=known).exists():
            revision.content[name] = None
    page: ArticlePage = revision.as_object()
    return page


def _unnamed(page: ArticlePage) -> ArticlePage:
    """The article without the names of its paragraphs, in memory: another name is no other text."""
    raw = [dict(block) for block in page.body.raw_data]
    for block in raw:
        if block["type"] == "paragraph":
            block["value"] = without_keys(block["value"] or "")
    page.body = page.body.stream_block.to_python(raw)
    return page


def handed_in(submission: Submission) -> SubmissionEvent | None:
    """The last time the unit handed the article in, with the revision that it handed in; None if never."""
    return _last(submission, EventVerb.SUBMIT)


def suggested(submission: Submission) -> Comparison | None:
    """What the editors changed in the text that the unit last handed in: until the return if the article is with the
    unit again, else until now. None where they changed nothing."""
    mine = handed_in(submission)
    if mine is None or mine.revision is None:
        return None
    if submission.state == State.RETURNED:
        given_back = _last(submission, EventVerb.RETURN)
        if given_back is None or (given_back.at, given_back.pk) < (mine.at, mine.pk):
            return None
        theirs, by, at = given_back.revision, given_back.actor, given_back.at
    elif submission.state in UNDER_REVIEW:
        theirs, by, at = submission.page.latest_revision, submission.last_edited_by, submission.last_edited_at
    else:
        return None
    return _comparison(mine.revision, theirs, by=by, at=at)


def since_approval(submission: Submission) -> Comparison | None:
    """What has changed since an approval that was taken back, or of which a correction is made; None where there was
    none. ``by`` and ``at`` are those of the approval."""
    if submission.state not in UNDER_REVIEW:
        return None
    approvals = ApprovedRevision.objects.filter(story_id=submission.page_id).select_related("revision", "approved_by")
    approval = approvals.order_by("-approved_at", "-pk").first()
    latest = submission.page.latest_revision
    if approval is None or latest is None:
        return None
    return Comparison(
        first_id=approval.revision_id,
        second_id=latest.pk,
        by=approval.approved_by,
        at=approval.approved_at,
        changes=between(approval.revision, latest) if approval.revision_id != latest.pk else [],
    )


def _comparison(first: Revision, second: Revision | None, *, by: User | None, at: datetime) -> Comparison | None:
    if second is None or second.pk == first.pk:
        return None
    changes = between(first, second)
    return Comparison(first_id=first.pk, second_id=second.pk, by=by, at=at, changes=changes) if changes else None


def _last(submission: Submission, verb: EventVerb) -> SubmissionEvent | None:
    events = submission.events.filter(verb=verb, revision__isnull=False).select_related("revision", "actor")
    return events.order_by("-at", "-pk").first()


def _field_parts(diff: Any) -> list[Part]:
    return [Part(kind="changed", html=_marked(diff.htmldiff()))] if diff.has_changed() else []


def _text_parts(before: ArticlePage, after: ArticlePage) -> list[Part]:
    """The blocks of the text that differ; those that stayed are left out."""
    _pair_blocks(list(before.body), list(after.body))
    parts = []
    for each in StreamBlockComparison(
        after.body.stream_block, True, True, before.body, after.body
    ).get_block_comparisons():
        label = str(each.block.label)
        if each.is_new():
            parts.append(Part(kind="added", html=each.htmlvalue(each.val_b), label=label))
        elif each.is_deleted():
            parts.append(Part(kind="removed", html=each.htmlvalue(each.val_a), label=label))
        elif each.has_changed():
            parts.append(Part(kind="changed", html=_marked(each.htmldiff()), label=label))
    return parts + _moved(before, after)


def _moved(before: ArticlePage, after: ArticlePage) -> list[Part]:
    stayed = {block.id for block in before.body} & {block.id for block in after.body}
    orders = [[block.id for block in page.body if block.id in stayed] for page in (before, after)]
    if orders[0] == orders[1]:
        return []
    return [Part(kind="moved", html=_("Parts of the text stand in another order."))]


def _pair_blocks(before: list[Any], after: list[Any]) -> None:
    """Gives blocks that a screen has written anew the ids of those whose place they took, in memory: without them
    Wagtail would call the whole text new."""
    kept = {block.id for block in before} & {block.id for block in after}
    old = [block for block in before if block.id not in kept]
    new = [block for block in after if block.id not in kept]
    matcher = SequenceMatcher(None, [_key(block) for block in old], [_key(block) for block in new], autojunk=False)
    for tag, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        if tag in {"equal", "replace"}:
            for mine, theirs in zip(old[old_from:old_to], new[new_from:new_to], strict=False):
                if mine.block_type == theirs.block_type:
                    theirs.id = mine.id


def _key(block: Any) -> str:
    raw = block.get_prep_value()
    return json.dumps([raw["type"], raw["value"]], sort_keys=True, ensure_ascii=False, default=str)


def _marked(html: str) -> SafeString:
    marked = MARK.sub(lambda found: "<{0}>{1}</{0}>".format(ELEMENTS[found[1]], found[2]), html)
    return mark_safe(marked)  # noqa: S308 - Wagtail's own markup, its elements renamed
