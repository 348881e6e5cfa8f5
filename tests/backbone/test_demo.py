"""The demo as it stands once loaded: its published figures are those of the design, and its story is there.

Loaded once, at a fixed moment, into a database of its own; the tests only read, save the one that loads again.
"""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.contrib.auth.hashers import check_password
from django.test import override_settings

from backbone import demo
from backbone.demo import harbor, mesa, riverbend
from backbone.demo.numbers import ratios_with_gap, shares
from backbone.demo.rhythm import last_over
from backbone.demo.riverbend_meetings import months_before, soon
from backbone.queries import queue
from communications.rhythms import days_of
from initiatives.jobs import claim
from initiatives.kernel import clock
from initiatives.kernel.tenancy import TenantModel, tenant
from initiatives.models import Event, GroupMember, Membership, Partner, User
from initiatives.queries import enter, my_memberships
from initiatives.services.tokens import use_token
from measurement import queries, rollups
from measurement.models import Cycle, Indicator, Observation, Submission
from measurement.queries import Point, Question
from measurement.queries.deliveries import deliveries
from measurement.queries.imports import imports as all_imports
from measurement.services.submissions import TRANSITIONS
from measurement.words import CycleState
from tests import databases

NOW = datetime(2026, 11, 21, 15, tzinfo=UTC)
ANA, BEN, CLEO = "ana@riverbend.example", "ben@riverbend.example", "cleo@riverbend.example"
ZOE, GRACE = "zoe@harbor.example", "grace@harborbank.example"
LEADS = {"riverbend": ANA, "harbor": ZOE, "mesa": "marta@mesa.example"}
FUNDERS = {"riverbend": CLEO, "harbor": GRACE, "mesa": CLEO}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("home")
    quick = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    with override_settings(CONCERT_HOME=folder, MEDIA_ROOT=folder / "files", PASSWORD_HASHERS=quick):
        yield folder


@pytest.fixture(scope="module", autouse=True)
def loaded(database_template: str, django_db_blocker: Any, home: Any) -> Iterator[demo.Loaded]:
    """The demo, loaded at NOW; the clock stands still for the module."""
    with (
        django_db_blocker.unblock(),
        databases.clone(database_template) as name,
        databases.pointed(name),
        clock.at(NOW),
    ):
        yield demo.load(reset=False)


def account(email: str) -> User:
    return User.objects.get(email=email)


def points(email: str, slug: str, code: str, **asked: Any) -> list[Point]:
    with enter(account(email), slug) as actor:
        return list(queries.series(actor, queries.indicator(actor, code), Question(**asked)).points)


def shown(email: str, slug: str, code: str, **asked: Any) -> dict[str, str]:
    return {point.period.code: point.display for point in points(email, slug, code, **asked)}


def years(first: int, *values: str) -> dict[str, str]:
    return {str(first + place): value for place, value in enumerate(values)}


# The figures ------------------------------------------------------------------------------------------------

RIVERBEND = {
    "kindergarten-ready": years(2021, "52.1%", "51.4%", "53.0%", "54.2%", "55.9%"),
    "grade-3-reading": years(2021, "41.2%", "40.0%", "41.5%", "43.6%", "45.0%"),
    "grade-8-math": years(2021, "33.0%", "29.8%", "30.5%", "31.9%", "33.4%"),
    "graduation": years(2021, "81.5%", "82.0%", "83.1%", "84.4%", "85.2%"),
    "postsecondary-enrollment": years(2021, "58.9%", "57.2%", "57.0%", "58.1%", "58.8%"),
    "postsecondary-completion": years(2021, "34.0%", "34.6%", "35.1%", "35.9%", "36.2%"),
    "youth-not-in-work": years(2021, "14.8%", "14.1%", "13.2%", "12.7%", "11.9%"),
    "children-tutored": years(2022, "96", "140", "162", "180"),
    "tutored-gaining": years(2022, "58%", "61%", "63%", "65%"),
    "family-survey": years(2023, "3.2", "3.3", "3.5"),
}
HARBOR = {
    "returns": years(2023, "21.4%", "20.2%", "18.9%"),
    "exits-permanent": years(2023, "38%", "41%", "44%"),
    "first-time": years(2023, "1310", "1255", "1190"),
    "point-in-time": years(2023, "612", "598", "561"),
    "outreach-people-matched": years(2023, "160", "181", "207"),
}
MESA = {
    "healthy-weight": {"2021": "59.6%", "2023": "58.9%", "2025": "58.4%"},
    "active-60": years(2024, "31.0%", "32.4%"),
    "sugary-drinks": years(2024, "38.2%", "36.0%"),
    "park-walk": years(2023, "54%", "56%", "61%"),
    "schools-wellness": years(2023, "35%", "45%", "60%"),
    "breastfeeding": years(2024, "49.5%", "51.2%"),
    "policy-changes": years(2024, "1", "3"),
    "well-child-counselling": years(2024, "39.0%", "49.4%"),
    "active-class-minutes": years(2024, "21.2", "26.4"),
}
FIGURES = {"riverbend": RIVERBEND, "harbor": HARBOR, "mesa": MESA}


