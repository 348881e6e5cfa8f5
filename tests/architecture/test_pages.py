"""Every page's address: declares a capability, is nothing to an outsider, opens to the roles the table names."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from initiatives.kernel.access import TABLE, Capability, Role
from initiatives.kernel.tenancy import tenant
from initiatives.models import Initiative, Membership, User
from initiatives.web import PageView, SignedInView

# Addresses that are no page of an initiative, with the reason why each needs no capability.
OPEN = {
    "account_login": "signing in",
    "demo_sign_in": "signing in, in a demo",
    "set_language": "the language of the pages, signed in or not",
    "initiatives:invitation": "whoever holds the link, signed in or not",
    "schema": "the description of the API is public",
    "api-docs": "the description of the API is public",
}
# Whole lists of addresses that are not ours or are looked at elsewhere (tests/architecture/test_matrix.py: API).
ELSEWHERE = ("accounts/", "api/", "static/", "styleguide/", "^api/")


def patterns(resolver: Any, route: str = "", space: str = "") -> Iterator[tuple[str, str, Any]]:
    """(route, name, view) of every address outside ELSEWHERE."""
    for entry in resolver.url_patterns:
        here = route + str(entry.pattern)
        if isinstance(entry, URLResolver):
            inner = f"{space}{entry.namespace}:" if entry.namespace else space
            yield from patterns(entry, here, inner)
        elif isinstance(entry, URLPattern) and not here.startswith(ELSEWHERE):
            yield here, f"{space}{entry.name}", entry


def pages() -> list[tuple[str, Any, type[PageView]]]:
    """(name, pattern, class) of every page of an initiative."""
    found = []
    for _route, name, entry in patterns(get_resolver()):
        view = getattr(entry.callback, "view_class", None)
        if view is not None and issubclass(view, PageView):
            found.append((name, entry, view))
    return found


PAGES = pages()
METHODS = ("get", "post", "put", "patch", "delete")
ROLES: dict[str, Role] = {
    "ana": Role.BACKBONE_LEAD,
    "sam": Role.BACKBONE_STAFF,
    "pia": Role.PARTNER_LEAD,
    "ben": Role.CONTRIBUTOR,
    "cleo": Role.FUNDER,
    "dora": Role.COMMUNITY,
}


@pytest.fixture
def address(riverbend: Initiative, ana: User, examples: dict[str, Any]) -> Any:
    """Makes the address of a page, with things of riverbend where it names one."""

    def make(name: str, entry: Any) -> str:
        wanted = [part for part in entry.pattern.converters if part != "slug"]
        given = {part: examples.get(f"{name} {part}", examples.get(part)) for part in wanted}
        missing = [part for part, value in given.items() if value is None]
        assert not missing, f"{name} needs an example of {missing}: add it to `examples`"
        return reverse(name, kwargs={"slug": "riverbend", **given})

    return make


@pytest.fixture
def examples(riverbend: Initiative, ana: User, ben: User) -> dict[str, Any]:
    """What stands for each part of an address; "<name of the page> <part>" where one page needs another."""
    with tenant(riverbend):
        someone = Membership.objects.get(user=ben)
    return {
        "code": "school-board",
        "public_id": someone.public_id,
        "initiatives:place code": "north",
        "initiatives:remove_place code": "north",
    }


def test_every_address_is_a_page_of_an_initiative_a_personal_page_or_listed_with_a_reason() -> None:
    strays = []
    for route, name, entry in patterns(get_resolver()):
        view = getattr(entry.callback, "view_class", None)
        known = view is not None and issubclass(view, SignedInView)
        if not known and name not in OPEN:
            strays.append(f"{route} ({name})")
    assert strays == []
    assert len(PAGES) > 15


def test_every_page_below_an_initiative_declares_capabilities() -> None:
    for route, name, entry in patterns(get_resolver()):
        if not route.startswith("i/<slug:slug>/"):
            continue
        view = getattr(entry.callback, "view_class", None)
        assert view is not None and issubclass(view, PageView), f"{name} goes round the base view"
        declared = [view.capability_for(method.upper()) for method in METHODS if hasattr(view, method)]
        assert any(declared), name
        assert all(found is None or isinstance(found, Capability) for found in declared), name


@pytest.mark.django_db
@pytest.mark.parametrize("page", PAGES, ids=[name for name, _entry, _view in PAGES])
def test_an_outsider_meets_nothing(page: Any, address: Any, zoe: User, client: Client) -> None:
    name, entry, view = page
    client.force_login(zoe)
    url = address(name, entry)
    for method in METHODS:
        if hasattr(view, method):
            answer = getattr(client, method)(url)
            assert answer.status_code == 404, f"{method} {url}"
            assert b"Riverbend" not in answer.content


@pytest.mark.django_db
@pytest.mark.parametrize("page", PAGES, ids=[name for name, _entry, _view in PAGES])
def test_each_role_opens_what_the_table_says(
    page: Any, address: Any, request: pytest.FixtureRequest, client: Client
) -> None:
    name, entry, view = page
    url = address(name, entry)
    for who, role in ROLES.items():
        client.force_login(request.getfixturevalue(who))
        for method in METHODS:
            if not hasattr(view, method):
                continue
            capability = view.capability_for(method.upper())
            if capability is None:
                assert getattr(client, method)(url).status_code == 405
                continue
            if method == "post" and capability in TABLE[role]:
                continue  # What a verb does is told by the tests of its service.
            answer = getattr(client, method)(url)
            if capability in TABLE[role]:
                # A partner's people may be kept from a thing that is not theirs: absent or refused.
                own = role in (Role.PARTNER_LEAD, Role.CONTRIBUTOR)
                assert answer.status_code in ((200, 403, 404) if own else (200,)), f"{who} {method} {url}"
            else:
                assert answer.status_code == 403, f"{who} {method} {url}"


@pytest.mark.django_db
def test_who_is_signed_out_is_sent_to_sign_in(address: Any, client: Client) -> None:
    for name, entry, view in PAGES:
        if hasattr(view, "get") and view.capability_for("GET"):
            answer = client.get(address(name, entry))
            assert answer.status_code == 302
            assert answer["Location"].startswith("/accounts/login/?next=/i/riverbend/")
