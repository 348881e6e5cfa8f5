"""Gradient: each says from 1 (no) to 5 (wholeheartedly) how far they agree (after Kaner's gradients of agreement)."""

from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from communications.kinds.base import DecisionRule, RuleError, Said, Standing, held, passes
from communications.words.decisions import Position

MEANS = {
    1: Position.OBJECT,
    2: Position.RESERVATION,
    3: Position.ACCEPT,
    4: Position.ACCEPT,
    5: Position.AGREE,
}


class Gradient(DecisionRule):
    """Passes when nobody says 1 and the mean of what was said reaches the bar; who stands aside gives no degree."""

    name = "gradient"
    asks_degree = True

    def read(self, position: str, degree: int | None) -> tuple[str, int | None]:
        if position == Position.STAND_ASIDE and degree is None:
            return position, None
        if degree not in MEANS:
            raise RuleError("required", _("Say from 1 to 5 how far you agree."), "degree")
        return MEANS[degree].value, degree

    def judge(self, said: Said) -> Standing:
        given = [voice.degree for voice in said.voices if voice.degree is not None]
        if not given:
            return held(_("Nobody has said how far they agree."))
        exact = Decimal(sum(given)) / len(given)
        mean = exact.quantize(Decimal("0.1"), ROUND_HALF_UP)
        refused = given.count(1)
        if refused:
            return held(ngettext("%d person says no.", "%d people say no.", refused) % refused, mean)
        words = {"mean": mean, "bar": said.bar}
        if exact < said.bar:
            return held(_("The mean is %(mean)s; it must reach %(bar)s.") % words, mean)
        return passes(_("The mean is %(mean)s, and nobody says no.") % words, mean)
