"""Commitments, phases and assessments: terms and renewals, going on and back, one organisation one voice."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from agenda import queries, services
from agenda.models import Assessment, Commitment
from agenda.screens import ITEMS
from agenda.words import CommitmentState
from initiatives import queries as core
from initiatives import services as core_services
from initiatives.kernel import clock
from initiatives.kernel.errors import Conflict, DomainError, Forbidden, NotFound
from initiatives.models import User
from tests.factories.core import lead_of
from tests.factories.scene import Scene, moment

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Scene:
    scene = Scene("riverside")
    scene.partners("a", "b", "c", "d")
    return scene


def promise(scene: Scene, who: User | None = None, partner: str = "a", **values: object) -> Commitment:
    given = {"kind": "data", "promise": "Share attendance", "starts_on": date(2025, 1, 1), **values}
    with scene.acting(who) as actor:
        return services.commit(actor, partner=core.partner(actor, partner), **given)


SIGNED = {"signer": "Al", "signed_on": date(2025, 1, 1)}


# --- commitments -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "state"),
    [
        ({}, CommitmentState.TO_SIGN),
        ({**SIGNED}, CommitmentState.RUNNING),
        ({**SIGNED, "ends_on": date(2026, 8, 30)}, CommitmentState.RUNNING),  # 90 days after 1 June
        ({**SIGNED, "ends_on": date(2026, 8, 29)}, CommitmentState.RENEWAL_DUE),
        ({**SIGNED, "ends_on": date(2026, 6, 1)}, CommitmentState.RENEWAL_DUE),
        ({**SIGNED, "ends_on": date(2026, 5, 31)}, CommitmentState.EXPIRED),
    ],
)
def test_the_state_of_a_commitment_is_told_by_its_dates(
    scene: Scene, values: Mapping[str, object], state: CommitmentState
) -> None:
    with clock.at(moment("2026-06-01 12:00")):
        promise(scene, **values)
        with scene.acting() as actor:
            [row] = queries.with_states(actor, queries.commitments(actor))
            assert row.state == state  # type: ignore[attr-defined]
            for other in CommitmentState:
                found = queries.commitments_matching(actor, state=other.value).count()
                assert found == (other == state), "the list finds it under its state and no other"


def test_a_renewal_follows_without_a_gap_and_the_former_is_kept(scene: Scene) -> None:
    with clock.at(moment("2026-06-01 12:00")):
        former = promise(scene, **SIGNED, ends_on=date(2026, 7, 31))
        with scene.acting() as actor:
            new = services.renew(actor, former, ends_on=date(2029, 7, 31), signer="Al")
            with pytest.raises(Conflict):
                services.renew(actor, former, ends_on=None, signer="Al")
            states = {row.pk: row.state for row in queries.with_states(actor, queries.commitments(actor))}  # type: ignore[attr-defined]
    assert (new.starts_on, new.promise) == (date(2026, 8, 1), "Share attendance")
    assert states == {former.pk: CommitmentState.RENEWED, new.pk: CommitmentState.RUNNING}


def test_one_that_ran_out_is_renewed_from_today(scene: Scene) -> None:
    with clock.at(moment("2026-06-01 12:00")):
        former = promise(scene, **SIGNED, ends_on=date(2025, 12, 31))
        with scene.acting() as actor:
            assert services.renew(actor, former, ends_on=None, signer="Al").starts_on == date(2026, 6, 1)


def test_a_partner_lead_commits_their_partner_and_no_other(scene: Scene) -> None:
    pia = scene.person("partner_lead", "a")
    promise(scene, pia)
    with pytest.raises(Forbidden):
        promise(scene, pia, "b")
    with pytest.raises(Forbidden):
        promise(scene, scene.person("contributor", "a"))


def test_ending_early_says_why_and_nothing_more_is_changed(scene: Scene) -> None:
    row = promise(scene, **SIGNED)
    with scene.acting() as actor:
        with pytest.raises(DomainError):
            services.end_commitment(actor, row, reason="")
        services.end_commitment(actor, row, reason="The data base was closed")
        with pytest.raises(Conflict):
            services.change_commitment(actor, row, promise="Otherwise")


def test_a_partner_that_left_keeps_its_commitments_on_file(scene: Scene) -> None:
    promise(scene, **SIGNED)
    with scene.acting() as actor:
        core_services.part_with(actor, core.partner(actor, "a"))
    with scene.acting() as actor:
        assert queries.commitments(actor).count() == 1
    with pytest.raises(Conflict):
        promise(scene)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"promise": " "}, "promise"),
        ({"kind": "love"}, "kind"),
        ({"ends_on": date(2024, 12, 31)}, "ends_on"),
        ({"signed_on": date(2025, 1, 1)}, "signer"),
        ({"signer": "Al", "signed_on": date(2999, 1, 1)}, "signed_on"),
    ],
)
def test_what_is_wrong_is_told_at_its_field(scene: Scene, values: Mapping[str, object], field: str) -> None:
    with pytest.raises(DomainError) as refused:
        promise(scene, **values)
    assert refused.value.field == field


# --- phases ------------------------------------------------------------------------------------------------


def test_five_phases_are_there_before_anybody_words_one(scene: Scene) -> None:
    with scene.acting(scene.person("community")) as actor:
        assert [phase.position for phase in queries.phases(actor)] == [1, 2, 3, 4, 5]
        assert queries.present_phase(actor) is None


def test_going_on_answers_the_question_and_going_back_says_why(scene: Scene) -> None:
    with clock.at(moment("2025-01-10 12:00")), scene.acting() as actor:
        services.enter_phase(actor, 1)
        with pytest.raises(DomainError) as refused:
            services.enter_phase(actor, 3)
        assert refused.value.field == "answer"
        services.enter_phase(actor, 3, answer="Nine partners signed")
        with pytest.raises(DomainError) as refused:
            services.enter_phase(actor, 2)
        assert refused.value.field == "reason"
        with pytest.raises(Conflict):
            services.enter_phase(actor, 3, answer="Again")
        with pytest.raises(NotFound):
            services.enter_phase(actor, 9)
    with clock.at(moment("2025-03-10 12:00")), scene.acting() as actor:
        services.enter_phase(actor, 2, reason="Two leaders left")
        stays = [
            (stay.phase.position, stay.entered_on, stay.left_on, stay.answer or stay.reason)
            for stay in queries.phase_stays(actor)
        ]
    assert stays == [
        (2, date(2025, 3, 10), None, "Two leaders left"),
        (3, date(2025, 1, 10), date(2025, 3, 10), ""),
        (1, date(2025, 1, 10), date(2025, 1, 10), "Nine partners signed"),
    ]


def test_a_phase_is_worded_anew_and_the_others_stay(scene: Scene) -> None:
    with scene.acting() as actor:
        services.word_phase(actor, 2, name="Gather", question="Who came?")
        assert [phase.name for phase in queries.phases(actor)][:3] == [
            "Assess readiness",
            "Gather",
            "Organize for impact",
        ]


# --- assessments -------------------------------------------------------------------------------------------


@pytest.fixture
def round_(scene: Scene) -> Assessment:
    with scene.acting() as actor:
        return services.open_assessment(actor, screen="suitability")


def rate(scene: Scene, round_: Assessment, who: User, *ratings: str) -> None:
    with scene.acting(who) as actor:
        rows = [{"item": number, "rating": rating} for number, rating in enumerate(ratings, 1)]
        services.answer(actor, round_, answers=rows)


def test_one_organisation_has_one_voice(scene: Scene, round_: Assessment) -> None:
    """Four people of one organisation say 2, one of another says 4: the mean is 3, not 2.4."""
    for _person in range(4):
        rate(scene, round_, scene.person("contributor", "a"), "2", "dont_know", "na")
    rate(scene, round_, scene.person("contributor", "b"), "4", "3", "na")
    with scene.acting() as actor:
        found = queries.results(actor, round_)
    first, second, third, *rest = found.items
    assert (first.mean, first.low, first.high, first.voices) == (Decimal(3), Decimal(2), Decimal(4), 2)
    assert (second.mean, second.voices, second.unknown) == (Decimal(3), 1, 1)
    assert (third.mean, third.voices, third.not_applicable) == (None, 0, 2)
    assert (found.people, found.voices, found.mean) == (5, 2, Decimal(3))
    assert found.unknown_share == Decimal(1) / 6, "one of six answers of voices"
    assert all(row.asked == 0 for row in rest)


def test_who_speaks_for_nobody_has_a_voice_of_their_own(scene: Scene, round_: Assessment) -> None:
    rate(scene, round_, scene.person("community"), "0")
    rate(scene, round_, scene.person("community"), "4")
    with scene.acting() as actor:
        assert queries.results(actor, round_).items[0].voices == 2


def close(scene: Scene, round_: Assessment) -> None:
    with scene.acting() as actor:
        services.close_assessment(actor, round_, outcome="suited", reasons="Eight of ten hold")
        round_.refresh_from_db()


@pytest.mark.parametrize(("partners", "mean"), [("ab", None), ("abc", Decimal(1))])
def test_few_voices_are_kept_back_from_those_below_staff(
    scene: Scene, round_: Assessment, partners: str, mean: Decimal | None
) -> None:
    for partner in partners:
        rate(scene, round_, scene.person("contributor", partner), "1")
    close(scene, round_)
    with scene.acting(scene.person("community")) as actor:
        found = queries.results(actor, round_)
    assert (found.kept_back, found.items[0].mean) == (mean is None, mean)
    assert found.items[0].voices == (3 if mean else 0)


def test_an_open_round_tells_nobody_below_staff_what_one_more_voice_said(
    scene: Scene, round_: Assessment
) -> None:
    """Three rate it 1 (mean 1); a fourth's 3 would move it to 1.5, and so be known."""
    dora = scene.person("community")
    for partner in "abc":
        rate(scene, round_, scene.person("contributor", partner), "1")
    before = read_as(scene, dora, round_)
    rate(scene, round_, scene.person("contributor", "d"), "3")
    after = read_as(scene, dora, round_)
    for found in (before, after):
        assert found.kept_back
        assert (found.mean, found.unknown_share, found.items[0].mean, found.items[0].voices) == (
            None,
            None,
            None,
            0,
        )
    assert read_as(scene, None, round_).items[0].mean == Decimal("1.5"), "those who hold the round see it"
    close(scene, round_)
    assert read_as(scene, dora, round_).items[0].mean == Decimal("1.5")