@pytest.mark.parametrize(
    ("slug", "code"), [(slug, code) for slug, figures in FIGURES.items() for code in figures]
)
def test_a_funder_reads_the_figures_of_the_design(slug: str, code: str) -> None:
    assert shown(FUNDERS[slug], slug, code) == FIGURES[slug][code]


@pytest.mark.parametrize(
    ("code", "wanted"),
    [
        ("chronic-absence", years(2021, "21.0%", "27.0%", "24.0%", "21.0%", "18.5%")),
        ("home-visits", years(2022, "71%", "74%", "78%", "80%")),
    ],
)
def test_quarters_come_together_in_the_years_of_the_design(code: str, wanted: dict[str, str]) -> None:
    settled = {
        year: value for year, value in shown(CLEO, "riverbend", code, time="yearly").items() if year < "2026"
    }
    assert settled == wanted


def test_grade_3_reading_is_so_many_of_so_many() -> None:
    last = points(CLEO, "riverbend", "grade-3-reading")[-1]
    assert (last.period.code, last.numerator, last.denominator) == ("2025", 1260, 2800)
    assert last.value == Decimal(45)


def test_the_reading_gap_was_28_points_and_is_falling() -> None:
    groups = points(CLEO, "riverbend", "grade-3-reading", by="income")
    known = {(point.period.code, point.group): point.value for point in groups}
    gaps = [
        (known[str(year), "other"] or 0) - (known[str(year), "low-income"] or 0) for year in range(2022, 2026)
    ]
    assert round(gaps[0], 1) == 28
    assert gaps == sorted(gaps, reverse=True)


def test_the_list_balances_with_its_flows_in_all_months_but_one() -> None:
    listed, into, out = (
        {point.period.code: point.value for point in points(ZOE, "harbor", code)}
        for code in ("actively-homeless", "inflow", "outflow")
    )
    assert listed["2026-01"] + into["2026-02"] - out["2026-02"] == 402
    assert listed["2026-02"] == 406
    months = sorted(listed)
    off = [
        month
        for before, month in zip(months, months[1:], strict=False)
        if listed[month] != listed[before] + into[month] - out[month]
    ]
    assert off == ["2026-02"]
    assert months[-1] == "2026-10"


def test_counts_of_people_across_partners_are_bounds_unless_their_rosters_were_matched() -> None:
    for slug, code, counted in (
        ("mesa", "children-in-programs", None),
        ("harbor", "outreach-people", 207),
    ):
        for reader in (LEADS[slug], FUNDERS[slug]):
            last = points(reader, slug, code)[-1]
            assert (last.value, last.low, last.high) == (counted, 120, 250)


def test_the_worked_sums_of_mesa() -> None:
    visits = points(CLEO, "mesa", "well-child-counselling")[-1]
    assert (visits.numerator, visits.denominator, visits.value) == (79, 160, Decimal("49.375"))
    assert points(CLEO, "mesa", "active-class-minutes")[-1].value == Decimal("26.4")


