"""A destination's policy as options of ``manage.py destination policy``; what is not given stays as it is."""

from __future__ import annotations

from argparse import BooleanOptionalAction
from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext as _

from bulletin.forwarding.errors import BadValue
from bulletin.forwarding.policy.actions import category_of
from bulletin.forwarding.policy.fields import Scope

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.core.management.base import CommandParser

    from bulletin.forwarding.policy.rules import Policy

SCOPES: Final[Mapping[str, Scope]] = {"all": Scope.ALL, "sections": Scope.SECTIONS, "choice": Scope.CHOSEN}
SWITCHES: Final = {"translations": "takes_translations", "issues": "takes_issues", "release": "needs_release"}
LIMITS: Final = ("title_limit", "sapo_limit")


def add_policy_arguments(parser: CommandParser) -> None:
    """The options; none of them has a default, so that one that was not given can be told from one that was."""
    parser.add_argument("--articles", choices=SCOPES, help="all, those of some sections, or those an officer chooses")
    parser.add_argument(
        "--section",
        action="append",
        metavar="SLUG",
        help="a section's name in addresses; all that are given, together",
    )
    for name, about in (
        ("translations", "English versions too"),
        ("issues", "issues of the bulletin too"),
        ("release", "nothing before the officer has released it"),
    ):
        parser.add_argument(f"--{name}", action=BooleanOptionalAction, help=about)
    parser.add_argument("--embargo", type=int, metavar="HOURS", help="hours after publication; 0: none")
    parser.add_argument("--title-limit", type=int, metavar="CHARACTERS", help="longest title there; 0: no limit")
    parser.add_argument("--sapo-limit", type=int, metavar="CHARACTERS", help="longest standfirst there; 0: no limit")
    parser.add_argument(
        "--category",
        action="append",
        metavar="CODE=THEIRS",
        help="their name or number for our code of a section or topic, may be repeated; “CODE=” takes it away",
    )


def values_of(options: Mapping[str, Any], *, before: Policy) -> dict[str, Any]:
    """The rules that were given, named as the action takes them. Raises BadValue for a category without its sign."""
    values: dict[str, Any] = {}
    if options["articles"] is not None:
        values["scope"] = SCOPES[options["articles"]]
    if options["section"] is not None:
        values["sections"] = options["section"]
    if options["embargo"] is not None:
        values["embargo_hours"] = options["embargo"]
    values |= {column: options[name] for name, column in SWITCHES.items() if options[name] is not None}
    values |= {name: options[name] or None for name in LIMITS if options[name] is not None}
    if options["category"] is not None:
        values["category_map"] = _categories(options["category"], before=before.category_map)
    return values


def _categories(given: list[str], *, before: Mapping[str, str | int]) -> dict[str, str | int]:
    after = dict(before)
    for each in given:
        code, sign, theirs = (part.strip() for part in each.partition("="))
        if not (code and sign):
            raise BadValue(_("“%(line)s” is not “code = name”.") % {"line": each[:100]})
        if theirs:
            after[code] = category_of(theirs)
        else:
            after.pop(code, None)
    return after
