"""Previews that higher rooms offer of an issue on its screen: what the hook asks for, and what it gets."""

from __future__ import annotations

from dataclasses import dataclass

HOOK = "issue_previews"


@dataclass(frozen=True, kw_only=True)
class IssuePreview:
    """A way to look at an issue; providers under the hook are called with ``issue`` and ``user``."""

    label: str
    url: str
