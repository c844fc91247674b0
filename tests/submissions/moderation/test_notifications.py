"""Who is told what by mail: rows in the transaction of the act, and nothing if it is undone."""

from __future__ import annotations

import pytest
from django.db import transaction

from cms.core.models import OutgoingMail
from submissions.articles.enums import EventVerb, State
from submissions.moderation import actions
from tests import factories

pytestmark = pytest.mark.django_db


def mails(prefix: str) -> list[OutgoingMail]:
    return list(OutgoingMail.objects.filter(key__startswith=f"{prefix}:").order_by("pk"))


@pytest.mark.parametrize(("state", "key"), [(State.RETURNED, "returned"), (State.REJECTED, "rejected")])
def test_a_refusal_is_mailed_to_its_author_with_the_reason(state, key):
    unit = factories.a_unit()
    writer = factories.a_writer(unit)

    factories.an_article(unit=unit, writer=writer, state=state, reason="Thiếu nguồn của <số liệu> trang 2.")

    (mail,) = mails(key)
    assert mail.recipient == writer.email
    assert "Thiếu nguồn của <số liệu> trang 2." in mail.text
    assert "Thiếu nguồn của &lt;số liệu&gt; trang 2." in mail.html


def test_who_handed_it_in_is_told_beside_who_wrote_it():
    unit = factories.a_unit()
    writer, head = factories.a_writer(unit), factories.a_head(unit)
    submission = factories.an_article(unit=unit, writer=writer)
    actions.submit(submission_id=submission.pk, actor=head, no_secrets=True)

    actions.reject(submission_id=submission.pk, actor=factories.an_editor(), reason="Trùng bài.")

    assert {mail.recipient for mail in mails("rejected")} == {writer.email, head.email}


def test_each_return_is_told_once():
    unit = factories.a_unit()
    writer = factories.a_writer(unit)
    submission = factories.an_article(unit=unit, writer=writer, state=State.RETURNED)
    actions.submit(submission_id=submission.pk, actor=writer, no_secrets=True)
    actions.return_to_unit(submission_id=submission.pk, actor=factories.an_editor(), reason="Còn thiếu ảnh.")

    events = submission.events.filter(verb=EventVerb.RETURN).values_list("pk", flat=True)
    assert [mail.key for mail in mails("returned")] == [f"returned:{event}:{writer.pk}" for event in sorted(events)]


def test_a_publication_is_mailed_with_the_address_for_readers():
    submission = factories.an_article(state=State.PUBLISHED)

    (mail,) = mails("published")
    assert submission.page.full_url in mail.text


def test_an_approved_correction_tells_the_author_nothing_twice():
    submission = factories.an_article(state=State.CORRECTING)
    before = OutgoingMail.objects.count()

    actions.approve(
        submission_id=submission.pk,
        actor=factories.an_editor(),
        revision_id=factories.latest_revision_id(submission),
    )

    assert OutgoingMail.objects.count() == before


def test_somebody_who_has_left_is_not_mailed():
    unit = factories.a_unit()
    writer = factories.a_writer(unit)
    submission = factories.an_article(unit=unit, writer=writer, state=State.SUBMITTED)
    writer.is_active = False
    writer.save()

    actions.reject(submission_id=submission.pk, actor=factories.an_editor(), reason="Trùng bài.")

    assert mails("rejected") == []


def test_an_act_that_is_undone_has_mailed_nobody(django_capture_on_commit_callbacks):
    submission = factories.an_article(state=State.IN_REVIEW)
    OutgoingMail.objects.all().delete()

    with django_capture_on_commit_callbacks() as bells, transaction.atomic():
        actions.reject(submission_id=submission.pk, actor=factories.an_editor(), reason="Trùng bài.")
        transaction.set_rollback(True)

    assert not OutgoingMail.objects.exists()
    assert bells == []


def test_the_worker_is_called_only_after_the_commit(django_capture_on_commit_callbacks):
    submission = factories.an_article(state=State.IN_REVIEW)

    with django_capture_on_commit_callbacks() as bells:
        actions.reject(submission_id=submission.pk, actor=factories.an_editor(), reason="Trùng bài.")

    assert len(bells) == 1
