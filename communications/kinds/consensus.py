"""Consensus: a proposal passes when everybody has spoken and nobody is against it or has a reservation."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from communications.kinds.base import DecisionRule, Said, Standing, held, passes
from communications.words.decisions import FAVOURABLE, Position


class Consensus(DecisionRule):
    """Who stands aside does not hold it up, as long as somebody agrees."""

    name = "consensus"

    def judge(self, said: Said) -> Standing:
        counts = said.counts
        against = counts.get(Position.OBJECT, 0) + counts.get(Position.RESERVATION, 0)
        if against:
            line = ngettext(
                "%d objection or reservation stands.", "%d objections and reservations stand.", against
            )
            return held(line % against)
        if said.missing:
            line = ngettext("%d person has not spoken yet.", "%d people have not spoken yet.", said.missing)
            return held(line % said.missing)
        if not any(voice.position in FAVOURABLE for voice in said.voices):
            return held(_("Nobody agrees."))
        return passes(_("Everybody agrees."))
