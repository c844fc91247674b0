"""The same form sent twice at the same moment, and one sent again while it is thrown away."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

from cms.accounts import kept_forms
from cms.accounts.models import KeptForm
from tests import factories

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_form_sent_twice_at_once_is_one_row_and_never_more_than_the_most(at_once: Callable[..., Any]) -> None:
    person = factories.a_person()
    for number in range(kept_forms.MOST - 1):
        kept_forms.store(owner=person, path="/quan-tri/", fields=[["text", f"bài {number}"]])
    keep = partial(kept_forms.store, owner=person, path="/quan-tri/")
    at_once(*[partial(keep, fields=[["text", words]]) for words in ("một", "một", "hai", "hai")])
    texts = [row.fields[0][1] for row in KeptForm.objects.filter(user=person)]
    assert len(texts) == kept_forms.MOST
    assert texts.count("một") == texts.count("hai") == 1


def test_a_form_thrown_away_while_it_is_sent_is_gone(at_once: Callable[..., Any]) -> None:
    person = factories.a_person()
    row = kept_forms.store(owner=person, path="/quan-tri/", fields=[["text", "một"]])
    at_once(
        partial(kept_forms.throw_away, user=person, key=row.key),
        partial(kept_forms.note_sent, user=person, key=row.key),
        partial(kept_forms.throw_away, user=person, key=row.key),
    )
    assert not KeptForm.objects.exists()
