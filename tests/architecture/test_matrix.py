"""Every operation of the API visited as a stranger and as each role: nothing, or exactly what the table says."""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.urls import URLPattern, URLResolver, get_resolver
from rest_framework.views import APIView

from initiatives.kernel.access import SCOPE_OF, TABLE, Capability, Role, Scope
from initiatives.kernel.tenancy import person
from initiatives.models import Initiative, Membership, User
from initiatives.rest.views import ApiView, InitiativeView, PersonView
from tests import factories
from tests.api import Api
from tests.factories import (
    activities,
    agenda,
    backbone,
    communications,
    communications_decisions,
    communications_voice,
    onboarding,
    roles,
    surveys,
)
from tests.factories import measurement as make

METHODS = ("get", "post", "put", "patch", "delete")
VARIABLE = re.compile(r"<(?:(?P<kind>\w+):)?(?P<name>\w+)>")


@dataclass(frozen=True)
class Operation:
    """One method of one address."""

    route: str
    method: str
    view: type[ApiView]

    def __str__(self) -> str:
        return f"{self.method.upper()} {self.route}"

    @property
    def needs(self) -> Any:
        return getattr(self.view, self.method).operation.needs


def addresses(resolver: Any = None, before: str = "") -> Iterator[tuple[str, Any]]:
    """Yield every address below /api/ and its view."""
    for entry in (resolver or get_resolver()).url_patterns:
        route = before + str(entry.pattern).removeprefix("^")
        if isinstance(entry, URLResolver):
            yield from addresses(entry, route)
        elif isinstance(entry, URLPattern) and route.startswith("api/v1/"):
            yield route, entry.callback


def operations() -> list[Operation]:
    found = []
    for route, callback in addresses():
        view = getattr(callback, "cls", None) or getattr(callback, "view_class", None)
        if isinstance(view, type) and issubclass(view, ApiView):
            found += [Operation(f"/{route}", method, view) for method in METHODS if hasattr(view, method)]
    return found


ALL = operations()
INSIDE = [operation for operation in ALL if issubclass(operation.view, InitiativeView)]

# What stands open: the description, its documentation.
OPEN = {"api/v1/schema/", "api/v1/docs/"}


def test_every_address_of_the_api_is_an_operation_or_known_to_be_open() -> None:
    others = {
        route
        for route, callback in addresses()
        if not issubclass(getattr(callback, "cls", None) or getattr(callback, "view_class", object), ApiView)
    }

    assert others == OPEN
    assert len(ALL) > 40, "the list of operations is not what it should be"


@pytest.mark.parametrize("operation", ALL, ids=str)
def test_every_operation_declares_what_it_needs(operation: Operation) -> None:
    expected = Capability if issubclass(operation.view, InitiativeView) else Scope

    assert isinstance(operation.needs, expected)
    assert issubclass(operation.view, InitiativeView | PersonView)
    assert operation.view.authentication_classes == ApiView.authentication_classes
    assert operation.view.dispatch is ApiView.dispatch, "nobody goes round the checks"


def test_no_view_of_the_framework_itself_is_in_use() -> None:
    for _route, callback in addresses():
        view = getattr(callback, "cls", None)
        if view is not None and issubclass(view, APIView) and not issubclass(view, ApiView):
            assert view.__name__ == "ApiDocs"


