"""The verbs of issues. Each locks the issue's row, asks the table, writes, and leaves a line of history.

All are keyword-only and atomic and raise one of `bulletin.issues.errors`. ``now`` is the moment of the act (aware).
Locks are taken in one order: submissions, photos, the issue.
"""

from __future__ import annotations

from bulletin.issues.actions.composition import Composition, compose, create_issue, ensure_issue_index, submit
from bulletin.issues.actions.decisions import approve, reopen, return_to_desk
from bulletin.issues.actions.publication import (
    complete,
    let_go,
    publish,
    publish_due_issues,
    publish_without,
    schedule,
    unschedule,
)
from bulletin.issues.actions.withdrawal import withdraw

__all__ = [
    "Composition",
    "approve",
    "complete",
    "compose",
    "create_issue",
    "ensure_issue_index",
    "let_go",
    "publish",
    "publish_due_issues",
    "publish_without",
    "reopen",
    "return_to_desk",
    "schedule",
    "submit",
    "unschedule",
    "withdraw",
]
