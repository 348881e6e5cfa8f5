"""Majority: a proposal passes when more than half of those present are for it."""

from django.utils.translation import gettext as _

from communications.kinds.base import DecisionRule, Said, Standing, held, passes
from communications.words.decisions import FAVOURABLE


class Majority(DecisionRule):
    """Present is who has spoken, and who stands aside too; a tie does not pass."""

    name = "majority"

    def judge(self, said: Said) -> Standing:
        for_it = sum(voice.position in FAVOURABLE for voice in said.voices)
        words = {"for": for_it, "present": len(said.voices)}
        line = _("%(for)d of %(present)d are for it.") % words
        return passes(line) if 2 * for_it > len(said.voices) else held(line)
