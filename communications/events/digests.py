"""The facts of digests."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from communications.words.digests import Frequency
from initiatives.outbox import Fact, event


@event("communications.digest_changed")
@dataclass(frozen=True)
class DigestChanged(Fact):
    """Somebody changed how often they get their digest; `by_link`: by the link in one, without signing in."""

    name: str = ""
    frequency: str = ""
    by_link: bool = False

    def headline(self) -> str:
        if self.frequency == Frequency.OFF:
            return _("%(name)s stopped their digest") % {"name": self.name}
        often = Frequency(self.frequency).label if self.frequency in Frequency.values else self.frequency
        return _("%(name)s changed their digest: %(often)s") % {"name": self.name, "often": often}
