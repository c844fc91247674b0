"""What must stay in the picture of an unpublished article, said by whoever may change it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse
from django.utils import timezone

from cms.website.models import Photo
from submissions.articles.enums import EventVerb, State
from submissions.moderation import actions
from submissions.moderation.errors import NotAllowed, VerbClosed, VerbRefused
from tests import factories
from tests.submissions.moderation.races import at_once

if TYPE_CHECKING:
    from submissions.articles.models import Submission

MIDDLE = (0.5, 0.5)


def an_article(state: State, **fields: Any) -> tuple[Submission, Photo]:
    """An article in a state with a lead photo of its unit, which its writer uploaded."""
    unit = factories.a_unit()
    writer = factories.a_writer(unit)
    photo = factories.a_photo(unit=unit, owner=writer)
    return factories.an_article(state=state, unit=unit, writer=writer, lead_image=photo, **fields), photo


def framed(submission: Submission) -> int:
    return submission.events.filter(verb=EventVerb.FRAME).count()


@pytest.mark.django_db
def test_an_editor_frames_a_photo_that_the_unit_uploaded_and_history_says_so() -> None:
    editor = factories.an_editor()
    submission, photo = an_article(State.IN_REVIEW, editor=editor)
    frame = partial(actions.frame_photo, submission_id=submission.pk, photo_id=photo.pk, actor=editor)
    frame(point=(0.25, 1))
    photo.refresh_from_db()
    assert (photo.focal_point_x, photo.focal_point_y) == (round(photo.width * 0.25), photo.height)
    assert photo.has_focal_point()
    frame(point=(0.25, 1))
    assert framed(submission) == 1, "the same point is no news"
    event = submission.events.get(verb=EventVerb.FRAME)
    assert (event.actor, event.reason, event.from_state) == (editor, photo.title, State.IN_REVIEW)
    frame(point=None)
    photo.refresh_from_db()
    assert not photo.has_focal_point()
    submission.refresh_from_db()
    assert submission.last_edited_by != editor, "a crop is no word of the text"
    actions.approve(submission_id=submission.pk, actor=editor, revision_id=factories.latest_revision_id(submission))


@pytest.mark.django_db
@pytest.mark.parametrize("state", [State.SUBMITTED, State.APPROVED, State.PUBLISHED, State.REJECTED, State.DRAFT])
def test_who_may_not_change_the_article_frames_nothing(state: State) -> None:
    submission, photo = an_article(state)
    people = [factories.an_officer(), factories.a_writer(factories.a_unit()), submission.created_by]
    if state != State.SUBMITTED:
        people.append(factories.an_editor())
    for person in people:
        if state == State.DRAFT and person == submission.created_by:
            continue
        with pytest.raises(NotAllowed):
            actions.frame_photo(submission_id=submission.pk, photo_id=photo.pk, actor=person, point=MIDDLE)
    photo.refresh_from_db()
    assert not photo.has_focal_point()


@pytest.mark.django_db
def test_photos_of_others_withdrawn_public_and_odd_points_are_refused() -> None:
    editor = factories.an_editor()
    submission, photo = an_article(State.IN_REVIEW, editor=editor)
    _other, foreign = an_article(State.IN_REVIEW)
    frame = partial(actions.frame_photo, submission_id=submission.pk, actor=editor)
    for number, point in ((foreign.pk, MIDDLE), (0, MIDDLE), (photo.pk, (1.01, 0)), (photo.pk, (0, float("nan")))):
        with pytest.raises(VerbRefused):
            frame(photo_id=number, point=point)
    live, shared = an_article(State.PUBLISHED)
    again = factories.an_article(state=State.DRAFT, unit=live.unit, writer=live.created_by, lead_image=shared)
    with pytest.raises(VerbClosed):
        actions.frame_photo(submission_id=again.pk, photo_id=shared.pk, actor=live.created_by, point=MIDDLE)
    actions.correct(submission_id=live.pk, actor=editor, note="Sửa số liệu.")
    with pytest.raises(VerbClosed):
        actions.frame_photo(submission_id=live.pk, photo_id=shared.pk, actor=editor, point=MIDDLE)
    Photo.objects.filter(pk=photo.pk).update(withdrawn_at=timezone.now())
    with pytest.raises(VerbRefused):
        frame(photo_id=photo.pk, point=MIDDLE)
    assert not framed(submission) + framed(live) + framed(again)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_frame_and_approve_at_once_nothing_is_lost() -> None:
    editor, second = factories.an_editor(), factories.an_editor()
    submission, photo = an_article(State.IN_REVIEW, editor=editor)
    revision = factories.latest_revision_id(submission)
    frame = partial(actions.frame_photo, submission_id=submission.pk, photo_id=photo.pk)
    at_once(
        partial(frame, actor=editor, point=(0.1, 0.1)),
        partial(frame, actor=second, point=(0.9, 0.9)),
        partial(actions.approve, submission_id=submission.pk, actor=editor, revision_id=revision),
    )
    photo.refresh_from_db()
    submission.refresh_from_db()
    assert submission.state == State.APPROVED
    points = [(round(photo.width * share), round(photo.height * share)) for share in (0.1, 0.9)]
    set_to = (photo.focal_point_x, photo.focal_point_y)
    assert set_to in points if framed(submission) else set_to == (None, None)


@pytest.mark.django_db
@pytest.mark.once
def test_the_screen_works_without_scripts_and_for_nobody_else(signed_in: Any, django_assert_num_queries: Any) -> None:
    editor = factories.an_editor()
    submission, photo = an_article(State.IN_REVIEW, editor=editor)
    client, url = signed_in(editor), reverse("moderation:frame", args=[submission.pk])
    assert url in client.get(reverse("moderation:submission", args=[submission.pk])).content.decode()
    assert client.get(url).status_code == 200
    assert client.post(url, {"photo": photo.pk, "place": "tl"}).status_code == 302
    photo.refresh_from_db()
    assert photo.focal_point_x == round(photo.width / 6)
    shown = photo.get_rendition("max-280x280")
    client.post(url, {"photo": photo.pk, "at.x": str(shown.width), "at.y": "0"})
    photo.refresh_from_db()
    assert (photo.focal_point_x, photo.focal_point_y) == (photo.width, 0)
    for odd in (
        {}, {"photo": "x"}, {"photo": "9" * 30, "place": "tl"}, {"photo": photo.pk, "at.x": "-1", "at.y": "99999"},
        {"photo": photo.pk, "at.x": "99999", "at.y": "1"}, {"photo": photo.pk, "place": "<b>"}, {"photo": "٣", "place": "tl"},
    ):  # fmt: skip
        assert client.post(url, odd).status_code == 409
    client.post(url, {"photo": photo.pk, "place": "none"})
    photo.refresh_from_db()
    assert not photo.has_focal_point()
    for person in (factories.a_writer(factories.a_unit()), factories.an_officer(), submission.created_by):
        other = signed_in(person)
        assert other.get(url).status_code == 404
        assert other.post(url, {"photo": photo.pk, "place": "tl"}).status_code == 404
    assert signed_in(editor).get(reverse("moderation:frame", args=[submission.pk + 1_000])).status_code == 404
