"""Agreements that govern what others see, and notice before a figure names its partner: on every way out."""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from django.test import Client

from initiatives import queries as core
from initiatives.kernel import clock
from initiatives.kernel.errors import Conflict, DomainError, Forbidden
from initiatives.models import Event, User
from measurement import queries, services
from measurement.models import DataSharingAgreement
from measurement.periods import parse
from measurement.queries import Question
from measurement.queries.agreements import kept_back
from tests import factories
from tests.api import Api
from tests.factories.scene import Scene, moment

pytestmark = pytest.mark.django_db
LONG_AGO = "2024-04-10"


@pytest.fixture
def scene(db: None) -> Scene:
    """Six partners of one sector whose quarter of a public count by sex was accepted long ago: 10, 20, 30 and on."""
    made = Scene(self_acceptance=True)
    made.partners(*"ABCDEF")
    made.dimension("sex", "f", "m")
    made.indicator("n", visibility="public", dimensions=["sex"], time_behaviour="flow")
    rows: list[Mapping[str, Any]] = []
    for place, code in enumerate("ABCDEF", 1):
        base = {"partner": code, "indicator": "n", "period": "2024-Q1"}
        rows += [
            {**base, "value": 10 * place},
            {**base, "cell": {"sex": "f"}, "value": 4 * place},
            {**base, "cell": {"sex": "m"}, "value": 6 * place},
        ]
    made.load(*rows, at=LONG_AGO)
    return made


@pytest.fixture
def cleo(scene: Scene) -> User:
    return scene.person("funder")


def agree(scene: Scene, *parties: str, starts: str = "2024-01-01", **terms: Any) -> DataSharingAgreement:
    with scene.acting() as actor:
        agreement = services.draft_agreement(
            actor,
            parties=[core.partner(actor, code) for code in parties],
            title="Sharing counts",
            starts_on=date.fromisoformat(starts),
            **{"level": "de_identified", **terms},
        )
        return services.activate_agreement(actor, agreement)


def seen(scene: Scene, who: User | None, **question: Any) -> dict[str, Any]:
    return {p.group: "kept" if p.suppressed else p.value for p in scene.points("n", who, **question)}


def test_without_an_agreement_nothing_changes(scene: Scene, cleo: User) -> None:
    assert seen(scene, cleo) == {"total": 210}
    assert seen(scene, cleo, by="sex") == {"f": 84, "m": 126}
    assert seen(scene, cleo, by="partner") == {"A": 10, "B": 20, "C": 30, "D": 40, "E": 50, "F": 60}


def test_a_draft_governs_nothing(scene: Scene, cleo: User) -> None:
    with scene.acting() as actor:
        services.draft_agreement(
            actor,
            parties=[core.partner(actor, "A")],
            title="x",
            starts_on=date(2024, 1, 1),
            audience="backbone",
        )
    assert seen(scene, cleo) == {"total": 210}


def test_never_named_leaves_totals_and_no_difference_that_tells(scene: Scene, cleo: User) -> None:
    agree(scene, "D", audience="totals")
    # D and two others stay without a name: 210 less the named 30 + 50 + 60 is nobody's figure.
    assert seen(scene, cleo, by="partner") == {"C": 30, "E": 50, "F": 60}
    assert seen(scene, cleo) == {"total": 210}
    assert seen(scene, None, by="partner")["D"] == 40
    own = scene.person("contributor", "D")
    assert seen(scene, own, by="partner")["D"] == 40


def test_named_to_partners_only(scene: Scene, cleo: User) -> None:
    agree(scene, "D", audience="partners")
    assert "D" not in seen(scene, cleo, by="partner")
    assert seen(scene, scene.person("contributor", "A"), by="partner")["D"] == 40


def test_totals_only_keeps_every_category_of_the_period(scene: Scene, cleo: User) -> None:
    agree(scene, "D", level="aggregate", audience="public")
    assert seen(scene, cleo, by="sex") == {"f": "kept", "m": "kept"}
    assert seen(scene, cleo) == {"total": 210}
    assert seen(scene, cleo, by="partner")["D"] == 40
    with scene.acting(cleo) as actor:
        found = queries.series(
            actor, queries.indicator(actor, "n"), Question(by="partner", categories={"sex": "f"})
        )
    assert [p.group for p in found.points] == ["A", "B", "C", "E", "F"]
    assert seen(scene, None, by="sex") == {"f": 84, "m": 126}


def test_for_the_backbone_alone_is_kept_out_of_every_total(scene: Scene, cleo: User) -> None:
    agree(scene, "D", audience="backbone")
    for by in ("total", "sector", "sex"):
        assert set(seen(scene, cleo, by=by).values()) == {"kept"}
    assert "D" not in seen(scene, cleo, by="partner")
    point = scene.point("n", who=cleo)
    assert (point.display, point.numerator) == ("Kept back by a data-sharing agreement", None)
    assert scene.point("n").value == 210


