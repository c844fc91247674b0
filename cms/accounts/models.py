"""People who sign in, what each of them is told and how, and when they are away."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import uuid4

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.accounts.notice_kinds import Channel, Group
from cms.core.text import clean_line


class UserManager(BaseUserManager["User"]):
    """Makes users; an e-mail address is the same in upper and lower case."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        """A user with a hashed password; without one, nobody can sign in until it is set."""
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        """An administrator."""
        return self.create_user(email, password, **{"is_superuser": True, **fields})

    def get_by_natural_key(self, username: str | None) -> User:
        """The user of an address, whatever its capitals."""
        return self.get(email=(username or "").strip().lower())


class User(AbstractBaseUser, PermissionsMixin):
    """A person of a unit, the CDC, the department or the administration.

    Signs in by e-mail. Vietnamese names have no first and last name in the Western sense, so there is one
    ``full_name``, written in its own order.
    """

    email = models.EmailField(_("e-mail"), unique=True)
    full_name = models.CharField(_("full name"), max_length=120)
    phone = models.CharField(_("phone"), max_length=30, blank=True)
    is_active = models.BooleanField(_("active"), default=True)
    date_joined = models.DateTimeField(_("date joined"), default=timezone.now)

    objects: ClassVar[UserManager] = UserManager()

    EMAIL_FIELD = "email"
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["full_name"]

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        constraints = [models.UniqueConstraint(Lower("email"), name="user_email_whatever_capitals")]

    def __str__(self) -> str:
        return self.full_name or self.email

    def clean(self) -> None:
        """Brings the name and the address into one form."""
        super().clean()
        self.email = self.email.strip().lower()
        self.full_name = clean_line(self.full_name)

    def get_full_name(self) -> str:
        """The name as it is written."""
        return self.full_name

    def get_short_name(self) -> str:
        """The personal name, the last word of a Vietnamese name."""
        return self.full_name.split()[-1] if self.full_name.split() else self.email

    @property
    def is_staff(self) -> bool:
        """Django's own admin is not mounted; nobody is its staff."""
        return False


