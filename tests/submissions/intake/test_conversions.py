"""A file on its way to a draft: kept, read once, given back when its reader dies, stopped with a reason."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.utils import timezone

from submissions.articles.enums import State as ArticleState
from submissions.articles.models import Submission
from submissions.intake import conversions
from submissions.intake.conversions import convert, dismiss, open_conversions, receive_file, retry, sweep
from submissions.intake.docx import IntakeRefused, RefusalCode
from submissions.intake.errors import ConversionClosed, NotOfUnit
from submissions.intake.jail import cell
from submissions.intake.models import Conversion
from submissions.intake.reading import read_file
from submissions.moderation.errors import VerbRefused
from tests import factories
from tests.submissions.intake.word_files import article, packed, parts_of, sample
from tests.submissions.moderation.races import at_once

if TYPE_CHECKING:
    from collections.abc import Callable

    from submissions.units.models import Unit

State = Conversion.State
NAME = "ttyt-vn-2026-11-tcvn3.docx"
NOW = timezone.now()

pytestmark = pytest.mark.django_db


@pytest.fixture
def rung(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Any, ...]]:
    """The bells that were rung."""
    bells: list[tuple[Any, ...]] = []
    monkeypatch.setattr(conversions, "ring", lambda task, *args: bells.append((task, *args)))
    return bells


def received(data: bytes | None = None, *, unit: Unit | None = None, name: str = NAME, **more: Any) -> Conversion:
    unit = unit or factories.a_unit()
    author = more.pop("author", None) or factories.a_writer(unit)
    data = sample(NAME) if data is None else data
    return receive_file(data=data, filename=name, unit=unit, author=author, now=NOW, **more)


def with_macros() -> bytes:
    """A file that can be told from others only by reading it."""
    return packed({**parts_of(article()), "word/vbaProject.bin": b"x"})


def breaking(code: RefusalCode) -> Callable[..., object]:
    def read(*_args: object, **_named: object) -> object:
        raise IntakeRefused(code, "broke")

    return read


def private_files() -> set[Path]:
    return {path for path in (Path(settings.DATA_DIR) / "private").rglob("*") if path.is_file()}


def test_a_file_is_kept_and_read_and_stands_with_its_article_then() -> None:
    row = received()
    assert (row.state, row.original_name, row.attempts) == (State.WAITING, NAME, 0)
    assert row.source.read() == sample(NAME)
    assert row.source.name.endswith(".docx")
    assert not Submission.objects.exists()

    assert convert(conversion_id=row.pk, now=NOW)

    row.refresh_from_db()
    submission = Submission.objects.get()
    assert (row.state, row.submission, row.finished_at, row.lease_until) == (State.DONE, submission, NOW, None)
    assert (row.source.name, submission.original_name) == ("", NAME)
    assert submission.original_file.read() == sample(NAME)
    assert submission.created_by == row.author
    assert not convert(conversion_id=row.pk), "it is read once"
    assert open_conversions(row.unit) == []


def test_the_file_leaves_the_waiting_room_when_the_article_has_it(
    django_capture_on_commit_callbacks: Any,
) -> None:
    row = received()
    kept = Path(row.source.path)
    with django_capture_on_commit_callbacks(execute=True):
        convert(conversion_id=row.pk)
    assert not kept.exists()


def test_a_deleted_draft_takes_its_row_with_it() -> None:
    row = received()
    convert(conversion_id=row.pk)
    Submission.objects.get().page.delete()
    assert not Conversion.objects.exists()


def test_the_same_form_sent_twice_is_one_file_and_another_file_by_it_is_another() -> None:
    unit = factories.a_unit()
    writer, colleague, token = factories.a_writer(unit), factories.a_writer(unit), uuid4()
    first = received(unit=unit, author=writer, token=token)
    assert received(unit=unit, author=writer, token=token) == first
    convert(conversion_id=first.pk)
    assert received(unit=unit, author=writer, token=token) == first, "also when the answer was lost for a long time"
    other = received(article(), unit=unit, author=writer, token=token)
    assert other != first
    assert other.token != token
    assert received(unit=unit, author=colleague, token=token) not in (first, other)
    assert Conversion.objects.count() == 3


def test_what_can_be_told_at_once_is_refused_at_the_door_and_nothing_is_kept() -> None:
    unit = factories.a_unit()
    before = private_files()
    for data, code in ((b"%PDF-1.7", RefusalCode.PDF), (b"", RefusalCode.EMPTY), (b"PK\x03\x04", RefusalCode.CORRUPT)):
        with pytest.raises(IntakeRefused) as refused:
            received(data, unit=unit)
        assert refused.value.code == code
    with pytest.raises(NotOfUnit):
        received(unit=unit, author=factories.an_editor())
    assert not Conversion.objects.exists()
    assert private_files() == before


def test_a_refused_file_is_kept_with_its_reason_and_its_unit_sees_it() -> None:
    row = received(with_macros())
    convert(conversion_id=row.pk, now=NOW)
    row.refresh_from_db()
    assert (row.state, row.refusal_code, row.finished_at) == (State.REFUSED, "macros", NOW)
    assert row.source.read() == with_macros()
    assert not row.may_be_retried
    assert not Submission.objects.exists()
    assert open_conversions(row.unit) == [row]
    assert open_conversions(factories.a_unit()) == []
    with pytest.raises(ConversionClosed):
        retry(conversion_id=row.pk)


def test_a_reader_that_is_killed_gets_three_tries_and_then_a_person_decides(monkeypatch: pytest.MonkeyPatch) -> None:
    row = received()
    for code in (RefusalCode.TIMED_OUT, RefusalCode.OUT_OF_MEMORY, RefusalCode.CRASHED):
        row.refresh_from_db()
        assert row.state == State.WAITING
        monkeypatch.setattr(conversions, "read_for_house", breaking(code))
        convert(conversion_id=row.pk)
    row.refresh_from_db()
    assert (row.state, row.refusal_code, row.attempts) == (State.FAILED, "crashed", 3)
    assert row.may_be_retried
    monkeypatch.undo()
    retry(conversion_id=row.pk)
    with pytest.raises(ConversionClosed):
        retry(conversion_id=row.pk)
    convert(conversion_id=row.pk)
    row.refresh_from_db()
    assert (row.state, row.attempts, row.refusal_code) == (State.DONE, 1, "")


def test_a_file_that_never_ends_costs_its_child_and_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    row, other = received(), received(article())
    hasty = partial(read_file, bounds=replace(cell.READING, wall_seconds=0.01))
    monkeypatch.setattr(conversions, "read_for_house", hasty)
    for _try in range(conversions.MOST_ATTEMPTS):
        convert(conversion_id=row.pk)
    row.refresh_from_db()
    assert (row.state, row.refusal_code, row.may_be_retried) == (State.FAILED, "timed_out", True)
    monkeypatch.undo()
    convert(conversion_id=other.pk)
    other.refresh_from_db()
    assert other.state == State.DONE


def test_a_file_that_broke_nothing_yet_comes_before_one_that_did(
    monkeypatch: pytest.MonkeyPatch, rung: list[tuple[Any, ...]]
) -> None:
    bad, good = received(), received(article())
    monkeypatch.setattr(conversions, "read_for_house", breaking(RefusalCode.TIMED_OUT))
    convert(conversion_id=bad.pk)
    sweep(now=NOW)
    assert [bell[1] for bell in rung] == [good.pk, bad.pk]
    assert {bell[0] for bell in rung} == {"submissions.intake.tasks.convert"}


def test_one_ring_reads_all_that_waits_and_no_more_than_two_are_read_at_once(rung: list[tuple[Any, ...]]) -> None:
    first, second = received(), received(article())
    assert conversions.work(first.pk) == 2
    assert rung == []
    third = received(article(title="Một bài khác về trạm y tế xã"))
    taken = [conversions._places.acquire(blocking=False) for _ in range(conversions.AT_ONCE)]
    try:
        assert all(taken)
        assert conversions.work(third.pk) == 0
    finally:
        for _ in taken:
            conversions._places.release()
    third.refresh_from_db()
    assert third.state == State.WAITING
    assert second.pk


def test_what_a_dead_worker_held_comes_back_and_after_three_deaths_a_person_decides(
    rung: list[tuple[Any, ...]],
) -> None:
    row = received()
    for _death in range(3):
        claimed = conversions._claim(row.pk, now=NOW)
        assert claimed is not None
        assert conversions._claim(row.pk, now=NOW) is None
        assert sweep(now=NOW + conversions.LEASE) == 0, "as long as the claim stands nobody else has the file"
        assert sweep(now=NOW + conversions.LEASE + timedelta(seconds=1)) == 1
    row.refresh_from_db()
    assert (row.state, row.refusal_code) == (State.FAILED, "broken_off")
    assert row.may_be_retried
    assert [bell[1] for bell in rung] == [row.pk, row.pk]


def test_a_worker_that_comes_back_too_late_stores_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    row = received()
    read = conversions.read_for_house
    files = private_files()

    def slowly(data: bytes, *, filename: str) -> object:
        sweep(now=timezone.now() + conversions.LEASE * 2)
        return read(data, filename=filename)

    monkeypatch.setattr(conversions, "read_for_house", slowly)
    convert(conversion_id=row.pk)
    row.refresh_from_db()
    assert (row.state, row.attempts) == (State.WAITING, 1)
    assert not Submission.objects.exists()
    assert private_files() == files
    monkeypatch.undo()
    convert(conversion_id=row.pk)
    assert Submission.objects.count() == 1


def test_who_left_the_unit_meanwhile_does_not_hand_in_for_it() -> None:
    row = received()
    row.author.memberships.all().delete()
    convert(conversion_id=row.pk)
    row.refresh_from_db()
    assert (row.state, row.refusal_code) == (State.REFUSED, "not_member")
    assert not Submission.objects.exists()


def test_a_stopped_file_is_removed_by_a_person_or_after_the_days_of_the_rule(
    django_capture_on_commit_callbacks: Any,
) -> None:
    call_command("setup_site")
    rows = [received(with_macros()) for _ in range(2)]
    with pytest.raises(ConversionClosed):
        dismiss(conversion_id=rows[0].pk)
    for row in rows:
        convert(conversion_id=row.pk, now=NOW)
    with django_capture_on_commit_callbacks(execute=True):
        dismiss(conversion_id=rows[0].pk)
    assert not Path(rows[0].source.path).exists()
    sweep(now=NOW + timedelta(days=29))
    assert Conversion.objects.get() == rows[1]
    with django_capture_on_commit_callbacks(execute=True):
        sweep(now=NOW + timedelta(days=31))
    assert not Conversion.objects.exists()
    assert not Path(rows[1].source.path).exists()


@pytest.mark.parametrize(
    "change",
    [
        {"state": "done"},
        {"state": "converting"},
        {"state": "refused", "finished_at": NOW},
        {"state": "failed", "refusal_code": "crashed"},
        {"finished_at": NOW},
        {"lease_until": NOW},
        {"refusal_code": "crashed"},
        {"source": ""},
    ],
)
def test_the_database_keeps_rows_that_make_sense(change: dict[str, Any]) -> None:
    row = received()
    with pytest.raises(IntegrityError), transaction.atomic():
        Conversion.objects.filter(pk=row.pk).update(**change)


@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    """Two who act at the same moment."""

    def test_two_workers_make_one_draft(self) -> None:
        row = received()
        assert at_once(*[partial(convert, conversion_id=row.pk)] * 2) == [None, None]
        assert Submission.objects.get().state == ArticleState.DRAFT
        assert Conversion.objects.get().attempts == 1

    def test_the_same_form_twice_is_one_row_and_one_file(self) -> None:
        unit = factories.a_unit()
        before = private_files()
        send = partial(received, unit=unit, author=factories.a_writer(unit), token=uuid4())
        assert at_once(send, send) == [None, None]
        assert Conversion.objects.count() == 1
        assert len(private_files() - before) == 1

    def test_a_retry_and_a_removal_leave_one_of_the_two(self) -> None:
        row = received()
        stopped = {"state": State.FAILED, "refusal_code": "crashed", "finished_at": NOW}
        Conversion.objects.filter(pk=row.pk).update(**stopped)

        def act(verb: Callable[..., object]) -> None:
            try:
                verb(conversion_id=row.pk)
            except (ConversionClosed, Conversion.DoesNotExist) as late:
                raise VerbRefused(str(late)) from late

        refusals = at_once(partial(act, retry), partial(act, dismiss))
        assert sum(refusal is None for refusal in refusals) == 1
        left = Conversion.objects.filter(pk=row.pk).first()
        assert left is None or left.state == State.WAITING
