"""The forty items: how each is read from the records, the sentence that tells it, and where its evidence is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from agenda.screens import ITEMS as STATEMENTS
from agenda.words import Screen
from backbone.queries.health import of_activities, of_agenda, of_backbone, of_communication, of_measurement
from backbone.queries.health.reading import Ground, Reading
from backbone.words.health import Condition

EACH = 8


@dataclass(frozen=True)
class Item:
    """One item of a condition. `read` is None where only people can tell.

    `says` is the sentence of its reading, `lacking` the one where the thing itself is missing.
    `page` shows the evidence.
    """

    condition: Condition
    number: int
    page: str
    read: Callable[[Ground], Reading | None] | None = None
    says: Any = ""
    lacking: Any = ""

    @property
    def key(self) -> str:
        """By what the item is kept."""
        return f"{self.condition.value}.{self.number}"

    @property
    def statement(self) -> int:
        """Its number among the forty statements of the assessment."""
        return list(Condition).index(self.condition) * EACH + self.number

    @property
    def text(self) -> str:
        """The item in words: the same that people are asked to rate."""
        return str(STATEMENTS[Screen.CONDITIONS][self.statement - 1].text)

    def told(self, words: dict[str, int]) -> str:
        """Return the sentence that these numbers make; empty without numbers."""
        if not words:
            return ""
        if words.get("of") == 0 and self.lacking:
            return str(self.lacking)
        return str(self.says % words)


_TEXT = ngettext_lazy(
    "%(have)s of %(of)s part is written in version %(version)s of the agenda.",
    "%(have)s of %(of)s parts are written in version %(version)s of the agenda.",
    "of",
)
_NO_AGENDA = _("No version of the agenda has been begun.")
_NO_STRATEGY = _("No strategy is chosen.")
_NO_ACTIVITY = _("No activity is under way.")

AGENDA = (
    (
        "agenda:groups",
        of_agenda.people,
        ngettext_lazy(
            "People of %(have)s sector sit in the steering committee; community members hold %(lived)s of its seats.",
            "People of %(have)s sectors sit in the steering committee; community members hold %(lived)s of its seats.",
            "have",
        ),
        "",
    ),
    ("agenda:home", of_agenda.problem, _TEXT, _NO_AGENDA),
    ("agenda:home", of_agenda.boundaries, _TEXT, _NO_AGENDA),
    ("agenda:home", of_agenda.vision, _TEXT, _NO_AGENDA),
    (
        "agenda:goals",
        of_agenda.goals,
        ngettext_lazy(
            "%(have)s of %(of)s goal has an indicator with a target and its date.",
            "%(have)s of %(of)s goals have an indicator with a target and its date.",
            "of",
        ),
        _("There is no goal."),
    ),
    (
        "agenda:strategies",
        of_agenda.reasons,
        ngettext_lazy(
            "%(have)s of %(of)s chosen strategy says why it should work.",
            "%(have)s of %(of)s chosen strategies say why they should work.",
            "of",
        ),
        _NO_STRATEGY,
    ),
    (
        "agenda:home",
        of_agenda.adopted,
        ngettext_lazy(
            "%(have)s of %(of)s partner adopted version %(version)s.",
            "%(have)s of %(of)s partners adopted version %(version)s.",
            "of",
        ),
        _("No version of the agenda is before the partners."),
    ),
    (
        "agenda:home",
        of_agenda.looked_at,
        ngettext_lazy(
            "Version %(version)s was adopted or confirmed %(days)s day ago.",
            "Version %(version)s was adopted or confirmed %(days)s days ago.",
            "days",
        ),
        _("No version of the agenda is in force."),
    ),
)

MEASUREMENT = (
    (
        "measurement:home",
        of_measurement.short_list,
        ngettext_lazy(
            "%(have)s headline indicator is collected; %(of)s or fewer can be watched.",
            "%(have)s headline indicators are collected; %(of)s or fewer can be watched.",
            "have",
        ),
        _("No headline indicator is collected."),
    ),
    (
        "measurement:home",
        of_measurement.definitions,
        ngettext_lazy(
            "%(have)s of %(of)s indicator that is collected has a written definition.",
            "%(have)s of %(of)s indicators that are collected have a written definition.",
            "of",
        ),
        _("No indicator is collected."),
    ),
    (
        "measurement:agreements",
        of_measurement.signed,
        ngettext_lazy(
            "%(have)s of %(of)s partner that reports is party to an agreement that holds.",
            "%(have)s of %(of)s partners that report are party to an agreement that holds.",
            "of",
        ),
        "",
    ),
    ("agenda:phases", None, "", ""),
    (
        "measurement:requests",
        of_measurement.reach,
        ngettext_lazy(
            "%(have)s of %(of)s partner asked in the last %(cycles)s cycles handed in something itself.",
            "%(have)s of %(of)s partners asked in the last %(cycles)s cycles handed in something themselves.",
            "of",
        ),
        "",
    ),
    (
        "measurement:cycles",
        of_measurement.on_time,
        ngettext_lazy(
            "%(have)s of %(of)s hand-in of the last %(cycles)s cycles came by its last day.",
            "%(have)s of %(of)s hand-ins of the last %(cycles)s cycles came by their last day.",
            "of",
        ),
        "",
    ),
    (
        "measurement:home",
        of_measurement.by_group,
        ngettext_lazy(
            "%(have)s of %(of)s headline indicator about people is broken down by group.",
            "%(have)s of %(of)s headline indicators about people are broken down by group.",
            "of",
        ),
        "",
    ),
    (
        "backbone:scorecard",
        of_measurement.used,
        ngettext_lazy(
            "A session or a decision of the last year turned on %(have)s of %(of)s headline indicator.",
            "A session or a decision of the last year turned on %(have)s of %(of)s headline indicators.",
            "of",
        ),
        _("No headline indicator is collected."),
    ),
)

ACTIVITIES = (
    (
        "activities:attention",
        of_activities.heard_of,
        ngettext_lazy(
            "%(have)s of %(of)s activity under way was heard of lately.",
            "%(have)s of %(of)s activities under way were heard of lately.",
            "of",
        ),
        _NO_ACTIVITY,
    ),
    (
        "activities:timeline",
        of_activities.planned,
        ngettext_lazy(
            "%(have)s of %(of)s activity under way has milestones.",
            "%(have)s of %(of)s activities under way have milestones.",
            "of",
        ),
        _NO_ACTIVITY,
    ),
    (
        "activities:matrix",
        of_activities.parts,
        ngettext_lazy(
            "%(have)s of %(of)s partner has a part in an activity, or a commitment that holds.",
            "%(have)s of %(of)s partners have a part in an activity, or a commitment that holds.",
            "of",
        ),
        "",
    ),
    (
        "activities:network",
        of_activities.linked,
        ngettext_lazy(
            "%(have)s of %(of)s activity under way is linked to another.",
            "%(have)s of %(of)s activities under way are linked to another.",
            "of",
        ),
        _NO_ACTIVITY,
    ),
    (
        "activities:gaps",
        of_activities.gaps,
        ngettext_lazy(
            "Somebody is at work in %(have)s of %(of)s cell of people and place.",
            "Somebody is at work in %(have)s of %(of)s cells of people and place.",
            "of",
        ),
        "",
    ),
    (
        "activities:gaps",
        of_activities.overlaps,
        ngettext_lazy(
            "For %(have)s of %(of)s overlap it is written who does what.",
            "For %(have)s of %(of)s overlaps it is written who does what.",
            "of",
        ),
        "",
    ),
    (
        "activities:attention",
        of_activities.barriers,
        ngettext_lazy(
            "%(have)s of %(of)s barrier raised in the last year got an answer.",
            "%(have)s of %(of)s barriers raised in the last year got an answer.",
            "of",
        ),
        "",
    ),
    (
        "agenda:commitments",
        of_activities.changed,
        ngettext_lazy(
            "%(have)s of %(of)s partner says in a commitment what it stops doing or does otherwise.",
            "%(have)s of %(of)s partners say in a commitment what they stop doing or do otherwise.",
            "of",
        ),
        "",
    ),
)

COMMUNICATION = (
    (
        "communications:meetings",
        of_communication.meetings,
        ngettext_lazy(
            "%(have)s of %(of)s group met in the last three months.",
            "%(have)s of %(of)s groups met in the last three months.",
            "of",
        ),
        _("There is no group."),
    ),
    (
        "communications:meetings",
        of_communication.minutes,
        ngettext_lazy(
            "Of %(have)s of %(of)s meeting of the last half year both agenda and minutes went out.",
            "Of %(have)s of %(of)s meetings of the last half year both agenda and minutes went out.",
            "of",
        ),
        "",
    ),
    (
        "communications:decisions",
        of_communication.traceable,
        ngettext_lazy(
            "%(have)s of %(of)s decision of the last year names what it rests on and what it changes.",
            "%(have)s of %(of)s decisions of the last year name what they rest on and what they change.",
            "of",
        ),
        "",
    ),
    (
        "communications:asks",
        of_communication.answered,
        ngettext_lazy(
            "%(have)s of %(of)s ask between groups in the last half year was answered.",
            "%(have)s of %(of)s asks between groups in the last half year were answered.",
            "of",
        ),
        "",
    ),
    ("activities:network", None, "", ""),
    (
        "agenda:home",
        of_communication.heard,
        ngettext_lazy(
            "%(have)s of %(of)s theme heard in consultations has an answer.",
            "%(have)s of %(of)s themes heard in consultations have an answer.",
            "of",
        ),
        "",
    ),
    ("communications:decisions", None, "", ""),
    ("communications:home", None, "", ""),
)

BACKBONE = (
    (
        "backbone:home",
        of_backbone.assigned,
        ngettext_lazy(
            "%(have)s of %(of)s thing is on file: what kind of backbone it is, and the decision that chose it.",
            "%(have)s of %(of)s things are on file: what kind of backbone it is, and the decision that chose it.",
            "of",
        ),
        "",
    ),
    ("backbone:home", None, "", ""),
    (
        "backbone:home",
        of_backbone.staffed,
        ngettext_lazy(
            "Somebody has time for %(have)s of the %(of)s roles.",
            "Somebody has time for %(have)s of the %(of)s roles.",
            "of",
        ),
        "",
    ),
    ("backbone:home", None, "", ""),
    ("backbone:home", None, "", ""),
    ("backbone:home", None, "", ""),
    ("backbone:home", None, "", ""),
    (
        "initiatives:people",
        of_backbone.leads,
        ngettext_lazy(
            "%(have)s person with an account leads the backbone; with %(of)s one of them can go.",
            "%(have)s people with an account lead the backbone; with %(of)s one of them can go.",
            "have",
        ),
        "",
    ),
)


def _items(condition: Condition, rows: tuple[tuple[Any, ...], ...]) -> tuple[Item, ...]:
    return tuple(Item(condition, number, *row) for number, row in enumerate(rows, 1))


ITEMS: dict[Condition, tuple[Item, ...]] = {
    condition: _items(condition, rows)
    for condition, rows in zip(
        Condition, (AGENDA, MEASUREMENT, ACTIVITIES, COMMUNICATION, BACKBONE), strict=True
    )
}
