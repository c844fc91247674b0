"""Every notice and every refusal has words for its writer."""

from __future__ import annotations

import re

import pytest

from submissions.intake.docx import REFUSAL_CODES, WARNING_CODES, IntakeRefused, ReadWarning, read_docx
from submissions.intake.messages import REFUSALS, WARNINGS, refusal_message, warning_message
from tests.submissions.intake.word_files import article, sample

PARAMS: dict[str, int | str] = {
    "count": 3,
    "title": "Tít 100%",
    "typed": "TÍT",
    "text": "x",
    "encoding": "tcvn3",
    "font": "",
    "most": 30,
    "megapixels": 40,
}


@pytest.mark.parametrize("code", WARNING_CODES)
def test_every_notice_has_a_sentence_that_can_be_filled(code) -> None:
    message = warning_message(ReadWarning(code=code, params=PARAMS))
    assert message
    assert not re.search(r"%\(", message)


@pytest.mark.parametrize("code", REFUSAL_CODES)
def test_every_refusal_has_a_sentence_that_can_be_filled(code) -> None:
    message = refusal_message(IntakeRefused(code, "log line", {"megabytes": 50}))
    assert message
    assert "%(" not in message


def test_no_code_is_left_without_words_and_no_words_without_a_code() -> None:
    assert set(WARNINGS) == set(WARNING_CODES)
    assert set(REFUSALS) == set(REFUSAL_CODES)


def test_what_real_readings_say_can_be_shown() -> None:
    for name in ("bvdkt-2026-11.docx", "ttyt-vn-2026-11-tcvn3.docx"):
        for warning in read_docx(sample(name)).warnings:
            assert warning_message(warning)
    with pytest.raises(IntakeRefused) as caught:
        read_docx(article()[:5000])
    assert refusal_message(caught.value)