@pytest.fixture
def filled(riverbend: Initiative, ben: User) -> dict[str, str]:
    """riverbend with one of everything; what the variables of an address stand for there."""
    make.dimension(riverbend, "sex", "f", "m")
    make.indicator(riverbend, "meals", dimensions=["sex"])
    cycle = make.cycle(riverbend, "2024-Q1")
    submission = make.hand_in(riverbend, ben, "school-board", "2024-Q1", [{"indicator": "meals", "value": 5}])
    [asked] = list_of(riverbend, "requests")
    make.around(riverbend, "meals", "tutored")
    aimed = targeted(riverbend)
    return {
        **aimed,
        **agenda.named(riverbend),
        **grouped(riverbend, ben),
        **activities.named(riverbend),
        **communications.named(riverbend),
        **communications_decisions.named(riverbend),
        **surveys.named(riverbend),
        **roles.named(riverbend),
        **onboarding.named(riverbend),
        **communications_voice.named(riverbend),
        "slug": "riverbend",
        "partners": "school-board",
        "places": "north",
        "dimensions": "sex",
        "indicators": "meals",
        "packs": "health",
        "packages": str(factories.core.package(riverbend).public_id),
        "assignments": "school-board:meals:2024-01-01",
        "cycles": str(cycle.public_id),
        "requests": asked["id"],
        "submissions": str(submission.public_id),
        "deliveries": str(make.dropped(riverbend).public_id),
        **collected(riverbend, asked["id"]),
        "sign-offs": list_of(riverbend, "sign-offs")[0]["id"],
        "wanted-indicators": list_of(riverbend, "wanted-indicators")[0]["id"],
        "contributors": "tutored",
        **reported(riverbend),
        "partners reports": str(make.layout(riverbend, ben, "school-board", "meals").public_id),
        "agreements": str(make.agreement(riverbend, "school-board").public_id),
        "dashboards": "funders",
        "quarters": backbone.looked_at(riverbend)["backbone:release_health quarter"],
        "passages": told_beside(riverbend),
        "contact-log": str(backbone.contacted(riverbend).public_id),
        "people": person_of(ben.email),
        "failures": "1",
        "checks": str(make.rule(riverbend, "Meals are not negative", "meals").public_id),
    }


def collected(where: Initiative, request: str) -> dict[str, str]:
    """A link, and no file (one hangs on a draft, which is its partner's own)."""
    api = Api(factories.token(factories.core.lead_of(where)))
    made = api.post(f"/initiatives/{where.slug}/requests/{request}/links/", {})
    return {"links": made.json["id"], "evidence": "00000000-0000-0000-0000-000000000000"}


def told_beside(where: Initiative) -> str:
    """A text that stands beside figures."""
    api = Api(factories.token(factories.core.lead_of(where)))
    made = api.post(f"/initiatives/{where.slug}/passages/", {"kind": "text", "body": "Counted once."})
    return str(made.json["id"])


def reported(where: Initiative) -> dict[str, str]:
    """A report and a link to it."""
    found = backbone.report(where)
    return {"reports": str(found.public_id), "share-links": str(backbone.shared(where, found)[0].public_id)}


def grouped(where: Initiative, who: User) -> dict[str, str]:
    """A group, and a person's seat in it."""
    api = Api(factories.token(factories.core.lead_of(where)))
    group, person = api.post(f"/initiatives/{where.slug}/groups/", {"name": "Reading"}), person_of(who.email)
    api.post(f"/initiatives/{where.slug}/groups/{group.json['id']}/seats/", {"person": person})
    return {"groups": group.json["id"], "seats": person}


def targeted(where: Initiative) -> dict[str, str]:
    """A target, a forecast, a session and its task, by the lists that they are in."""
    api = Api(factories.token(factories.core.lead_of(where)))
    home = f"/initiatives/{where.slug}"
    aim = {"indicator": "meals", "value": 9, "date": "2030-12-31", "reason": "x"}
    points = {"points": [{"period": "2040-Q1", "expected": 5}]}
    person = person_of(factories.core.lead_of(where).email)
    forecast = api.post(f"{home}/indicators/meals/forecasts/", points).json["id"]
    session = api.post(f"{home}/indicators/meals/turning/", {"result": "All eat"}).json["id"]
    task = {"what": "Cook", "owner": person, "due": "2030-01-01"}
    [action] = api.post(f"{home}/turning/{session}/actions/", task).json["actions"]
    target = api.post(f"{home}/targets/", aim).json["id"]
    return {"targets": target, "forecasts": forecast, "turning": session, "actions": action["id"]}


