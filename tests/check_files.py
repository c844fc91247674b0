"""House rules that a glance at the files can hold: room sizes, names that say something, pinned and neutral locks."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = ("cms", "submissions", "bulletin", "tests")
LONGEST = 400  # lines; a longer file is two ideas
SAYS_NOTHING = re.compile(r"(utils?|helpers?|misc|common)\.py")
CODE = {".py", ".js", ".css", ".html"}
LOCKS = {"requirements.txt": "requirements.lock", "requirements-dev.txt": "requirements-dev.lock"}


def project_files() -> list[Path]:
    """All files of the project, committed or new, but not what is ignored."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    try:
        listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()
    except (OSError, subprocess.CalledProcessError):  # an unpacked archive, or no git on this machine
        listed = [str(path.relative_to(ROOT)) for folder in FOLDERS for path in (ROOT / folder).rglob("*")]
    return [path for name in listed if (path := ROOT / name).is_file()]


def complaints() -> list[str]:
    """One line per broken rule."""
    found = []
    for path in project_files():
        name = path.relative_to(ROOT)
        if path.suffix in CODE and "migrations" not in name.parts and "vendor" not in name.parts:
            lines = len(path.read_text(encoding="utf-8").splitlines())
            if lines > LONGEST:
                found.append(f"{name}: {lines} lines, more than {LONGEST}; find the two ideas in it")
        if SAYS_NOTHING.fullmatch(path.name):
            found.append(f"{name}: a name that says nothing")
    for wanted, lock in LOCKS.items():
        found += lock_complaints(ROOT / wanted, ROOT / lock)
    return found


def lock_complaints(wanted: Path, lock: Path) -> list[str]:
    """Whether the lock holds what is wanted, by hash, and names no place to get it from."""
    text = lock.read_text(encoding="utf-8")
    locked = dict(re.findall(r"^([a-z0-9-]+)==(\S+)", text, re.MULTILINE))
    found = []
    for pin in re.findall(r"^[A-Za-z].*$", wanted.read_text(encoding="utf-8"), re.MULTILINE):
        name, _, version = re.sub(r"\[.*?\]", "", pin).partition("==")
        if locked.get(re.sub(r"[-_.]+", "-", name).lower()) != version:
            found.append(f"{lock.name}: does not hold {pin}; renew it as {wanted.name} says")
    if re.search(r"://|^\s*--(index-url|extra-index-url|find-links|trusted-host)", text, re.MULTILINE):
        found.append(f"{lock.name}: names a place to download from")
    return found


if __name__ == "__main__":
    lines = complaints()
    print("\n".join(lines))
    sys.exit(bool(lines))
