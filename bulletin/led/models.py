"""Screens in waiting halls, the messages on them, the switch for all of them, and who did what."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual
from django.utils.translation import gettext_lazy as _

from bulletin.led.enums import HEADLINE, SECOND_LINE, CardKind, MessageKind, MessageState, ScreenState, Verb
from submissions.units.models import Unit

if TYPE_CHECKING:
    from datetime import datetime

    from cms.accounts.models import User

KEY_LENGTH = 24


def new_key() -> str:
    """An address that nobody guesses: 144 bits in 24 letters."""
    return secrets.token_urlsafe(18)


class LedScreen(models.Model):
    """One screen in one hall.

    ``key`` stands in its address: it lets a device read what is public and report that it is alive, and nothing more, so it is
    kept readable: whoever sets the device up needs it. The fields from ``last_seen_at`` on are what the device said last.
    """

    name = models.CharField(_("name"), max_length=80)
    place = models.CharField(_("place"), max_length=120, blank=True)
    unit = models.ForeignKey(
        Unit, verbose_name=_("unit"), null=True, blank=True, on_delete=models.PROTECT, related_name="led_screens"
    )
    key = models.CharField(_("key"), max_length=KEY_LENGTH, unique=True, default=new_key)
    state = models.CharField(_("state"), max_length=10, choices=ScreenState.choices, default=ScreenState.SHOWING)
    version = models.PositiveIntegerField(_("version"), default=1)
    created_at = models.DateTimeField(_("created at"))
    last_seen_at = models.DateTimeField(_("last seen at"), null=True, blank=True)
    online_since = models.DateTimeField(_("runs since"), null=True, blank=True)
    page_version = models.CharField(_("version of the page"), max_length=16, blank=True)
    shown_kind = models.CharField(_("shows"), max_length=10, choices=CardKind.choices, blank=True)
    silence_told_at = models.DateTimeField(_("silence told at"), null=True, blank=True)

    class Meta:
        verbose_name = _("screen")
        verbose_name_plural = _("screens")
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(name="") & ~Q(key=""), name="led_screen_has_name_and_key"),
            models.CheckConstraint(condition=Q(state__in=ScreenState.values), name="led_screen_state_is_known"),
        ]

    def __str__(self) -> str:
        return self.name


class LedHouse(models.Model):
    """The one switch for all screens, the general display included; row 1 is the only one."""

    is_cleared = models.BooleanField(_("all screens are cleared"), default=False)

    class Meta:
        verbose_name = _("switch of all screens")
        verbose_name_plural = _("switch of all screens")
        constraints = [models.CheckConstraint(condition=Q(id=1), name="led_house_is_one")]

    def __str__(self) -> str:
        return str(self._meta.verbose_name)


class LedMessageQuerySet(models.QuerySet["LedMessage"]):
    """Messages by what becomes of them."""

    def due(self, *, now: datetime, until: datetime) -> LedMessageQuerySet:
        """Approved ones that are shown at some moment from ``now`` to ``until``."""
        return self.filter(state=MessageState.APPROVED, valid_until__gt=now, valid_from__lte=until)

    def on(self, screen: LedScreen | None) -> LedMessageQuerySet:
        """Those for a screen; None is the general display, which shows what is for all."""
        for_all = Q(everywhere=True)
        if screen is None:
            return self.filter(for_all)
        chosen = LedMessage.screens.through.objects.filter(ledmessage_id=models.OuterRef("pk"), ledscreen_id=screen.pk)
        return self.filter(for_all | models.Exists(chosen))


class LedMessage(models.Model):
    """A short text for the halls. ``written_by`` wrote it, ``changed_by`` changed it last; neither approves it."""

    headline = models.CharField(_("headline"), max_length=HEADLINE)
    second_line = models.CharField(_("second line"), max_length=SECOND_LINE, blank=True)
    kind = models.CharField(_("kind"), max_length=10, choices=MessageKind.choices, default=MessageKind.NOTICE)
    valid_from = models.DateTimeField(_("shown from"))
    valid_until = models.DateTimeField(_("shown until"))
    everywhere = models.BooleanField(_("on all screens"), default=True)
    screens: models.ManyToManyField[LedScreen, Any] = models.ManyToManyField(
        LedScreen, verbose_name=_("screens"), blank=True, related_name="messages"
    )
    state = models.CharField(_("state"), max_length=10, choices=MessageState.choices, default=MessageState.WAITING)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    version = models.PositiveIntegerField(_("version"), default=1)
    created_at = models.DateTimeField(_("created at"))
    changed_at = models.DateTimeField(_("changed at"))

    objects: ClassVar[models.Manager[LedMessage]] = LedMessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("message on screens")
        verbose_name_plural = _("messages on screens")
        ordering = ["-valid_until", "-pk"]
        indexes = [models.Index(fields=["state", "valid_until"], name="led_message_by_validity")]
        constraints = [
            models.CheckConstraint(condition=~Q(headline=""), name="led_message_has_a_headline"),
            # SQLite does not hold the length of a column by itself.
            models.CheckConstraint(
                condition=LessThanOrEqual(Length("headline"), HEADLINE), name="led_headline_is_short"
            ),
            models.CheckConstraint(
                condition=LessThanOrEqual(Length("second_line"), SECOND_LINE), name="led_second_line_is_short"
            ),
            models.CheckConstraint(condition=Q(valid_from__lt=F("valid_until")), name="led_message_ends_after_it_begins"),
            models.CheckConstraint(
                condition=~Q(state=MessageState.APPROVED)
                | (
                    Q(approved_by__isnull=False)
                    & ~Q(approved_by=F("written_by"))
                    & ~Q(approved_by=F("changed_by"))
                ),
                name="led_message_has_four_eyes",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.headline

    def is_written_by(self, user: User) -> bool:
        """Whether the words are this person's, at first or as they stand."""
        return user.pk in (self.written_by_id, self.changed_by_id)


class LedEvent(models.Model):
    """A line of the history: who did what to a screen, a message or all of them. Never changed, never deleted."""

    at = models.DateTimeField(_("at"))
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    verb = models.CharField(_("what"), max_length=12, choices=Verb.choices)
    screen = models.ForeignKey(LedScreen, null=True, blank=True, on_delete=models.PROTECT, related_name="events")
    message = models.ForeignKey(LedMessage, null=True, blank=True, on_delete=models.PROTECT, related_name="events")
    detail = models.CharField(_("detail"), max_length=400, blank=True)

    class Meta:
        verbose_name = _("line of the screens' history")
        verbose_name_plural = _("history of the screens")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.get_verb_display()} {self.at:%d/%m/%Y %H:%M}"