def list_of(where: Initiative, name: str) -> list[dict[str, Any]]:
    api = Api(factories.token(factories.core.lead_of(where)))
    rows: list[dict[str, Any]] = api.get(f"/initiatives/{where.slug}/{name}/").json["results"]
    return rows


def filled_in(route: str, values: dict[str, str], slug: str = "") -> str:
    """Return the route with its variables replaced: a code or id by the thing its list is about.

    Of two lists of one name the one inside another is filled by both names.
    """

    def value(match: re.Match[str]) -> str:
        if match["name"] == "slug":
            return slug or values["slug"]
        before = route[: match.start()].rstrip("/").split("/")
        return values.get(f"{before[-3]} {before[-1]}") or values[before[-1]]

    return VARIABLE.sub(value, route)


def ask(api: Api, operation: Operation, path: str) -> Any:
    body = None if operation.method in ("get", "delete") else {}
    return api.ask(operation.method.upper(), path, body)


def told(answer: Any) -> dict[str, Any]:
    return {name: value for name, value in json.loads(answer.content).items() if name != "request_id"}


def test_a_stranger_finds_nothing_anywhere(
    filled: dict[str, str], zoe: User, as_api: Callable[..., Api]
) -> None:
    """Without If-Match, with an empty body: whatever would be told of those tells that something is there."""
    api = as_api(zoe)
    for operation in INSIDE:
        theirs = ask(api, operation, filled_in(operation.route, filled))
        absent = ask(api, operation, filled_in(operation.route, filled, slug="absent"))

        assert theirs.status == absent.status == 404, (str(operation), theirs)
        assert told(theirs) == told(absent), str(operation)
        assert set(theirs.headers) == set(absent.headers), str(operation)


def test_another_initiatives_ids_are_absent_in_ones_own(
    filled: dict[str, str], zoe: User, as_api: Callable[..., Api]
) -> None:
    """zoe, who may do everything in harbor, names riverbend's things there."""
    api = as_api(zoe)
    # Packs, audiences and who settles in come with the installation: they are the same everywhere.
    same = ("Pack", "AudienceDashboard", "OnboardingChecklist")
    named = [op for op in INSIDE if len(VARIABLE.findall(op.route)) > 1 and op.view.__name__ not in same]
    assert len(named) > 15
    nothing = told(api.get("/initiatives/absent/"))
    for operation in named:
        path = filled_in(operation.route, filled, slug="harbor") + QUERIES.get(operation.view.__name__, "")
        body = BODIES.get(operation.view.__name__)
        method = operation.method.upper()
        answer = api.ask(method, path, None if method in ("GET", "DELETE") else body or {}, If_Match="*")

        assert (answer.status, told(answer)) == (404, nothing), (str(operation), answer)


