"""Reports: figures frozen as their audience could read them, revisions noted beside, links that open one of them."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.db import ProgrammingError, transaction

from backbone import queries, services
from backbone.models import Report, ReportFigure, ShareLink
from backbone.words import ReportKind, ReportState
from initiatives.kernel import clock
from initiatives.kernel.access import Role, onlooker
from initiatives.kernel.errors import Conflict, DomainError, Forbidden, NotFound
from initiatives.kernel.tenancy import tenant
from initiatives.models import Event, Membership, User
from measurement.periods import parse
from tests.factories.scene import Scene, moment

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(db: None) -> Scene:
    made = Scene(self_acceptance=True, suppression_threshold=10)
    made.partners("A", "B", "C", "D")
    return made


def made(scene: Scene, kind: str = "funder", *, published: bool = True, **values: Any) -> Report:
    """A report about the first quarter of 2024, its figures read."""
    with scene.acting() as actor:
        given = {"kind": kind, "period": parse("2024-Q1"), "title": "Where we stand", **values}
        report = services.make_report(actor, **given)
    scene.work()
    if published:
        with scene.acting() as actor:
            report = services.publish_report(actor, report)
    return report


def told(scene: Scene, report: Report) -> dict[str, queries.FrozenFigure]:
    with scene.acting() as actor:
        found = queries.report(actor, report.public_id)
        return {row.code: row for row in queries.frozen(queries.reader_of(actor.initiative, found), found)}


def test_a_report_keeps_its_figures_and_notes_what_was_revised_later(scene: Scene) -> None:
    scene.indicator("r", "ratio", visibility="public", headline=True)
    given = {"A": {"numerator": 15, "denominator": 50}, "B": {"numerator": 20, "denominator": 30}}
    scene.give("r", "2024-Q1", {**given, "C": {"numerator": 10, "denominator": 20}}, at="2024-04-10")
    report = made(scene)

    [figure] = told(scene, report).values()
    assert (figure.told, figure.later, figure.coverage) == ("45.0\u00a0%", "", "all reported")

    scene.give("r", "2024-Q1", {"C": {"numerator": 13, "denominator": 20}}, reason="Counted again")
    [figure] = told(scene, report).values()
    assert (figure.told, figure.later) == ("45.0\u00a0%", "48.0\u00a0%")


def test_figures_are_read_with_the_eyes_of_the_audience_and_not_of_the_maker(scene: Scene) -> None:
    scene.indicator("few", about_people=True, headline=True)
    scene.indicator("many", about_people=True, headline=True)
    scene.give("few", "2024-Q1", {"A": {"value": 2}, "B": {"value": 3}, "C": {"value": 4}})
    scene.give("many", "2024-Q1", {"A": {"value": 200}, "B": {"value": 300}, "C": {"value": 417}})
    assert scene.point("few").value == 9, "staff see it"
    report = made(scene, published=False)

    found = told(scene, report)
    assert found["few"].point is not None and found["few"].point.suppressed
    assert found["few"].told == "hidden (few people)"
    assert found["many"].told == "917"
    with tenant(scene.where):
        kept = ReportFigure.objects.get(report=report, name="few")
        assert json.loads(json.dumps(kept.point))["value"] is None
        assert not [point for point in kept.course if point]
        assert "9" not in Report.objects.get(pk=report.pk).finding.replace("917", "")


def test_what_is_hidden_now_is_not_told_as_a_revision(scene: Scene) -> None:
    scene.indicator("p", about_people=True, headline=True)
    scene.give("p", "2024-Q1", {"A": {"value": 20}, "B": {"value": 30}, "C": {"value": 40}})
    report = made(scene)
    assert told(scene, report)["p"].told == "90"

    scene.give(
        "p", "2024-Q1", {"A": {"value": 1}, "B": {"value": 2}, "C": {"value": 3}}, reason="Meals, not people"
    )
    assert told(scene, report)["p"].told == "90"
    assert told(scene, report)["p"].later == ""


def test_groups_are_frozen_with_what_is_hidden_in_them(scene: Scene) -> None:
    scene.dimension("sex", "f", "m", "x")
    scene.indicator("p", about_people=True, headline=True, dimensions=["sex"])
    rows = [
        {"partner": partner, "indicator": "p", "period": "2024-Q1", "cell": {"sex": sex}, "value": value}
        for partner, values in {"A": (20, 10, 2), "B": (30, 15, 2), "C": (25, 16, 3)}.items()
        for sex, value in zip(("f", "m", "x"), values, strict=True)
    ]
    scene.load(*rows)
    report = made(scene)

    [(by, groups)] = told(scene, report)["p"].groups
    # 75, 41 and 7 make 123: 7 is hidden, and 41 with it, or 123 - 75 - 41 would tell it.
    assert by == "sex"
    assert [(g.name, g.told) for g in groups] == [
        ("f", "75"),
        ("m", "hidden (few people)"),
        ("x", "hidden (few people)"),
    ]


def test_a_draft_is_read_again_and_a_published_one_never(scene: Scene) -> None:
    scene.indicator("s", visibility="public", headline=True)
    three = {"A": {"value": 1}, "B": {"value": 2}, "C": {"value": 3}}
    scene.give("s", "2024-Q1", three)
    report = made(scene, published=False)
    scene.give("s", "2024-Q1", {"C": {"value": 7}}, reason="Counted again")
    assert told(scene, report)["s"].told == "6"
    with scene.acting() as actor:
        services.read_again(actor, report)
        with pytest.raises(Conflict, match="still being read"):
            services.publish_report(actor, report)
    scene.work()
    assert (told(scene, report)["s"].told, told(scene, report)["s"].later) == ("10", "")

    with scene.acting() as actor:
        services.change_report(actor, report, finding="It grew.", note="As agreed.")
        published = services.publish_report(actor, report)
        assert (published.finding, published.note) == ("It grew.", "As agreed.")
        for change in (
            lambda: services.change_report(actor, report, title="Another"),
            lambda: services.read_again(actor, report),
            lambda: services.publish_report(actor, report),
        ):
            with pytest.raises(Conflict, match="nothing in it changes"):
                change()
    with tenant(scene.where), pytest.raises(ProgrammingError), transaction.atomic():
        ReportFigure.objects.update(name="Another")


def test_a_finding_is_drafted_anew_until_somebody_writes_it(scene: Scene) -> None:
    """1 + 2 + 3 make 6, with 7 in place of 3 they make 10; what a person wrote of it stays."""
    scene.indicator("s", visibility="public", headline=True)
    scene.give("s", "2024-Q1", {"A": {"value": 1}, "B": {"value": 2}, "C": {"value": 3}})
    report = made(scene, published=False)
    assert finding_of(scene, report) and "6" in finding_of(scene, report)
    with scene.acting() as actor:
        services.change_report(actor, report, title="Another title")
    scene.give("s", "2024-Q1", {"C": {"value": 7}}, reason="Counted again")
    drafted = read_again(scene, report)
    assert "10" in drafted and "6" not in drafted

    with scene.acting() as actor:
        services.change_report(actor, report, finding="Ten, and growing.")
    scene.give("s", "2024-Q1", {"C": {"value": 9}}, reason="Counted once more")
    assert read_again(scene, report) == "Ten, and growing."
    with scene.acting() as actor:
        services.change_report(actor, report, finding="")
    assert "12" in read_again(scene, report)


def finding_of(scene: Scene, report: Report) -> str:
    with tenant(scene.where):
        return Report.objects.get(pk=report.pk).finding


def read_again(scene: Scene, report: Report) -> str:
    """The finding after the figures were read again."""
    with scene.acting() as actor:
        services.read_again(actor, report)
    scene.work()
    return finding_of(scene, report)


def test_a_job_that_is_done_twice_builds_once(scene: Scene) -> None:
    from backbone.building import build

    scene.indicator("s", visibility="public", headline=True)
    report = made(scene, published=False)
    with tenant(scene.where):
        build(scene.where.pk, f"{report.pk}:1")
        assert ReportFigure.objects.filter(report=report).count() == 1


def test_a_report_needs_a_title_an_audience_and_a_period_that_has_begun(scene: Scene) -> None:
    good: dict[str, Any] = {"kind": "board", "period": parse("2024-Q1"), "title": "A"}
    wrong = {
        "kind": {"kind": "everyone"},
        "title": {"title": "  "},
        "period": {"period": parse("2024-03")},
    }
    with scene.acting() as actor:
        for field, values in wrong.items():
            with pytest.raises(DomainError) as refused:
                services.make_report(actor, **{**good, **values})
            assert refused.value.field == field
        with pytest.raises(DomainError) as refused:
            services.make_report(actor, **{**good, "period": parse("2150")})
        assert refused.value.code == "in_future"
        with pytest.raises(DomainError):
            services.make_report(actor, **{**good, "title": "x" * 201})


@pytest.mark.parametrize(
    ("role", "finds"),
    [
        ("backbone_staff", {"board", "funder", "public", "yearly"}),
        ("partner_lead", {"board", "public", "yearly"}),
        ("funder", {"funder", "public", "yearly"}),
        ("community", {"public"}),
    ],
)
def test_each_finds_the_published_reports_made_for_them(scene: Scene, role: str, finds: set[str]) -> None:
    who = scene.person(role, "A" if role == "partner_lead" else "")
    for kind in ReportKind:
        made(scene, kind, period=parse("2024") if kind == ReportKind.YEARLY else parse("2024-Q1"))
    draft = made(scene, "public", published=False)
    gone = made(scene, "public")
    with scene.acting() as actor:
        services.withdraw_report(actor, gone, reason="A figure was wrong")

    with scene.acting(who) as actor:
        found = {row.kind for row in queries.reports(actor) if row.pk not in (draft.pk, gone.pk)}
        assert found == finds
        if role != "backbone_staff":
            assert queries.reports(actor).filter(pk__in=[draft.pk, gone.pk]).count() == 0
            with pytest.raises(NotFound):
                queries.report(actor, draft.public_id)
            with pytest.raises(Forbidden):
                services.make_report(actor, kind="board", period=parse("2024-Q1"), title="Mine")


def test_every_verb_is_told_in_the_stream(scene: Scene) -> None:
    report = made(scene)
    with scene.acting() as actor:
        link, _secret = services.share_report(actor, report, label="The council")
        services.revoke_share(actor, link)
        services.withdraw_report(actor, report, reason="A figure was wrong")
        keys = list(
            Event.objects.filter(subject=f"report:{report.public_id}")
            .order_by("id")
            .values_list("key", flat=True)
        )
    assert keys == [
        "backbone.report_made",
        "backbone.report_published",
        "backbone.share_link_made",
        "backbone.share_link_revoked",
        "backbone.report_withdrawn",
    ]


# --- links -------------------------------------------------------------------------------------------------


def shared(scene: Scene, report: Report, **values: Any) -> tuple[ShareLink, str]:
    with scene.acting() as actor:
        return services.share_report(actor, report, **values)


def opened(secret: str) -> str:
    """The title of the report that the secret opens, or why it does not."""
    pointer = queries.share_pointer(secret)
    if pointer is None:
        return "nothing"
    try:
        with queries.shared_report(pointer) as (_reader, report, _link):
            return report.title
    except Conflict as closed:
        return closed.message


def test_a_link_opens_its_one_report_until_it_is_revoked(scene: Scene) -> None:
    report = made(scene)
    link, secret = shared(scene, report)
    assert opened(secret) == "Where we stand"
    assert opened(secret + "x") == "nothing"
    assert secret.encode() not in bytes(link.secret_hash)

    with scene.acting() as actor:
        services.revoke_share(actor, link)
    assert "withdrawn" in opened(secret)


def test_a_link_expires(scene: Scene) -> None:
    _link, secret = shared(scene, made(scene), days=3)
    with clock.at(clock.now() + timedelta(days=2)):
        assert opened(secret) == "Where we stand"
    with clock.at(clock.now() + timedelta(days=3, minutes=1)):
        assert "out of date" in opened(secret)


def test_a_link_to_a_withdrawn_report_works_no_longer(scene: Scene) -> None:
    report = made(scene)
    _link, secret = shared(scene, report)
    with scene.acting() as actor:
        services.withdraw_report(actor, report, reason="A figure was wrong")
    assert "report has been withdrawn" in opened(secret)


def test_a_link_works_no_longer_than_its_maker_may_share(scene: Scene) -> None:
    report = made(scene)
    staff: User = scene.person("backbone_staff")
    with scene.acting(staff) as actor:
        _link, secret = services.share_report(actor, report)
    assert opened(secret) == "Where we stand"
    with tenant(scene.where):
        Membership.objects.filter(user=staff).update(role=Role.FUNDER)
    assert "withdrawn" in opened(secret)


def test_a_draft_is_not_shared_and_days_are_bounded(scene: Scene) -> None:
    draft = made(scene, published=False)
    with scene.acting() as actor:
        with pytest.raises(Conflict, match="Publish the report first"):
            services.share_report(actor, draft)
        report = services.publish_report(actor, draft)
        for days in (0, 401):
            with pytest.raises(DomainError) as refused:
                services.share_report(actor, report, days=days)
            assert refused.value.field == "days"
    with scene.acting(scene.person("funder")) as actor, pytest.raises(Forbidden):
        services.share_report(actor, report)


# --- the onlooker ------------------------------------------------------------------------------------------


def test_nobody_looks_on_as_staff_or_as_a_partner(scene: Scene) -> None:
    for role in (Role.BACKBONE_LEAD, Role.BACKBONE_STAFF, Role.PARTNER_LEAD, Role.CONTRIBUTOR):
        with pytest.raises(ValueError, match="nobody looks on"):
            onlooker(scene.where, role)


def test_an_onlooker_reads_and_does_nothing(scene: Scene) -> None:
    made(scene, "public")
    with tenant(scene.where):
        eyes = onlooker(scene.where, Role.COMMUNITY)
        assert [row.state for row in queries.reports(eyes)] == [ReportState.PUBLISHED]
        with pytest.raises(Forbidden):
            services.make_report(eyes, kind="public", period=parse("2024-Q1"), title="Mine")
        assert moment("2024-01-01") < clock.now()
