"""The editor's form of an article: one column, in the order in which a writer fills it in."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import CommentPanel, FieldPanel, FieldRowPanel, MultiFieldPanel, TitleFieldPanel

ARTICLE_PANELS = [
    TitleFieldPanel("title", targets=["slug"]),
    FieldPanel("sapo"),
    MultiFieldPanel(
        [
            FieldPanel("lead_image"),
            FieldPanel("lead_alt"),
            FieldPanel("lead_caption"),
            FieldPanel("lead_credit"),
        ],
        heading=_("Lead photo"),
    ),
    FieldPanel("body"),
    FieldPanel("byline"),
    MultiFieldPanel(
        [
            FieldRowPanel([FieldPanel("genre"), FieldPanel("audience"), FieldPanel("language")]),
            FieldPanel("topic"),
            FieldPanel("more_topics"),
            FieldPanel("slug"),
        ],
        heading=_("Classification"),
    ),
    # Has no face of its own: it lets people comment on every field above and on each part of the text.
    CommentPanel(),
]
