"""The forms of writing without scripts: the words of an article, its photos, and its blocks one by one."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.core.pictures import PictureRefused
from cms.core.text import clean_line, clean_text
from cms.website.models import Photo
from cms.website.photo_files import LARGEST_UPLOAD
from cms.website.photo_forms import REFUSALS
from submissions.intake.body import ALT_LENGTH, ATTRIBUTION_LENGTH, CAPTION_LENGTH, CREDIT_LENGTH, HEADING_LENGTH, fit
from submissions.intake.forms import LineField
from submissions.intake.plain_text import CHARACTERS, body_from_text, rewritten, text_of_html
from submissions.intake.writing import new_photo

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.core.files.uploadedfile import UploadedFile
    from django.http import QueryDict
    from django.utils.datastructures import MultiValueDict
    from django_stubs_ext import StrPromise

    from submissions.articles.models import ArticlePage
    from submissions.intake.body import RawBlock
    from submissions.intake.writing import NewPhoto

SLOTS = 3
MEGABYTES = LARGEST_UPLOAD // (1024 * 1024)
# More blocks than any article has; a form with more was not made by our page.
MOST_BLOCKS = 500
NEW = "new-"
KINDS: dict[str, StrPromise] = {
    "paragraph": gettext_lazy("Text"),
    "heading": gettext_lazy("Heading"),
    "quote": gettext_lazy("Quotation"),
    "figure": gettext_lazy("Photo"),
    "table": gettext_lazy("Table"),
}
ADDABLE = ("paragraph", "heading", "quote")


class WriteForm(forms.Form):
    """What somebody writes; nothing is required, because a draft may be anything."""

    token = forms.UUIDField(widget=forms.HiddenInput)
    title = LineField(label=gettext_lazy("Title"), required=False, max_length=255)
    sapo = forms.CharField(
        label=gettext_lazy("Standfirst"),
        required=False,
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("One or two sentences that say what matters."),
    )
    text = forms.CharField(
        label=gettext_lazy("Text of the article"),
        required=False,
        max_length=CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text=gettext_lazy(
            "An empty line begins a new paragraph. “## ” at the beginning of a line makes a heading, “- ” a list, “> ” a quotation."
        ),
    )
    byline = LineField(label=gettext_lazy("Author"), required=False, max_length=200)

    def clean_token(self) -> Any:
        """The token of this form; a browser that sends none gets one."""
        return self.cleaned_data["token"]


@dataclass(kw_only=True)
class Slot:
    """A place for a photo: its words, and why its file was not taken."""

    number: int
    alt: str = ""
    caption: str = ""
    credit: str = ""
    error: str = ""


def empty_slots() -> list[Slot]:
    """The places for photos on a fresh form."""
    return [Slot(number=number) for number in range(1, SLOTS + 1)]


def read_photos(data: QueryDict, files: MultiValueDict[str, UploadedFile[bytes]]) -> tuple[list[NewPhoto], list[Slot]]:
    """The photos that can be taken, and all places as they were filled in, with the reasons of those that can't."""
    photos, slots = [], empty_slots()
    for slot in slots:
        for name, length in (("alt", ALT_LENGTH), ("caption", CAPTION_LENGTH), ("credit", CREDIT_LENGTH)):
            setattr(slot, name, fit(data.get(f"photo-{slot.number}-{name}", "")[: 4 * length], length))
        file = files.get(f"photo-{slot.number}-file")
        if file is None:
            continue
        if (file.size or 0) > LARGEST_UPLOAD:
            slot.error = _("The file is larger than %(megabytes)d MB.") % {"megabytes": MEGABYTES}
            continue
        try:
            photos.append(new_photo(file.read(), alt=slot.alt, caption=slot.caption, credit=slot.credit))
        except PictureRefused as refused:
            slot.error = str(REFUSALS[refused.problem])
    return photos, slots


