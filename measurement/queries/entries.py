"""What a submission holds: its values as they were entered, and the parts they mean."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from django.db.models import F
from django.utils.translation import gettext as _

from measurement.cells import Combination, combination_of
from measurement.kinds import Kind, Parts, kind
from measurement.models import Entry, IndicatorVersion, Submission
from measurement.queries.catalogue import Sheet, catalogue
from measurement.words import LONGEST_NOTE, ValueStatus

NUMBERS = ("numerator", "denominator", "value", "n")


@dataclass(frozen=True)
class Given:
    """One value as given: for which version and cell, with which numbers or which status.

    `typed` holds, per input, text that is no number (kept in a draft, refused at the hand-in).
    """

    sheet: Sheet
    version: IndicatorVersion
    cell: Combination
    status: str = ValueStatus.REPORTED
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    value: Decimal | None = None
    n: Decimal | None = None
    note: str = ""
    explanation: str = ""
    typed: Mapping[str, str] = field(default_factory=dict)

    @property
    def blank(self) -> bool:
        """Whether nothing at all was said."""
        return (
            self.status == ValueStatus.REPORTED
            and all(getattr(self, name) is None for name in NUMBERS)
            and not self.typed
            and not self.note
        )

    @property
    def answered(self) -> bool:
        """Whether a number, or a reason why there is none, was given."""
        return self.status != ValueStatus.REPORTED or any(getattr(self, name) is not None for name in NUMBERS)

    def parts(self) -> Parts:
        """Return the additive parts. Raises EntryError for what has no meaning; empty unless reported."""
        return self._parts

    @cached_property
    def _parts(self) -> Parts:
        if self.status != ValueStatus.REPORTED:
            return Parts()
        return parts_of(self.version, {name: getattr(self, name) for name in NUMBERS})


def kind_of(version: IndicatorVersion) -> Kind:
    """Return the kind of an indicator version."""
    return kind(version.kind)


def parts_of(version: IndicatorVersion, numbers: Mapping[str, Decimal | None]) -> Parts:
    """Return the additive parts of numbers entered for a version. Raises EntryError."""
    return kind_of(version).clean(
        numbers,
        multiplier=version.multiplier,
        scale_min=version.scale_min,
        scale_max=version.scale_max,
    )


def values_of(submission: Submission) -> list[Given]:
    """Return the values of an open submission, in the order in which they were entered."""
    return values_of_all([submission])[submission.pk]


def values_of_all(submissions: Iterable[Submission]) -> dict[int, list[Given]]:
    """Return the values of open submissions by the submission's id; as many queries for many as for one."""
    found: dict[int, list[Given]] = {submission.pk: [] for submission in submissions}
    entries = (
        Entry.objects.filter(submission__in=found)
        .select_related("cell")
        .annotate(code=F("version__indicator__code"))
        .order_by("id")
    )
    codes = {entry.code for entry in entries}
    sheets = {
        version.pk: (sheet, version) for sheet in catalogue(codes).values() for version in sheet.versions
    }
    for entry in entries:
        sheet, version = sheets[entry.version_id]
        found[entry.submission_id].append(
            Given(
                sheet=sheet,
                version=version,
                cell=combination_of(entry.cell.key),
                status=entry.status,
                note=entry.note,
                explanation=entry.explanation,
                typed=entry.typed,
                **{name: getattr(entry, name) for name in NUMBERS},
            )
        )
    return found


def too_long(text: str) -> str:
    """Say that a note or an explanation is too long; it is never cut."""
    told = {"letters": len(text), "most": LONGEST_NOTE}
    return _("This text has %(letters)d letters; %(most)d at most can be handed in. Shorten it.") % told
