"""What a browser sends from the editor's form of an article."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from tests import factories

if TYPE_CHECKING:
    from submissions.articles.models import Submission


def typed(submission: Submission | None = None, **changes: Any) -> dict[str, Any]:
    """The fields of the form as they stand in the latest text, with changes; ``figures`` adds photos by id."""
    content = factories.article_content()
    page = factories.latest_text(submission) if submission else None
    figures = changes.pop("figures", [])
    values = {
        name: getattr(page, name) if page else content.get(name, "")
        for name in ("title", "sapo", "byline", "genre", "audience")
    }
    fields = {
        **values,
        "slug": page.slug if page else "bai-moi",
        "language": "vi",
        "topic": (page.topic_id if page else content["topic"].pk) or "",
        "more_topics": [],
        "lead_image": (page.lead_image_id if page else None) or "",
        "lead_alt": page.lead_alt if page else "",
        "lead_caption": "",
        "lead_credit": "",
        "body": streamfield(
            [
                ("paragraph", rich_text("<p>Nội dung đã sửa trong trình soạn thảo.</p>")),
                *(("figure", {"image": photo, "alt": "Ảnh", "caption": "", "credit": ""}) for photo in figures),
            ]
        ),
        "no_secrets": "on",
        "comments": {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0, "MIN_NUM_FORMS": 0, "MAX_NUM_FORMS": ""},
    }
    return nested_form_data({**fields, **changes})
