"""The hand-in: draft, submit, return, accept, revise. One submission is one partner's figures for one cycle."""

from measurement.services.submissions.confirming import confirm, take_back
from measurement.services.submissions.deciding import accept, return_, revise
from measurement.services.submissions.drafting import hold_draft, save_draft, start
from measurement.services.submissions.holding import TRANSITIONS, told_of
from measurement.services.submissions.sending import (
    hand_in,
    hand_in_values,
    send_back,
    sign_off_hand_in,
    submit,
)

__all__ = [
    "TRANSITIONS",
    "accept",
    "confirm",
    "hand_in",
    "hand_in_values",
    "hold_draft",
    "return_",
    "revise",
    "save_draft",
    "send_back",
    "sign_off_hand_in",
    "start",
    "submit",
    "take_back",
    "told_of",
]
