"""How things stand, in a sentence: of a scorecard, and of one line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

if TYPE_CHECKING:
    from backbone.queries.dashboards import Dashboard
    from backbone.queries.scorecard import Scorecard

GOOD = ("achieved", "on_track")
BAD = ("off_track", "worse")


def counted(card: Scorecard) -> str:
    """Return how many of the indicators that are judged are on track, in a sentence; empty where there are none."""
    counts, every = card.counts, len(card.lines)
    if not every:
        return ""
    of = judged(card)
    if not of:
        if counts["too_early"]:
            return card.effort.told or _("It is too early to judge any figure by its target.")
        return ngettext(
            "%d indicator; nothing is judged yet.", "%d indicators; nothing is judged yet.", every
        ) % (every)
    said = ngettext(
        "%(good)s of %(every)s indicator is on track.",
        "%(good)s of %(every)s indicators are on track.",
        of,
    )
    if of < every:
        said = ngettext(
            "%(good)s of %(every)s indicator that can be judged is on track.",
            "%(good)s of %(every)s indicators that can be judged are on track.",
            of,
        )
    return said % {"good": sum(counts[state] for state in GOOD), "every": of}


def judged(card: Scorecard) -> int:
    """Return how many of the indicators are judged: neither too early, nor too few, nor out of date."""
    return sum(card.counts[state] for state in (*GOOD, "slightly_behind", *BAD))


def rest_told(card: Scorecard) -> str:
    """Return how many of the indicators are in every other state, such as "2 slightly behind, 5 off track"."""
    counts = card.counts
    behind, early, few = counts["slightly_behind"], counts["too_early"], counts["not_enough_data"]
    bad = sum(counts[state] for state in BAD)
    said = (
        (behind, _("%d slightly behind")),
        (bad, _("%d off track")),
        (early, _("%d too early to judge")),
        (few, _("%d with too few reports")),
        (counts["out_of_date"], _("%d out of date")),
        (counts[""], _("%d not judged")),
    )
    return ", ".join(words % count for count, words in said if count)


def tones(card: Scorecard) -> list[tuple[str, int]]:
    """Return how many indicators are good, slightly behind, bad, and not judged, as a bar is drawn of them."""
    counts, every = card.counts, len(card.lines)
    good, bad = (sum(counts[state] for state in states) for states in (GOOD, BAD))
    behind = counts["slightly_behind"]
    return [("good", good), ("warn", behind), ("bad", bad), ("mute", every - good - behind - bad)]


def progress_told(board: Dashboard) -> str:
    """Return where the effort stands, in a sentence or two: how many are on track, and what the first has done."""
    first = next((line for line in board.lines if line.standing.run_told), None)
    said = [counted(board.card)]
    if first is not None:
        said.append(f"{first.indicator.name}: {first.standing.run_told}")
    return " ".join(part for part in said if part)
