"""“Check lists” in the desk's menu: the lists that the desk editor and the administrator keep."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup

from submissions.checks.models import Abbreviation, CitedDocument, DelicateWords, OfficialName


class OfficialNameViewSet(ModelViewSet):
    """Official names and their wrong forms."""

    model = OfficialName
    name = "official_names"
    url_prefix = "bang-kiem/ten-goi"
    icon = "home"
    form_fields = ["right", "wrong", "source"]
    list_display = ["right", "wrong", "source"]
    search_fields = ["right", "wrong"]
    search_backend_name = None
    copy_view_enabled = False
    menu_order = 10


class AbbreviationViewSet(ModelViewSet):
    """Abbreviations and what they stand for."""

    model = Abbreviation
    name = "abbreviations"
    url_prefix = "bang-kiem/viet-tat"
    icon = "title"
    form_fields = ["short", "long", "well_known"]
    list_display = ["short", "long", "well_known"]
    list_filter = ["well_known"]
    search_fields = ["short", "long"]
    search_backend_name = None
    copy_view_enabled = False
    menu_order = 20


class CitedDocumentViewSet(ModelViewSet):
    """Documents that no longer apply."""

    model = CitedDocument
    name = "cited_documents"
    url_prefix = "bang-kiem/van-ban"
    icon = "doc-full"
    form_fields = ["number", "title", "ceased_on", "replaced_by", "source"]
    list_display = ["number", "title", "ceased_on", "replaced_by"]
    search_fields = ["number", "title", "replaced_by"]
    search_backend_name = None
    copy_view_enabled = False
    menu_order = 30


class DelicateWordsViewSet(ModelViewSet):
    """Words for which an article is approved by two."""

    model = DelicateWords
    name = "delicate_words"
    url_prefix = "bang-kiem/tu-ngu"
    icon = "warning"
    form_fields = ["name", "kind", "wordings", "source"]
    list_display = ["name", "kind", "wordings", "source"]
    list_filter = ["kind"]
    search_fields = ["name", "wordings"]
    search_backend_name = None
    copy_view_enabled = False
    menu_order = 40


class CheckLists(ModelViewSetGroup):
    """The group in the menu; it is shown to who may open one of its lists."""

    menu_label = _("Check lists")
    menu_icon = "list-ul"
    menu_order = 700
    items = (OfficialNameViewSet, AbbreviationViewSet, CitedDocumentViewSet, DelicateWordsViewSet)
