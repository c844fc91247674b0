"""The blocks an article is made of. Few on purpose: what a Word file of a unit holds and a phone can show."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock

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


class FigureBlock(blocks.StructBlock):
    """A photo with the words that are approved with it."""

    image = ImageChooserBlock(label=_("Photo"))
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
