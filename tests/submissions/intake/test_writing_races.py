"""The same form twice at once, and two people on one text: one draft, and nobody written over unseen."""

from __future__ import annotations

from functools import partial
from io import BytesIO
from uuid import uuid4

import pytest
from PIL import Image

from cms.website.models import Photo
from submissions.articles.models import Submission
from submissions.intake.actions import Details, save_details
from submissions.intake.errors import EditedMeanwhile
from submissions.intake.writing import Written, new_photo, save_text, write_article
from tests import factories
from tests.submissions.moderation.races import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def details(title: str) -> Details:
    return Details(
        title=title,
        sapo="",
        byline="",
        genre="news",
        audience="citizens",
        topic=None,
        more_topics=[],
        lead=None,
        figures={},
    )


def test_a_form_that_arrives_twice_at_once_is_one_draft_with_one_photo():
    factories.house()
    unit = factories.a_unit()
    writer = factories.a_writer(unit)
    content = BytesIO()
    Image.new("RGB", (80, 60), "teal").save(content, "JPEG")
    written = Written(title="Một cửa", text="Đoạn một.", photos=[new_photo(content.getvalue(), alt="Quầy")])
    write = partial(write_article, unit=unit, author=writer, token=uuid4(), written=written)

    assert at_once(write, write, write) == [None, None, None]

    assert Submission.objects.count() == 1
    assert Photo.objects.count() == 1


@pytest.mark.parametrize("form", ["text", "details"])
def test_of_two_who_save_at_once_the_second_is_told(form):
    submission = factories.an_article()
    revision_id = factories.latest_revision_id(submission)
    told = []

    def save(person, words):
        try:
            if form == "text":
                body = [{"type": "heading", "value": words}]
                save_text(page_id=submission.page_id, revision_id=revision_id, body=body, photos=[], actor=person)
            else:
                save_details(page_id=submission.page_id, revision_id=revision_id, details=details(words), actor=person)
        except EditedMeanwhile:
            told.append(words)

    first, second = submission.created_by, factories.a_writer(submission.unit)
    assert at_once(partial(save, first, "Một"), partial(save, second, "Hai")) == [None, None]

    assert len(told) == 1
    saved = factories.latest_text(submission)
    assert (saved.body[0].value if form == "text" else saved.title) == ({"Một", "Hai"} - set(told)).pop()