@pytest.mark.parametrize("slug", LEADS)
def test_each_reader_sees_something_of_every_indicator(slug: str) -> None:
    for reader in (LEADS[slug], FUNDERS[slug]):
        with enter(account(reader), slug) as actor:
            seen = {
                indicator.code: any(
                    point.value is not None or point.low is not None
                    for point in queries.series(actor, indicator).points
                )
                for indicator in queries.indicators(actor).filter(state="active")
            }
        assert len(seen) >= 12
        assert [code for code, something in seen.items() if not something] == []


@pytest.mark.parametrize("slug", LEADS)
def test_categories_add_up_and_no_part_exceeds_its_whole(slug: str) -> None:
    looked_at = 0
    with enter(account(LEADS[slug]), slug) as actor:
        for indicator in queries.indicators(actor):
            totals = {point.period: point for point in queries.series(actor, indicator).points}
            for point in totals.values():
                if indicator.latest_versions[0].kind == "ratio":
                    assert point.numerator <= point.denominator
            for axis in indicator.latest_versions[0].axes:
                groups = queries.series(actor, indicator, Question(by=axis.dimension.code)).points
                for period, total in totals.items():
                    parts = [point for point in groups if point.period == period]
                    if parts:
                        looked_at += 1
                        assert sum(part.numerator for part in parts) == total.numerator, (indicator, period)
    assert looked_at > 5


@pytest.mark.parametrize("slug", LEADS)
def test_what_is_stored_is_what_the_observations_give(slug: str) -> None:
    with enter(account(LEADS[slug]), slug):
        assert Observation.objects.count() > 50
        assert rollups.stale() == []
    assert claim() is None, "a job was left"


# The story --------------------------------------------------------------------------------------------------


def states(email: str, slug: str = "riverbend") -> dict[tuple[str, str], str]:
    with enter(account(email), slug) as actor:
        asked = queries.requests(actor).exclude(cycle__state=CycleState.LOCKED)
        return {(row.cycle.period_start.isoformat(), row.partner.code): row.state for row in asked}


def test_the_present_cycles_are_in_full_swing() -> None:
    found = states(ANA)
    month = {partner: state for (start, partner), state in found.items() if start == "2026-10-01"}
    quarter = {partner: state for (start, partner), state in found.items() if start == "2026-07-01"}
    assert len(month) + len(quarter) == len(found)
    assert month.pop("faith-network") == "overdue"
    assert set(month.values()) == {"accepted"}
    assert quarter["city-library"] == "submitted"
    assert quarter["bright-start"] == "returned"
    assert quarter["harbor-youth"] == "draft"
    assert sum(state == "accepted" for state in quarter.values()) == 3
    assert "overdue" not in quarter.values()
    with enter(account(ANA), "riverbend") as actor:
        open_ones = list(queries.cycles(actor).filter(state=CycleState.OPEN))
    assert [cycle.due > NOW.date() for cycle in open_ones] == [True]


def test_what_waits_for_review_has_an_explained_finding() -> None:
    with enter(account(ANA), "riverbend") as actor:
        waiting = queries.submissions(actor).get(state="submitted", partner__code="city-library")
        findings = queries.findings_of(waiting)
    assert [(f.indicator, f.severity) for f in findings if f.explanation] == [("books-given", "must_explain")]


