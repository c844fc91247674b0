"""Addresses of notices, mails and kept forms, below the admin's own."""

from __future__ import annotations

from django.urls import path

from cms.accounts import kept_form_views, mail_views, notice_views

notice_patterns = (
    [
        path("", notice_views.NoticesView.as_view(), name="list"),
        path("da-doc/", notice_views.mark_all_read, name="read_all"),
        path("<int:notice_id>/mo/", notice_views.open_notice, name="open"),
        path("<int:notice_id>/da-doc/", notice_views.mark_read, name="read"),
    ],
    "notices",
)
kept_form_patterns = [
    path("", kept_form_views.KeptFormsView.as_view(), name="kept_forms"),
    path("<uuid:key>/bo/", kept_form_views.throw_away, name="kept_forms_throw_away"),
]
mail_patterns = (
    [
        path("", mail_views.MailsView.as_view(), name="list"),
        path("<int:mail_id>/", mail_views.MailView.as_view(), name="mail"),
        path("<int:mail_id>/gui-lai/", mail_views.ResendView.as_view(), name="resend"),
    ],
    "mails",
)
