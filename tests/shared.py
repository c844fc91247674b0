"""Rows that many tests of a module begin with, made once and not for every test.

A fixture that only makes rows is marked ``@shared`` instead of ``@pytest.fixture``; it may ask for other shared
fixtures and for ``db``. Its rows stand in a transaction around the tests that follow, every test in a savepoint of its
own, and every test gets copies of the instances: what one test does, no other sees. A test that does not ask for it
does not find its rows (tests of a module are put in the order that makes this cheap).
"""

from __future__ import annotations

import copy
import inspect
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING, Any

import pytest
from django.core.cache import cache
from django.db import connection, transaction

from cms.website import standing
from tests.indexes import when_looked_at

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True, eq=False)
class Recipe:
    """How the rows of one shared fixture are made, and which other fixtures it asks for."""

    build: Callable[..., Any]
    needs: tuple[str, ...]


@dataclass(kw_only=True)
class Layer:
    """The rows of one shared fixture: the transaction or savepoint that holds them, and what the fixture returned."""

    recipe: Recipe
    name: str
    atomic: transaction.Atomic
    value: Any


@dataclass
class Rows:
    """The layers that stand in the database of this process, the lowest first, and the copies of the running test."""

    layers: list[Layer] = field(default_factory=list)
    copied: dict[int, Any] = field(default_factory=dict)

    def stand(self, wanted: dict[str, Recipe]) -> None:
        """Has exactly the wanted layers stand, in their order; what stands already is kept."""
        self.copied = {}
        if self.layers and connection.closed_in_transaction:
            self.drop()  # a test has closed the connection, and the rows went with it
        kept = 0
        for layer, (name, recipe) in zip(self.layers, wanted.items(), strict=False):
            if layer.recipe is not recipe or layer.name != name:
                break
            kept += 1
        self.drop(down_to=kept)
        for name, recipe in list(wanted.items())[kept:]:
            self._build(name, recipe)

    def drop(self, *, down_to: int = 0) -> None:
        """Takes the rows of the upper layers away."""
        while len(self.layers) > down_to:
            _undo(self.layers.pop().atomic)

    def of(self, recipe: Recipe) -> Any:
        """What a fixture returned, as the running test's own copy."""
        value = next(layer.value for layer in self.layers if layer.recipe is recipe)
        # One memory for all fixtures of a test: a row that two of them hold is one object for the test too.
        return copy.deepcopy(value, self.copied)

    def _build(self, name: str, recipe: Recipe) -> None:
        # What is kept by number may belong to rows that are gone.
        cache.clear()
        standing.drop()
        values = {layer.name: layer.value for layer in self.layers}
        needs = {need: values.get(need) for need in recipe.needs}
        atomic = transaction.atomic()
        atomic._from_testcase = True  # type: ignore[attr-defined]  # as those of TestCase: no hindrance to a durable one
        atomic.__enter__()
        try:
            with when_looked_at(at_the_end=True):
                value = recipe.build(**needs)
        except BaseException:
            _undo(atomic)
            raise
        self.layers.append(Layer(recipe=recipe, name=name, atomic=atomic, value=value))


def shared(build: Callable[..., Any]) -> Any:
    """Makes a fixture of a function that makes rows, see above."""
    recipe = Recipe(build, tuple(inspect.signature(build).parameters))

    def fresh(*, shared_rows: Rows, **_needs: Any) -> Any:
        return shared_rows.of(recipe)

    # pytest reads from the signature what the fixture asks for.
    kind = inspect.Parameter.KEYWORD_ONLY
    names = dict.fromkeys([*recipe.needs, "db", "shared_rows"])
    fresh.__signature__ = inspect.Signature([inspect.Parameter(name, kind) for name in names])  # type: ignore[attr-defined]
    fresh.__doc__ = build.__doc__
    fresh.recipe = recipe  # type: ignore[attr-defined]
    return pytest.fixture(name=build.__name__)(fresh)


def wanted(item: pytest.Item) -> dict[str, Recipe]:
    """The shared fixtures of a test by name, each after those that it asks for."""
    found: dict[str, Recipe] = {}
    info = getattr(item, "_fixtureinfo", None)
    definitions = info.name2fixturedefs if info else {}

    def visit(name: str) -> None:
        recipe = getattr(definitions[name][-1].func, "recipe", None) if name in definitions else None
        if recipe is None or name in found:
            return
        for need in recipe.needs:
            if need != "db" and getattr(definitions[need][-1].func, "recipe", None) is None:
                raise pytest.UsageError(f"The shared fixture {name} asks for {need}, which is not shared.")
            visit(need)
        found[name] = recipe

    for name in getattr(item, "fixturenames", ()):
        visit(name)
    return found


def in_cheap_order(items: list[pytest.Item]) -> list[pytest.Item]:
    """The tests with those of a module that share rows beside each other; all else stays where it is."""
    ordered: list[pytest.Item] = []
    for _module, group in groupby(items, key=lambda item: (item.path, empties_tables(item))):
        tests = list(group)
        names = {test: tuple(wanted(test)) for test in tests}
        first_met = {name: place for place, name in enumerate(dict.fromkeys(n for test in tests for n in names[test]))}
        ordered += sorted(tests, key=lambda test: [first_met[name] for name in names[test]])
    return ordered


def empties_tables(item: pytest.Item) -> bool:
    """Whether a test has transactions of its own, and with it leaves every table empty."""
    marker = item.get_closest_marker("django_db")
    return bool(
        (marker is not None and marker.kwargs.get("transaction"))
        or {"transactional_db", "live_server"} & set(getattr(item, "fixturenames", ()))
    )


def _undo(atomic: transaction.Atomic) -> None:
    transaction.set_rollback(True)
    atomic.__exit__(None, None, None)
