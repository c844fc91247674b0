"""What the sandbox province can be told to do wrong, and for how many requests."""

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

MODES = (
    "ok",
    "500",
    "429",
    "slow",
    "drip",
    "endless",
    "redirect",
    "login_page",
    "refuse",
    "accept_then_silence",
    "forget",
)
APPLIES_FIRST = frozenset({"ok", "slow", "drip", "endless", "accept_then_silence"})
"""Modes in which the article is taken although the answer is odd."""


@dataclass(frozen=True)
class Order:
    """One instruction: a mode, its parameters, and whom it concerns.

    ``articles`` empty means every article; ``methods`` are the request methods it touches.
    """

    mode: str = "ok"
    options: Mapping[str, Any] = field(default_factory=dict)
    methods: tuple[str, ...] = ("PUT", "POST", "DELETE")
    articles: frozenset[str] = frozenset()

    def number(self, name: str, default: float) -> float:
        """A numeric parameter, or its default where it is absent or not a number."""
        value = self.options.get(name, default)
        return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else default


OK = Order()


class Behaviour:
    """The present instruction and how many requests it still has. Safe for threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._order = OK
        self._left: int | None = None

    def set(self, given: Mapping[str, Any]) -> Order:
        """Take an instruction ``{"mode", "times", ...}``; without ``times`` it holds until the next one.

        Raises ValueError with a message for a mode, count or filter that makes no sense.
        """
        mode = str(given.get("mode", ""))
        if mode not in MODES:
            raise ValueError(f"mode must be one of {', '.join(MODES)}")
        times = given.get("times")
        if times is not None and (isinstance(times, bool) or not isinstance(times, int) or times < 0):
            raise ValueError("times must be a whole number")
        methods = given.get("methods", list(OK.methods))
        articles = given.get("articles", [])
        if not all(
            isinstance(names, list) and all(isinstance(n, str) for n in names) for names in (methods, articles)
        ):
            raise ValueError("methods and articles must be lists of strings")
        order = Order(mode, dict(given), tuple(name.upper() for name in methods), frozenset(articles))
        with self._lock:
            # "forget" is done at once by the caller; afterwards the site behaves.
            self._order = OK if mode == "forget" else order
            self._left = None if mode in ("ok", "forget") else times
        return order

    def take(self, method: str, article_id: str) -> Order:
        """The instruction for this request; uses up one of its times."""
        with self._lock:
            order = self._order
            if order.mode == "ok" or method not in order.methods:
                return OK
            if order.articles and article_id not in order.articles:
                return OK
            if self._left is not None:
                if self._left <= 0:
                    self._order = OK
                    return OK
                self._left -= 1
                if self._left == 0:
                    self._order = OK
            return order
