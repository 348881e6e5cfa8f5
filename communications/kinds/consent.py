"""Consent: a proposal passes when no reasoned objection is left (sociocratic consent)."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from communications.kinds.base import DecisionRule, Said, Standing, held, passes
from communications.words.decisions import Position


class Consent(DecisionRule):
    """Reservations and standing aside are kept and do not hold it up; one objection does."""

    name = "consent"

    def judge(self, said: Said) -> Standing:
        objections = said.counts.get(Position.OBJECT, 0)
        if objections:
            return held(ngettext("%d objection stands.", "%d objections stand.", objections) % objections)
        return passes(_("No objection stands."))
