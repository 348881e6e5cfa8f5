"""Handing in: the list of what is asked, the form, the check before sending, what stands afterwards, revising."""

from measurement.views.hand_in.base import OPEN, HandInView, is_autosave, sent
from measurement.views.hand_in.form import RequestPage
from measurement.views.hand_in.listing import Requests
from measurement.views.hand_in.revising import Revise, standing
from measurement.views.hand_in.sending import CheckHandIn, explained

__all__ = [
    "OPEN",
    "CheckHandIn",
    "HandInView",
    "RequestPage",
    "Requests",
    "Revise",
    "explained",
    "is_autosave",
    "sent",
    "standing",
]
