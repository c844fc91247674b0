"""What is filled in by suggestion for a file that comes without a person, and what is left for one."""

from __future__ import annotations

import pytest

from submissions.articles.models import ArticlePage
from submissions.checks.examination import findings
from submissions.checks.rules import Level
from submissions.intake.gaps import fill_gaps
from tests import factories

pytestmark = pytest.mark.django_db


def test_words_of_photos_stand_in_for_each_other_and_a_credit_is_the_unit_s() -> None:
    photo = factories.a_photo()
    content = factories.article_content(lead_image=photo, lead_alt="Bàn tiếp nhận buổi sáng")
    figures = [
        {
            "type": "figure",
            "value": {"image": photo.pk, "alt": "", "caption": "Sáng thứ hai", "credit": "H.A"},
            "id": "a",
        },
        {"type": "figure", "value": {"image": photo.pk, "alt": "", "caption": "", "credit": ""}, "id": "b"},
    ]
    body = content.pop("body")
    page = ArticlePage(**content, unit_label="TTYT Vạn Ninh")
    page.body = page.body.stream_block.to_python([*body, *figures])
    notes = fill_gaps(page)
    assert sorted(note.code for note in notes) == [
        "alt_suggested", "caption_suggested", "credit_suggested", "credit_suggested",
    ]  # fmt: skip
    assert (page.lead_caption, page.lead_credit) == ("Bàn tiếp nhận buổi sáng", "TTYT Vạn Ninh")
    words = {block.id: block.value for block in page.body if block.block_type == "figure"}
    assert (words["a"]["alt"], words["a"]["credit"]) == ("Sáng thứ hai", "H.A")
    assert (words["b"]["alt"], words["b"]["caption"], words["b"]["credit"]) == ("", "", "TTYT Vạn Ninh")
    blocking = {finding.field for finding in findings(page) if finding.level == Level.BLOCKS}
    assert blocking == {"figure-b-alt", "figure-b-caption"}, "what a photo shows only a person can say"