# The lists whose things are named by an id.
UUIDS = [
    "actions",
    "activities",
    "activity-imports",
    "activity-links",
    "after-action-reviews",
    "agenda-items",
    "agreements",
    "announcements",
    "asks",
    "backbone-tasks",
    "assessments",
    "blockers",
    "board",
    "campaigns",
    "causes",
    "charts",
    "check-in-links",
    "checks",
    "comments",
    "commitments",
    "consultations",
    "cycles",
    "decision-effects",
    "decision-evidence",
    "decision-interests",
    "decision-positions",
    "decisions",
    "deliveries",
    "equity-targets",
    "evidence",
    "feedback",
    "forecasts",
    "funding-sources",
    "goals",
    "groups",
    "leadership-steps",
    "lessons",
    "links",
    "media-mentions",
    "meeting-series",
    "meetings",
    "milestones",
    "onboardings",
    "outside",
    "packages",
    "passages",
    "contact-log",
    "policy-targets",
    "people",
    "questions",
    "ratifications",
    "remarks",
    "reports",
    "requests",
    "rsvp-links",
    "seats",
    "share-links",
    "sign-offs",
    "sign-ons",
    "staff-roles",
    "stand-ins",
    "strategies",
    "submissions",
    "surveys",
    "system-changes",
    "targets",
    "test-cycles",
    "themes",
    "tokens",
    "turning",
    "wanted-indicators",
]
# What an operation needs before it looks for what its address names.
BODIES = {
    "PackTake": {"codes": ["health-bp"]},
    "SubmissionReturn": {"reason": "x"},
    "SubmissionRevise": {"reason": "x", "observations": []},
    "SubmissionSendBack": {"reason": "x"},
    "SubmissionEvidence": {"indicator": "x", "name": "x", "content": "eA=="},
    "AgreementTerminate": {"last_day": "2030-01-01", "reason": "x"},
    "PartnerComing": {"indicator": "meals", "period": "2024-Q1"},
    "Reports": {"name": "x", "lines": [{"indicator": "meals"}]},
    "ReportWithdrawal": {"reason": "x"},
    "RequestExtend": {"until": "2090-01-01"},
    "RequestWorkbook": {"name": "x.xlsx", "content": "eA=="},
    "DeliveryWhose": {"partner": "x", "cycle": "00000000-0000-0000-0000-000000000001"},
    "Submission": {"observations": []},
    "BackCasts": {"source": "x", "observations": []},
    "Contributors": {"measure": "x"},
    "Heads": {"period": "2024", "basis": "counted", "value": 1, "source": "x"},
    "SignOffGive": {"position": "agrees"},
    "SignOffAnswer": {"answer": "x"},
    "WantedIndicatorDrop": {"reason": "x"},
    "WantedIndicatorDefine": {"code": "x"},
    "Check": {"left": [], "operator": "eq", "severity": "notice", "reason": "x"},
    "TargetWithdraw": {"reason": "x"},
    "SessionActions": {"what": "x", "owner": "00000000-0000-0000-0000-000000000001", "due": "2030-01-01"},
    "IndicatorSessions": {"result": "x"},
    "GroupClose": {"reason": "x"},
    "Seats": {"person": "00000000-0000-0000-0000-000000000001"},
    "PartnerContacts": {"on": "2024-01-01", "way": "call", "purpose": "x"},
    "Contact": {"on": "2024-01-01", "way": "call", "purpose": "x"},
    "ContactRemoval": {"reason": "x"},
    **agenda.BODIES,
    **activities.BODIES,
    **communications.BODIES,
    **communications_decisions.BODIES,
    **surveys.BODIES,
    **roles.BODIES,
    **onboarding.BODIES,
    **communications_voice.BODIES,
}
# Where a seat in the group decides, beyond the role: tests/communications/test_decisions.py.
BY_SEAT = {"DecisionPositions", "DecisionEffects"}
# What is whoever's who wrote it, and staff's: tests/communications/test_announcements.py.
BY_SEAT |= {"AnnouncementRemind", "AnnouncementWords", "AnnouncementComment"}
# A partner's lead reads what is computed about their own partner alone, and takes its own word back:
# tests/backbone/test_relations.py, test_record.py, test_roles.py.
BY_SEAT |= {"PartnerRelation", "PartnerRecord", "PartnerBrief", "SignOnWithdraw"}
QUERIES = {
    "AgendaDifferences": "?with=1",
    "Gap": "?by=sector",
    "ReportFigures": "?year=2024",
    "Explain": "?period=2024-Q1",
    "Periods": "?cadence=yearly&from=2024",
}


