"""The facts of digests."""

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext as _

from communications.words.digests import Frequency
from initiatives.outbox import Fact, event


@event("communications.digest_changed")
@dataclass(frozen=True)
class DigestChanged(Fact):
    """Somebody changed how often they get their digest; `by_link`: by the link in one, without signing in."""

    is_news: ClassVar[bool] = False

    frequency: str = ""
    by_link: bool = False

    def headline(self) -> str:
        if self.frequency == Frequency.OFF:
            return _("The digest was stopped")
        often = Frequency(self.frequency).label if self.frequency in Frequency.values else self.frequency
        return _("The digest was changed: %(often)s") % {"often": often}