def test_figures_came_by_link_by_workbook_and_by_file_as_well() -> None:
    with enter(account(ANA), "riverbend") as actor:
        waiting = {row.partner.code: row for row in queries.submissions(actor).filter(state="submitted")}
        dropped = {row.name: row for row in deliveries(actor)}
        files = [(row.name, row.state) for row in all_imports(actor)]
    assert set(waiting) == {"city-library", "parents-united", "faith-network"}
    assert waiting["parents-united"].sender == "Rosa Delgado"
    assert waiting["faith-network"].on_behalf and waiting["faith-network"].source.endswith(
        "sent by Amos Greene"
    )
    assert {name: row.state for name, row in dropped.items()} == {
        "faith-network-2026-Q3.xlsx": "handed_in",
        "October.xlsx": "filled",
        "harbor-youth.xlsx": "refused",
        "Copy of figures.xlsx": "asking",
        "Newsletter.pdf": "refused",
    }
    assert [problem["cell"] for problem in dropped["October.xlsx"].findings] == ["G11"]
    assert not any(row.written_at for row in dropped.values()), "nobody invented is written to"
    assert files == [("calls-fall-2025-mended.csv", "done"), ("calls-fall-2025.csv", "undone")]
    fall = {p.period.code: (p.value, p.status) for p in points(ANA, "riverbend", "attendance-nudges")[:4]}
    assert fall["2025-09"][0] == 588 + 377
    assert "revised" not in {status for _value, status in fall.values()}


def test_ben_has_a_hand_in_due() -> None:
    with enter(account(BEN), "riverbend") as actor:
        due = queries.requests(actor).get(cycle__state=CycleState.OPEN, cycle__cadence="quarterly")
        asked = queries.asked_of(actor, actor.partner_id or 0, last_over(NOW.date(), "quarterly"))
    assert (due.partner.code, due.state) == ("read-with-me", "not_started")
    assert NOW.date() < due.last_day <= NOW.date() + timedelta(days=14)
    assert {row.assignment.indicator.code for row in asked} == {
        "pupils-in-tutoring",
        "tutoring-sessions",
        "books-given",
    }
    assert all(row.last is not None for row in asked)


def test_an_extension_was_granted_and_a_return_says_why() -> None:
    with enter(account(ANA), "riverbend") as actor:
        extended = queries.requests(actor).exclude(extended_until=None).get()
        returned = queries.submissions(actor).get(state="returned")
    assert (extended.partner.code, extended.extended_until) == ("little-steps", date(2026, 12, 14))
    assert extended.extension_reason
    assert "last month missing" in returned.return_reason


@pytest.mark.parametrize(
    ("code", "period", "moment", "then", "now"),
    [
        ("grade-3-reading", "2023", datetime(2024, 3, 2, tzinfo=UTC), "41.1%", "41.5%"),
        ("books-given", "2026-Q1", datetime(2026, 6, 1, tzinfo=UTC), "2029", "2077"),
    ],
)
def test_a_revision_keeps_what_stood_before(
    code: str, period: str, moment: datetime, then: str, now: str
) -> None:
    assert shown(ANA, "riverbend", code, as_of=moment)[period] == then
    for reader in (ANA, CLEO):
        found = next(p for p in points(reader, "riverbend", code) if p.period.code == period)
        assert (found.display, found.status) == (now, "revised")
    with tenant(my_initiative(ANA, "riverbend")):
        revisions = Submission.objects.exclude(revises=None)
        assert all(row.reason for row in revisions)
        assert revisions.count() == 2


def test_one_indicator_was_redefined_and_retired_later() -> None:
    with enter(account(CLEO), "riverbend") as actor:
        hours = queries.indicator(actor, "volunteer-hours")
        first, second = queries.versions(actor, hours)
        versions = {p.period.code: p.version for p in queries.series(actor, hours).points}
    assert hours.state == "retired"
    assert (second.valid_from, bool(second.break_note)) == (date(2023, 7, 1), True)
    assert first.definition != second.definition
    assert (versions["2023-Q2"], versions["2023-Q3"], max(versions)) == (1, 2, "2024-Q4")


def test_small_cells_are_hidden_from_a_funder_and_seen_by_staff() -> None:
    for reader, hidden in ((CLEO, {"not-stated"}), (ANA, set())):
        latest = [p for p in points(reader, "riverbend", "graduation", by="sex") if p.period.code == "2025"]
        suppressed = {point.group for point in latest if point.suppressed}
        assert suppressed >= hidden
        # A single hidden category could be worked out from the total.
        assert len(suppressed) != 1
        assert bool(suppressed) == bool(hidden)
    races = [p for p in points(GRACE, "harbor", "veterans-homeless", by="race") if p.suppressed]
    assert {p.group for p in races} >= {"native", "another"}