def test_it_covers_the_indicators_it_names(scene: Scene, cleo: User) -> None:
    scene.indicator("other", visibility="public")
    with scene.acting() as actor:
        other = queries.indicator(actor, "other")
    agree(scene, "D", audience="backbone", indicators=[other])
    assert seen(scene, cleo) == {"total": 210}


def test_after_its_end_what_it_says_of_that_holds(scene: Scene, cleo: User) -> None:
    agree(scene, "D", audience="public", ends_on=date(2024, 12, 31), after_end="backbone")
    with clock.at(moment("2024-12-31 12:00")):
        assert seen(scene, cleo) == {"total": 210}
    with clock.at(moment("2025-01-01 12:00")):
        assert seen(scene, cleo) == {"total": "kept"}


def test_a_renewal_stands_in_place_of_what_it_renews(scene: Scene, cleo: User) -> None:
    former = agree(scene, "D", audience="public", ends_on=date(2024, 12, 31), after_end="backbone")
    with scene.acting() as actor:
        renewal = services.renew_agreement(actor, former, ends_on=date(2026, 12, 31))
        assert (renewal.number, renewal.starts_on, renewal.audience) == (2, date(2025, 1, 1), "public")
        services.activate_agreement(actor, renewal)
        with pytest.raises(Conflict):
            services.renew_agreement(actor, former)
    with clock.at(moment("2025-06-01")):
        assert seen(scene, cleo) == {"total": 210}
    with clock.at(moment("2027-06-01")):
        assert seen(scene, cleo) == {"total": "kept"}


def test_a_renewal_without_a_partner_leaves_it_what_was_agreed_of_after(scene: Scene, cleo: User) -> None:
    former = agree(scene, "C", "D", audience="public", ends_on=date(2024, 12, 31), after_end="backbone")
    with scene.acting() as actor:
        renewal = services.renew_agreement(actor, former)
        services.change_agreement(actor, renewal, parties=[core.partner(actor, "C")])
        services.activate_agreement(actor, renewal)
    with clock.at(moment("2025-06-01")):
        assert seen(scene, cleo) == {"total": "kept"}


def test_a_target_of_a_partner_is_kept_as_its_figures_are(scene: Scene, cleo: User) -> None:
    with scene.acting() as actor:
        indicator = queries.indicator(actor, "n")
        for code in "DE":
            services.set_target(
                actor,
                indicator,
                partner=core.partner(actor, code),
                value=Decimal(90),
                date=date(2030, 12, 31),
                baseline_value=Decimal(40),
                baseline_date=date(2024, 3, 31),
                reason="Why not",
            )
    agree(scene, "D", audience="totals")
    for who, wanted in ((cleo, ""), (scene.person("contributor", "E"), "E"), (scene.lead, "DE")):
        with scene.acting(who) as actor:
            found = queries.standing_targets(actor).order_by("target__partner__code")
            assert "".join(row.target.partner.code for row in found) == wanted
    with scene.acting(scene.person("contributor", "D")) as actor:
        assert queries.standing_targets(actor).filter(target__partner__code="D").exists()
    with scene.acting() as actor:
        assert queries.whole_aims(actor, [indicator.pk])[indicator.pk].goal == 180
    with scene.acting(cleo) as actor:
        assert queries.whole_aims(actor, [indicator.pk]) == {}


def test_terminating_says_why_and_holds_from_the_day_after(scene: Scene, cleo: User) -> None:
    made = agree(scene, "D", audience="public", after_end="totals")
    with clock.at(moment("2025-03-01 12:00")), scene.acting() as actor:
        with pytest.raises(DomainError) as fault:
            services.terminate_agreement(actor, made, last_day=date(2025, 3, 10), reason=" ")
        assert fault.value.field == "reason"
        services.terminate_agreement(actor, made, last_day=date(2025, 3, 10), reason="They asked for it.")
        assert made.standing(date(2025, 3, 10)) == "active"
    with clock.at(moment("2025-03-10 12:00")):
        assert "D" in seen(scene, cleo, by="partner")
    with clock.at(moment("2025-03-11 12:00")):
        assert "D" not in seen(scene, cleo, by="partner")
    with scene.acting():
        keys = list(
            Event.objects.filter(key__startswith="measurement.agreement").values_list("key", flat=True)
        )
    assert len(keys) == 3


