"""The people of the demo: one of every role, and a writer for every unit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group

from bulletin.demo.scenario import HEAD_RELEASES
from cms.accounts.demo_guard import DEMO_DOMAIN
from cms.accounts.models import User
from cms.accounts.roles import Role
from submissions.units.actions import add_member
from submissions.units.enums import UnitRole
from submissions.units.models import Unit

if TYPE_CHECKING:
    from collections.abc import Iterable

DOMAIN = DEMO_DOMAIN
PASSWORD = "ban-tin-demo-2026"  # noqa: S105  (printed by `make run`; production refuses to start with these people)

STAFF: tuple[tuple[str, str, Role], ...] = (
    ("editor1", "Trần Minh Khuê", Role.EDITOR),
    ("editor2", "Lê Hoàng Phúc", Role.EDITOR),
    ("desk", "Nguyễn Thị Thu Hằng", Role.DESK),
    ("board", "Phạm Quốc Bảo", Role.BOARD),
    ("officer", "Võ Thanh Trúc", Role.OFFICER),
)
# Names for writers of units whose articles carry none.
SPARE_NAMES = ("Đoàn Ngọc Lan", "Huỳnh Gia Hân", "Bùi Khánh Toàn", "Mai Thị Yến", "Cao Văn Lộc", "Tạ Thùy Dương")


@dataclass(frozen=True, kw_only=True)
class Cast:
    """Everybody, by their part."""

    writers: dict[str, User]
    editor1: User
    editor2: User
    desk: User
    board: User
    officer: User


def writer_address(code: str) -> str:
    """The address of a unit's writer: ``TTYT-CL`` → ``writer.ttytcl@demo.local``."""
    return f"writer.{code.replace('-', '').lower()}@{DOMAIN}"


def make_people(*, units: Iterable[Unit], bylines: dict[str, str]) -> Cast:
    """Makes everybody. ``bylines`` gives a name for a unit's writer by unit code."""
    # One hash for all: hashing anew for each of fifty people would take longer than the rest of the demo.
    password = make_password(PASSWORD)
    spare = iter(SPARE_NAMES * 10)

    def person(name: str, full_name: str) -> User:
        return User.objects.create(email=f"{name}@{DOMAIN}", full_name=full_name, password=password)

    staff: dict[str, User] = {}
    for name, full_name, role in STAFF:
        staff[name] = person(name, full_name)
        staff[name].groups.add(Group.objects.get(name=role.value))
    writers: dict[str, User] = {}
    for unit in units:
        full_name = bylines.get(unit.code, "").split(" – ")[0] or next(spare)
        writers[unit.code] = User.objects.create(
            email=writer_address(unit.code), full_name=full_name, password=password
        )
        add_member(unit=unit, user=writers[unit.code], role=UnitRole.WRITER)
    add_member(unit=Unit.objects.get(code="BVDKT"), user=person("head.bvdkt", "Đặng Thị Ngọc Mai"), role=UnitRole.HEAD)
    releases = Unit.objects.get(code=HEAD_RELEASES)
    add_member(unit=releases, user=person("head.bvnh", "Lương Thị Bích Vân"), role=UnitRole.HEAD)
    User.objects.create(
        email=f"admin@{DOMAIN}", full_name="Quản trị hệ thống", password=password, is_superuser=True
    ).groups.add(Group.objects.get(name=Role.ADMINISTRATOR.value))
    return Cast(writers=writers, **staff)