@pytest.mark.parametrize("role", list(Role))
def test_each_role_may_do_what_the_table_says(
    role: Role, filled: dict[str, str], riverbend: Initiative, as_api: Callable[..., Api]
) -> None:
    who = factories.user()
    partner = None
    if role in (Role.PARTNER_LEAD, Role.CONTRIBUTOR):
        partner = factories.partner(riverbend, "its-own")
    factories.member(riverbend, who, role, of=partner)
    api = as_api(who)
    for operation in INSIDE:
        path = filled_in(operation.route, filled) + QUERIES.get(operation.view.__name__, "")
        # A change is asked for without If-Match or body: past the door it fails for that reason, undone.
        answer = ask(api, operation, path)

        if operation.needs in TABLE[role]:
            refused = answer.status == 403 and operation.view.__name__ not in BY_SEAT
            assert not refused, (role, str(operation), answer)
            assert answer.status < 500, (role, str(operation), answer)
        else:
            assert (answer.status, answer.code) == (403, "forbidden"), (role, str(operation), answer)


@pytest.mark.parametrize("scope", list(Scope))
def test_each_scope_opens_what_it_says(
    scope: Scope, filled: dict[str, str], ana: User, as_api: Callable[..., Api]
) -> None:
    api = as_api(ana, [scope])
    for operation in INSIDE:
        answer = ask(api, operation, filled_in(operation.route, filled))

        opened = SCOPE_OF[operation.needs] in (scope, Scope.READ)
        assert (answer.status == 403) != opened, (scope, str(operation), answer)
        if not opened:
            assert answer.code == "scope"


@pytest.mark.parametrize("operation", ALL, ids=str)
def test_nobody_is_let_in_without_saying_who_they_are(db: None, operation: Operation) -> None:
    values = dict.fromkeys(
        [
            "partners",
            "places",
            "dimensions",
            "dashboards",
            "indicators",
            "packs",
            "assignments",
            "contributors",
            "populations",
            "lines",
            "checklists",
        ],
        "x",
    ) | dict.fromkeys(["agendas", "failures", "phases"], "1")
    values |= {"quarters": "2024-Q1"}
    values |= dict.fromkeys(UUIDS, "00000000-0000-0000-0000-000000000000")

    answer = ask(Api(), operation, filled_in(operation.route, {"slug": "x", **values}))

    assert answer.status == 401, answer


def test_another_initiatives_things_in_a_body_are_absent(
    filled: dict[str, str], zoe: User, as_api: Callable[..., Api]
) -> None:
    """Wherever a body or query names a thing by code or id, riverbend's is told of like one that never was."""
    api = as_api(zoe)
    home = "/initiatives/harbor"
    api.post(f"{home}/indicators/", {"code": "own", "name": "Own"})
    api.post(f"{home}/partners/", {"code": "us", "name": "Us", "sector": "media"})
    row = {"partner": "us", "indicator": "own", "period": "2024-Q1", "value": 1}
    uuid = "00000000-0000-0000-0000-00000000000"
    steward = person_of("ana@riverbend.example")
    asked: list[tuple[str, Any, str, str]] = [
        ("places/", {"code": "p", "name": "P", "parent": "NAME"}, "north", "absent"),
        ("partners/", {"code": "p", "name": "P", "sector": "media", "place": "NAME"}, "north", "absent"),
        ("indicators/", {"code": "i", "name": "I", "dimensions": ["NAME"]}, "sex", "absent"),
        ("indicators/", {"code": "i", "name": "I", "steward": "NAME"}, steward, f"{uuid}1"),
        (
            "assignments/",
            {"partner": "NAME", "indicator": "own", "from": "2024-01-01"},
            "school-board",
            "absent",
        ),
        ("assignments/", {"partner": "us", "indicator": "NAME", "from": "2024-01-01"}, "meals", "absent"),
        ("submissions/", {"partner": "NAME", "period": "2024-Q1"}, "school-board", "absent"),
        ("submissions/bulk/", {"observations": [{**row, "partner": "NAME"}]}, "school-board", "absent"),
        ("submissions/bulk/", {"observations": [{**row, "indicator": "NAME"}]}, "meals", "absent"),
        ("submissions/bulk/", {"observations": [{**row, "cell": {"NAME": "f"}}]}, "sex", "absent"),
        ("goals/", {"statement": "g", "indicators": ["NAME"]}, "meals", "absent"),
        (
            "strategies/",
            {"name": "s", "engagement": "inform", "goals": ["NAME"]},
            filled["goals"],
            f"{uuid}1",
        ),
        (
            "strategies/",
            {"name": "s", "engagement": "inform", "causes": ["NAME"]},
            filled["causes"],
            f"{uuid}1",
        ),
        (
            "commitments/",
            {"partner": "NAME", "kind": "data", "promise": "p", "starts_on": "2024-01-01"},
            "school-board",
            "absent",
        ),
    ]
    for path, body, theirs, absent in asked:
        text = json.dumps(body)
        found = [
            api.ask("POST", f"{home}/{path}", raw=text.replace("NAME", name)) for name in (theirs, absent)
        ]
        assert found[0].status == found[1].status == 422, (path, body, found)
        shown = [
            json.dumps(told(answer)).replace(name, "NAME")
            for answer, name in zip(found, (theirs, absent), strict=True)
        ]
        assert shown[0] == shown[1], (path, body)
    for query in (
        f"requests/?cycle={filled['cycles']}",
        f"submissions/?cycle={filled['cycles']}",
        "submissions/?partner=school-board",
        "partners/?place=north",
        "places/?parent=north",
        "events/?partner=school-board",
    ):
        assert api.get(f"{home}/{query}").json["results"] == [], query