def read_as(scene: Scene, person: Any, round_: Assessment) -> queries.Results:
    with scene.acting(person) as actor:
        return queries.results(actor, round_)


def test_an_item_that_few_rated_is_kept_back_too(scene: Scene, round_: Assessment) -> None:
    for partner, ratings in (("a", ("1", "2")), ("b", ("1", "dont_know")), ("c", ("1", "dont_know"))):
        rate(scene, round_, scene.person("contributor", partner), *ratings)
    close(scene, round_)
    with scene.acting(scene.person("funder")) as actor:
        first, second, *_rest = queries.results(actor, round_).items
    assert first.mean == Decimal(1)
    assert (second.mean, second.low) == (None, None)


def test_an_answer_is_replaced_and_taken_back_by_its_writer(scene: Scene, round_: Assessment) -> None:
    ben = scene.person("contributor", "a")
    rate(scene, round_, ben, "1")
    rate(scene, round_, ben, "3")
    with scene.acting() as actor:
        assert queries.results(actor, round_).items[0].mean == Decimal(3)
    rate(scene, round_, ben, "")
    with scene.acting() as actor:
        assert queries.results(actor, round_).people == 0


@pytest.mark.parametrize("outcome", ["suited", "not_yet", "simpler"])
def test_a_round_ends_with_its_outcome_and_reasons(scene: Scene, round_: Assessment, outcome: str) -> None:
    with scene.acting() as actor:
        with pytest.raises(DomainError) as refused:
            services.close_assessment(actor, round_, outcome=outcome, reasons=" ")
        assert refused.value.field == "reasons"
        closed = services.close_assessment(actor, round_, outcome=outcome, reasons="Eight of ten hold")
        assert (closed.outcome, closed.reasons) == (outcome, "Eight of ten hold")
        with pytest.raises(Conflict):
            services.answer(actor, round_, answers=[{"item": 1, "rating": "1"}])
        services.open_assessment(actor, screen="suitability")