def test_every_way_out_keeps_what_is_kept(scene: Scene, cleo: User) -> None:
    agree(scene, "D", audience="backbone")
    home = f"/initiatives/{scene.where.slug}/indicators/n"
    api = Api(factories.token(cleo))
    assert {p["value"] for p in api.get(f"{home}/series/").json["points"]} == {None}
    assert "210" not in api.get(f"{home}/series/?format=csv").content.decode()
    explained = api.get(f"{home}/explain/?period=2024-Q1").json
    assert explained["point"]["value"] is None
    assert [b["value"] for b in explained["observations"] if b["partner"] == "D"] == [None]
    client = Client()
    client.force_login(cleo)
    pages = f"/i/{scene.where.slug}"
    for address in ("/measurement/indicators/n/", "/measurement/indicators/n/csv/", "/dashboard/", "/"):
        page = client.get(f"{pages}{address}")
        assert page.status_code == 200
        assert "210" not in page.content.decode(), address


def test_snapshots_about_people_are_read_by_the_same_terms(scene: Scene, cleo: User) -> None:
    scene.indicator("p", about_people=True, visibility="public")
    scene.give("p", "2024-Q1", {code: {"value": 50} for code in "ABCDEF"}, at=LONG_AGO)
    assert scene.point("p", who=cleo).value == 300
    agree(scene, "D", audience="totals")
    assert {p.group for p in scene.points("p", cleo, by="partner")} == {"C", "E", "F"}
    agree(scene, "E", audience="backbone")
    assert scene.point("p", who=cleo).suppressed


def test_a_sector_of_few_tells_nothing_beside_names(scene: Scene, cleo: User) -> None:
    scene.partners("H", sector="health")
    scene.give("n", "2024-Q1", {"H": {"value": 7}}, at=LONG_AGO)
    assert seen(scene, cleo, by="sector") == {"nonprofit": 210, "health": 7}
    agree(scene, "H", audience="totals")
    assert set(seen(scene, cleo, by="sector").values()) == {"kept"}
    assert seen(scene, cleo) == {"total": 217}
    assert set(seen(scene, cleo, by="partner")) == {"D", "E", "F"}


def test_only_staff_draft_and_a_party_must_be_chosen(scene: Scene) -> None:
    pia = scene.person("partner_lead", "A")
    with scene.acting(pia) as actor, pytest.raises(Forbidden):
        services.draft_agreement(
            actor, parties=[core.partner(actor, "A")], title="x", starts_on=date(2024, 1, 1)
        )
    with scene.acting() as actor, pytest.raises(DomainError) as fault:
        services.draft_agreement(actor, parties=[], title="x", starts_on=date(2024, 1, 1))
    assert fault.value.field == "parties"


