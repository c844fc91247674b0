"""Holds the Vietnamese of Wagtail and Django against the versions that are installed, or brings it up to date.

    python -m tests.check_upstream_catalogue            every message that people can meet has Vietnamese
    python -m tests.check_upstream_catalogue --write    takes new messages in, empty, takes old ones out, and compiles

Our words for their messages stand in ``cms/locale_upstream``, apart from the catalogues of our own code. What they
translate well themselves is not repeated there. Run it by hand after an upgrade; ``make lint`` runs it too.
"""

from __future__ import annotations

import importlib.util
import re
import sys
from dataclasses import dataclass, field
from pathlib import Path

import polib

from tests.check_catalogue import ROOT, Key, complaints_about, key, translations

FOLDER = ROOT / "cms" / "locale_upstream" / "vi" / "LC_MESSAGES"
DOMAINS = ("django", "djangojs")

#: Packages whose words people meet, and the language folder that lists all of their messages.
PACKAGES = {"wagtail": "en", "django": "en", "taggit": "en", "axes": "de"}

#: Apps of those packages that this site does not install: nobody meets their words.
NOT_INSTALLED = frozenset(
    {
        "django.contrib.admin",
        "django.contrib.admindocs",
        "django.contrib.flatpages",
        "django.contrib.gis",
        "django.contrib.postgres",
        "django.contrib.redirects",
        "django.contrib.sites",
        "wagtail.contrib.forms",
        "wagtail.contrib.search_promotions",
        "wagtail.contrib.simple_translation",
        "wagtail.contrib.styleguide",
        "wagtail.contrib.table_block",
        "wagtail.contrib.typed_table_block",
        "wagtail.locales",
    }
)

_TAG = re.compile(r"</?[a-z][^>]*>")


@dataclass
class Upstream:
    """The messages of one domain in the installed packages."""

    entries: dict[Key, polib.POEntry] = field(default_factory=dict)
    #: Names of the apps that have a message.
    apps: dict[Key, list[str]] = field(default_factory=dict)
    #: Messages that have Vietnamese in their own package.
    translated: set[Key] = field(default_factory=set)

    def missing(self, ours: set[Key]) -> list[Key]:
        """Messages that nobody translates, in the order of their apps."""
        return [one for one in self.entries if one not in self.translated and one not in ours]


def read_upstream(domain: str) -> Upstream:
    """Reads what the installed packages say, apps that are not installed left out."""
    found = Upstream()
    for package, language in PACKAGES.items():
        spec = importlib.util.find_spec(package)
        if spec is None or spec.origin is None:
            sys.exit(f"{package} is not installed")
        top = Path(spec.origin).parent
        for template in sorted(top.rglob(f"locale/{language}/LC_MESSAGES/{domain}.po")):
            app = ".".join(template.parents[3].relative_to(top.parent).parts).removesuffix(".conf")
            if app not in NOT_INSTALLED:
                _take_in(found, app, template, template.parents[2] / "vi" / "LC_MESSAGES" / f"{domain}.mo")
    return found


def _take_in(found: Upstream, app: str, template: Path, vietnamese: Path) -> None:
    for entry in polib.pofile(str(template)):
        if not entry.obsolete:
            found.entries.setdefault(key(entry), entry)
            found.apps.setdefault(key(entry), []).append(app)
    if vietnamese.is_file():
        found.translated |= {key(entry) for entry in polib.mofile(str(vietnamese)) if all(translations(entry))}


def catalogue(domain: str) -> polib.POFile:
    """Our catalogue of a domain."""
    return polib.pofile(str(FOLDER / f"{domain}.po"), wrapwidth=0)


def write(domain: str) -> None:
    """Brings our catalogue in line with what is installed. New messages are empty until somebody translates them."""
    upstream, kept = read_upstream(domain), catalogue(domain)
    for one in upstream.missing({key(entry) for entry in kept}):
        source = upstream.entries[one]
        plural = {0: ""} if source.msgid_plural else None
        kept.append(
            polib.POEntry(
                msgid=source.msgid,
                msgctxt=source.msgctxt,
                msgid_plural=source.msgid_plural,
                msgstr_plural=plural or {},
            )
        )
    for entry in list(kept):
        if key(entry) in upstream.entries:
            entry.comment = ", ".join(upstream.apps[key(entry)])
        else:
            kept.remove(entry)
    kept.sort(key=lambda entry: entry.comment.split(", ")[0])
    kept.save()
    kept.save_as_mofile(str(FOLDER / f"{domain}.mo"))


def tags_differ(entry: polib.POEntry) -> bool:
    """Whether a translation has lost or changed a tag of its original."""
    wanted = sorted(_TAG.findall(entry.msgid_plural or entry.msgid))
    return any(sorted(_TAG.findall(text)) != wanted for text in translations(entry) if text)


def complaints(domain: str) -> list[str]:
    """What has to be mended before people meet it."""
    upstream, ours = read_upstream(domain), catalogue(domain)
    name = str((FOLDER / f"{domain}.po").relative_to(ROOT))
    lacking = upstream.missing({key(entry) for entry in ours})
    found = [f"{upstream.apps[one][0]}: not translated: {one[1]!r}" for one in lacking]
    found += complaints_about(name, ours)
    found += [f"{name}: tags differ: {entry.msgid!r}" for entry in ours if tags_differ(entry)]
    return found


def obsolete(domain: str) -> list[str]:
    """Messages of ours that the installed packages no longer have: harmless, ``--write`` removes them."""
    upstream = read_upstream(domain)
    gone = [entry.msgid for entry in catalogue(domain) if key(entry) not in upstream.entries]
    return [f"{domain}: no longer upstream: {msgid!r}" for msgid in gone]


def installed_after_all() -> list[str]:
    """Apps that are left out above although the settings install them."""
    from cms.settings import INSTALLED_APPS

    return [f"{app} is installed: take it off NOT_INSTALLED" for app in sorted(NOT_INSTALLED & set(INSTALLED_APPS))]


def main(arguments: list[str]) -> int:
    """Checks, or writes with ``--write``. Returns the exit code: not 0 if something lacks Vietnamese or is broken."""
    if "--write" in arguments:
        for domain in DOMAINS:
            write(domain)
    found = [*installed_after_all(), *(line for domain in DOMAINS for line in complaints(domain))]
    notes = [line for domain in DOMAINS for line in obsolete(domain)]
    print("\n".join([*found, *notes]))
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
