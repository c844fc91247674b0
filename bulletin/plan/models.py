"""What the outreach plan asks for, as rows that the desk keeps: the plan is new every year, the code is not."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from bulletin.plan.enums import Span
from cms.website.enums import Audience
from cms.website.models import Topic


class PlanAsk(models.Model):
    """So many articles on a topic, for an audience, in a month, a quarter or a year; with its days and its document.

    An empty ``audience`` means whichever. ``effective_to`` is the last day on which the row holds; empty means until
    further notice. A row that has held is not changed: it is closed with a last day, and a new one begins.
    """

    topic = models.ForeignKey(Topic, verbose_name=_("topic"), on_delete=models.PROTECT, related_name="plan_asks")
    audience = models.CharField(_("audience"), max_length=12, choices=Audience.choices, blank=True)
    count = models.PositiveSmallIntegerField(_("articles"), default=1)
    span = models.CharField(_("in"), max_length=8, choices=Span.choices, default=Span.QUARTER)
    source = models.CharField(_("source document"), max_length=300)
    effective_from = models.DateField(_("effective from"))
    effective_to = models.DateField(_("effective to"), null=True, blank=True)

    class Meta:
        verbose_name = _("ask of the plan")
        verbose_name_plural = _("asks of the plan")
        ordering = ["topic__order", "topic__code", "audience", "-effective_from"]
        constraints = [
            models.UniqueConstraint(fields=["topic", "audience", "effective_from"], name="one_ask_a_day"),
            models.CheckConstraint(
                condition=Q(effective_to__isnull=True) | Q(effective_to__gte=F("effective_from")),
                name="ask_ends_after_it_starts",
            ),
            models.CheckConstraint(condition=~Q(source=""), name="ask_names_its_source"),
            models.CheckConstraint(condition=Q(count__gte=1), name="ask_asks_for_something"),
        ]

    def __str__(self) -> str:
        audience = f" · {self.get_audience_display()}" if self.audience else ""
        return f"{self.topic.code}{audience}: {self.count} {self.get_span_display()}"
