"""Facts about figures that go in or come out again."""

from dataclasses import dataclass

from django.utils.translation import ngettext

from initiatives.outbox import Fact, event


@event("measurement.figures_loaded")
@dataclass(frozen=True)
class FiguresLoaded(Fact):
    observations: int = 0
    submissions: int = 0
    accepted: bool = False
    source: str = ""

    def headline(self) -> str:
        line = ngettext("%(n)s figure was loaded", "%(n)s figures were loaded", self.observations) % {
            "n": self.observations
        }
        return f"{line}: {self.source}" if self.source else line


@event("measurement.contacts_taken_in")
@dataclass(frozen=True)
class ContactsTakenIn(Fact):
    people: int = 0
    partners: int = 0
    source: str = ""

    def headline(self) -> str:
        told = ngettext(
            "%(people)d contact was taken in from “%(source)s”",
            "%(people)d contacts were taken in from “%(source)s”",
            self.people,
        )
        return told % {"people": self.people, "source": self.source}


@event("measurement.import_taken_back")
@dataclass(frozen=True)
class ImportTakenBack(Fact):
    observations: int = 0
    source: str = ""

    def headline(self) -> str:
        line = ngettext(
            "%(n)s imported figure was taken back",
            "%(n)s imported figures were taken back",
            self.observations,
        ) % {"n": self.observations}
        return f"{line}: {self.source}" if self.source else line
