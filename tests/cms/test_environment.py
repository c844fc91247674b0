"""The environment, typed: what is refused before anything starts."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from cms.environment import media_root, read_environment

HERE = Path("/data")


def test_pictures_lie_in_the_data_folder_or_where_a_file_url_says() -> None:
    assert media_root("", data_dir=HERE) == HERE / "media"
    assert media_root("file:///srv/desk/media%20files", data_dir=HERE) == Path("/srv/desk/media files")


@pytest.mark.parametrize("url", ["s3://bucket", "file://host/share", "srv/media", "file:media"])
def test_another_kind_of_storage_is_refused_with_what_to_do(url: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="file:///"):
        media_root(url, data_dir=HERE)


@pytest.mark.parametrize("missing", ["SECRET_KEY", "ALLOWED_HOSTS", "EMAIL_URL"])
def test_production_does_not_start_on_a_guess(missing: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    given = {
        "DEMO": "0",
        "DATA_DIR": str(tmp_path),
        "DATABASE_URL": f"sqlite:///{tmp_path / 'x.sqlite3'}",
        "SECRET_KEY": "k" * 60,
        "ALLOWED_HOSTS": "bantin.example.vn",
        "EMAIL_URL": "smtp://127.0.0.1:25",
    }
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    assert read_environment().demo is False
    monkeypatch.delenv(missing)
    with pytest.raises(ImproperlyConfigured, match=missing):
        read_environment()


def test_keys_of_destinations_are_read_in_order_and_a_short_one_is_refused_unquoted(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    monkeypatch.setenv("FORWARDING_KEYS", f"{'n' * 40}, {'o' * 40},")
    assert read_environment().forwarding_keys == ["n" * 40, "o" * 40]
    monkeypatch.setenv("FORWARDING_KEYS", "too-short-a-key")
    with pytest.raises(ImproperlyConfigured, match="FORWARDING_KEYS") as refused:
        read_environment()
    assert "too-short" not in str(refused.value)


@pytest.mark.parametrize(
    ("asked", "expected"),
    [("", "-c idle_in_transaction_session_timeout=60s"), ("?options=-c%20lock_timeout%3D5s", "-c lock_timeout=5s")],
)
def test_who_is_held_up_in_a_transaction_does_not_hold_up_the_others(
    asked: str, expected: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    monkeypatch.setenv("DATABASE_URL", f"postgres://127.0.0.1:5432/desk{asked}")
    assert read_environment().database["OPTIONS"]["options"] == expected
