"""The facts that are announced of surveys. Of an answer it is told that there is one, never whose it is."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from initiatives.outbox import Fact, event


@dataclass(frozen=True)
class _SurveyFact(Fact):
    title: str = ""

    def _said(self, line: str) -> str:
        return line % {"title": self.title}


@event("communications.survey_planned")
@dataclass(frozen=True)
class SurveyPlanned(_SurveyFact):
    opens_on: str = ""
    closes_on: str = ""
    audience: str = ""

    def headline(self) -> str:
        return self._said(_("A survey was planned: %(title)s"))


@event("communications.survey_changed")
@dataclass(frozen=True)
class SurveyChanged(_SurveyFact):
    fields: tuple[str, ...] = ()

    def headline(self) -> str:
        return self._said(_("A survey was changed: %(title)s"))


@event("communications.survey_called_off")
@dataclass(frozen=True)
class SurveyCalledOff(_SurveyFact):
    def headline(self) -> str:
        return self._said(_("A survey was called off before it opened: %(title)s"))


@event("communications.survey_opened")
@dataclass(frozen=True)
class SurveyOpened(_SurveyFact):
    asked: int = 0

    def headline(self) -> str:
        return self._said(_("You can answer a survey: %(title)s"))


@event("communications.survey_answered")
@dataclass(frozen=True)
class SurveyAnswered(_SurveyFact):
    def headline(self) -> str:
        return self._said(_("Somebody answered a survey: %(title)s"))


@event("communications.survey_reminded")
@dataclass(frozen=True)
class SurveyReminded(_SurveyFact):
    def headline(self) -> str:
        return self._said(_("Those who have not answered were reminded of a survey: %(title)s"))


@event("communications.survey_closed")
@dataclass(frozen=True)
class SurveyClosed(_SurveyFact):
    asked: int = 0
    answered: int = 0

    def headline(self) -> str:
        told = {"title": self.title, "answered": self.answered, "asked": self.asked}
        return _("A survey was closed: %(title)s. %(answered)d of %(asked)d answered.") % told


@event("communications.survey_remark_withheld")
@dataclass(frozen=True)
class SurveyRemarkWithheld(_SurveyFact):
    """`withheld`: kept back from those below the backbone, or given back."""

    withheld: bool = True

    def headline(self) -> str:
        if self.withheld:
            return self._said(_("A remark in a survey was kept back: %(title)s"))
        return self._said(_("A remark in a survey is shown again: %(title)s"))


@event("communications.survey_released")
@dataclass(frozen=True)
class SurveyReleased(_SurveyFact):
    def headline(self) -> str:
        return self._said(_("The results of a survey are shared: %(title)s"))