@pytest.mark.parametrize(
    ("content", "code"), [(b"", "empty"), (b"<html>", "other_content"), (b"MZ\x90", "other_content")]
)
def test_a_file_is_told_by_its_content(
    scene: Scene, content: bytes, code: str, settings: Any, tmp_path: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path
    made = agree(scene, "A")
    with scene.acting() as actor:
        with pytest.raises(DomainError) as fault:
            services.file_agreement(actor, made, name="x.pdf", file=BytesIO(content), size=len(content))
        assert fault.value.code == code
        kept = services.file_agreement(
            actor, made, name="../../signed.pdf", file=BytesIO(b"%PDF-1.7 x"), size=10
        )
        with pytest.raises(DomainError) as fault:
            services.file_agreement(actor, made, name="x.csv", file=BytesIO(b"a,b\n1,2\n"), size=8)
        assert fault.value.code == "unknown_kind"
    assert (kept.file_name, kept.file_type) == ("signed.pdf", "pdf")
    assert [p.read_bytes() for p in (tmp_path / "evidence").iterdir()] == [b"%PDF-1.7 x"]


# --- notice ------------------------------------------------------------------------------------------------


def test_nobody_is_named_before_five_days_and_totals_do_not_wait(scene: Scene, cleo: User) -> None:
    scene.give("n", "2024-Q2", {code: {"value": 5} for code in "ABCDEF"}, at="2024-07-10 12:00")
    with clock.at(moment("2024-07-15 11:59")):
        assert scene.point("n", "2024-Q2", who=cleo).value == 30
        assert [p for p in scene.points("n", cleo, by="partner") if p.period.code == "2024-Q2"] == []
        assert len([p for p in scene.points("n", by="partner") if p.period.code == "2024-Q2"]) == 6
    with clock.at(moment("2024-07-15 12:00")):
        assert len([p for p in scene.points("n", cleo, by="partner") if p.period.code == "2024-Q2"]) == 6


def test_whoever_agrees_is_shown_at_once_and_the_note_goes_along(scene: Scene, cleo: User) -> None:
    pia = scene.person("partner_lead", "A")
    with clock.at(moment("2024-07-11")):
        scene.give("n", "2024-Q2", {code: {"value": 5} for code in "AB"})
        with scene.acting(pia) as actor:
            services.note_figure(
                actor,
                core.partner(actor, "A"),
                queries.indicator(actor, "n"),
                parse("2024-Q2"),
                note="Two of our sites were closed.",
                agreed=True,
            )
        found = [p for p in scene.points("n", cleo, by="partner") if p.period.code == "2024-Q2"]
        assert [(p.group, p.note) for p in found] == [("A", "Two of our sites were closed.")]
        answer = Api(factories.token(cleo)).get(
            f"/initiatives/{scene.where.slug}/indicators/n/series/?by=partner&format=csv"
        )
        assert "Two of our sites were closed." in answer.content.decode()
        explained = Api(factories.token(cleo)).get(
            f"/initiatives/{scene.where.slug}/indicators/n/explain/?period=2024-Q2"
        )
        notes = {b["partner"]: (b["visible"], b["note"]) for b in explained.json["observations"]}
        assert notes["A"] == (True, "Two of our sites were closed.")
        assert notes["B"] == (False, "")


def test_a_revision_waits_for_nothing_and_a_wider_circle_waits_anew(scene: Scene, cleo: User) -> None:
    ben = scene.person("contributor", "A")
    with clock.at(moment("2024-05-01")), scene.acting() as actor:
        services.change_indicator(actor, queries.indicator(actor, "n"), visibility="partners")
    scene.give("n", "2024-Q1", {"B": {"value": 21}}, at="2024-06-01", reason="Recounted")
    with clock.at(moment("2024-06-02")):
        assert seen(scene, ben, by="partner")["B"] == 21
    with clock.at(moment("2024-07-01")), scene.acting() as actor:
        services.change_indicator(actor, queries.indicator(actor, "n"), visibility="public")
    with clock.at(moment("2024-07-04")):
        assert len(seen(scene, ben, by="partner")) == 6
        assert seen(scene, cleo, by="partner") == {}
        assert seen(scene, cleo)["total"] == 211
    with clock.at(moment("2024-07-06")):
        assert len(seen(scene, cleo, by="partner")) == 6


def test_only_the_partner_s_own_people_speak_of_its_figure(scene: Scene) -> None:
    other = scene.person("partner_lead", "B")
    for who in (None, other):
        with scene.acting(who) as actor, pytest.raises(Forbidden):
            services.note_figure(
                actor, core.partner(actor, "A"), queries.indicator(actor, "n"), parse("2024-Q1"), agreed=True
            )
    with scene.acting(scene.person("contributor", "A")) as actor, pytest.raises(DomainError) as fault:
        services.note_figure(
            actor, core.partner(actor, "A"), queries.indicator(actor, "n"), parse("2020-Q1"), agreed=True
        )
    assert fault.value.field == "period"


def test_the_days_of_notice_are_five() -> None:
    from measurement.queries.sharing import NOTICE

    assert timedelta(days=5) == NOTICE


def test_staff_see_on_the_indicator_whose_figures_are_kept_back_and_by_what(
    scene: Scene, cleo: User, client: Client
) -> None:
    agreed = agree(scene, "B", level="aggregate", audience="totals")
    with scene.acting() as actor:
        [kept] = kept_back(actor, queries.indicator(actor, "n"))
    assert (kept.partner.code, kept.fewer_groups, kept.agreement) == ("B", True, agreed)
    page = f"/i/{scene.where.slug}/measurement/indicators/n/"
    with scene.acting() as actor:
        lead = actor.user
    client.force_login(lead)
    told = client.get(page).content.decode()
    assert "Kept back by agreements" in told
    assert f"/agreements/{agreed.public_id}/" in told
    client.force_login(cleo)
    assert "Kept back by agreements" not in client.get(page).content.decode()
    with scene.acting(cleo) as actor, pytest.raises(Forbidden):
        kept_back(actor, queries.indicator(actor, "n"))


def test_a_draft_is_no_affair_of_its_parties_until_it_holds(scene: Scene) -> None:
    pia = scene.person("partner_lead", "A")
    with scene.acting() as actor:
        made = services.draft_agreement(
            actor, parties=[core.partner(actor, "A")], title="Kept quiet", starts_on=date(2024, 1, 1)
        )
        services.change_agreement(actor, made, purpose="Another")

    def seen(who: User | None = None) -> list[str]:
        with scene.acting(who) as actor:
            rows = core.events(actor).filter(key__startswith="measurement.agreement").order_by("id")
            return [row.key.partition("agreement_")[2] for row in rows]

    assert seen() == ["drafted", "changed"]
    assert seen(pia) == []
    with scene.acting() as actor:
        services.activate_agreement(actor, made)
    assert seen(pia) == ["activated"]
