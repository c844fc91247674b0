"""The desk's screen for the recording of an article: upload, listen, approve, take away."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic.base import TemplateView, View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.visits import recordings
from cms.visits.audio_views import answer
from cms.visits.errors import RecordingRefused
from cms.visits.models import Recording
from cms.website.enums import StoryKind
from cms.website.models import StoryPage

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase


class RecordingForm(forms.Form):
    """The file."""

    file = forms.FileField(
        label=gettext_lazy("Recording"),
        help_text=gettext_lazy("MP3, M4A or OGG. The whole article, read as it stands."),
        widget=forms.FileInput(attrs={"accept": ".mp3,.m4a,.ogg,audio/*"}),
    )


class _ForEditors(View):
    """Who is no editor finds nothing here."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Asks for the role first."""
        user: Any = request.user
        if not recordings.may_record(user):
            raise Http404
        return super().dispatch(request, *args, **kwargs)


class RecordingView(_ForEditors, WagtailAdminTemplateMixin, TemplateView):
    """``ghi-am/PAGE/``: the recording that readers hear and the one that waits."""

    template_name = "visits/desk/recording.html"
    header_icon = "media"
    story: StoryPage

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Finds the article."""
        super().setup(request, *args, **kwargs)
        self.story = get_object_or_404(StoryPage, pk=kwargs["page_id"], kind=StoryKind.ARTICLE)

    def get_page_title(self) -> str:
        return _("Recording")

    def get_page_subtitle(self) -> str:
        return str(self.story.title)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [{"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = list(self.story.recordings.select_related("uploaded_by", "approved_by"))
        context = {
            "story": self.story,
            "public": next((row for row in rows if row.approved_at), None),
            "waiting": next((row for row in rows if not row.approved_at), None),
            "form": kwargs.pop("form", None) or RecordingForm(),
            "megabytes": recordings.most_megabytes(),
        }
        return super().get_context_data(**{**kwargs, **context})

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Uploads, approves or takes away, by the button."""
        user: Any = request.user
        try:
            if "approve" in request.POST:
                recordings.approve(recording_id=self._number("approve"), actor=user)
                messages.success(request, _("Readers can hear the recording as soon as the article is public."))
            elif "remove" in request.POST:
                recordings.remove(recording_id=self._number("remove"), actor=user)
                messages.success(request, _("The recording is taken away."))
            else:
                form = RecordingForm(request.POST, request.FILES)
                if not form.is_valid():
                    return self._again(form=form)
                recordings.upload(story=self.story, file=form.cleaned_data["file"], actor=user)
                messages.success(request, _("The recording is kept. Another editor listens to it and approves it."))
        except RecordingRefused as refusal:
            return self._again(notice=str(refusal))
        return redirect(reverse("visits_recording", args=[self.story.pk]))

    def _number(self, name: str) -> int:
        """The number of a recording of this article. Raises Http404."""
        text = self.request.POST.get(name, "")
        number = int(text) if text.isascii() and text.isdecimal() and len(text) < 18 else 0
        if not self.story.recordings.filter(pk=number).exists():
            raise Http404
        return number

    def _again(self, **context: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(**context), status=HTTPStatus.UNPROCESSABLE_ENTITY)


class ListenView(_ForEditors):
    """``ghi-am/PAGE/NUMBER/``: a recording for the ears of the editors, whether it is public or not."""

    def get(self, request: HttpRequest, *, page_id: int, number: int) -> HttpResponse:
        """The file."""
        return answer(
            request, get_object_or_404(Recording, pk=number, story=page_id), cache_control="private, no-store"
        )
