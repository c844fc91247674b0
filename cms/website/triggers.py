"""The last word on publication, in the database itself: a story is live only with a revision recorded as approved.

Whoever holds a database connection of the application, a shell, a bulk action or a bug in Wagtail, can't get past it.
The triggers are taken off before migrations run and put back after: SQLite drops a table's triggers when a migration
rebuilds the table, and stumbles over triggers that name a table which is being rebuilt.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import connections

if TYPE_CHECKING:
    from collections.abc import Mapping

NAMES = {"story_goes_live_approved": "wagtailcore_page", "story_is_born_approved": "website_storypage"}

SQLITE = (
    """
    CREATE TRIGGER story_goes_live_approved BEFORE UPDATE OF live, live_revision_id ON wagtailcore_page
    WHEN NEW.live
        AND EXISTS (SELECT 1 FROM website_storypage story WHERE story.page_ptr_id = NEW.id)
        AND NOT EXISTS (
            SELECT 1 FROM website_approvedrevision approved
            WHERE approved.story_id = NEW.id AND approved.revision_id = NEW.live_revision_id
        )
    BEGIN SELECT RAISE(ABORT, 'a story may be live only with a revision that was approved'); END
    """,
    """
    CREATE TRIGGER story_is_born_approved BEFORE INSERT ON website_storypage
    WHEN EXISTS (
        SELECT 1 FROM wagtailcore_page page
        WHERE page.id = NEW.page_ptr_id AND page.live AND NOT EXISTS (
            SELECT 1 FROM website_approvedrevision approved
            WHERE approved.story_id = page.id AND approved.revision_id = page.live_revision_id
        )
    )
    BEGIN SELECT RAISE(ABORT, 'a story may be live only with a revision that was approved'); END
    """,
)  # fmt: skip

POSTGRESQL = (
    """
    CREATE OR REPLACE FUNCTION story_goes_live_approved() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF NEW.live
            AND EXISTS (SELECT 1 FROM website_storypage story WHERE story.page_ptr_id = NEW.id)
            AND NOT EXISTS (
                SELECT 1 FROM website_approvedrevision approved
                WHERE approved.story_id = NEW.id AND approved.revision_id = NEW.live_revision_id
            )
        THEN RAISE EXCEPTION 'a story may be live only with a revision that was approved' USING ERRCODE = 'integrity_constraint_violation'; END IF;
        RETURN NEW;
    END $$
    """,
    """
    CREATE OR REPLACE FUNCTION story_is_born_approved() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF EXISTS (
            SELECT 1 FROM wagtailcore_page page
            WHERE page.id = NEW.page_ptr_id AND page.live AND NOT EXISTS (
                SELECT 1 FROM website_approvedrevision approved
                WHERE approved.story_id = page.id AND approved.revision_id = page.live_revision_id
            )
        )
        THEN RAISE EXCEPTION 'a story may be live only with a revision that was approved' USING ERRCODE = 'integrity_constraint_violation'; END IF;
        RETURN NEW;
    END $$
    """,
    """
    CREATE TRIGGER story_goes_live_approved BEFORE UPDATE OF live, live_revision_id ON wagtailcore_page
    FOR EACH ROW EXECUTE FUNCTION story_goes_live_approved()
    """,
    """
    CREATE TRIGGER story_is_born_approved BEFORE INSERT ON website_storypage
    FOR EACH ROW EXECUTE FUNCTION story_is_born_approved()
    """,
)  # fmt: skip


def remove_triggers(*, using: str = "default", **kwargs: Any) -> None:
    """Takes the triggers off, if they are there. A receiver of ``pre_migrate``."""
    drop(NAMES, using=using)


def drop(names: Mapping[str, str], *, using: str) -> None:
    """Drops triggers, given by name and table, from whichever database it is; what is not there is left out."""
    connection = connections[using]
    tables = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for name, table in names.items():
            if connection.vendor == "sqlite":
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
            elif table in tables:
                cursor.execute(f"DROP TRIGGER IF EXISTS {name} ON {table}")


def install_triggers(*, using: str = "default", **kwargs: Any) -> None:
    """Puts the triggers on, anew. A receiver of ``post_migrate``."""
    connection = connections[using]
    tables = set(connection.introspection.table_names())
    if not {"website_storypage", "website_approvedrevision", "wagtailcore_page"} <= tables:
        return  # a migration backwards, to before the house was built
    remove_triggers(using=using)
    with connection.cursor() as cursor:
        for statement in SQLITE if connection.vendor == "sqlite" else POSTGRESQL:
            cursor.execute(statement)