def test_what_is_assessed_along_the_way_ends_in_going_on_or_changing_something(scene: Scene) -> None:
    with scene.acting() as actor:
        round_ = services.open_assessment(actor, screen="conditions")
        assert [len(ITEMS[screen]) for screen in ("conditions", "principles")] == [40, 24]
        assert (ITEMS["conditions"][14].number, str(ITEMS["conditions"][14].heading)) == (
            15,
            "Shared measurement",
        )
        with pytest.raises(DomainError) as refused:
            services.close_assessment(actor, round_, outcome="suited", reasons="It fits")
        assert refused.value.field == "outcome"
        closed = services.close_assessment(actor, round_, outcome="change", reasons="Minutes reach nobody")
    assert closed.outcome == "change"


def test_one_round_of_a_screen_is_open_at_a_time(scene: Scene, round_: Assessment) -> None:
    with scene.acting() as actor:
        with pytest.raises(Conflict):
            services.open_assessment(actor, screen="suitability")
        services.open_assessment(actor, screen="readiness")


def test_a_round_that_is_held_again_stands_beside_the_one_before(scene: Scene, round_: Assessment) -> None:
    """The first item was rated 1 and is rated 3 now; readiness is no round of the same screen."""
    person = scene.person("contributor", "a")
    rate(scene, round_, person, "1")
    with scene.acting() as actor:
        services.open_assessment(actor, screen="readiness")
        services.close_assessment(actor, round_, outcome="not_yet", reasons="Nobody convenes us")
        again = services.open_assessment(actor, screen="suitability")
    rate(scene, again, person, "3")
    with scene.acting() as actor:
        assert queries.latest_rounds(actor)["suitability"] == again
        assert (queries.round_before(actor, again), queries.round_before(actor, round_)) == (round_, None)
    client = Client()
    client.force_login(lead_of(scene.where))
    page = client.get(f"/i/{scene.where.slug}/agenda/assessments/{again.public_id}/").content.decode()
    row = page[page.index("1. The problem has many causes") :].split("</tr>")[0]
    assert "<b>3.0</b>" in row
    assert ">1.0</td>" in row


@pytest.mark.parametrize(
    ("row", "field"),
    [({"item": 11, "rating": "1"}, "answers.0.item"), ({"item": 1, "rating": "5"}, "answers.0.rating")],
)
def test_an_item_or_rating_that_is_none_is_told_where_it_stands(
    scene: Scene, round_: Assessment, row: Mapping[str, object], field: str
) -> None:
    with scene.acting() as actor, pytest.raises(DomainError) as refused:
        services.answer(actor, round_, answers=[row])
    assert refused.value.field == field
