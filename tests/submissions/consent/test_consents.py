"""Consents: what may be recorded, what the checks of an article ask for, and who sees names and papers."""

from __future__ import annotations

import io
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from cms.website.enums import People
from cms.website.models import Photo
from submissions.articles.enums import State
from submissions.checks.rules.finding import Level
from submissions.consent.actions import record_consent, withdraw_consent
from submissions.consent.enums import Scope
from submissions.consent.errors import ConsentNotAllowed, ConsentRefused
from submissions.consent.findings import article_findings
from submissions.consent.models import Consent
from tests import factories
from tests.shared import shared
from tests.submissions.consent.cases import NAME, PAPER, a_consent, a_photo_of, figure, lead, terms, text

pytestmark = pytest.mark.django_db


@shared
def unit():
    return factories.a_unit()


@shared
def writer(unit):
    return factories.a_writer(unit)


def test_a_consent_is_kept_with_its_paper_and_a_false_one_leaves_nothing(unit, writer):
    photo = a_photo_of(People.CHILDREN, unit=unit)
    today = timezone.localdate()
    refused = [
        (terms(relation="Mẹ: Lê Thị B", person=" \u200b "), PAPER),
        (terms(), PAPER),
        (terms(relation="Mẹ", given_on=today + timedelta(days=1)), PAPER),
        (terms(relation="Mẹ", valid_until=date(2026, 1, 4)), PAPER),
        (terms(relation="Mẹ"), b""),
        (terms(relation="Mẹ"), b"<script>alert(1)</script>"),
        (terms(relation="Mẹ"), b"%PDF-1.4 cut off"),
        (terms(relation="Mẹ"), b"MZ" + b"\0" * 100),
        (terms(relation="Mẹ"), PAPER + b"\0" * (10 * 1024 * 1024)),
    ]
    for each, paper in refused:
        with pytest.raises(ConsentRefused):
            record_consent(photo_id=photo.pk, actor=writer, terms=each, paper=paper)
    with pytest.raises(ConsentNotAllowed):
        record_consent(photo_id=photo.pk, actor=factories.a_writer(factories.a_unit()), terms=terms(), paper=PAPER)
    assert not Consent.objects.exists()

    consent = a_consent(photo, by=writer, relation="Mẹ: Lê Thị B")
    assert consent.file.read() == PAPER
    assert "/private/" in consent.file.path
    assert NAME not in str(consent)
    scan = io.BytesIO()
    Image.new("RGB", (900, 1_200), "white").save(scan, "JPEG", comment=b"SECRET")
    scanned = record_consent(photo_id=photo.pk, actor=writer, terms=terms(relation="Bố"), paper=scan.getvalue())
    assert b"SECRET" not in scanned.file.read()

    for broken in (
        {"withdrawn_at": timezone.now()},
        {"valid_until": date(2020, 1, 1)},
        {"person": ""},
        {"file": ""},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Consent.objects.filter(pk=consent.pk).update(**broken)


def test_an_article_needs_a_consent_that_holds_for_patients_and_children(unit, writer):
    photos = {people: a_photo_of(people, unit=unit) for people in People}
    unsaid = factories.a_photo(unit=unit)
    body = [text(), figure(photos[People.CHILDREN]), figure(photos[People.STAFF]), figure(unsaid)]
    submission = factories.an_article(unit=unit, writer=writer, body=body, **lead(photos[People.CITIZENS]))
    page = factories.latest_text(submission)

    def codes(**fields):
        return [(finding.code, finding.level) for finding in article_findings(page, **fields)]

    missing, warned = ("photo_consent_missing", Level.BLOCKS), ("photo_people_unsaid", Level.WARNS)
    assert codes() == [missing, missing, warned]
    assert article_findings(page)[0].field == "lead-alt"
    assert article_findings(page)[1].message

    ended = date(2026, 2, 1)
    a_consent(photos[People.CITIZENS], by=writer, valid_until=ended)
    a_consent(photos[People.CHILDREN], by=writer, relation="Mẹ", scope=Scope.ARTICLE)
    assert codes(today=ended) == [warned]
    assert codes(today=ended + timedelta(days=1)) == [missing, warned]

    factories.an_article(unit=unit, writer=writer, state=State.PUBLISHED, body=[text(), figure(photos[People.STAFF])])
    factories.an_edit(
        factories.an_article(unit=unit, writer=writer),
        by=writer,
        lead_image=photos[People.CHILDREN],
        lead_alt="Trẻ em.",
    )
    assert ("photo_consent_one_article", Level.WARNS) in codes(today=ended)

    consent = photos[People.CHILDREN].consents.get()
    withdraw_consent(consent_id=consent.pk, actor=factories.a_desk_editor(), reason="Gia đình đề nghị.")
    page = factories.latest_text(submission)
    assert ("photo_withdrawn", Level.BLOCKS) in codes(today=ended)


def test_names_and_papers_are_there_for_the_unit_the_newsroom_and_administrators_alone(client, unit, writer):
    photo = a_photo_of(People.CITIZENS, unit=unit)
    consent = a_consent(photo, by=writer)
    addresses = [
        reverse("consent:unit", args=[unit.code]),
        reverse("consent:photo", args=[photo.pk]),
        reverse("consent:withdraw", args=[consent.pk]),
        reverse("consent:paper", args=[consent.pk]),
    ]
    admitted = [
        writer, factories.a_head(unit), factories.an_editor(), factories.a_desk_editor(), factories.a_board_member(),
        factories.an_administrator(),
    ]  # fmt: skip
    for person in admitted:
        client.force_login(person)
        for address in [reverse("consent:list"), *addresses]:
            assert client.get(address).status_code == 200, (person, address)
        assert NAME in client.get(addresses[1]).content.decode()
    kept_out = [factories.a_writer(factories.a_unit()), factories.a_head(factories.a_unit()), factories.an_officer()]
    for person in kept_out:
        client.force_login(person)
        for address in addresses:
            assert client.get(address).status_code == 404, (person, address)
            assert client.post(address, {"reason": "x", "act": "people", "people": "staff"}).status_code in {404, 405}
        if person is not kept_out[-1]:
            assert photo.title not in client.get(reverse("consent:list")).content.decode()
    client.force_login(kept_out[-1])
    assert client.get(reverse("consent:list")).status_code == 404
    client.logout()
    assert all(client.get(address).status_code == 302 for address in addresses)
    assert Photo.objects.get(pk=photo.pk).people == People.CITIZENS

    client.force_login(writer)
    paper = client.get(addresses[3])
    assert paper["Content-Disposition"].startswith("attachment; filename")
    assert "no-store" in paper["Cache-Control"]
    assert b"".join(paper.streaming_content) == PAPER
    refused = client.post(addresses[2], {"reason": "Người bệnh đề nghị."})
    assert refused.status_code == 409
    assert not Consent.objects.get(pk=consent.pk).is_withdrawn
    client.force_login(factories.a_head(unit))
    asked = client.get(addresses[2]).content.decode()
    assert NAME in asked
    assert client.post(addresses[2], {"reason": " "}).status_code == 422
    assert client.post(addresses[2], {"reason": "Người bệnh đề nghị."}).status_code == 302
    assert Consent.objects.get(pk=consent.pk).is_withdrawn
    assert client.get(addresses[1]).status_code == 200
    assert client.post(addresses[2], {"reason": "Lần nữa."}).status_code == 409


def test_a_writer_says_who_is_in_a_photo_and_adds_the_paper_on_one_screen(client, unit, writer):
    photo = factories.a_photo(unit=unit)
    client.force_login(writer)
    address = reverse("consent:photo", args=[photo.pk])
    assert client.post(address, {"act": "people", "people": "aliens"}).status_code == 422
    assert client.post(address, {"act": "people", "people": "children"}).status_code == 302
    photo.refresh_from_db()
    assert photo.people == People.CHILDREN

    def filled(**fields):
        paper = SimpleUploadedFile("../../giấy\r\n.pdf", PAPER, content_type="application/pdf")
        values = {"person": NAME, "scope": "bulletin", "given_on": "05/01/2026", "relation": "", "file": paper}
        return {**values, **fields}

    without_parent = client.post(address, filled())
    assert without_parent.status_code == 422
    assert NAME in without_parent.content.decode(), "what was typed stays"
    not_a_paper = SimpleUploadedFile("giay.pdf", b"MZ\0\0")
    assert client.post(address, filled(relation="Mẹ", file=not_a_paper)).status_code == 422
    assert client.post(address, filled(relation="Mẹ")).status_code == 302
    assert photo.consents.get().relation == "Mẹ"


def test_the_list_costs_the_same_whether_it_is_short_or_long(client, unit, writer):
    client.force_login(writer)

    def queries() -> int:
        client.get(reverse("consent:unit", args=[unit.code]))
        with CaptureQueriesContext(
            connection,
        ) as seen:
            assert client.get(reverse("consent:unit", args=[unit.code])).status_code == 200
        return len(seen)

    a_consent(a_photo_of(People.CITIZENS, unit=unit), by=writer)
    a_photo_of(People.CHILDREN, unit=unit)
    few = queries()
    for _each in range(4):
        a_consent(a_photo_of(People.CITIZENS, unit=unit), by=writer)
        factories.a_photo(unit=unit)
    assert queries() == few
