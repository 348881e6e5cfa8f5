"""The pulse: four statements twice a year, on trust, voice, value and burden."""

from django.utils.translation import gettext_lazy as _

from communications.kinds.surveys.base import SurveyType, Theme, themed
from communications.words.surveys import Audience, SurveyKind


class Pulse(SurveyType):
    name = SurveyKind.PULSE
    title = _("Pulse")
    purpose = _("How working together feels: trust, voice, value and burden.")
    question = _("What should change first?")
    minutes = 1
    audiences = (Audience.EVERYBODY, Audience.OUTSIDE, Audience.PARTNERS)
    statements = themed(
        (
            Theme("trust", _("Trust")),
            [("trust", _("I trust those who take part to do what they say they will do."))],
        ),
        (
            Theme("voice", _("Voice")),
            [("voice", _("What I say is heard, and can change what we do together."))],
        ),
        (
            Theme("value", _("Value")),
            [("value", _("What we get out of taking part is worth the time it takes."))],
        ),
        (
            Theme("burden", _("Burden")),
            [("burden", _("What is asked of us, figures and meetings included, is bearable."))],
        ),
    )
