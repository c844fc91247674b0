"""People who sign in."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

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
