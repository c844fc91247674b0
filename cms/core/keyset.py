"""Keyset paging of the desk's lists: the rows behind the last one that was shown, without COUNT or OFFSET.

A cursor stands in an address. One that was never given out begins at the front: a list is worth more than a refusal.
(Readers' lists, whose addresses are kept and linked, have their own form of it in `cms.website.paging`.)
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import Q

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import Model, QuerySet

Row = TypeVar("Row")
ModelRow = TypeVar("ModelRow", bound="Model")

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)
_LONGEST: Final = 80
# What both databases can compare.
_MOST: Final = 2**63


@dataclass(frozen=True, kw_only=True)
class Cut(Generic[Row]):
    """One page of a list, and the cursor of the next where there is one."""

    rows: list[Row]
    after: str


def by_moment(
    parts: Iterable[QuerySet[Any]], *, by: str, after: str = "", size: int, newest_first: bool = False
) -> Cut[Any]:
    """The keys of one page of a list that stands in the order of a moment and, in the same moment, of its keys.

    ``parts`` exclude each other, and an index answers each alone: a query a part. ``by`` is a column that is never
    empty in them.
    """
    found: list[tuple[datetime, Any]] = []
    sign, way = ("-", "lt") if newest_first else ("", "gt")
    for part in parts:
        rows = part
        cursor = _read(after, part.model)
        if cursor is not None:
            at, pk = cursor
            rows = rows.filter(
                Q(**{f"{by}__{way}": at}) | Q(**{by: at, f"pk__{way}": pk}),
                # Said twice: a plain range lets the database start inside its index.
                **{f"{by}__{way}e": at},
            )
        found += rows.order_by(f"{sign}{by}", f"{sign}pk").values_list(by, "pk")[: size + 1]
    found.sort(reverse=newest_first)
    shown = found[:size]
    return Cut(rows=[pk for _at, pk in shown], after=_written(*shown[-1]) if len(found) > size else "")


def by_number(rows: QuerySet[ModelRow], *, after: str = "", size: int) -> Cut[ModelRow]:
    """One page of rows whose keys are numbers, the highest and so the newest first. One query."""
    found = below(rows, after=after, most=size + 1)
    shown = found[:size]
    return Cut(rows=shown, after=str(shown[-1].pk) if len(found) > size else "")


def below(rows: QuerySet[ModelRow], *, after: str, most: int) -> list[ModelRow]:
    """At most so many rows whose numbers are lower than the one that ``after`` names, the highest first."""
    number = number_in(after)
    narrowed = rows if number is None else rows.filter(pk__lt=number)
    return list(narrowed.order_by("-pk")[:most])


def number_in(cursor: str) -> int | None:
    """The number that a cursor names; None where it is none of ours."""
    if not (cursor.isascii() and cursor.isdigit() and len(cursor) < _LONGEST):
        return None
    number = int(cursor)
    return number if number < _MOST else None


def _written(at: datetime, pk: Any) -> str:
    return f"{(at - _EPOCH) // _MICROSECOND}.{pk}"


def _read(cursor: str, model: type[Model]) -> tuple[datetime, Any] | None:
    microseconds, _dot, words = cursor[:_LONGEST].partition(".")
    field: Any = model._meta.pk
    try:
        at, key = _EPOCH + int(microseconds) * _MICROSECOND, field.to_python(words)
    except (ValueError, OverflowError, ValidationError):
        return None
    return None if isinstance(key, int) and key >= _MOST else (at, key)