def test_a_headline_that_is_not_about_people_is_seen_at_once() -> None:
    for slug in LEADS:
        with tenant(my_initiative(FUNDERS[slug], slug)):
            assert Indicator.objects.filter(headline=True, about_people=False, visibility="public").exists()
            assert 3 <= Indicator.objects.filter(headline=True).count() <= 15
    staff, funder = (points(reader, "riverbend", "tutoring-sessions") for reader in (ANA, CLEO))
    assert [(p.period, p.value) for p in staff] == [(p.period, p.value) for p in funder]


def test_a_partner_left_and_is_expected_no_longer() -> None:
    sessions = {p.period.code: p.expected for p in points(ANA, "riverbend", "tutoring-sessions")}
    assert (sessions["2025-Q2"], sessions["2025-Q3"]) == (5, 4)
    with tenant(my_initiative(ANA, "riverbend")):
        assert list(Partner.objects.filter(state="left").values_list("code", flat=True)) == [
            "summit-after-school"
        ]
        assert Membership.objects.exclude(ended_on=None).get().partner.code == "summit-after-school"


def test_two_years_of_quarters_are_settled() -> None:
    with tenant(my_initiative(ANA, "riverbend")):
        locked = Cycle.objects.filter(cadence="quarterly", state=CycleState.LOCKED)
        assert locked.filter(period_start__gte=date(2024, 1, 1)).count() >= 8
    for code in ("home-visits", "tutoring-sessions", "books-given"):
        many = [p for p in points(CLEO, "riverbend", code) if p.status != "provisional" and p.reported >= 3]
        assert len(many) >= 8, code


@pytest.mark.parametrize("slug", LEADS)
def test_the_stream_tells_it_in_the_order_of_time(slug: str) -> None:
    with tenant(my_initiative(LEADS[slug], slug)):
        moments = list(Event.objects.order_by("id").values_list("happened_at", flat=True))
        decided = Submission.objects.exclude(decided_at=None)
        assert all(row.submitted_at <= row.decided_at <= NOW for row in decided)
    assert len(moments) > 100
    assert moments == sorted(moments)
    assert moments[0] < NOW - timedelta(days=700)


def test_nobody_accepted_their_own_hand_in_but_for_history() -> None:
    with tenant(my_initiative(ANA, "riverbend")):
        own = Submission.objects.filter(self_accepted=True)
        assert own.exists()
        assert not own.filter(source="").exists()
        assert set(Submission.objects.values_list("state", flat=True)) <= set(TRANSITIONS)


# The people -------------------------------------------------------------------------------------------------


def my_initiative(email: str, slug: str) -> Any:
    return next(m.initiative for m in my_memberships(account(email)) if m.initiative.slug == slug)


def test_the_cast_can_sign_in_and_is_where_it_belongs(loaded: demo.Loaded) -> None:
    wanted = {
        ANA: {"riverbend": "backbone_lead", "mesa": "backbone_staff"},
        BEN: {"riverbend": "contributor"},
        CLEO: {"riverbend": "funder", "mesa": "funder"},
        "dora@riverbend.example": {"riverbend": "community"},
        ZOE: {"harbor": "backbone_lead"},
    }
    assert loaded.users == list(wanted)
    for email, places in wanted.items():
        user = account(email)
        assert {m.initiative.slug: m.role for m in my_memberships(user)} == places
        assert check_password(loaded.password, user.password)
        assert EmailAddress.objects.filter(user=user, email=email, verified=True, primary=True).exists()
        assert all(m.initiative.demonstration for m in my_memberships(user))


def test_there_are_people_without_accounts_and_groups_with_seats() -> None:
    with tenant(my_initiative(ANA, "riverbend")):
        assert Membership.objects.filter(user=None, email="", ended_on=None).exclude(phone="").count() >= 5
        seats = GroupMember.objects.filter(group__closed_on=None)
        assert seats.values("group").distinct().count() == 6
        assert seats.filter(co_chair=True).count() >= 10
        places = dict(Partner.objects.values_list("code", "main_contact__name"))
    assert places["read-with-me"] == "Priya Nair"


