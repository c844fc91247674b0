"""The screens of the consents, for the people of a unit, the newsroom and administrators; for all others they are not there."""

from __future__ import annotations

import logging
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic.base import TemplateView, View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.website.models import StoryPage
from submissions.consent.actions import record_consent, say_people, withdraw_consent
from submissions.consent.errors import ConsentRefused
from submissions.consent.forms import ConsentForm, PeopleForm, WithdrawForm
from submissions.consent.lists import photos_with_people
from submissions.consent.models import Consent
from submissions.consent.permissions import may_withdraw, photos_of, sees_all, unit_of, visible_photos
from submissions.consent.uses import uses_of
from submissions.units.models import Unit
from submissions.units.people import units_of

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse

    from cms.website.models import Photo

logger = logging.getLogger(__name__)

UNPROCESSABLE = 422
CONFLICT = 409


class _ConsentScreen(WagtailAdminTemplateMixin, TemplateView):
    header_icon = "clipboard-list"

    @property
    def user(self) -> Any:
        """Who looks; the admin lets only users of ours in."""
        return self.request.user


class ConsentsView(_ConsentScreen):
    """All photos with people whom this person may see: of their units, or for the newsroom of every unit."""

    template_name = "consent/list.html"
    unit: Unit | None = None

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Only for people with a part in a unit, the newsroom and administrators."""
        super().setup(request, *args, **kwargs)
        if not (sees_all(self.user) or units_of(self.user).exists()):
            raise Http404

    def get_page_title(self) -> str:
        return _("Consents")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [{"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = photos_with_people(self.photos(), number=self.request.GET.get("p"), today=timezone.localdate())
        context = {"found": found, "unit": self.unit, "units": self._units(), "shows_units": self.unit is None}
        return super().get_context_data(**{**kwargs, **context})

    def photos(self) -> QuerySet[Photo]:
        """The photos to choose from."""
        return visible_photos(self.user)

    def _units(self) -> QuerySet[Unit]:
        return Unit.objects.order_by("code") if sees_all(self.user) else units_of(self.user)


class UnitConsentsView(ConsentsView):
    """The photos of one unit."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Finds the unit among those that the person may see."""
        super().setup(request, *args, **kwargs)
        self.unit = get_object_or_404(self._units(), code=kwargs["code"])

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        above = {"url": reverse("consent:list"), "label": _("Consents")}
        return [above, {"url": "", "label": self.unit.short_name if self.unit else ""}]

    def photos(self) -> QuerySet[Photo]:
        """The photos of the unit."""
        return photos_of(get_object_or_404(Unit, pk=self.unit.pk if self.unit else 0))


class _OfPhoto(_ConsentScreen):
    """Something about one photo."""

    photo: Photo

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Finds the photo among those that the person may see."""
        super().setup(request, *args, **kwargs)
        photos = visible_photos(self.user).select_related("collection")
        self.photo = get_object_or_404(photos, pk=kwargs["photo_id"])

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*_crumbs(self.photo), {"url": "", "label": self.photo.title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**{"photo": self.photo, **kwargs})


class PhotoConsentsView(_OfPhoto):
    """One photo: who is in it, its consents, where it is used, a new consent."""

    template_name = "consent/photo.html"

    def get_page_title(self) -> str:
        return self.photo.title

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        removal = getattr(self.photo, "removal", None)
        consents = self.photo.consents.select_related("recorded_by", "withdrawn_by")
        context = {
            "consents": consents.order_by("-given_on", "-pk"),
            "form": ConsentForm(people=self.photo.people),
            "people_form": PeopleForm(initial={"people": self.photo.people}),
            "removal": removal,
            "removal_lines": removal.stories.select_related("story", "version") if removal else [],
            "may_withdraw": may_withdraw(user=self.user, photo=self.photo),
            "may_say": unit_of(self.photo) is not None,
        }
        return super().get_context_data(**{**context, **kwargs})

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Notes who is in the photo, or records a consent."""
        if request.POST.get("act") == "people":
            return self._say(request)
        form = ConsentForm(request.POST, request.FILES, people=self.photo.people)
        if form.is_valid():
            try:
                record_consent(
                    photo_id=self.photo.pk, actor=self.user, terms=form.terms(), paper=form.cleaned_data["file"]
                )
            except ConsentRefused as refused:
                form.add_error(refused.field or None, str(refused))
            else:
                messages.success(request, _("The consent is recorded."))
                return redirect("consent:photo", self.photo.pk)
        return self.render_to_response(self.get_context_data(form=form), status=UNPROCESSABLE)

    def _say(self, request: HttpRequest) -> HttpResponse:
        form, unit = PeopleForm(request.POST), unit_of(self.photo)
        if unit is None or not form.is_valid():
            return self.render_to_response(self.get_context_data(people_form=form), status=UNPROCESSABLE)
        say_people(unit=unit, people={self.photo.pk: form.cleaned_data["people"]})
        messages.success(request, _("Saved who is in the photo."))
        return redirect("consent:photo", self.photo.pk)


