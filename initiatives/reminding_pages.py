"""The page on which one is about to remind somebody: the letters are read first, and take a word of one's own."""

from abc import abstractmethod
from collections.abc import Sequence
from typing import Any

from django.http import HttpResponseBase
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from initiatives.services.reminding import Reminder
from initiatives.web import FormView


class ReminderPage(FormView):
    """One thing that waits: who would be written to, what they would read, and whom to call instead."""

    template_name = "initiatives/remind.html"
    submit = gettext_lazy("Send the reminder")
    letters: Sequence[Reminder]

    @abstractmethod
    def back(self) -> str:
        """Return the address to which one is led back."""

    def done(self, result: Any) -> HttpResponseBase:
        names = ", ".join(row.to.name for row in result)
        message = _("Reminded: the letter goes to %(who)s.") % {"who": names}
        ends = [one.waits_until for one in self.letters if one.waits_until is not None]
        if ends:
            when = date_format(localtime(max(ends)), "DATETIME_FORMAT")
            message += " " + _("It leaves when their quiet hours end, on %s.") % when
        return self.go(self.back(), message)

    def told(self) -> dict[str, Any]:
        return {
            "letters": self.letters,
            "sends": any(one.to is not None for one in self.letters),
            "about": self.letters[0].about if self.letters else None,
            "back": self.back_to or self.back(),
            "calls_url": self.url("initiatives:calls"),
        }
