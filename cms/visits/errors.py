"""Why a recording is not taken or not approved."""

from __future__ import annotations


class RecordingRefused(Exception):
    """The message says why, in words for whoever asked."""
