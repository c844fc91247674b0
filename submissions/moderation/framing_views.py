"""The crops of an article's photos, and what must stay in the picture: nine places, or a press on the photo."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.website.models import Photo
from submissions.articles.models import Submission
from submissions.articles.permissions import may_edit
from submissions.moderation import actions
from submissions.moderation.actions.framing import photos_of
from submissions.moderation.errors import NotAllowed, VerbRefused

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from django_stubs_ext import StrPromise

#: The nine places, row by row: value, what it is called, share of width and height.
PLACES: dict[str, tuple[StrPromise, tuple[float, float]]] = {
    "tl": (gettext_lazy("Top left"), (1 / 6, 1 / 6)),
    "tc": (gettext_lazy("Top"), (1 / 2, 1 / 6)),
    "tr": (gettext_lazy("Top right"), (5 / 6, 1 / 6)),
    "ml": (gettext_lazy("Left"), (1 / 6, 1 / 2)),
    "mc": (gettext_lazy("Middle"), (1 / 2, 1 / 2)),
    "mr": (gettext_lazy("Right"), (5 / 6, 1 / 2)),
    "bl": (gettext_lazy("Bottom left"), (1 / 6, 5 / 6)),
    "bc": (gettext_lazy("Bottom"), (1 / 2, 5 / 6)),
    "br": (gettext_lazy("Bottom right"), (5 / 6, 5 / 6)),
}
NOWHERE = "none"
#: The size in which the photo is shown to be pressed on, in pixels; it fits a phone, so that no browser scales it.
SHOWN = "max-280x280"


@dataclass(frozen=True)
class Framed:
    """A photo on the screen, with the place that its point lies in."""

    photo: Photo

    @property
    def place(self) -> str:
        """The nearest of the nine places; `NOWHERE` without a point."""
        if not self.photo.has_focal_point():
            return NOWHERE
        x, y = self.photo.focal_point_x / self.photo.width, self.photo.focal_point_y / self.photo.height
        return min(PLACES, key=lambda name: (PLACES[name][1][0] - x) ** 2 + (PLACES[name][1][1] - y) ** 2)


class FramingView(WagtailAdminTemplateMixin, TemplateView):
    """``GET`` and ``POST`` for whoever may change the article; for others it does not exist."""

    template_name = "moderation/frame.html"
    page_title = gettext_lazy("Crop of the photos")
    header_icon = "crosshairs"
    submission: Submission

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Finds the article among those that the person may see and change."""
        super().setup(request, *args, **kwargs)
        user: Any = request.user
        rows = Submission.objects.visible_to(user).select_related("page__latest_revision", "unit")
        self.submission = get_object_or_404(rows, pk=kwargs["submission_id"])
        if not may_edit(user=user, submission=self.submission):
            raise Http404

    def get_page_subtitle(self) -> str:
        return str(self.submission.page.get_admin_display_title())

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        above = {
            "url": reverse("moderation:submission", args=[self.submission.pk]),
            "label": self.get_page_subtitle(),
        }
        return [above, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        photos = Photo.objects.filter(pk__in=photos_of(self.submission), withdrawn_at__isnull=True)
        photos = photos.prefetch_renditions(SHOWN, "fill-320x180", "fill-180x180").order_by("pk")
        context = {
            "submission": self.submission,
            "photos": [Framed(photo) for photo in photos],
            "places": [(name, label) for name, (label, _point) in PLACES.items()],
            "nowhere": NOWHERE,
        }
        return super().get_context_data(**{**kwargs, **context})

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Sets or takes off the point of one photo."""
        user: Any = request.user
        photo_id = request.POST.get("photo", "")
        number = int(photo_id) if photo_id.isascii() and photo_id.isdigit() and len(photo_id) < 18 else 0
        try:
            photo = actions.frame_photo(
                submission_id=self.submission.pk, photo_id=number, actor=user, point=self._point(number)
            )
        except VerbRefused as refused:
            messages.error(request, str(refused))
            status = HTTPStatus.FORBIDDEN if isinstance(refused, NotAllowed) else HTTPStatus.CONFLICT
            return self.render_to_response(self.get_context_data(), status=status)
        messages.success(request, _("The crops of “%(title)s” are made anew.") % {"title": photo.title})
        return redirect(f"{reverse('moderation:frame', args=[self.submission.pk])}#anh-{photo.pk}")

    def _point(self, photo_id: int) -> tuple[float, float] | None:
        """The place that was chosen, or where the photo was pressed on. Raises `VerbRefused`."""
        place = self.request.POST.get("place", "")
        if place == NOWHERE:
            return None
        if place in PLACES:
            return PLACES[place][1]
        pressed = [self.request.POST.get(f"at.{axis}", "") for axis in "xy"]
        photo = Photo.objects.filter(pk=photo_id, withdrawn_at__isnull=True).first()
        if photo_id not in photos_of(self.submission) or photo is None or not all(map(_is_number, pressed)):
            raise VerbRefused(_("Choose a place in one of the photos. Nothing was changed."))
        shown = photo.get_rendition(SHOWN)
        return int(pressed[0]) / shown.width, int(pressed[1]) / shown.height


def _is_number(value: str) -> bool:
    return value.isascii() and value.isdigit() and len(value) < 6
