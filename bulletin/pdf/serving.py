"""Handing a PDF out: only while it is the one that belongs to what is public, under a name that people can read."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from django.http import FileResponse, Http404, HttpResponse, HttpResponseNotModified
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import http_date, parse_etags
from django.utils.translation import gettext as _

from bulletin.issues.models import IssuePage
from bulletin.pdf.enums import Kind, State
from bulletin.pdf.models import IssuePdf
from cms.website.views import withdrawn

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

# Seconds after which a reader may ask again while a corrected issue is printed anew.
ASK_AGAIN = 30


def public_answer(request: HttpRequest, *, year: int, number: int) -> HttpResponseBase:
    """The PDF of a published issue; 410 with the notice after its withdrawal, 503 while it is made anew.

    Raises:
        Http404: no such issue, one that is not published, or one without a PDF.
    """
    page = IssuePage.objects.filter(year=year, number=number).first()
    if page is None:
        raise Http404("No such issue.")
    if not page.live:
        # Raises Http404 where the issue was never public.
        return withdrawn(request, page)
    row = IssuePdf.objects.filter(issue__page=page, kind=Kind.PUBLIC).first()
    if row is None or row.state in {State.FAILED, State.WITHDRAWN}:
        raise Http404("This issue has no PDF.")
    if row.state != State.READY:
        answer: HttpResponse = TemplateResponse(request, "pdf/under_way.html", {"page": page}, status=503)
        answer["Retry-After"] = str(ASK_AGAIN)
        answer["Cache-Control"] = "no-store"
        return answer
    # Asked again each time, so that nobody is given a file that is not served any more.
    return file_answer(request, row, cache="no-cache")


def file_answer(request: HttpRequest, row: IssuePdf, *, cache: str) -> HttpResponseBase:
    """The file of a row that is ready, or 304 for who has it.

    Raises:
        Http404: the file is gone from the storage.
    """
    etag = f'"{row.sha256}"'
    known = parse_etags(request.headers.get("If-None-Match", ""))
    answer: HttpResponseBase
    if etag in known or "*" in known:
        answer = HttpResponseNotModified()
    else:
        try:
            answer = FileResponse(row.file.open("rb"), content_type="application/pdf")
        except FileNotFoundError as error:
            raise Http404("The file is gone.") from error
        answer["Content-Disposition"] = disposition(row)
        answer["Last-Modified"] = http_date(row.made_at.timestamp()) if row.made_at else ""
    answer["ETag"] = etag
    answer["Cache-Control"] = cache
    return answer


def disposition(row: IssuePdf) -> str:
    """RFC 6266: a plain name for old programs, and the Vietnamese one. Of numbers alone: no title ever gets in here."""
    page = row.issue.page
    name = _("Bulletin no. %(number)d-%(year)d") % {"number": page.number, "year": page.year}
    plain = f"ban-tin-{page.number}-{page.year}.pdf"
    return f"inline; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}.pdf"


def address_if_ready(page: IssuePage) -> tuple[str, IssuePdf] | None:
    """The address of a published issue's PDF with its row, or None while there is nothing behind it."""
    row = IssuePdf.objects.filter(issue__page=page, kind=Kind.PUBLIC, state=State.READY).first()
    if row is None or not page.live:
        return None
    return reverse("issue_pdf", args=[page.year, page.number]), row
