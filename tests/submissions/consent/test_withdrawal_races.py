"""Of two who act on a photo at the same moment, neither undoes the other, and no photo stays that was taken back."""

from __future__ import annotations

from functools import partial

import pytest

from cms.website.enums import People
from cms.website.models import Photo
from submissions.articles.enums import State
from submissions.articles.models import ArticlePage, Submission
from submissions.consent.actions import withdraw_consent
from submissions.consent.errors import AlreadyWithdrawn
from submissions.moderation import actions as moderation
from tests import factories
from tests.submissions.consent.cases import a_consent, a_photo_of, lead
from tests.submissions.moderation.races import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def quietly(act, told):
    try:
        act()
    except AlreadyWithdrawn:
        told.append(True)


def test_two_withdrawals_at_once_make_one_version():
    unit = factories.a_unit()
    writer = factories.a_writer(unit)
    photo = a_photo_of(People.CITIZENS, unit=unit)
    consent, second = a_consent(photo, by=writer), a_consent(photo, by=writer, person="Lê Văn Hai")
    page = factories.an_article(unit=unit, writer=writer, state=State.PUBLISHED, **lead(photo)).page
    told: list[bool] = []
    acts = [
        partial(withdraw_consent, consent_id=each.pk, actor=factories.a_desk_editor(), reason="Theo đề nghị.")
        for each in (consent, consent, second)
    ]

    at_once(*(partial(quietly, act, told) for act in acts))

    assert len(told) == 1
    assert page.versions.count() == 2
    assert Photo.objects.get(pk=photo.pk).is_withdrawn
    assert not photo.file.storage.exists(photo.file.name)


def test_a_publication_and_a_withdrawal_at_once_never_leave_the_photo_public():
    unit = factories.a_unit()
    writer = factories.a_writer(unit)
    photo = a_photo_of(People.CITIZENS, unit=unit)
    consent = a_consent(photo, by=writer)
    submission = factories.an_article(unit=unit, writer=writer, state=State.APPROVED, **lead(photo))
    publish = partial(moderation.publish, submission_id=submission.pk, actor=factories.an_editor())
    withdraw = partial(
        withdraw_consent, consent_id=consent.pk, actor=factories.a_desk_editor(), reason="Theo đề nghị."
    )

    published, withdrawn = at_once(publish, withdraw)

    assert withdrawn is None
    page = ArticlePage.objects.get(pk=submission.page_id)
    row = Submission.objects.get(pk=submission.pk)
    if published is None:
        assert page.live
        assert page.lead_image_id is None
        assert page.versions.count() == 2
        assert row.state == State.PUBLISHED
    else:
        assert not page.live
        assert row.state == State.SUBMITTED
