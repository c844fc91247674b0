"""Secrets at rest: keys of their own, renewed by a command, and the command line's verbs about secrets."""

from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command

from bulletin.forwarding import actions
from bulletin.forwarding.actors import COMMAND_LINE
from bulletin.forwarding.destinations import proposals, sealing
from bulletin.forwarding.destinations.models import Change
from bulletin.forwarding.destinations.sealing import Unreadable
from bulletin.forwarding.models import Destination
from tests import factories

pytestmark = pytest.mark.django_db

SECRET = "whsec_" + "QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVo="
OTHER = "whsec_" + "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU="


@pytest.fixture
def admin(db):
    return factories.an_administrator()


@pytest.fixture
def place(db) -> Destination:
    return actions.add_destination(
        kind="webhook", name="Trang tỉnh", base_url="https://cchc.vi-du.vn/nhan", secret=SECRET, actor=COMMAND_LINE,
        resolver=lambda host, port: ["8.8.8.8"],
    )  # fmt: skip


def test_keys_of_their_own_seal_secrets_and_are_renewed(admin, place, settings, capsys):
    waiting = proposals.propose(
        change=Change.ADD_SECRET, actor=admin, reason="Đổi khóa", destination_id=place.pk, secret=OTHER
    )
    settings.FORWARDING_KEYS = ["k" * 40]
    assert Destination.objects.get().secrets == [SECRET], "what SECRET_KEY sealed stays readable"
    call_command("reseal_secrets", "--dry-run")
    assert "resealed: 2" in capsys.readouterr().out
    call_command("reseal_secrets")
    settings.SECRET_KEY = "another key, and the old one is gone"
    assert Destination.objects.get().secrets == [SECRET]
    settings.FORWARDING_KEYS = ["n" * 40, "k" * 40]
    call_command("reseal_secrets")
    settings.FORWARDING_KEYS = ["n" * 40]
    assert Destination.objects.get().secrets == [SECRET]
    waiting.refresh_from_db()
    assert sealing.unseal(bytes(waiting.secret_sealed)) == [OTHER]
    settings.FORWARDING_KEYS = ["x" * 40]
    with pytest.raises(Unreadable):
        _ = Destination.objects.get().secrets
    with pytest.raises(CommandError):
        call_command("reseal_secrets")
    assert SECRET not in capsys.readouterr().out


def test_the_command_line_renews_secrets_and_retires_with_a_reason(place, monkeypatch):
    monkeypatch.setenv("NEW_SECRET", OTHER)
    with pytest.raises(CommandError):
        call_command("destination", "add-secret", place.name, "--secret-env", "NEW_SECRET")
    call_command("destination", "add-secret", place.name, "--secret-env", "NEW_SECRET", "--reason", "Đổi khóa")
    place.refresh_from_db()
    assert place.secrets == [OTHER, SECRET]
    call_command("destination", "drop-secrets", place.name, "--reason", "Bên kia đã đổi")
    place.refresh_from_db()
    assert place.secrets == [OTHER]
    call_command("destination", "retire", place.name, "--reason", "Trang đóng cửa")
    place.refresh_from_db()
    assert place.is_retired
