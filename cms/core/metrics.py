"""Numbers for the machine's own watchers, in the text form of Prometheus.

Rooms bring theirs through the hook ``register_metrics``: a function that gives any number of `Metric`. They hold numbers
and names of ours, nothing about people or articles.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING

from django.db import DatabaseError
from django.http import HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from wagtail import hooks

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from django.http import HttpRequest

FORM = "text/plain; version=0.0.4; charset=utf-8"


@dataclass(frozen=True, kw_only=True)
class Metric:
    """One number that goes up and down; ``labels`` tell it from others of its name."""

    name: str
    about: str
    value: float
    labels: Mapping[str, str] = field(default_factory=dict)

    @property
    def line(self) -> str:
        """The number as a line."""
        labels = ",".join(f'{name}="{_escaped(value)}"' for name, value in self.labels.items())
        return f"{self.name}{{{labels}}} {self.value:g}" if labels else f"{self.name} {self.value:g}"


@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """``/metrics``: every room's numbers; 503 where the database does not answer. The proxy lets only this machine ask."""
    try:
        found = list(chain.from_iterable(give() for give in hooks.get_hooks("register_metrics")))
    except DatabaseError:
        return HttpResponse("database", status=503, content_type="text/plain")
    return HttpResponse(written(found), content_type=FORM)


def written(found: Iterable[Metric]) -> str:
    """Metrics as text, those of one name together."""
    lines: list[str] = []
    named = ""
    for metric in sorted(found, key=lambda each: (each.name, tuple(each.labels.items()))):
        if metric.name != named:
            named = metric.name
            lines += [f"# HELP {named} {metric.about}", f"# TYPE {named} gauge"]
        lines.append(metric.line)
    return "\n".join(lines) + "\n"


def _escaped(text: str) -> str:
    return text.replace("\\", r"\\").replace("\n", r"\n").replace('"', r"\"")