def person_of(email: str) -> str:
    """The public id of a person of riverbend."""
    with person(User.objects.get(email=email)):
        return str(Membership.mine.get(initiative__slug="riverbend").public_id)


CANARY = "canary-7f3a"


def test_nothing_of_another_initiative_is_ever_told(
    riverbend: Initiative, zoe: User, ana: User, as_api: Callable[..., Api]
) -> None:
    """Texts planted in every corner of riverbend are in no answer that zoe gets."""
    place, partner = f"{CANARY}-place", f"{CANARY}-partner"
    factories.place(riverbend, place)
    factories.partner(riverbend, partner, place=place, about=CANARY, identifier=CANARY)
    agenda.planted(riverbend, CANARY)
    activities.planted(riverbend, CANARY)
    make.dimension(riverbend, f"{CANARY}-dimension", f"{CANARY}-category")
    make.indicator(riverbend, f"{CANARY}-indicator", dimensions=[f"{CANARY}-dimension"], definition=CANARY)
    make.cycle(riverbend, "2024-Q1")
    rows = [{"indicator": f"{CANARY}-indicator", "value": 77013, "note": CANARY}]
    make.accepted(riverbend, ana_who_may(riverbend, ana), partner, "2024-Q1", rows)
    seen = [
        as_api(ana).get(path(operation, "riverbend")).content
        for operation in INSIDE
        if operation.method == "get" and len(VARIABLE.findall(operation.route)) == 1
    ]
    assert sum(CANARY.encode() in content for content in seen) >= 6, "the canary is not where it should be"

    api = as_api(zoe)
    for operation in INSIDE:
        if operation.method == "get" and len(VARIABLE.findall(operation.route)) == 1:
            for slug in ("harbor", "riverbend"):
                for suffix in ("", f"?partner={partner}", "?format=csv"):
                    answer = api.get(path(operation, slug) + suffix)
                    assert CANARY.encode() not in answer.content, (str(operation), answer)
                    assert b"77013" not in answer.content, (str(operation), answer)
    assert CANARY.encode() not in api.get("/initiatives/").content


def path(operation: Operation, slug: str) -> str:
    return VARIABLE.sub(slug, operation.route)


def ana_who_may(where: Initiative, ana: User) -> User:
    """ana, in an initiative that lets her accept what she handed in herself."""
    Api(factories.token(ana)).patch(f"/initiatives/{where.slug}/", {"self_acceptance": True}, If_Match="*")
    return ana
