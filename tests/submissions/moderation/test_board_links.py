"""A board member approves through a link: signed, expiring, for one use, for one text, on record."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest
from django.test import Client
from django.utils import timezone

from cms.accounts.models import User
from submissions.articles.enums import EventVerb, State
from submissions.articles.models import Submission
from submissions.moderation import board_links
from submissions.moderation.board_links import ask_board
from submissions.moderation.errors import NotAllowed, StaleRevision, VerbRefused
from submissions.moderation.models import ApprovalLink
from tests import factories
from tests.submissions.moderation.races import at_once

pytestmark = pytest.mark.django_db


def again(submission):
    return Submission.objects.get(pk=submission.pk)


def a_link(submission=None, *, person=None, now=None):
    submission = submission or factories.an_article(state=State.IN_REVIEW)
    person = person or factories.a_board_member()
    ask_board(
        submission_id=submission.pk,
        actor=factories.an_editor(),
        person_id=person.pk,
        revision_id=factories.latest_revision_id(submission),
        now=now,
    )
    return ApprovalLink.objects.latest("pk")


def path_of(link):
    return "/duyet/" + board_links.address_of(link).rstrip("/").rpartition("/")[2] + "/"


def test_the_link_shows_the_text_and_approves_it_once(client):
    link = a_link()

    shown = client.get(path_of(link))
    assert shown.status_code == 200
    assert factories.latest_text(link.submission).title in shown.content.decode()
    assert again(link.submission).state == State.IN_REVIEW, "looking changes nothing"
    assert shown["Referrer-Policy"] == "no-referrer"
    assert "noindex" in shown["X-Robots-Tag"]
    assert "no-store" in shown["Cache-Control"]

    assert client.post(path_of(link)).status_code == 200
    done = again(link.submission)
    assert (done.state, done.accepted_by) == (State.APPROVED, link.person)
    assert done.events.filter(verb=EventVerb.BOARD_LINK, actor=link.person).count() == 1

    assert client.post(path_of(link)).status_code == 410
    spent = client.get(path_of(link))
    assert spent.status_code == 410
    assert factories.latest_text(link.submission).title not in spent.content.decode()
    assert done.events.filter(verb=EventVerb.APPROVE).count() == 1


def test_a_link_does_not_sign_anybody_in(client):
    link = a_link()
    client.post(path_of(link))

    assert client.get("/quan-tri/kiem-duyet/").status_code == 302
    assert "sessionid" not in client.cookies


def test_a_form_from_elsewhere_is_refused():
    link = a_link()

    assert Client(enforce_csrf_checks=True).post(path_of(link)).status_code == 403
    assert again(link.submission).state == State.IN_REVIEW


def spoil_time(link):
    ApprovalLink.objects.filter(pk=link.pk).update(
        made_at=timezone.now() - timedelta(days=9), expires_at=timezone.now() - timedelta(seconds=1)
    )


def spoil_role(link):
    link.person.groups.clear()


def spoil_account(link):
    User.objects.filter(pk=link.person_id).update(is_active=False)


def spoil_text(link):
    factories.an_edit(link.submission, by=factories.an_editor())


def spoil_by_another(link):
    a_link(link.submission, person=link.person)


@pytest.mark.parametrize("spoil", [spoil_time, spoil_role, spoil_account, spoil_text, spoil_by_another])
def test_a_spent_link_says_so_and_approves_nothing(client, spoil):
    link = a_link()
    spoil(link)

    assert client.get(path_of(link)).status_code == 410
    assert client.post(path_of(link)).status_code == 410
    assert again(link.submission).state == State.IN_REVIEW
    assert ApprovalLink.objects.get(pk=link.pk).used_at is None


def test_an_address_that_we_never_gave_out_does_not_exist(client):
    link = a_link()
    signed = path_of(link).strip("/").split("/")[1]

    for token in (signed[:-1], f"{signed}x", link.uid.hex, "a" * 4000, "%00", signed.replace(":", "::")):
        assert client.get(f"/duyet/{token}/").status_code == 404


def test_only_a_member_of_the_board_who_may_approve_it_is_asked():
    submission = factories.an_article(state=State.IN_REVIEW)
    revision_id, editor = factories.latest_revision_id(submission), factories.an_editor()

    with pytest.raises(VerbRefused):
        ask_board(submission_id=submission.pk, actor=editor, person_id=editor.pk, revision_id=revision_id)
    with pytest.raises(NotAllowed):
        ask_board(
            submission_id=submission.pk,
            actor=factories.a_writer(submission.unit),
            person_id=factories.a_board_member().pk,
            revision_id=revision_id,
        )
    factories.an_edit(submission, by=editor)
    with pytest.raises(StaleRevision):
        ask_board(
            submission_id=submission.pk,
            actor=editor,
            person_id=factories.a_board_member().pk,
            revision_id=revision_id,
        )
    assert not ApprovalLink.objects.exists()


def test_the_board_is_the_second_of_two_through_a_link(client):
    submission = factories.an_article(state=State.SECOND_REVIEW)
    link = a_link(submission)

    client.post(path_of(link))

    assert again(submission).state == State.APPROVED
    assert again(submission).endorsed_by != link.person


@pytest.mark.django_db(transaction=True)
def test_of_two_uses_at_once_one_counts():
    link = a_link()

    refusals = at_once(*(partial(board_links.approve_by_link, link_id=link.pk) for _ in range(2)))

    assert sum(refusal is None for refusal in refusals) == 1
    assert link.submission.events.filter(verb=EventVerb.APPROVE).count() == 1
