"""The mail for a new password: a row like every other, for its reader alone."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.template.loader import render_to_string
from wagtail.admin.forms.auth import PasswordResetForm as WagtailPasswordResetForm

from cms.core.mail import queue_mail

KIND = "password-reset"


class PasswordResetForm(WagtailPasswordResetForm):
    """Wagtail's form, whose mail does not leave inside the request: the answer takes the same time whether somebody
    of that address exists or the mail server is slow."""

    def send_mail(
        self,
        subject_template_name: str,
        email_template_name: str,
        context: dict[str, Any],
        from_email: str | None,
        to_email: str,
        html_email_template_name: str | None = None,
    ) -> None:
        """Writes the row; its words are deleted as soon as it has left."""
        queue_mail(
            key=f"{KIND}:{uuid4()}",
            to=to_email,
            subject=render_to_string(subject_template_name, context).strip(),
            text=render_to_string(email_template_name, context),
            kind=KIND,
            user_id=context["user"].pk,
            is_private=True,
        )
