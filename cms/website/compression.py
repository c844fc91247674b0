"""Compression of what readers get, where no proxy before us does it.

Only what is the same for everybody is compressed: with a secret in it (a token of a form, somebody's name), the length of
a compressed page tells about the secret to whoever can make it echo their words (BREACH).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.middleware.gzip import GZipMiddleware

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

_TEXT: Final = ("text/", "application/json", "application/javascript", "image/svg+xml")
_FEEDS: Final = ("application/rss+xml", "application/atom+xml", "application/feed+json", "application/xml")


class ReaderGZipMiddleware(GZipMiddleware):
    """Compresses text for requests without a cookie; pictures and fonts are compressed as they are."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """The response, compressed where that is safe and of use."""
        kind = response.headers.get("Content-Type", "")
        if request.COOKIES or getattr(response, "cookies", None) or not kind.startswith((*_TEXT, *_FEEDS)):
            return response
        return super().process_response(request, response)