class WithdrawView(_ConsentScreen):
    """Taking a consent back, after saying what will happen here and at the other end."""

    template_name = "consent/withdraw.html"
    header_icon = "warning"
    consent: Consent

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Finds the consent; who may see it and not take it back is told so by the page."""
        super().setup(request, *args, **kwargs)
        self.consent = _consent_or_404(self.user, kwargs["consent_id"])

    def get_page_title(self) -> str:
        return _("Take the photo down")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        photo = self.consent.photo
        back = {"url": reverse("consent:photo", args=[photo.pk]), "label": photo.title}
        return [*_crumbs(photo), back, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        photo = self.consent.photo
        uses = uses_of(photo.pk)
        context = {
            "consent": self.consent,
            "photo": photo,
            "form": WithdrawForm(),
            "may_withdraw": may_withdraw(user=self.user, photo=photo),
            "live": StoryPage.objects.filter(pk__in=uses.live).order_by("-public_at", "-pk"),
            "pending": len(uses.pending - uses.live) + len(uses.covers),
        }
        return super().get_context_data(**{**context, **kwargs})

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Takes it back."""
        form = WithdrawForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=UNPROCESSABLE)
        try:
            withdraw_consent(consent_id=self.consent.pk, actor=self.user, reason=form.cleaned_data["reason"])
        except ConsentRefused as refused:
            form.add_error(None, str(refused))
            return self.render_to_response(self.get_context_data(form=form), status=CONFLICT)
        messages.success(request, _("The photo is taken down. Below you see what became of each article."))
        return redirect("consent:photo", self.consent.photo_id)


class PaperView(View):
    """The scanned paper, as a download; it is never shown inside a page of ours."""

    def get(self, request: HttpRequest, consent_id: int) -> FileResponse:
        """The file, for who may see the consent."""
        consent = _consent_or_404(request.user, consent_id)
        suffix = PurePosixPath(consent.file.name or "").suffix
        try:
            file = consent.file.open("rb")
        except FileNotFoundError as error:
            raise Http404 from error
        response = FileResponse(
            file, as_attachment=True, filename=_("consent-%(number)d") % {"number": consent.pk} + suffix
        )
        response["Cache-Control"] = "private, no-store"
        logger.info("The paper of consent %s was handed to user %s", consent.pk, request.user.pk)
        return response


def _consent_or_404(user: Any, consent_id: int) -> Consent:
    consents = Consent.objects.select_related("photo__collection", "recorded_by", "withdrawn_by")
    return get_object_or_404(consents.filter(photo__in=visible_photos(user).values("pk")), pk=consent_id)


def _crumbs(photo: Photo) -> list[dict[str, Any]]:
    crumbs = [{"url": reverse("consent:list"), "label": _("Consents")}]
    unit = unit_of(photo)
    if unit is not None:
        crumbs.append({"url": reverse("consent:unit", args=[unit.code]), "label": unit.short_name})
    return crumbs
