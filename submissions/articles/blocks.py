"""The blocks an article is made of. Few on purpose: what a Word file of a unit holds and a phone can show."""

from __future__ import annotations

from copy import copy
from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock

from cms.website import album

# What a writer may mark in running text; everything else is dropped when a revision is saved.
TEXT_FEATURES = ["bold", "italic", "link", "ol", "ul"]


class QuoteBlock(blocks.StructBlock):
    """A quotation that stands by itself."""

    text = blocks.TextBlock(label=_("Quotation"))
    attribution = blocks.CharBlock(label=_("Who said it"), required=False, max_length=200)

    class Meta:
        icon = "openquote"
        label = _("Quotation")
        template = "articles/blocks/quote.html"


class PhotoBlock(ImageChooserBlock):
    """A photo, taken from those at hand where a page has fetched all its photos together."""

    def bulk_to_python(self, values: list[Any]) -> list[Any]:
        """The photos in the order of their keys; each its own object, as Wagtail promises."""
        photos = album.known()
        if photos is None:
            found: list[Any] = super().bulk_to_python(values)
            return found
        return [copy(photos.get(value)) for value in values]

    def deconstruct(self) -> tuple[str, Any, Any]:
        """Nothing of what is stored differs from Wagtail's own block: no migration."""
        _path, args, kwargs = super().deconstruct()
        return "wagtail.images.blocks.ImageChooserBlock", args, kwargs


class FigureBlock(blocks.StructBlock):
    """A photo with the words that are approved with it."""

    image = PhotoBlock(label=_("Photo"))
    alt = blocks.CharBlock(label=_("Alternative text"), required=False, max_length=300)
    caption = blocks.CharBlock(label=_("Caption"), required=False, max_length=500)
    credit = blocks.CharBlock(label=_("Credit"), required=False, max_length=150)

    class Meta:
        icon = "image"
        label = _("Photo")
        template = "articles/blocks/figure.html"


class TableBlock(blocks.StructBlock):
    """A simple table: rows of text cells, the first row a heading row or not."""

    header = blocks.BooleanBlock(label=_("The first row is a heading"), required=False, default=True)
    rows = blocks.ListBlock(blocks.ListBlock(blocks.CharBlock(required=False), label=_("Cells")), label=_("Rows"))

    class Meta:
        icon = "table"
        label = _("Table")
        template = "articles/blocks/table.html"


class BodyBlock(blocks.StreamBlock):
    """The body of an article."""

    heading = blocks.CharBlock(
        label=_("Heading"), icon="title", max_length=200, template="articles/blocks/heading.html"
    )
    paragraph = blocks.RichTextBlock(
        label=_("Text"), icon="pilcrow", features=TEXT_FEATURES, template="articles/blocks/paragraph.html"
    )
    quote = QuoteBlock()
    figure = FigureBlock()
    table = TableBlock()
