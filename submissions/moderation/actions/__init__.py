"""The verbs of the transition table. Each locks the submission's row, asks the table, writes, and tells.

All are keyword-only and atomic, take ids, and raise one of `submissions.moderation.errors`. ``now`` is the moment of
the act (aware), for tests and the demo; it is the clock's by default.
"""

from submissions.moderation.actions.decisions import (
    approve,
    ask_second,
    endorse,
    reconsider,
    reject,
    return_to_unit,
    waive_second,
)
from submissions.moderation.actions.framing import frame_photo
from submissions.moderation.actions.holding import assign, claim, release, take_over
from submissions.moderation.actions.own_words import use_own_words
from submissions.moderation.actions.publication import (
    correct,
    drop_correction,
    publish,
    reopen,
    schedule,
    unschedule,
    withdraw,
)
from submissions.moderation.actions.unit import hand_in, propose, send_back, submit

__all__ = [
    "approve",
    "ask_second",
    "assign",
    "claim",
    "correct",
    "drop_correction",
    "endorse",
    "frame_photo",
    "hand_in",
    "propose",
    "publish",
    "reconsider",
    "reject",
    "release",
    "reopen",
    "return_to_unit",
    "schedule",
    "send_back",
    "submit",
    "take_over",
    "unschedule",
    "use_own_words",
    "waive_second",
    "withdraw",
]
