"""What devices in the halls ask for. No cookies, no sessions; a key that is not in use any more answers 404."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final

from django.http import Http404, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from bulletin.led import files
from bulletin.led.enums import ScreenState
from bulletin.led.models import LedScreen
from bulletin.led.screen_actions import report
from bulletin.led.slides import SECONDS, show, valid_cards
from cms.website.models import StoryPage

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponseBase

TURN: Final = "the"
SHELL: Final = "vo"
LONGEST_REPORT: Final = 1_024
IMAGE: Final = "fill-800x533|format-webp"
# Nothing but our own files; the page takes no input and stands in no frame.
POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self'; connect-src 'self'; "
    "worker-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


@require_safe
def display(request: HttpRequest, key: str = "") -> HttpResponse:
    """``/led/`` and ``/led/<key>/``: the page, with a card in it that needs no script.

    Without scripts the page asks for the next card by itself (``?the=2``). ``?vo=1`` is the page without any card, which a device
    keeps for the time without a network: what it shows then is decided by the data beside it.
    """
    screen, now = _screen(key), timezone.now()
    shown = show(screen, now=now)
    cards = [] if request.GET.get(SHELL) else valid_cards(shown, now=now)
    place = _number(request.GET.get(TURN, "")) % len(cards) if cards else 0
    return _private(
        page(
            shown,
            card=cards[place] if cards else None,
            place=place,
            total=len(cards),
            addresses={
                "data": reverse("led:data", args=[key]) if key else reverse("led:general_data"),
                "heartbeat": reverse("led:heartbeat", args=[key]) if key else "",
                "worker": reverse("led:worker"),
            },
        )
    )


def page(
    shown: dict[str, Any],
    *,
    card: dict[str, Any] | None,
    place: int = 0,
    total: int = 1,
    addresses: dict[str, str] | None,
) -> HttpResponse:
    """The page with one card; without addresses it stands still, for a preview at the desk."""
    context = {
        "shown": shown, "card": card, "number": place + 1, "total": total, "next": (place + 1) % max(total, 1),
        "seconds": SECONDS, "addresses": addresses, "now": timezone.localtime(),
    }  # fmt: skip
    answer = HttpResponse(render_to_string("led/display.html", context))
    answer["Content-Security-Policy"] = POLICY
    return answer


@require_safe
def data(request: HttpRequest, key: str = "") -> HttpResponseBase:
    """``du-lieu.json``: see `bulletin.led.slides.show`; with an ETag, as it is asked for three times a minute."""
    text = json.dumps(show(_screen(key), now=timezone.now()), ensure_ascii=False, sort_keys=True)
    etag = quote_etag(sha256(text.encode()).hexdigest()[:32])
    answer = HttpResponse(text, content_type="application/json; charset=utf-8")
    answer["ETag"] = etag
    return _private(get_conditional_response(request, etag=etag, response=answer))


@csrf_exempt
@require_POST
def heartbeat(request: HttpRequest, key: str) -> HttpResponse:
    """``nhip``: a device says that it is alive: ``{"version", "shown", "since"}``, ``since`` in milliseconds. 204."""
    screen = _screen(key)
    if screen is None:
        raise Http404
    if len(request.body) > LONGEST_REPORT:
        return _private(HttpResponse(status=413))
    try:
        said = json.loads(request.body)
        version, shown, since = str(said["version"]), str(said["shown"]), said["since"]
        began = datetime.fromtimestamp(since / 1000, tz=UTC) if since is not None else None
    except (ValueError, TypeError, LookupError, OverflowError, OSError, RecursionError):
        return _private(HttpResponse(status=400))
    # Whatever is not a plain letter or digit is no version of ours, and the database takes no null characters.
    report(screen=screen, version="".join(filter(str.isalnum, version[:16])), shown=shown, online_since=began)
    return _private(HttpResponse(status=204))


@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """``/led/sw.js``: the service worker; its place is its right, so it sees nothing outside ``/led/``."""
    answer = HttpResponse(files.content(files.WORKER), content_type="text/javascript; charset=utf-8")
    answer["Service-Worker-Allowed"] = reverse("led:general")
    return _private(answer)


@require_safe
def file(request: HttpRequest, version: str, name: str) -> HttpResponse:
    """``/led/tep/<version>/<name>``: a file of the display; only the present version has an address."""
    if version != files.version() or name not in files.FILES:
        raise Http404
    source, content_type = files.FILES[name]
    answer = HttpResponse(files.content(source), content_type=content_type)
    answer["Cache-Control"] = "public, max-age=31536000, immutable"
    return answer


@require_safe
def image(request: HttpRequest, uid: UUID, photo_id: int) -> HttpResponseBase:
    """``/led/anh/<uid>-<photo>.webp``: the lead photo of a story, as long as the story is public and has it."""
    story = StoryPage.objects.readable().filter(uid=uid, lead_image_id=photo_id).select_related("lead_image").first()
    if story is None or story.lead_image is None:
        raise Http404
    drawn = story.lead_image.get_rendition(IMAGE)
    with drawn.file.open("rb") as opened:
        return _private(HttpResponse(opened.read(), content_type="image/webp"))


def _screen(key: str) -> LedScreen | None:
    if not key:
        return None
    screen = LedScreen.objects.filter(key=key).exclude(state=ScreenState.RETIRED).first()
    if screen is None:
        raise Http404("No such screen.")
    return screen


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 5 else 0


def _private(answer: Any) -> Any:
    # Each device asks anew, so that what was withdrawn is gone; and the address with its key goes nowhere.
    answer["Cache-Control"] = "private, no-cache"
    answer["Referrer-Policy"] = "no-referrer"
    answer["X-Robots-Tag"] = "noindex"
    return answer
