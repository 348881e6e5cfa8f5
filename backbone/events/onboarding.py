"""What is announced of partners and colleagues who settle in."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from backbone.words.onboarding import Newcomer
from initiatives.outbox import Fact, event


@dataclass(frozen=True)
class _OnboardingFact(Fact):
    """`name` is that of a partner; of a colleague there is `to`, their public id."""

    name: str = ""
    to: str = ""

    @property
    def whose(self) -> str:
        """Who settles in, in the active language."""
        return self.name or _("a new colleague")


@event("backbone.onboarding_begun")
@dataclass(frozen=True)
class OnboardingBegun(_OnboardingFact):
    def headline(self) -> str:
        return _("The checklist of %(name)s was begun") % {"name": self.whose}


@event("backbone.onboarding_ended")
@dataclass(frozen=True)
class OnboardingEnded(_OnboardingFact):
    left: int = 0

    def headline(self) -> str:
        return _("%(name)s has settled in: the checklist was closed") % {"name": self.whose}


@dataclass(frozen=True)
class _ItemFact(_OnboardingFact):
    text: str = ""

    def _said(self, line: str) -> str:
        return line % {"name": self.whose, "text": self.text}


@event("backbone.onboarding_item_added")
@dataclass(frozen=True)
class OnboardingItemAdded(_ItemFact):
    def headline(self) -> str:
        return self._said(_("On the checklist of %(name)s now: %(text)s"))


@event("backbone.onboarding_item_ticked")
@dataclass(frozen=True)
class OnboardingItemTicked(_ItemFact):
    def headline(self) -> str:
        return self._said(_("Done for %(name)s: %(text)s"))


@event("backbone.onboarding_item_unticked")
@dataclass(frozen=True)
class OnboardingItemUnticked(_ItemFact):
    def headline(self) -> str:
        return self._said(_("Not done after all for %(name)s: %(text)s"))


@event("backbone.onboarding_item_changed")
@dataclass(frozen=True)
class OnboardingItemChanged(_ItemFact):
    left_out: str = ""

    def headline(self) -> str:
        line = (
            _("Left out for %(name)s: %(text)s") if self.left_out else _("Given out for %(name)s: %(text)s")
        )
        return self._said(line)


@event("backbone.checklist_changed")
@dataclass(frozen=True)
class ChecklistChanged(Fact):
    newcomer: str = Newcomer.PARTNER
    begins_itself: bool = False

    def headline(self) -> str:
        return _("What the checklist begins with was changed: %(newcomer)s") % {
            "newcomer": Newcomer(self.newcomer).label
        }
