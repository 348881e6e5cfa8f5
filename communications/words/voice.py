"""The words of the community's voice: where something was said, how far it has come, what came of it."""

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class Heard(TextChoices):
    """Where somebody said it."""

    PAGE = "page", pgettext_lazy("said", "On the public page")
    MEETING = "meeting", pgettext_lazy("said", "At a meeting")
    TALK = "talk", pgettext_lazy("said", "In a talk")
    PHONE = "phone", pgettext_lazy("said", "On the phone")
    LETTER = "letter", pgettext_lazy("said", "In a letter or message")


class VoiceState(TextChoices):
    """How far it has come; `closed` is the end, with or without an answer."""

    RECEIVED = "received", pgettext_lazy("said", "Received")
    ACKNOWLEDGED = "acknowledged", pgettext_lazy("said", "Acknowledged")
    CONSIDERED = "considered", pgettext_lazy("said", "Being considered")
    ANSWERED = "answered", pgettext_lazy("said", "Answered")
    CLOSED = "closed", pgettext_lazy("said", "Closed")


class VoiceOutcome(TextChoices):
    """What came of it."""

    DONE = "done", pgettext_lazy("what came of it", "Done")
    ANSWERED = "answered", pgettext_lazy("what came of it", "Answered")
    NOT_NOW = "not_now", pgettext_lazy("what came of it", "Not now")


_STATES = VoiceState
# An answer may be given at once, and mended until it is closed.
MOVES: dict[str, frozenset[str]] = {
    _STATES.RECEIVED: frozenset({_STATES.ACKNOWLEDGED, _STATES.CONSIDERED, _STATES.ANSWERED, _STATES.CLOSED}),
    _STATES.ACKNOWLEDGED: frozenset({_STATES.CONSIDERED, _STATES.ANSWERED, _STATES.CLOSED}),
    _STATES.CONSIDERED: frozenset({_STATES.ANSWERED, _STATES.CLOSED}),
    _STATES.ANSWERED: frozenset({_STATES.ANSWERED, _STATES.CLOSED}),
    _STATES.CLOSED: frozenset(),
}
# How it is shown: shape and tone.
OUTCOME_LOOKS = {
    VoiceOutcome.DONE: ("done", "good"),
    VoiceOutcome.ANSWERED: ("on", "good"),
    VoiceOutcome.NOT_NOW: ("nodata", "mute"),
}
WAITING = (VoiceState.RECEIVED, VoiceState.ACKNOWLEDGED, VoiceState.CONSIDERED)
# Beyond so many days without an answer the backbone is reminded, unless it says another number.
ANSWER_WITHIN = 30
