"""Taking a checked file in: history is accepted at once, what is being collected is handed in for a second person."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from initiatives.kernel.access import Actor
from initiatives.kernel.errors import DomainError
from initiatives.services import add_partners, add_place
from measurement.imports import marks
from measurement.models import Assignment, Import
from measurement.services.bulk import load
from measurement.services.definitions import define_indicator
from measurement.services.imports.aims import refuse_unclear_aims, set_aims
from measurement.services.imports.checked import Checked, Ready, new_indicators
from measurement.services.imports.checking import MOST_FIGURES
from measurement.services.imports.handing_in import hand_in, source_of
from measurement.services.imports.resolving import MAKE, Name
from measurement.words import Cadence, Kind, Level

UNITS = {Kind.RATIO: "%"}


def take_in(actor: Actor, row: Import, checked: Checked) -> None:
    """Make what is missing and take the figures in, in the caller's transaction; note it on the row.

    Figures of periods that are history are accepted at once with their source, and so is everything where the
    initiative allows self-acceptance. The others are handed in by the actor and wait for somebody else. Figures equal
    to what stands are not given again. Those that differ are revised with the row's reason, or left as they stand
    when `choices["changes"]` is "keep".
    """
    wanted = ("new", "changed") if row.choices.get("changes") != "keep" else ("new",)
    figures = [figure for figure in checked.ready if figure.change in wanted]
    indicators = _define(actor, checked)
    places, made = _bring_in(actor, checked)
    before = _assignments(figures)
    at_once = [figure for figure in figures if figure.period not in checked.collected]
    loaded_ids: list[int] = []
    written = 0
    if at_once:
        loaded = load(
            actor,
            [figure.as_row() for figure in at_once],
            submit=True,
            accept=True,
            reason=row.reason,
            source=source_of(row),
            historic=True,
            limit=MOST_FIGURES,
        )
        loaded_ids = [submission.pk for submission in loaded.submissions]
        written = loaded.observations
    waiting = [figure for figure in figures if figure.period in checked.collected]
    targets = set_aims(actor, row, checked)
    row.made = {
        "targets": targets,
        "submissions": loaded_ids,
        **hand_in(actor, row, waiting),
        "partners": made,
        "places": places,
        "indicators": indicators,
        **_assignments_made(figures, before),
    }
    row.result = {
        "written": written,
        "waiting": len(waiting),
        "changed": sum(figure.change == "changed" for figure in at_once),
        "same": checked.count("same"),
        "kept": checked.count("changed") if "changed" not in wanted else 0,
        "faulty": len(checked.faults),
        "left_out": sum(checked.left_out.values()),
        "flagged": checked.flagged,
        "partners": len(made),
        "places": len(places),
        "indicators": len(indicators),
        "targets": len(targets),
        "periods": sorted({figure.period.code for figure in figures}),
        "codes": sorted({figure.indicator for figure in figures}),
    }


def _define(actor: Actor, checked: Checked) -> list[str]:
    codes = []
    for code, (name, kind) in sorted(new_indicators(checked).items()):
        cadences = [figure.period.cadence for figure in checked.ready if figure.indicator == code]
        cadences = cadences or [Cadence.YEARLY]  # of a file that holds its targets alone
        define_indicator(
            actor,
            code=code,
            name=name,
            kind=kind,
            level=Level.PARTNER,
            unit=UNITS.get(Kind(kind), ""),
            cadence=max(set(cadences), key=cadences.count),
        )
        codes.append(code)
    return codes


def _bring_in(actor: Actor, checked: Checked) -> tuple[list[str], list[str]]:
    """Add the places and partners that the figures need; return their codes."""
    resolver, found = checked.resolver, checked.found
    assert resolver is not None
    used = {figure.partner for figure in checked.ready} | {aim.partner for aim in checked.aims}
    wanted: list[Name] = [n for n in found.partners.values() if n.state == MAKE and n.code in used]
    here = {resolver.place_of(name, found.places) for name in wanted}
    places = [name for name in found.places.values() if name.state == MAKE and name.code in here]
    for place in places:
        add_place(actor, code=place.code, name=place.called[:200])
    if wanted:
        add_partners(
            actor,
            [
                {
                    "code": name.code,
                    "name": name.called[:200],
                    "sector": resolver.sector_of(name),
                    "place": resolver.place_of(name, found.places),
                }
                for name in wanted
            ],
        )
    return [place.code for place in places], [name.code for name in wanted]


def _assignments(figures: Iterable[Ready]) -> dict[int, Any]:
    rows = Assignment.objects.filter(indicator__code__in={figure.indicator for figure in figures})
    return dict(rows.values_list("id", "starts_on"))


def _assignments_made(figures: Iterable[Ready], before: Mapping[int, Any]) -> dict[str, Any]:
    after = _assignments(figures)
    return {
        "assignments": sorted(after.keys() - before.keys()),
        "moved": {str(pk): before[pk].isoformat() for pk in before if after.get(pk) != before[pk]},
    }


def refuse_undecided(checked: Checked, choices: Mapping[str, Any]) -> None:
    """Raise DomainError when something must be decided before the file can go in."""
    if checked.asked:
        message = _("“%s” looks like something you have: say what it is.") % checked.asked[0].text
        raise DomainError("undecided", message, "names")
    if checked.two_ways:
        message = _("“%s” may be a thousand or a little more than one: say which.") % next(
            iter(checked.two_ways)
        )
        raise DomainError("undecided", message, "decimal")
    for dimension in checked.blank_groups:
        if dimension not in choices.get("groups", {}):
            raise DomainError("undecided", _("Say what an empty cell of “%s” means.") % dimension, "groups")
    if checked.faults and choices.get("bad") != marks.LEAVE_OUT:
        raise DomainError(
            "faults", _("Not every row is right: mend the file, or leave those rows out."), "bad"
        )
    if checked.count("changed") and choices.get("changes") != "keep" and not choices.get("reason"):
        raise DomainError(
            "required", _("Some figures differ from what stands: give a reason to revise them."), "reason"
        )
    refuse_unclear_aims(checked, choices)
    if not checked.ready and not checked.aims:
        raise DomainError("nothing", _("There is no figure in it that could go in."), "bad")
