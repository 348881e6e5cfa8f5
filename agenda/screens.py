"""What is assessed, item by item: fit and readiness before the work; conditions and principles along the way."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from agenda.words import Screen


@dataclass(frozen=True)
class Item:
    """One statement that people rate. `heading` groups items."""

    number: int
    text: Any
    heading: Any = ""


def _numbered(*headed: tuple[Any, tuple[Any, ...]]) -> tuple[Item, ...]:
    found: list[Item] = []
    for heading, texts in headed:
        found += [Item(len(found) + place, text, heading) for place, text in enumerate(texts, 1)]
    return tuple(found)


# The three statements of each principle.
_IN_WRITING = _("It is in writing.")
_VISIBLE = _("It shows in who decides, and in money.")
_CHECKED = _("Somebody checks it.")
_KEPT = (_IN_WRITING, _VISIBLE, _CHECKED)

ITEMS: dict[str, tuple[Item, ...]] = {
    Screen.SUITABILITY: _numbered(
        (
            "",
            (
                _("The problem has many causes that act on each other; no known recipe fixes it."),
                _("It affects a whole population, not one programme's clients."),
                _("At least three sectors shape it."),
                _("Present efforts are scattered, or overlap."),
                _("Policy or the rules of systems hold it in place."),
                _("Those involved would have to change what they do, not just add a project."),
                _("Data can show how large the problem is, and where."),
                _("A change in the whole population could be seen in three to ten years."),
                _("No existing table already does this, or it would join."),
                _("A smaller form of working together would not be enough."),
            ),
        )
    ),
    Screen.READINESS: _numbered(
        (
            _("Champions"),
            (
                _("Respected people are able to call the top leaders together."),
                _("They come from at least two sectors."),
                _("They will stay for two years."),
                _("Affected people are among them, or trust them."),
            ),
        ),
        (
            _("Resources"),
            (
                _("There is money for planning, for twelve months or more."),
                _("One or more funders anchor the effort for several years."),
                _("Funders are ready to align their own grants."),
                _("There are staff to bring people together."),
            ),
        ),
        (
            _("Urgency"),
            (
                _("It is felt by all that the present results are unacceptable."),
                _("Data or an event backs it."),
                _("The wider public pays attention."),
            ),
        ),
        (
            _("Ground"),
            (
                _("The history of working together is known, and its wounds are named."),
                _("There is enough trust for frank talk."),
                _("A neutral convener is accepted."),
                _("There is a candidate for the backbone."),
                _("There are collaborations to build on."),
                _("Local data can be had."),
                _("Affected people are at the table from the start."),
                _("Leaders are ready to change their own practice."),
                _("There is a window for policy."),
            ),
        ),
    ),
    Screen.CONDITIONS: _numbered(
        (
            _("Common agenda"),
            (
                _("The right people are at the table, affected people among them."),
                _("The problem is worded, and all agree with the words."),
                _("It is said what is in and what is out."),
                _("There is a written vision."),
                _("There are goals that can be measured, with dates."),
                _("Strategies say why they should work."),
                _("Partners have adopted the agenda."),
                _("It was looked at again in the last twelve months."),
            ),
        ),
        (
            _("Shared measurement"),
            (
                _("A short list of indicators is agreed."),
                _("Definitions are written down."),
                _("Agreements on sharing data are signed."),
                _("There are staff and money for data."),
                _("Everybody who reports can reach the tool."),
                _("Partners report on time."),
                _("Data are broken down by group."),
                _("Data are talked about, and used to change course."),
            ),
        ),
        (
            _("Mutually reinforcing activities"),
            (
                _("The map of who does what is up to date."),
                _("There is a written plan."),
                _("Each partner knows its part."),
                _("Activities are linked to one another."),
                _("Gaps are filled."),
                _("Overlaps are settled."),
                _("Barriers are cleared."),
                _("Partners have changed something that they used to do."),
            ),
        ),
        (
            _("Continuous communication"),
            (
                _("Groups meet regularly."),
                _("Agendas and minutes reach all."),
                _("Decisions can be traced."),
                _("Groups ask one another, and get answers."),
                _("Partners talk without the backbone."),
                _("The community hears, and is heard."),
                _("Disagreement can be voiced."),
                _("Trust is rising."),
            ),
        ),
        (
            _("Backbone support"),
            (
                _("It is clear who does the work of the backbone."),
                _("Partners accept it."),
                _("It has the staff and the skills that it needs."),
                _("It is funded for twelve months and more."),
                _("It is neutral on who gets the credit, and not neutral on equity."),
                _("It serves all six roles as the stage demands."),
                _("Partners review it every year."),
                _("It could be handed over."),
            ),
        ),
    ),
    Screen.PRINCIPLES: _numbered(
        (_("Equity comes first"), _KEPT),
        (_("Community members are in the collaborative"), _KEPT),
        (_("Sectors create together"), _KEPT),
        (_("Data are used to learn, adapt and improve"), _KEPT),
        (_("People are able to lead in a system"), _KEPT),
        (_("There are strategies for programmes and for systems"), _KEPT),
        (_("The culture is one of relations, trust and respect"), _KEPT),
        (_("It fits the place"), _KEPT),
    ),
}