class Notice(models.Model):
    """One thing that one person is told: always at the desk, and by mail as they have chosen.

    ``key`` names the cause and is unique for a person, so that nobody is told twice. ``url`` is a path of this site.
    ``channel`` is what was chosen when it was written; ``digested_at`` is when a daily mail took it up. ``on_behalf_of``
    is who is away, where the person is told as their deputy.
    """

    user = models.ForeignKey(User, verbose_name=_("person"), on_delete=models.CASCADE, related_name="notices")
    on_behalf_of = models.ForeignKey(User, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(_("kind"), max_length=40)
    key = models.CharField(_("key"), max_length=120)
    title = models.CharField(_("title"), max_length=250)
    text = models.TextField(_("text"), blank=True)
    url = models.CharField(_("address"), max_length=500)
    channel = models.CharField(_("channel"), max_length=10, choices=Channel.choices)
    created_at = models.DateTimeField(_("created at"))
    read_at = models.DateTimeField(_("read at"), null=True, blank=True)
    digested_at = models.DateTimeField(_("taken up by a daily mail at"), null=True, blank=True)
    mail = models.ForeignKey("core.OutgoingMail", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        indexes = [
            models.Index(fields=["user", "id"], condition=Q(read_at__isnull=True), name="notice_unread"),
            models.Index(fields=["user", "id"], condition=Q(read_at__isnull=False), name="notice_read"),
            models.Index(
                fields=["user", "id"],
                condition=Q(channel="digest", digested_at__isnull=True, read_at__isnull=True),
                name="notice_for_digest",
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["user", "key"], name="told_once"),
            models.CheckConstraint(
                condition=Q(url__startswith="/") & ~Q(url__startswith="//"), name="notice_stays_on_this_site"
            ),
            models.CheckConstraint(
                condition=Q(digested_at__isnull=True) | Q(channel="digest"), name="only_digests_are_digested"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} → {self.user}"


class NoticeChoice(models.Model):
    """How a person wants the notices of one group; without a row, each kind comes as the house suggests."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="notice_choices")
    group = models.CharField(_("group"), max_length=20, choices=Group.choices)
    channel = models.CharField(_("channel"), max_length=10, choices=Channel.choices)

    class Meta:
        verbose_name = _("choice of channel")
        verbose_name_plural = _("choices of channel")
        constraints = [models.UniqueConstraint(fields=["user", "group"], name="one_choice_a_group")]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_group_display()} · {self.get_channel_display()}"


class NoticeTimes(models.Model):
    """When a person wants mail; what is empty follows the house's rules."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="notice_times")
    digest_hour = models.PositiveSmallIntegerField(_("hour of the daily mail"), null=True, blank=True)
    quiet_from = models.TimeField(_("no mail from"), null=True, blank=True)
    quiet_to = models.TimeField(_("no mail until"), null=True, blank=True)
    quiet_weekends = models.BooleanField(_("no mail on Saturdays and Sundays"), default=False)

    class Meta:
        verbose_name = _("times for mail")
        verbose_name_plural = _("times for mail")
        constraints = [
            models.CheckConstraint(
                condition=Q(digest_hour__isnull=True) | Q(digest_hour__lte=23), name="digest_hour_is_of_a_day"
            ),
            models.CheckConstraint(
                condition=Q(quiet_from__isnull=True, quiet_to__isnull=True)
                | Q(quiet_from__isnull=False, quiet_to__isnull=False),
                name="quiet_hours_have_both_ends",
            ),
        ]

    def __str__(self) -> str:
        return str(self.user)


class Absence(models.Model):
    """Days on which a person is away, both ends included, and who stands in for them."""

    user = models.ForeignKey(User, verbose_name=_("person"), on_delete=models.CASCADE, related_name="absences")
    deputy = models.ForeignKey(User, verbose_name=_("deputy"), on_delete=models.CASCADE, related_name="+")
    starts_on = models.DateField(_("first day away"))
    ends_on = models.DateField(_("last day away"))
    note = models.CharField(_("note"), max_length=200, blank=True)
    arranged_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)

    class Meta:
        verbose_name = _("absence")
        verbose_name_plural = _("absences")
        ordering = ["starts_on", "pk"]
        indexes = [models.Index(fields=["ends_on", "starts_on"], name="absence_by_day")]
        constraints = [
            models.CheckConstraint(condition=~Q(user=F("deputy")), name="nobody_is_their_own_deputy"),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="absence_ends_after_it_starts"),
            models.UniqueConstraint(fields=["user", "starts_on"], name="one_absence_begins_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.starts_on:%d/%m/%Y} – {self.ends_on:%d/%m/%Y}"


class KeptForm(models.Model):
    """What somebody typed into a form whose session had ended, until they send it again: see `cms.accounts.kept_forms`.

    ``fields`` are pairs of name and value in the form's order, ``path`` is where it was sent to. Nobody but ``user``
    reads it; ``digest`` makes the same form, sent twice, one row.
    """

    key = models.UUIDField(_("key"), default=uuid4, unique=True, editable=False)
    user = models.ForeignKey(User, verbose_name=_("person"), on_delete=models.CASCADE, related_name="kept_forms")
    path = models.CharField(_("address"), max_length=500)
    fields = models.JSONField(_("fields"))
    files = models.PositiveSmallIntegerField(_("files that were not kept"), default=0)
    digest = models.CharField(_("digest"), max_length=64)
    kept_at = models.DateTimeField(_("kept at"))
    sent_at = models.DateTimeField(_("sent again at"), null=True, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("kept form")
        verbose_name_plural = _("kept forms")
        indexes = [models.Index(fields=["kept_at"], name="kept_form_by_age")]
        constraints = [
            models.UniqueConstraint(fields=["user", "digest"], name="one_row_a_kept_form"),
            models.CheckConstraint(
                condition=Q(path__startswith="/") & ~Q(path__startswith="//"), name="kept_form_stays_on_this_site"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} · {self.path}"
