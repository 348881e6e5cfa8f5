"""What would become of a list: its names, its activities, what is here already, what stands in the way."""

from __future__ import annotations

from dataclasses import dataclass, field

from activities.imports.drafts import Draft, drafts
from activities.imports.names import KINDS, Name, resolve, undecided
from activities.imports.rows import MOST_ROWS, Layout, Sheet, read_sheet
from activities.models import ActivityImport, ActivityPartner
from activities.queries.activities import populations
from activities.words import OVER, Part
from agenda.queries import strategies
from initiatives.kernel.access import Actor, Capability, require
from initiatives.queries import partners, places
from measurement.imports.grids import Grid
from measurement.imports.names import Known, evened

MOST_NAMES = 600


@dataclass
class Checked:
    """A list under its layout and choices. `too_long` says that it holds too much to be looked at at once."""

    layout: Layout
    sheet: Sheet
    names: dict[str, dict[str, Name]] = field(default_factory=dict)
    known: dict[str, list[Known]] = field(default_factory=dict)
    new: list[Draft] = field(default_factory=list)
    here: list[Draft] = field(default_factory=list)
    left_out: int = 0
    too_long: bool = False

    @property
    def asked(self) -> list[tuple[str, Name]]:
        """The names that must be decided on."""
        return undecided(self.names)


def check(actor: Actor, row: ActivityImport) -> Checked:
    """Return what would become of the list as it is matched now."""
    require(actor, Capability.IMPORT)
    layout = Layout.from_json(row.mapping)
    if int(row.sheets[layout.sheet]["rows"]) > MOST_ROWS + layout.head:
        return Checked(layout, Sheet((), (), ()), too_long=True)
    sheet = read_sheet(Grid(row.stored_as).rows(layout.sheet), layout)
    checked = Checked(layout, sheet, known=known_things(actor))
    texts = {
        "partner": [name for line in sheet.lines for name in (line.partner, *line.supporting)],
        "strategy": [line.strategy for line in sheet.lines],
        "people": [name for line in sheet.lines for name in line.people],
        "place": [line.place for line in sheet.lines],
    }
    if any(len(set(found)) > MOST_NAMES for found in texts.values()):
        checked.too_long = True
        return checked
    codes = {line.place: line.place_code for line in sheet.lines if line.place_code}
    for kind in KINDS:
        given = row.choices.get(kind, {})
        checked.names[kind] = resolve(
            texts[kind], checked.known[kind], given, codes=codes if kind == "place" else None
        )
    found, checked.left_out = drafts(sheet.lines, checked.names)
    standing = _standing()
    for draft in found:
        (checked.here if draft.key in standing else checked.new).append(draft)
    return checked


def known_things(actor: Actor) -> dict[str, list[Known]]:
    """Return the partners, strategies, people and places that the initiative knows, by kind; strategies by their id."""
    return {
        "partner": [
            Known(*item) for item in partners(actor).filter(state="active").values_list("code", "name")
        ],
        "strategy": [
            Known(str(key), name)
            for key, name in strategies(actor).prefetch_related(None).values_list("public_id", "name")
        ],
        "people": [Known(*item) for item in populations(actor).values_list("code", "name")],
        "place": [Known(*item) for item in places(actor).values_list("code", "name")],
    }


def _standing() -> set[tuple[str, str, str]]:
    """Return by what the activities that are not over are known again: lead partner, title, strategy."""
    rows = ActivityPartner.objects.filter(until=None, part=Part.LEAD).exclude(
        activity__state__in=[state.value for state in OVER]
    )
    columns = ("partner__code", "activity__title", "activity__strategy__public_id")
    return {
        (code, evened(title), str(strategy) if strategy else "")
        for code, title, strategy in rows.values_list(*columns)
    }
