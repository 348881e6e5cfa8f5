"""Taking a checked file in, and taking it back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from initiatives.kernel import clock, tenancy
from initiatives.kernel.access import Actor
from initiatives.kernel.errors import DomainError
from initiatives.queries import partners, people
from initiatives.services import add_partners, add_place, part_with, take_back
from measurement.imports import marks
from measurement.models import Assignment, Import, Observation, Submission
from measurement.rollups import Key, mark_dirty, mark_indicator_dirty
from measurement.services.bulk import load
from measurement.services.definitions import define_indicator
from measurement.services.imports.checking import MOST_FIGURES, Checked, Ready, new_indicators
from measurement.services.imports.resolving import MAKE, Name
from measurement.words import Kind, Level, SubmissionState

UNITS = {Kind.RATIO: "%"}


def take_in(actor: Actor, row: Import, checked: Checked) -> None:
    """Make what is missing and accept the figures as history, in the caller's transaction; note it on the row.

    Figures equal to what stands are not given again. Those that differ are revised with the row's reason, or left
    as they stand when `choices["changes"]` is "keep".
    """
    wanted = ("new", "changed") if row.choices.get("changes") != "keep" else ("new",)
    figures = [figure for figure in checked.ready if figure.change in wanted]
    indicators = _define(actor, checked)
    places, made = _bring_in(actor, checked)
    returned = _take_back_partners(actor, figures)
    before = _assignments(figures)
    loaded_ids: list[int] = []
    written = 0
    if figures:
        loaded = load(
            actor,
            [figure.as_row() for figure in figures],
            submit=True,
            accept=True,
            reason=row.reason,
            source=row.source or row.name,
            historic=True,
            limit=MOST_FIGURES,
        )
        loaded_ids = [submission.pk for submission in loaded.submissions]
        written = loaded.observations
    row.made = {
        "submissions": loaded_ids,
        "partners": made,
        "places": places,
        "indicators": indicators,
        **_assignments_made(figures, before),
    }
    row.result = {
        "written": written,
        "changed": sum(figure.change == "changed" for figure in figures),
        "same": checked.count("same"),
        "kept": checked.count("changed") if "changed" not in wanted else 0,
        "faulty": len(checked.faults),
        "left_out": sum(checked.left_out.values()),
        "flagged": checked.flagged,
        "partners": len(made),
        "places": len(places),
        "indicators": len(indicators),
        "returned": returned,
        "periods": sorted({figure.period.code for figure in figures}),
        "codes": sorted({figure.indicator for figure in figures}),
    }


def _define(actor: Actor, checked: Checked) -> list[str]:
    codes = []
    for code, (name, kind) in sorted(new_indicators(checked).items()):
        cadences = [figure.period.cadence for figure in checked.ready if figure.indicator == code]
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
    used = {figure.partner for figure in checked.ready}
    wanted: list[Name] = [n for n in found.partners.values() if n.state == MAKE and n.code in used]
    here = {resolver.place_of(name, found.places) for name in wanted}
    places = [name for name in found.places.values() if name.state == MAKE and name.code in here]
    for place in places:
        add_place(actor, code=place.code, name=place.text[:200])
    if wanted:
        add_partners(
            actor,
            [
                {
                    "code": name.code,
                    "name": (name.name or name.text)[:200],
                    "sector": resolver.sector_of(name),
                    "place": resolver.place_of(name, found.places),
                }
                for name in wanted
            ],
        )
    return [place.code for place in places], [name.code for name in wanted]


def _take_back_partners(actor: Actor, figures: Iterable[Ready]) -> int:
    """Partners that left because an import of theirs was taken back take part again."""
    parted = {
        code
        for row in Import.objects.filter(state=Import.State.UNDONE)
        for code in row.result.get("parted", ())
    }
    codes = parted & {figure.partner for figure in figures}
    gone = [partner for partner in partners(actor).filter(code__in=codes) if partner.state == "left"]
    for partner in gone:
        take_back(actor, partner)
    return len(gone)


def _assignments(figures: Iterable[Ready]) -> dict[int, Any]:
    rows = Assignment.objects.filter(indicator__code__in={figure.indicator for figure in figures})
    return dict(rows.values_list("id", "starts_on"))


def _assignments_made(figures: Iterable[Ready], before: Mapping[int, Any]) -> dict[str, Any]:
    after = _assignments(figures)
    return {
        "assignments": sorted(after.keys() - before.keys()),
        "moved": {str(pk): before[pk].isoformat() for pk in before if after.get(pk) != before[pk]},
    }


# --- taking back -------------------------------------------------------------------------------------------

_CLOSE = """
UPDATE measurement_observation SET superseded_at = %(now)s
WHERE initiative_id = %(initiative)s AND submission_id = ANY(%(submissions)s) AND superseded_at IS NULL
RETURNING id, version_id, period_start, period_end
"""

# What a taken-back figure had replaced stands again: as a new revision with the former's numbers.
_RESTORE = """
INSERT INTO measurement_observation (initiative_id, version_id, partner_id, period_start, period_end, cell_id,
    revision, status, numerator, denominator, entered_value, entered_n, note, explanation, submission_id,
    accepted_at, accepted_by_id)
