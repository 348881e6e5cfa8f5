"""The facts that backbone support announces."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from backbone.words import Audience
from initiatives.outbox import Fact, event


@event("backbone.shown_chosen")
@dataclass(frozen=True)
class ShownChosen(Fact):
    """What an audience is shown was chosen; nothing chosen means that its page fills itself again."""

    audience: str = Audience.FUNDERS
    indicators: tuple[str, ...] = ()
    passages: int = 0

    def headline(self) -> str:
        words = {"audience": Audience(self.audience).label}
        if not self.indicators and not self.passages:
            return _("What is shown to “%(audience)s” fills itself again") % words
        return _("What is shown to “%(audience)s” was chosen") % words


@dataclass(frozen=True)
class _PassageFact(Fact):
    kind: str = ""
    name: str = ""


@event("backbone.passage_written")
@dataclass(frozen=True)
class PassageWritten(_PassageFact):
    def headline(self) -> str:
        return _("“%(name)s” was written, to stand beside figures") % {"name": self.name}


@event("backbone.passage_changed")
@dataclass(frozen=True)
class PassageChanged(_PassageFact):
    def headline(self) -> str:
        return _("“%(name)s”, which stands beside figures, was changed") % {"name": self.name}


@event("backbone.passage_removed")
@dataclass(frozen=True)
class PassageRemoved(_PassageFact):
    def headline(self) -> str:
        return _("“%(name)s”, which stood beside figures, was removed") % {"name": self.name}
