"""Accounts, initiatives, people, partners, places, tokens."""

import itertools
from collections.abc import Iterable
from datetime import date
from typing import Any

from initiatives import queries, services
from initiatives.kernel.access import Role, Scope
from initiatives.kernel.tenancy import tenant
from initiatives.models import Initiative, Membership, Package, Partner, Place, User
from initiatives.services.tokens import mint_token

PASSWORD = "correct horse battery staple"
_number = itertools.count(1)


def user(email: str = "", *, name: str = "", password: str = PASSWORD) -> User:
    """An account that may sign in with its password."""
    address = email or f"person{next(_number)}@example.org"
    return User.objects.create_user(address, password, name=name or address.split("@")[0].title())


def initiative(slug: str = "", *, lead: User | None = None, **values: Any) -> Initiative:
    """An initiative, started by `lead` (a new account when there is none)."""
    slug = slug or f"initiative-{next(_number)}"
    return services.start_initiative(
        lead or user(), slug=slug, name=values.pop("name", slug.title()), **values
    )


def partner(where: Initiative, code: str = "", *, lead: User | None = None, **values: Any) -> Partner:
    """A partner, added by the initiative's backbone lead."""
    code = code or f"partner-{next(_number)}"
    given = {"name": code.title(), "sector": "nonprofit", **values}
    with queries.enter(lead or lead_of(where), where.slug) as actor:
        return services.add_partner(actor, code=code, **given)


def place(where: Initiative, code: str, *, name: str = "", parent: str = "") -> Place:
    """A place, added by the initiative's backbone lead."""
    with queries.enter(lead_of(where), where.slug) as actor:
        return services.add_place(actor, code=code, name=name or code.title(), parent=parent)


def member(where: Initiative, who: User, role: Role | str, *, of: Partner | None = None) -> Membership:
    """A person's place in the initiative, as if an invitation had been accepted."""
    with tenant(where):
        return Membership.objects.create(
            user=who,
            name=who.name,
            email=who.email,
            role=Role(role),
            partner=of,
            since=date(2024, 1, 1),
        )


def package(where: Initiative) -> Package:
    """A package of the whole initiative, asked for by its backbone lead and not made yet."""
    with queries.enter(lead_of(where), where.slug) as actor:
        return Package.objects.first() or services.ask_package(actor)


def lead_of(where: Initiative) -> User:
    """The account that started the initiative."""
    with tenant(where):
        found = Membership.objects.filter(role=Role.BACKBONE_LEAD).order_by("id").first()
        assert found is not None and found.user is not None
        return found.user


def token(
    who: User, scopes: Iterable[str] = tuple(Scope), *, initiative: str = "", name: str = "test"
) -> str:
    """The secret of a new token of the account."""
    return mint_token(who, name=name, scopes=scopes, initiative=initiative)[1]
