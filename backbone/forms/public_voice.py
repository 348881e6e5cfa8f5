"""What somebody tells the initiative on its public page, and what keeps programs from it.

That is a stamp of when the form was drawn, and a field that nobody sees.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4, uuid5

from django import forms
from django.core import signing
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communications.services.voice import LONGEST
from initiatives.forms.fields import text_field
from initiatives.forms.places import PlacedForm
from initiatives.kernel import clock
from initiatives.kernel.errors import DomainError

if TYPE_CHECKING:
    from initiatives.kernel.access import Actor

SALT = "public-voice"
TYPED = ("said", "place", "signed", "contact")
# Nobody writes a sentence faster; and a form that was left open longer is drawn anew.
LEAST, MOST = timedelta(seconds=3), timedelta(hours=12)


def stamp() -> str:
    """Return a new stamp: an id under which what is said is received once, and the moment."""
    return signing.dumps([str(uuid4()), clock.now().isoformat()], salt=SALT)


def stamped(text: str) -> UUID:
    """Return the id of a stamp. Raises DomainError for one that is not ours, too young or too old."""
    try:
        number, moment = signing.loads(text, salt=SALT)
        age = clock.now() - datetime.fromisoformat(moment)
    except (signing.BadSignature, ValueError, TypeError) as fault:
        raise DomainError("no_stamp", _("Please send it once more.")) from fault
    if age > MOST:
        raise DomainError("too_old", _("This page was open for long. Please send it once more."))
    if age < LEAST:
        raise DomainError("too_fast", _("That was very quick. Please send it once more."))
    return UUID(number)


class SayForm(PlacedForm):
    """What somebody tells the initiative, as anybody. `website` is for programs alone: people never see it."""

    said = text_field(gettext_lazy("What do you want to tell us?"), rows=6, required=True, most=LONGEST)
    place = forms.ChoiceField(label=gettext_lazy("Where is it about?"), required=False)
    signed = text_field(
        gettext_lazy("How may we call you?"),
        gettext_lazy("Such as “a grandmother at Old Mill”. Leave it empty to stay without a name."),
        most=80,
    )
    contact = text_field(
        gettext_lazy("How can we answer you?"),
        gettext_lazy(
            "A phone number or an e-mail address. It is shown nowhere, and forgotten once this is closed."
        ),
        most=200,
    )
    website = forms.CharField(
        label=gettext_lazy("Leave this empty"),
        required=False,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )
    stamp = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer_places(actor)

    def number(self) -> UUID:
        """Return under which id it is received: the same however often it is sent, another once the words are others.

        Whoever goes back in the browser and writes something else loses none of it. Raises DomainError as `stamped`.
        """
        return uuid5(
            stamped(self.cleaned_data["stamp"]), repr([self.cleaned_data.get(name) for name in TYPED])
        )

    def values(self) -> dict[str, Any]:
        """Return what the service takes."""
        given = self.placed()
        return {name: given[name] for name in TYPED}