@dataclass(kw_only=True)
class Entry:
    """A block as the form shows it. ``key`` is the block's id, or begins with ``new-``; ``cells`` hold its words."""

    key: str
    kind: str
    text: str = ""
    words: dict[str, str] = field(default_factory=dict)
    photo: Photo | None = None

    @property
    def label(self) -> StrPromise:
        """What kind of block it is."""
        return KINDS[self.kind]

    @property
    def is_new(self) -> bool:
        """Whether it stands in the form only."""
        return self.key.startswith(NEW)

    @property
    def rows(self) -> int:
        """Lines of the field, so that most of the text can be seen at once."""
        return min(24, max(3, self.text.count("\n") + len(self.text) // 45 + 2))


def entries_of(page: ArticlePage) -> list[Entry]:
    """The blocks of an article as entries."""
    raw = list(page.body.raw_data)
    photos = Photo.objects.in_bulk([block["value"].get("image") for block in raw if block["type"] == "figure"])
    return [_entry(block, photos) for block in raw if block["type"] in KINDS]


def new_entry(kind: str) -> Entry:
    """An empty block of a kind. Its name is always the same, so that a browser can put back what was typed in it."""
    return Entry(key=f"{NEW}1", kind=kind)


def read_entries(data: QueryDict, page: ArticlePage) -> list[Entry]:
    """The entries as the form was sent, in its order; a block that the article does not have any more comes as a new one."""
    known = {entry.key: entry for entry in entries_of(page)}
    entries: list[Entry] = []
    for key in dict.fromkeys(data.getlist("block")[:MOST_BLOCKS]):
        before = known.get(key)
        kind = before.kind if before else data.get(f"{key}-kind", "")
        if before is None and kind not in ADDABLE:
            continue
        words = {name: data.get(f"{key}-{name}", "") for name in ("alt", "caption", "credit", "attribution")}
        entries.append(
            Entry(
                key=key if before else f"{NEW}{len(entries) + 1}",
                kind=kind,
                text=data.get(f"{key}-text", "").replace("\r\n", "\n"),
                words=words,
                photo=before.photo if before else None,
            )
        )
    return entries


def body_of_entries(entries: list[Entry], page: ArticlePage) -> list[RawBlock]:
    """The raw body that the entries stand for; a block whose words were not changed is kept as it is, byte for byte.

    Raises:
        TooMuchText: a text is longer than an article.
    """
    raw = {block.get("id", ""): dict(block) for block in page.body.raw_data}
    shown = {entry.key: entry for entry in entries_of(page)}
    body: list[RawBlock] = []
    for entry in entries:
        before = raw.get(entry.key)
        if before is not None and _same(entry, shown[entry.key]):
            body.append(before)
        else:
            body.extend(_changed(entry, before))
    return body


def _entry(block: RawBlock, photos: Mapping[int, Photo]) -> Entry:
    kind, value, key = block["type"], block["value"], block.get("id", "")
    match kind:
        case "paragraph":
            return Entry(key=key, kind=kind, text=text_of_html(value))
        case "heading":
            return Entry(key=key, kind=kind, text=value)
        case "quote":
            words = {"attribution": value.get("attribution") or ""}
            return Entry(key=key, kind=kind, text=value.get("text") or "", words=words)
        case "figure":
            words = {name: value.get(name) or "" for name in ("alt", "caption", "credit")}
            return Entry(key=key, kind=kind, words=words, photo=photos.get(value.get("image")))
    return Entry(key=key, kind=kind, text="\n".join(" | ".join(_cells(row)) for row in _cells(value.get("rows"))))


def _cells(row: Any) -> list[Any]:
    """The values of a list in either of the forms in which Wagtail stores one."""
    return [item["value"] if isinstance(item, dict) and "value" in item else item for item in row or []]


def _same(entry: Entry, shown: Entry) -> bool:
    if entry.kind == "table":
        return True
    named = all(entry.words.get(name, "") == words for name, words in shown.words.items())
    return named and (entry.kind == "figure" or entry.text.strip() == shown.text.strip())


def _changed(entry: Entry, before: RawBlock | None) -> list[RawBlock]:
    old = before["value"] if before else None
    match entry.kind:
        case "figure" if isinstance(old, dict):
            lengths = {"alt": ALT_LENGTH, "caption": CAPTION_LENGTH, "credit": CREDIT_LENGTH}
            words = {name: fit(entry.words.get(name, ""), length) for name, length in lengths.items()}
            return _with_id(before, [{"type": "figure", "value": {**old, **words}}])
        case "quote":
            text = clean_text(entry.text)
            said_by = fit(entry.words.get("attribution", ""), ATTRIBUTION_LENGTH)
            return _with_id(
                before, [{"type": "quote", "value": {"text": text, "attribution": said_by}}] if text else []
            )
        case "heading":
            line = clean_line(entry.text)
            if len(line) > HEADING_LENGTH:
                return body_from_text(line)
            return _with_id(before, [{"type": "heading", "value": line}] if line else [])
        case "paragraph":
            return _with_id(before, rewritten(old if isinstance(old, str) else "", entry.text))
    return []


def _with_id(before: RawBlock | None, blocks: list[RawBlock]) -> list[RawBlock]:
    """The first block that takes a block's place takes its name too: comments and history hang on it."""
    if before is not None and before.get("id") and blocks:
        blocks[0] = {**blocks[0], "id": before["id"]}
    return blocks