def test_a_monday_finds_a_steering_meeting_three_days_ahead_to_prepare() -> None:
    with enter(account(ANA), "riverbend") as actor:
        waiting = {source.key: rows for source, rows in queue(actor).sections}
        [steering] = waiting["communications.meetings"]
        # NOW is a Saturday: the third day from then is a Tuesday.
        assert steering.item.due == date(2026, 11, 24)
        # Of its own three points one has something to read; of the nine who sit there four have answered.
        assert "2 of them have nothing to read before. 4 of 9 have answered." in steering.item.note
        assert "measurement.late" in waiting and "measurement.agreements" in waiting


def test_the_steering_committee_meets_within_the_week_whatever_the_day_the_demo_is_loaded() -> None:
    for number in range(400):
        today = date(2026, 1, 1) + timedelta(days=number)
        coming = soon(today)
        assert coming.weekday() < 5 and 3 <= (coming - today).days <= 5, today
        _one, two, three, *_later = days_of("monthly", months_before(coming, 2), today + timedelta(days=100))
        # Two were held by now; the third is the coming one, or a week earlier where only this month has a fifth.
        assert two < today - timedelta(days=19), today
        assert three in (coming, coming - timedelta(days=7)), today


def test_a_second_load_changes_nothing_but_the_token(loaded: demo.Loaded, home: Path) -> None:
    before = everything()
    (home / "demo.json").write_text(json.dumps({"password": loaded.password}))
    again = demo.load(reset=False)
    assert everything() == before
    assert (again.users, again.password) == (loaded.users, loaded.password)
    assert again.token != loaded.token
    assert use_token(loaded.token) is None
    found = use_token(again.token)
    assert found is not None and found.user.email == ANA
    (home / "demo.json").unlink()
    after_loss = demo.load(reset=False)
    assert after_loss.password != again.password
    assert check_password(after_loss.password, account(ANA).password)


def everything() -> dict[tuple[str, str], list[int]]:
    """The ids of all rows of all initiatives, but for the events."""
    found = {}
    for slug, email in LEADS.items():
        with tenant(my_initiative(email, slug)):
            for model in apps.get_models():
                if issubclass(model, TenantModel) and model is not Event:
                    found[slug, model.__name__] = sorted(model.objects.values_list("pk", flat=True))
    assert any(found.values())
    return found


# What holds before anything is loaded ------------------------------------------------------------------------


def test_it_is_loaded_whole_or_not_at_all(cloned_database: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def begin(accounts: Any, now: datetime) -> None:
        accounts.of(ANA, "Ana")

    def fail(accounts: Any, now: datetime) -> None:
        raise RuntimeError("in the middle")

    monkeypatch.setattr(riverbend, "tell", begin)
    monkeypatch.setattr(harbor, "tell", fail)
    monkeypatch.setattr(mesa, "tell", fail)
    with pytest.raises(RuntimeError):
        demo.load(reset=False)
    assert not User.objects.exists()


def test_the_present_quarter_is_over_for_a_week_on_any_day() -> None:
    for offset in range(370):
        today = NOW.date() + timedelta(days=offset)
        present = last_over(today, "quarterly")
        assert today - timedelta(days=101) < present.end < today - timedelta(days=7)
        assert present.next.end >= today - timedelta(days=7)


def test_shares_add_up() -> None:
    assert shares(62, [38, 9, 15]) == [38, 9, 15]
    for total in range(40):
        parts = shares(total, [5, 3, 4])
        assert sum(parts) == total
        assert min(parts) >= 0


def test_a_gap_is_cut_as_asked() -> None:
    whole, behind, ahead = ratios_with_gap("x", "income", (1104, 2760), "low", "other", "28.0", "0.5")
    assert behind["numerator"] + ahead["numerator"] == whole["numerator"] == 1104
    gap = 100 * (ahead["numerator"] / ahead["denominator"] - behind["numerator"] / behind["denominator"])
    assert round(gap, 1) == 28
