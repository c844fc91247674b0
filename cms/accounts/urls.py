"""Addresses of notices and mails, below the admin's own."""

from __future__ import annotations

from django.urls import path

from cms.accounts import mail_views, notice_views

notice_patterns = (
    [
        path("", notice_views.NoticesView.as_view(), name="list"),
        path("da-doc/", notice_views.mark_all_read, name="read_all"),
        path("<int:notice_id>/mo/", notice_views.open_notice, name="open"),
        path("<int:notice_id>/da-doc/", notice_views.mark_read, name="read"),
    ],
    "notices",
)
mail_patterns = (
    [
        path("", mail_views.MailsView.as_view(), name="list"),
        path("<int:mail_id>/", mail_views.MailView.as_view(), name="mail"),
        path("<int:mail_id>/gui-lai/", mail_views.ResendView.as_view(), name="resend"),
    ],
    "mails",
)
