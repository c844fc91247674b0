"""What a constraint can't say of a decided issue, in the database itself: its contents stay as the board approved them.

Three rules, on SQLite and on PostgreSQL: the places of articles in a closed issue are neither added, moved nor taken
away; the page's number, month, date, words, order and headings don't change while its issue is closed (publishing writes
the approved values again, which is no change); and what readers once had never becomes a draft again. As with the
triggers of `cms.website`, they stand aside while migrations run.
"""

from __future__ import annotations

from typing import Any

from django.db import connections

from bulletin.issues.enums import CLOSED, WAS_OUT
from cms.website.triggers import drop

PLACES, PAGES, ISSUES = "issues_issuearticle", "issues_issuepage", "issues_issue"
PLACE_COLUMNS = ("issue_id", "article_id", "position", "heading")
PAGE_COLUMNS = ("number", "year", "period", "issue_date", "editorial_note", "contents", "headings", "contributors")
OWN_ISSUE = "(SELECT own.id FROM issues_issue own WHERE own.page_id = OLD.storypage_ptr_id)"
MESSAGE = "the contents of an issue stay as the board approved them"
NO_WAY_BACK = "an issue that readers had never becomes a draft again"


def _quoted(values: frozenset[Any]) -> str:
    return ", ".join(f"'{value}'" for value in sorted(str(value) for value in values))


def _closed(issue: str) -> str:
    states = _quoted(CLOSED)
    return f"EXISTS (SELECT 1 FROM {ISSUES} issue WHERE issue.id = {issue} AND issue.state IN ({states}))"  # noqa: S608  (our own names)


# Name: (table, event, condition, message).
RULES = {
    "issue_place_added": (PLACES, "INSERT", _closed("NEW.issue_id"), MESSAGE),
    "issue_place_moved": (
        PLACES,
        f"UPDATE OF {', '.join(PLACE_COLUMNS)}",
        f"({_closed('OLD.issue_id')} OR {_closed('NEW.issue_id')})",
        MESSAGE,
    ),
    "issue_place_taken": (PLACES, "DELETE", _closed("OLD.issue_id"), MESSAGE),
    "issue_page_changed": (
        PAGES,
        f"UPDATE OF {', '.join(PAGE_COLUMNS)}",
        f"({{changed}}) AND {_closed(OWN_ISSUE)}",
        MESSAGE,
    ),
    "issue_goes_back": (
        ISSUES,
        "UPDATE OF state",
        f"OLD.state IN ({_quoted(WAS_OUT)}) AND NEW.state NOT IN ({_quoted(WAS_OUT)})",
        NO_WAY_BACK,
    ),
}


def remove_triggers(*, using: str = "default", **kwargs: Any) -> None:
    """Takes the triggers off, if they are there. A receiver of ``pre_migrate``."""
    drop({name: table for name, (table, *_rest) in RULES.items()}, using=using)


def install_triggers(*, using: str = "default", **kwargs: Any) -> None:
    """Puts the triggers on, anew. A receiver of ``post_migrate``."""
    connection = connections[using]
    tables = set(connection.introspection.table_names())
    if not {PLACES, PAGES, ISSUES} <= tables or not _has_columns(connection):
        return  # a migration backwards, to before the house was built
    remove_triggers(using=using)
    with connection.cursor() as cursor:
        for name, (table, event, condition, message) in RULES.items():
            for statement in _statements(connection.vendor, name, table, event, condition, message):
                cursor.execute(statement)


def _has_columns(connection: Any) -> bool:
    with connection.cursor() as cursor:
        columns = {column.name for column in connection.introspection.get_table_description(cursor, PAGES)}
    return set(PAGE_COLUMNS) <= columns


def _statements(vendor: str, name: str, table: str, event: str, condition: str, message: str) -> list[str]:
    if vendor == "sqlite":
        when = condition.format(changed=" OR ".join(f"OLD.{column} IS NOT NEW.{column}" for column in PAGE_COLUMNS))
        return [
            f"CREATE TRIGGER {name} BEFORE {event} ON {table} WHEN {when} BEGIN SELECT RAISE(ABORT, '{message}'); END"
        ]
    when = condition.format(
        changed=" OR ".join(f"OLD.{column} IS DISTINCT FROM NEW.{column}" for column in PAGE_COLUMNS)
    )
    answer = "OLD" if event == "DELETE" else "NEW"
    return [
        f"""
        CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF {when}
            THEN RAISE EXCEPTION '{message}' USING ERRCODE = 'integrity_constraint_violation'; END IF;
            RETURN {answer};
        END $$
        """,
        f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()",
    ]