SELECT f.initiative_id, f.version_id, f.partner_id, f.period_start, f.period_end, f.cell_id, o.revision + 1,
       f.status, f.numerator, f.denominator, f.entered_value, f.entered_n, f.note, f.explanation,
       f.submission_id, %(now)s, %(user)s
FROM measurement_observation o
JOIN measurement_observation f
  ON f.initiative_id = o.initiative_id AND f.version_id = o.version_id AND f.partner_id = o.partner_id
 AND f.period_start = o.period_start AND f.period_end = o.period_end AND f.cell_id = o.cell_id
 AND f.revision = o.revision - 1 AND f.superseded_at = o.accepted_at
WHERE o.initiative_id = %(initiative)s AND o.id = ANY(%(closed)s)
"""

_REVISED_SINCE = """
SELECT count(DISTINCT (o.version_id, o.partner_id, o.period_start, o.period_end, o.cell_id))
FROM measurement_observation o
JOIN measurement_observation c
  ON c.initiative_id = o.initiative_id AND c.version_id = o.version_id AND c.partner_id = o.partner_id
 AND c.period_start = o.period_start AND c.period_end = o.period_end AND c.cell_id = o.cell_id
 AND c.superseded_at IS NULL AND c.accepted_at < %(now)s
WHERE o.initiative_id = %(initiative)s AND o.submission_id = ANY(%(submissions)s)
"""


def take_out(actor: Actor, row: Import) -> dict[str, Any]:
    """Take back what the import brought in, as far as it still stands; return what happened.

    Observations are never deleted: they are closed, and what they had replaced stands again. A figure that somebody
    has revised since is left alone. Partners that came with the file and have nothing else part again.
    """
    made = row.made
    with connection.cursor() as cursor:
        parameters = {
            "initiative": tenancy.active(),
            "now": clock.now(),
            "user": actor.user_id,
            "submissions": made.get("submissions", []),
        }
        cursor.execute(_CLOSE, parameters)
        closed = cursor.fetchall()
        cursor.execute(_RESTORE, {**parameters, "closed": [item[0] for item in closed]})
        restored = cursor.rowcount
        cursor.execute(_REVISED_SINCE, parameters)
        revised = cursor.fetchone()[0]
    mark_dirty(Key(*item[1:]) for item in closed)
    _release_assignments(made)
    parted = _part(actor, made.get("partners", []))
    return {
        "taken_back": len(closed),
        "restored": restored,
        "revised_since": revised,
        "parted": parted,
    }


def _release_assignments(made: Mapping[str, Any]) -> None:
    """End what was only expected because of the file; put back when it was expected from."""
    indicators = set()
    for assignment in Assignment.objects.filter(pk__in=made.get("assignments", [])):
        if not _has_figures(assignment):
            indicators.add(assignment.indicator_id)
            assignment.delete()
    for pk, starts_on in made.get("moved", {}).items():
        for assignment in Assignment.objects.filter(pk=int(pk)):
            assignment.starts_on = starts_on
            assignment.save(update_fields=["starts_on"])
            indicators.add(assignment.indicator_id)
    for indicator_id in sorted(indicators):
        mark_indicator_dirty(indicator_id)


def _has_figures(assignment: Assignment) -> bool:
    return Observation.objects.filter(
        partner_id=assignment.partner_id,
        version__indicator_id=assignment.indicator_id,
        superseded_at=None,
    ).exists()


def _part(actor: Actor, codes: Iterable[str]) -> list[str]:
    parted = []
    for partner in partners(actor).filter(code__in=list(codes)):
        used = (
            Observation.objects.filter(partner=partner, superseded_at=None).exists()
            or Submission.objects.filter(partner=partner).exclude(state=SubmissionState.ACCEPTED).exists()
            or Assignment.objects.filter(partner=partner).exists()
            or people(actor).filter(partner=partner).exists()
        )
        if not used:
            part_with(actor, partner)
            parted.append(partner.code)
    return parted


def refuse_undecided(checked: Checked, choices: Mapping[str, Any]) -> None:
    """Raise DomainError when something must be decided before the file can go in."""
    if checked.asked:
        message = _("“%s” looks like something you have: say what it is.") % checked.asked[0].text
        raise DomainError("undecided", message, "names")
    if checked.faults and choices.get("bad") != marks.LEAVE_OUT:
        raise DomainError(
            "faults", _("Not every row is right: mend the file, or leave those rows out."), "bad"
        )
    if checked.count("changed") and choices.get("changes") != "keep" and not choices.get("reason"):
        raise DomainError(
            "required", _("Some figures differ from what stands: give a reason to revise them."), "reason"
        )
    if not checked.ready:
        raise DomainError("nothing", _("There is no figure in it that could go in."), "bad")
