"""Holds the Vietnamese catalogues against the code, or brings them up to date.

    python -m tests.check_catalogue            every msgid is there, translated, not fuzzy, and compiled
    python -m tests.check_catalogue --write    collects new msgids into the catalogues and compiles them

Needs xgettext (package ``gettext``). Without it the comparison with the code is left out and said so, except where
``CI_NO_SKIP=1``.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent
FLOORS = ("bulletin", "submissions", "cms")
SCRIPT_MESSAGES = re.compile(r"\b(?:gettext|ngettext|pgettext)\(")
PLACEHOLDERS = re.compile(r"%\(\w+\)[sdf]|%[sd%]|\{\w*\}")

Key = tuple[str | None, str, str]


def domains(root: Path) -> list[str]:
    """``django``, and ``djangojs`` once a script asks for translations."""
    scripts = (path for floor in FLOORS for path in (root / floor).rglob("static/**/*.js"))
    uses = any(SCRIPT_MESSAGES.search(path.read_text(encoding="utf-8")) for path in scripts)
    return ["django", *(["djangojs"] if uses else [])]


def collect(root: Path) -> None:
    """Runs makemessages in ``root``. Places are left out of the catalogues: they change with every edit."""
    for floor in FLOORS:
        (root / floor / "locale").mkdir(exist_ok=True)
    for domain in domains(root):
        options = ["--domain", domain, "--locale", "vi", "--no-location", "--no-obsolete", "--no-wrap"]
        ignored = [f"--ignore={name}" for name in (".venv*", "var", "tests", "vendor")]
        _manage(root, "makemessages", *options, *ignored)


def _manage(root: Path, *arguments: str) -> None:
    """Runs a management command of the tree at ``root``."""
    done = subprocess.run(
        [sys.executable, "manage.py", *arguments], cwd=root, capture_output=True, text=True, check=False
    )
    if done.returncode:
        sys.exit(f"manage.py {arguments[0]} failed:\n{done.stdout}{done.stderr}")


def catalogues(root: Path) -> dict[str, polib.POFile]:
    """The catalogues below ``root`` by relative path."""
    found = (path for floor in FLOORS for path in (root / floor / "locale").rglob("vi/LC_MESSAGES/*.po"))
    return {str(path.relative_to(root)): polib.pofile(str(path)) for path in sorted(found)}


def key(entry: polib.POEntry | polib.MOEntry) -> Key:
    """What makes a message the same message."""
    return entry.msgctxt, entry.msgid, entry.msgid_plural


def translations(entry: polib.POEntry | polib.MOEntry) -> list[str]:
    """The translated texts of an entry: one, or one per plural form."""
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def complaints_about(name: str, catalogue: polib.POFile) -> list[str]:
    """What is wrong inside one catalogue and between it and its compiled form."""
    found = []
    entries = [entry for entry in catalogue if not entry.obsolete]
    for entry in entries:
        texts = translations(entry)
        if entry.fuzzy:
            found.append(f"{name}: fuzzy: {entry.msgid!r}")
        elif not all(texts):
            found.append(f"{name}: not translated: {entry.msgid!r}")
        elif not _same_placeholders(entry, texts):
            found.append(f"{name}: placeholders differ: {entry.msgid!r}")
    compiled = (ROOT / name).with_suffix(".mo")
    usable = {key(entry): translations(entry) for entry in entries if entry.translated()}
    held = {key(entry): translations(entry) for entry in polib.mofile(str(compiled))} if compiled.is_file() else None
    if held != usable:
        found.append(f"{name}: its compiled form is old or missing; run `make messages`")
    return found


def _same_placeholders(entry: polib.POEntry, texts: list[str]) -> bool:
    """Whether each text has the placeholders of its original; Vietnamese, with one form, follows the plural."""
    wanted = sorted(PLACEHOLDERS.findall(entry.msgid_plural or entry.msgid))
    return all(sorted(PLACEHOLDERS.findall(text)) == wanted for text in texts)


def complaints_about_code() -> list[str]:
    """Messages that the code has and a catalogue lacks, or the other way round."""
    with tempfile.TemporaryDirectory(prefix="desk-catalogue-") as folder:
        root = Path(folder)
        shutil.copy(ROOT / "manage.py", root)
        for floor in FLOORS:
            shutil.copytree(ROOT / floor, root / floor, ignore=shutil.ignore_patterns("__pycache__", "media", "*.mo"))
        collect(root)
        fresh = catalogues(root)
    kept = catalogues(ROOT)
    found = []
    for name in sorted({*fresh, *kept}):
        code = {key(entry) for entry in fresh.get(name, []) if not entry.obsolete}
        known = {key(entry) for entry in kept.get(name, []) if not entry.obsolete}
        found += [f"{name}: new in the code: {msgid!r}" for _, msgid, _ in sorted(code - known, key=str)]
        found += [f"{name}: no longer in the code: {msgid!r}" for _, msgid, _ in sorted(known - code, key=str)]
    return found


def main(arguments: list[str]) -> int:
    """Checks, or writes with ``--write``. Returns the exit code."""
    if "--write" in arguments:
        collect(ROOT)
        for path in (ROOT / floor / "locale" for floor in FLOORS):
            for catalogue in path.rglob("*.po"):
                polib.pofile(str(catalogue)).save_as_mofile(str(catalogue.with_suffix(".mo")))
    found = [line for name, catalogue in catalogues(ROOT).items() for line in complaints_about(name, catalogue)]
    missing_tool = shutil.which("xgettext") is None
    if missing_tool:
        print("xgettext is not installed (package gettext): the catalogues were not compared with the code")
    elif "--write" not in arguments:
        found += complaints_about_code()
    print("\n".join(found))
    return int(bool(found) or (missing_tool and os.environ.get("CI_NO_SKIP") == "1"))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
