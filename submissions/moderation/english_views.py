"""Beginning the English version of an article."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.admin import messages

from cms.accounts.roles import Role, has_role
from submissions.articles.translations import NotTranslatable, begin_translation
from submissions.moderation.editor import refused
from submissions.moderation.views import SubmissionMixin

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


class BeginTranslation(SubmissionMixin):
    """``POST``: begins the English version, or opens the one that exists. For editors and the desk."""

    def post(self, request: HttpRequest, submission_id: int) -> HttpResponse:
        user: Any = request.user
        # First, because to those who may not see it the article does not exist.
        submission = self.submission
        if not has_role(user, Role.EDITOR, Role.DESK):
            raise PermissionDenied
        try:
            translation = begin_translation(submission_id=submission.pk, actor=user)
        except NotTranslatable as refusal:
            answer = refused(request, str(refusal), page=submission.page)
            answer.status_code = HTTPStatus.CONFLICT
            return answer
        messages.success(
            request, _("The English version has its text and photos from the original. Translate it here.")
        )
        return redirect("wagtailadmin_pages:edit", translation.page_id)
