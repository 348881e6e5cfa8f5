"""Taking a list of activities in through the verbs that people use, and taking it back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from activities.imports.drafts import Draft
from activities.imports.names import MAKE, Name, meaning
from activities.models import ActivityImport
from activities.queries import activities, populations
from activities.services.activities import add_activity, remove_activity
from activities.services.belonging import Played
from activities.services.imports.checking import Checked
from activities.services.populations import add_population, remove_population
from activities.words import FIRST_STATES, ActivityState, Engagement, Part
from agenda.queries import strategies
from agenda.services import add_strategy
from initiatives.kernel.access import Actor
from initiatives.kernel.codes import is_code
from initiatives.kernel.errors import Conflict, DomainError
from initiatives.queries import partners, places, sectors
from initiatives.services import add_partners, add_place, remove_partners, remove_place
from measurement.imports.names import Known, Register, code_for


def refuse_undecided(checked: Checked, choices: Mapping[str, Any]) -> None:
    """Raise DomainError while something must be said before the list can go in."""
    if checked.too_long:
        raise DomainError(
            "too_long", _("The list is too long to be looked at at once: divide it."), "columns"
        )
    if not checked.layout.is_complete:
        raise DomainError(
            "required", _("Say which column names the partner and which the activity."), "columns"
        )
    if checked.asked:
        kind, name = checked.asked[0]
        raise DomainError("undecided", _("Say what “%s” is.") % name.clean, kind)
    if checked.sheet.faults and choices.get("faults") != "skip":
        raise DomainError(
            "faults", _("Some rows are not right: mend them, or say that they are skipped."), "faults"
        )
    if not checked.new:
        raise DomainError("nothing", _("There is no activity in it that is not here already."), "columns")


def take_in(actor: Actor, row: ActivityImport, checked: Checked) -> None:
    """Add what the list holds, and note in the row what was made. Raises DomainError; the caller undoes everything."""
    made_places = _add_places(actor, checked)
    made_partners = _add_partners(actor, checked, row.choices)
    made_strategies = _add_strategies(actor, checked)
    made_people = _add_people(actor, checked)
    state = row.choices.get("state", ActivityState.UNDER_WAY)
    state = state if state in FIRST_STATES else ActivityState.UNDER_WAY
    by_kind: dict[str, dict[str, Any]] = {
        "partner": {item.code: item for item in partners(actor)},
        "strategy": {str(item.public_id): item for item in strategies(actor).prefetch_related(None)},
        "people": {item.code: item for item in populations(actor)},
        "place": {item.code: item for item in places(actor)},
    }
    everybody = [by_kind["people"][code] for code in row.choices.get("for", []) if code in by_kind["people"]]
    added = [str(_add(actor, draft, by_kind, everybody, state).public_id) for draft in checked.new]
    row.made = {
        "activities": added,
        "partners": made_partners,
        "places": made_places,
        "people": made_people,
        "strategies": made_strategies,
    }
    row.result = {
        **{kind: len(found) for kind, found in row.made.items()},
        "rows": checked.sheet.rows,
        "repeated": len(checked.sheet.repeated),
        "faulty": len(checked.sheet.faults),
        "left_out": checked.left_out,
        "here": len(checked.here),
        "merged": sum(name.state == "same" for names in checked.names.values() for name in names.values()),
    }


def _add(
    actor: Actor, draft: Draft, known: Mapping[str, Mapping[str, Any]], everybody: list[Any], state: str
) -> Any:
    parts = [Played(known["partner"][draft.partner.code], Part.LEAD)]
    parts += [Played(known["partner"][name.code], Part.CO_DELIVER) for name in draft.supporting.values()]
    return add_activity(
        actor,
        title=draft.title,
        about=draft.about[:4000],
        strategy=known["strategy"][draft.strategy.code] if draft.strategy else None,
        parts=parts,
        places=_distinct(known["place"], draft.places),
        populations=_distinct(known["people"], draft.people) or everybody,
        starts_on=draft.starts_on,
        ends_on=draft.ends_on,
        planned_reach=draft.planned_reach,
        state=state,
    )


def _distinct(known: Mapping[str, Any], names: Mapping[str, Name]) -> list[Any]:
    return list({name.code: known[name.code] for name in names.values()}.values())


def _to_make(names: Mapping[str, Name]) -> list[Name]:
    return [name for name in names.values() if name.state == MAKE]


def _add_places(actor: Actor, checked: Checked) -> list[str]:
    """Add the new places, each below the place around it where the list names one."""
    names = checked.names["place"]
    wanted = _to_make(names)
    around: dict[str, str] = {}
    for line in checked.sheet.lines:
        name = meaning(names, line.place)
        if name is not None and line.around:
            around.setdefault(name.text, line.around)
    register = Register(Known(*item) for item in places(actor).values_list("code", "name"))
    taken = {code.lower() for code in register.codes} | {name.code.lower() for name in wanted}
    made: list[str] = []
    outer: dict[str, str] = {}
    for text in dict.fromkeys(around[name.text] for name in wanted if name.text in around):
        code = register.find(text).code
        if not code:
            code = code_for(text, taken)
            taken.add(code.lower())
            add_place(actor, code=code, name=" ".join(text.split())[:200])
            made.append(code)
        outer[text] = code
    for name in wanted:
        if not is_code(name.code):
            name.code = code_for(name.clean, taken)
        add_place(
            actor, code=name.code, name=name.clean[:200], parent=outer.get(around.get(name.text, ""), "")
        )
        made.append(name.code)
    return made


def _add_partners(actor: Actor, checked: Checked, choices: Mapping[str, Any]) -> list[str]:
    names = checked.names["partner"]
    wanted = _to_make(names)
    register = Register(Known(sector.code, sector.name) for sector in sectors())
    default = choices.get("sector") if choices.get("sector") in register.codes else "nonprofit"
    said: dict[str, str] = {}
    for line in checked.sheet.lines:
        name = meaning(names, line.partner)
        if name is not None and line.sector:
            said.setdefault(name.text, register.find(line.sector).code)
    rows = [
        {"code": name.code, "name": name.clean[:200], "sector": said.get(name.text) or default}
        for name in wanted
    ]
    return [partner.code for partner in add_partners(actor, rows)] if rows else []


def _add_strategies(actor: Actor, checked: Checked) -> list[str]:
    """Add the new strategies as ideas; their names get the ids that they are found by from now on."""
    made = []
    for name in _to_make(checked.names["strategy"]):
        strategy = add_strategy(actor, name=name.clean[:200], engagement=Engagement.INFORM)
        name.code = str(strategy.public_id)
        made.append(name.code)
    return made


def _add_people(actor: Actor, checked: Checked) -> list[str]:
    return [
        add_population(actor, code=name.code, name=name.clean[:200]).code
        for name in _to_make(checked.names["people"])
    ]


def take_out(actor: Actor, row: ActivityImport) -> dict[str, Any]:
    """Remove the activities that the list brought and nobody touched since, then what came with them and is unused.

    Strategies stay. Returns what became of each.
    """
    wanted = row.made.get("activities", [])
    kept = 0
    for activity in activities(actor).filter(public_id__in=wanted):
        try:
            remove_activity(actor, activity)
        except Conflict:
            kept += 1
    free = list(partners(actor).filter(code__in=row.made.get("partners", [])))
    gone = len(remove_partners(actor, free)) if free else 0
    people = _without(
        remove_population, actor, populations(actor).filter(code__in=row.made.get("people", []))
    )
    by_code = {place.code: place for place in places(actor)}
    # Those inside first: they were added after the places around them.
    found = [by_code[code] for code in reversed(row.made.get("places", [])) if code in by_code]
    return {
        "taken_back": len(wanted) - kept,
        "kept": kept,
        "partners_gone": gone,
        "people_gone": people,
        "places_gone": _without(remove_place, actor, found),
    }


def _without(remove: Any, actor: Actor, things: Any) -> int:
    """Remove what nothing uses; return how many."""
    gone = 0
    for thing in things:
        try:
            remove(actor, thing)
        except Conflict:
            continue
        gone += 1
    return gone
