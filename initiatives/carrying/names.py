"""Whose name goes along: people who said so; everybody else goes as a former member, in texts too."""

import re
from dataclasses import dataclass, field
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from initiatives.models import Initiative, Membership, User

# Accounts that came with a package have such an address: nobody is reached at it, and nobody signs in with it.
NOWHERE = "@handed-over.invalid"


def pseudonym(membership: Membership) -> str:
    """Return the name that leads to nobody, the same in every package (in the active language)."""
    return _("Former member %(mark)s") % {"mark": membership.public_id.hex[:6].upper()}


@dataclass
class Names:
    """What people are called in a package, by membership and by account; `instead` what their names become in texts."""

    people: dict[int, str] = field(default_factory=dict)
    accounts: dict[int, str] = field(default_factory=dict)
    instead: dict[str, str] = field(default_factory=dict)
    _words: re.Pattern[str] | None = None

    def told(self, value: Any) -> Any:
        """Return a text, or a JSON value with all its texts, without the names of those who stay behind."""
        if isinstance(value, str):
            return self._text(value)
        if isinstance(value, list):
            return [self.told(one) for one in value]
        if isinstance(value, dict):
            return {key: self.told(one) for key, one in value.items()}
        return value

    def _text(self, text: str) -> str:
        if text in self.instead:
            return self.instead[text]
        if self._words is None:
            # A first name alone may be any word: it is replaced only where it is the whole text.
            said = sorted(
                (name for name in self.instead if " " in name or "@" in name), key=len, reverse=True
            )
            choice = "|".join(re.escape(name) for name in said) or "(?!)"
            self._words = re.compile(rf"(?<!\w)(?:{choice})(?!\w)")
        return self._words.sub(lambda found: self.instead[found.group()], text)


def names_of(initiative: Initiative, account_ids: set[int]) -> Names:
    """Return what the people of the active initiative, and the accounts named in it, are called in a package."""
    names = Names()
    with translation.override(initiative.language):
        memberships = list(Membership.objects.select_related("user").order_by("id"))
        for row in memberships:
            _add(names, row)
        known = {row.user_id: row for row in memberships if row.user_id is not None}
        # Those that came with a package come first, in the order in which they came.
        users = User.objects.filter(pk__in=account_ids)
        for user in sorted(users, key=lambda user: (not user.email.endswith(NOWHERE), user.pk)):
            names.accounts[user.pk] = _account(names, user, known.get(user.pk))
    return names


def _add(names: Names, row: Membership) -> None:
    goes = row.goes_along
    named = goes != Membership.GoesAlong.NOTHING
    called = row.name if named or row.forgotten_at else pseudonym(row)
    names.people[row.pk] = called
    own = {row.name, *((row.user.name, row.user.email) if row.user else ())}
    if not named:
        names.instead |= dict.fromkeys(own - {"", called}, called)
    if goes != Membership.GoesAlong.ADDRESS:
        addresses = {row.email, row.phone, row.user.email if row.user else ""}
        names.instead |= dict.fromkeys(addresses - {""}, called)


def _account(names: Names, user: User, membership: Membership | None) -> str:
    if user.email.endswith(NOWHERE):
        return user.name
    if membership is not None:
        return names.people[membership.pk]
    # Somebody of another initiative whose hand is in this one's history.
    names.instead |= dict.fromkeys({user.name, user.email} - {""}, _("Somebody else"))
    return _("Somebody else")
