"""The page behind a board member's link: the text, and one button. It needs no signing in and shows nothing else."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.http import Http404
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.generic import View

from submissions.moderation import board_links
from submissions.moderation.errors import VerbRefused

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from submissions.moderation.models import ApprovalLink


@method_decorator(never_cache, name="dispatch")
class BoardLinkView(View):
    """``GET`` shows the text of the link's revision; ``POST`` approves it. An address that we never gave out is 404."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Keeps the address out of other sites' logs and of search engines."""
        response = super().dispatch(request, *args, **kwargs)
        response["Referrer-Policy"] = "no-referrer"
        response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        return response

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        """The text and the button, or why there is none (410)."""
        link = self._link(token)
        return self._show(request, link, spent=board_links.spent_reason(link))

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        """Approves, once."""
        link = self._link(token)
        try:
            board_links.approve_by_link(link_id=link.pk, address=request.META.get("REMOTE_ADDR") or None)
        except VerbRefused as refusal:
            return self._show(request, link, spent=str(refusal))
        return self._show(request, link, done=True)

    def _link(self, token: str) -> ApprovalLink:
        link = board_links.find(token)
        if link is None:
            raise Http404
        return link

    def _show(self, request: HttpRequest, link: ApprovalLink, *, spent: str = "", done: bool = False) -> HttpResponse:
        """A spent link shows no text: whoever finds an old mail learns nothing."""
        page = link.revision.as_object() if not spent or done else None
        context = {
            "link": link, "person": link.person, "submission": link.submission, "page": page, "spent": spent, "done": done,
        }  # fmt: skip
        status = HTTPStatus.GONE if spent else HTTPStatus.OK
        return render(request, "moderation/board_link.html", context, status=status)
