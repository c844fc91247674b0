"""A story as it is read aloud: sentences, each with the number of the element on the page that it stands in.

Elements are counted in the order of the page, so that the script finds the same ones by `ELEMENTS`. Captions are left out:
they would break into the text.
"""

from __future__ import annotations

from html.parser import HTMLParser
from typing import TYPE_CHECKING, Final

from django.template.loader import render_to_string
from wagtail import hooks

from cms.visits.speech import Speaker

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Protocol

    from cms.website.models import StoryPage

    class AbbreviationProvider(Protocol):
        """What an app registers under the hook ``spoken_abbreviations``."""

        def __call__(self) -> Mapping[str, str]:
            """Short forms and what they stand for."""


HOOK: Final = "spoken_abbreviations"
#: Tags whose text is spoken; the script looks for the same ones below ``.story__text``.
ELEMENTS: Final = frozenset({"p", "h2", "h3", "h4", "li", "tr"})
_SILENT: Final = frozenset({"figcaption", "script", "style", "svg", "template"})
#: Beside the text: title and standfirst.
HEAD: Final = -1

Sentence = tuple[int, str]


def sentences_of(story: StoryPage) -> list[Sentence]:
    """The title, the standfirst and the text as sentences to be spoken, with the number of their element or `HEAD`."""
    providers: list[AbbreviationProvider] = hooks.get_hooks(HOOK)
    speaker = Speaker.of({short: long for provider in providers for short, long in provider().items()})
    texts = [(HEAD, story.title), (HEAD, story.sapo)]
    if story.body_template:
        texts += elements_in(render_to_string(story.body_template, {"page": story}))
    return [(number, sentence) for number, text in texts for sentence in speaker.sentences(text)]


def elements_in(html: str) -> list[tuple[int, str]]:
    """The elements of a text that hold words of their own, with their numbers, in the order of the page."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    texts = ((number, " ".join("".join(parts).split())) for number, parts in sorted(reader.found.items()))
    return [(number, text) for number, text in texts if text]


class _Reader(HTMLParser):
    """Gives every piece of text to the innermost element around it that is spoken."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: dict[int, list[str]] = {}
        self._open: list[tuple[str, int]] = []
        self._number = 0
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self._silent += 1
        elif tag in ELEMENTS:
            self._open.append((tag, self._number))
            self._number += 1
        elif tag in {"td", "th"} and self._open and self.found.get(self._open[-1][1]):
            self._say(", ")
        elif tag == "br":
            self._say(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self._silent -= 1
        elif self._open and self._open[-1][0] == tag:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self._say(data)

    def _say(self, text: str) -> None:
        if self._open:
            self.found.setdefault(self._open[-1][1], []).append(text)
