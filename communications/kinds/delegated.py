"""Delegated: the group left it to its co-chairs, who decide and answer for it."""

from django.utils.translation import gettext as _

from communications.kinds.base import DecisionRule, Said, Standing, held, passes
from communications.words.decisions import FAVOURABLE, Position


class Delegated(DecisionRule):
    """Passes when a co-chair is for it and none objects; what the others say is heard and kept."""

    name = "delegated"

    def judge(self, said: Said) -> Standing:
        chairs = [voice.position for voice in said.voices if voice.chair]
        if Position.OBJECT in chairs:
            return held(_("A co-chair objects."))
        if not FAVOURABLE & set(chairs):
            return held(_("No co-chair is for it yet."))
        return passes(_("The co-chairs are for it."))
