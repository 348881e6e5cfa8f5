"""Decisions from the question to the look back: wording, positions, rulings that nothing changes."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import ProgrammingError, connection, transaction

from communications.models import Decision, DecisionPosition, Proposal, Ruling
from communications.queries import decisions as asked
from communications.services import decisions as deciding
from communications.services import positions, rulings
from initiatives.kernel import clock
from initiatives.kernel.errors import Conflict, DomainError, Forbidden
from initiatives.models import Event, Membership
from measurement import queries as measured
from tests.factories import communications_decisions as make
from tests.factories.scene import Scene, moment

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Scene:
    return Scene()


class TestWording:
    def test_a_decision_takes_the_rule_of_its_group_and_the_next_number(self, scene: Scene) -> None:
        with scene.acting() as actor:
            steering = make.group(actor, decision_rule="majority")
            first, second = make.raised(actor, steering), make.raised(actor, steering, "Another")
            found = asked.decision(actor, second.public_id)

        assert (first.number, second.number) == (1, 2)
        assert found.wording[0].rule == "majority"
        assert [option["key"] for option in found.wording[0].options] == ["A", "B"]
        assert found.wording[0].options[0]["marks"] == {"cost": "low"}

    def test_a_new_wording_keeps_the_former_one(self, scene: Scene) -> None:
        with scene.acting() as actor:
            row = make.raised(actor, make.group(actor))
            deciding.write_proposal(actor, row, question="Should we move it in autumn?")
            deciding.write_proposal(actor, row, question="Should we move it in autumn?")

            assert [one.number for one in asked.wordings(actor, row)] == [1, 2]
            assert asked.proposal_of(row).question == "Should we move it in autumn?"
            assert asked.proposal_of(row).title == "Move tutoring"

    @pytest.mark.parametrize(
        ("field", "value"),
        [("proposed", "C"), ("rule", "coin"), ("quorum", -1), ("bar", Decimal(6)), ("title", " ")],
    )
    def test_what_has_no_meaning_is_refused_at_its_field(
        self, scene: Scene, field: str, value: object
    ) -> None:
        with scene.acting() as actor:
            row = make.raised(actor, make.group(actor))
            with pytest.raises(DomainError) as error:
                deciding.write_proposal(actor, row, **{field: value})
        assert error.value.field == field

    def test_who_raised_it_words_it_until_it_is_proposed(self, scene: Scene) -> None:
        with scene.acting() as actor:
            steering = make.group(actor)
        who = scene.person("community")
        with scene.acting(who) as actor:
            row = make.raised(actor, steering)
            deciding.write_proposal(actor, row, title="Move it soon")
            with pytest.raises(Forbidden):
                deciding.move_decision(actor, row, state="proposed")
        with scene.acting() as actor:
            deciding.move_decision(actor, row, state="proposed")
        with scene.acting(who) as actor, pytest.raises(Forbidden):
            deciding.write_proposal(actor, row, title="Move it late")


class TestPositions:
    def test_only_who_sits_in_the_group_and_is_not_recused_speaks(self, scene: Scene) -> None:
        with scene.acting() as actor:
            steering = make.group(actor)
        sits, paid = make.seated(scene, steering, "community", "funder")
        with scene.acting() as actor:
            row = make.proposed(actor, steering)
        make.says(scene, sits, row, "agree")
        make.says(scene, paid, row, "agree")
        with pytest.raises(Forbidden):
            make.says(scene, scene.person("community"), row, "agree")
        with scene.acting(paid) as actor:
            positions.declare_interest(actor, row, what="Paid for each place", recused=True)
        with pytest.raises(Forbidden):
            make.says(scene, paid, row, "agree")

        with scene.acting() as actor:
            found = asked.voices(actor, row)
            assert [one.membership.user for one in found.others] == [sits]
            assert (found.may_speak, found.to_come) == (1, ())
            assert [one.what for one in asked.interests(actor, row)] == ["Paid for each place"]

    def test_an_objection_comes_with_its_reason_and_is_answered_and_resolved(self, scene: Scene) -> None:
        with scene.acting() as actor:
            steering = make.group(actor)
        (who,) = make.seated(scene, steering, "community")
        with scene.acting() as actor:
            row = make.proposed(actor, steering)
        with pytest.raises(DomainError) as error:
            make.says(scene, who, row, "object")
        assert error.value.field == "reason"
        make.says(scene, who, row, "object", "Nobody asked the families")
        with scene.acting() as actor:
            assert asked.standing(row)[0].why == "1 objection stands."
            one = asked.voices(actor, row).dissent[0]
            positions.answer_position(actor, one, text="They keep their place")
            assert asked.voices(actor, row).dissent[0].answered[0].text == "They keep their place"
        make.says(scene, who, row, "accept")
        with scene.acting() as actor:
            assert asked.standing(row)[0].passes
            assert DecisionPosition.objects.filter(decision=row).count() == 2

    def test_on_behalf_is_said_how_and_marked(self, scene: Scene) -> None:
        with scene.acting() as actor:
            steering = make.group(actor)
        (who,) = make.seated(scene, steering, "community")
        with scene.acting() as actor:
            row = make.proposed(actor, steering)
            member = Membership.objects.get(user=who)
            with pytest.raises(DomainError) as error:
                positions.take_position(actor, row, position="agree", member=member)
            assert error.value.field == "how_given"
            positions.take_position(actor, row, position="agree", member=member, how_given="By phone")
            assert asked.voices(actor, row).others[0].on_behalf
        other = make.seated(scene, steering, "community")[0]
        with scene.acting(other) as actor, pytest.raises(Forbidden):
            positions.take_position(actor, row, position="agree", member=member, how_given="By phone")

    @pytest.mark.parametrize(("voices", "agreed", "apart"), [(2, 0, 0), (2, 1, 1), (3, 0, 3)])
    def test_lived_experience_stands_apart_from_three_or_with_consent(
        self, scene: Scene, voices: int, agreed: int, apart: int
    ) -> None:
        with scene.acting() as actor:
            steering = make.group(actor)
        people = make.seated(scene, steering, *["community"] * 4)
        with scene.acting() as actor:
            row = make.proposed(actor, steering)
        for place, who in enumerate(people):
            make.says(scene, who, row, "agree", lived_experience=place < voices, shown_apart=place < agreed)
        with scene.acting() as actor:
            found = asked.voices(actor, row)
        assert (len(found.apart), len(found.others)) == (apart, 4 - apart)


class TestRulings:
    def test_it_passes_by_its_rule_alone_and_then_nothing_changes(self, scene: Scene) -> None:
        with scene.acting() as actor:
            steering = make.group(actor)
        one, two = make.seated(scene, steering, "community", "funder")
        with scene.acting() as actor:
            row = make.proposed(actor, steering, quorum=2)
        make.says(scene, one, row, "reservation", "Review it after a term")
        with scene.acting() as actor, pytest.raises(Conflict) as error:
            rulings.decide(actor, row, outcome="adopted", reasons="It reaches more")
        assert error.value.code == "does_not_pass"
        make.says(scene, two, row, "agree")
        with scene.acting() as actor:
            ruling = rulings.decide(actor, row, outcome="adopted", reasons="It reaches more")
            assert (ruling.chosen, ruling.spoke, ruling.seats) == ("A", 2, 2)
            assert ruling.counts == {"reservation": 1, "agree": 1}
            assert [one.reason for one in asked.voices(actor, row).dissent] == ["Review it after a term"]
            with pytest.raises(Conflict):
                deciding.write_proposal(actor, row, title="Something else")
            with pytest.raises(Conflict):
                rulings.decide(actor, row, outcome="not_adopted", reasons="Again")
            assert Event.objects.filter(key="communications.decided").count() == 1
        with pytest.raises(Conflict):
            make.says(scene, one, row, "agree")

    def test_the_database_itself_refuses_to_change_it(self, scene: Scene) -> None:
        with scene.acting() as actor:
            steering = make.group(actor)
        (who,) = make.seated(scene, steering, "community")
        with scene.acting() as actor:
            row = make.proposed(actor, steering)
        make.says(scene, who, row, "agree")
        with scene.acting() as actor:
            rulings.decide(actor, row, outcome="adopted", reasons="It reaches more")
            changes = [
                lambda: Ruling.objects.update(reasons="Other"),
                lambda: Ruling.objects.all().delete(),
                lambda: Proposal.objects.update(title="Other"),
                lambda: DecisionPosition.objects.update(position="object"),
                lambda: Decision.objects.update(number=9),
            ]
            for change in changes:
                with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
                    change()
        assert not connection.needs_rollback

    def test_a_later_decision_takes_its_place(self, scene: Scene) -> None:
        with scene.acting() as actor:
            steering = make.group(actor)
        (who,) = make.seated(scene, steering, "community")
        with scene.acting() as actor:
            former = make.proposed(actor, steering)
        make.says(scene, who, former, "agree")
        with scene.acting() as actor:
            rulings.decide(actor, former, outcome="adopted", reasons="It reaches more")
            later = make.proposed(actor, steering, "Move it back", supersedes=former)
        make.says(scene, who, later, "agree")
        with scene.acting() as actor:
            assert asked.decision(actor, former.public_id).stands_as == "in_effect"
            rulings.decide(actor, later, outcome="adopted", reasons="It did not")
            assert asked.decision(actor, former.public_id).state == "superseded"
            with pytest.raises(Conflict):
                make.raised(actor, steering, "Once more", supersedes=former)

    def test_what_is_not_adopted_has_no_effect_and_lets_the_former_stand(self, scene: Scene) -> None:
        with scene.acting() as actor:
            row = make.proposed(actor, make.group(actor))
            ruling = rulings.decide(actor, row, outcome="not_adopted", reasons="Nobody came")
            assert (ruling.in_effect_on, ruling.review_on, ruling.chosen) == (None, None, "")
            with clock.at(moment("2100-01-01")):
                assert asked.decision(actor, row.public_id).stands_as == "decided"

    def test_a_review_is_due_until_it_is_held(self, scene: Scene) -> None:
        with scene.acting() as actor:
            steering = make.group(actor)
        (who,) = make.seated(scene, steering, "community")
        with scene.acting() as actor:
            today = clock.today(actor.initiative.timezone)
            soon, then = today + timedelta(days=5), today + timedelta(days=90)
            row = make.proposed(actor, steering, review_on=soon)
        make.says(scene, who, row, "agree")
        with scene.acting() as actor:
            rulings.decide(actor, row, outcome="adopted", reasons="It reaches more")
            assert [one.decision for one in asked.due_for_review(actor, soon)] == [row]
            rulings.review_decision(actor, row, verdict="keep", found="It holds", next_review_on=then)
            assert [*asked.due_for_review(actor, soon)] == []
            assert [one.decision for one in asked.due_for_review(actor, then)] == [row]
            states = asked.decisions_matching(actor, state="reviewed")
            assert [one.stands_as for one in states] == ["reviewed"]


class TestTheLoop:
    def test_from_the_signal_to_the_effect_and_back(self, scene: Scene) -> None:
        absence = scene.indicator("absence")
        with scene.acting() as actor:
            row = make.raised(actor, make.group(actor), source="turning:1", signal=absence)
            rulings.link_effect(actor, row, indicator=absence, note="Less absence")
            again = rulings.link_effect(actor, row, indicator=absence)
            me = Membership.objects.get(user=scene.lead)
            rulings.assign_action(actor, row, what="Tell the schools", owner=me, due=date(2030, 1, 1))

            assert again.note == "Less absence"
            assert [one.what for one in asked.actions_of(actor, row)] == ["Tell the schools"]
            assert [*asked.decisions(actor).filter(source="turning:1")] == [row]
            assert [*asked.decisions_on_indicator(actor, absence)] == [row]
            rulings.end_effect(actor, again)
            assert [*asked.effects(actor, row)] == []
            with pytest.raises(DomainError):
                rulings.link_effect(actor, row, note="Nothing")

    def test_a_figure_stays_as_it_stood(self, scene: Scene) -> None:
        scene.partners("a")
        absence = scene.indicator("absence")
        scene.assign("absence", "a")
        scene.give("absence", "2024-Q1", {"a": {"value": 26}}, at="2024-04-10")
        with clock.at(moment("2024-06-09")), scene.acting() as actor:
            row = make.raised(actor, make.group(actor))
            deciding.add_evidence(actor, row, kind="figure", title="Absence", indicator=absence)
        scene.give("absence", "2024-Q1", {"a": {"value": 23}}, at="2024-07-01", reason="Counted twice")
        with scene.acting() as actor:
            (shown,) = asked.evidence(actor, row)
            (now,) = measured.series(actor, absence).points

        assert [(point.value, point.later) for point in shown.points] == [(Decimal(26), Decimal(23))]
        assert now.value == Decimal(23)


def test_a_meeting_without_a_source_gave_rise_to_nothing(scene: Scene) -> None:
    with scene.acting() as actor:
        make.raised(actor, make.group(actor))
        assert list(asked.decisions_at(actor, "", [])) == [], (
            "what nothing gave rise to belongs to no meeting"
        )


def test_the_log_is_narrowed_by_words_group_state_and_dissent(scene: Scene) -> None:
    with scene.acting() as actor:
        steering, council = make.group(actor), make.group(actor, "Council")
    (who,) = make.seated(scene, steering, "community")
    with scene.acting() as actor:
        moved, other = make.proposed(actor, steering), make.raised(actor, council, "Pay the council")
    make.says(scene, who, moved, "reservation", "Review it after a term")
    with scene.acting() as actor:
        assert [*asked.decisions_matching(actor, search="tutoring")] == [moved]
        assert [*asked.decisions_matching(actor, group=council.public_id)] == [other]
        assert [*asked.decisions_matching(actor, state="proposed")] == [moved]
        assert [*asked.decisions_matching(actor, dissent=True)] == [moved]
        assert [*asked.to_decide(actor, [steering.pk, council.pk])] == [moved, other]


class TestHappened:
    def test_what_was_decided_is_told_of_the_indicator_it_should_move_once_in_effect(
        self, scene: Scene
    ) -> None:
        """One in effect is told from its day on; one that is to come, one not adopted, one on another are not."""
        scene.indicator("absence")
        scene.indicator("other")
        today = clock.today(scene.where.timezone)
        with scene.acting() as actor:
            steering = make.group(actor)
        member = make.seated(scene, steering, "community")[0]
        with scene.acting() as actor:
            absence, other = (measured.indicator(actor, code) for code in ("absence", "other"))
            rows = {
                title: make.proposed(actor, steering, title)
                for title in ("Now", "Later", "Never", "Elsewhere")
            }
        for row in rows.values():
            make.says(scene, member, row, "agree")
        with scene.acting() as actor:
            for title, row in rows.items():
                rulings.link_effect(actor, row, indicator=other if title == "Elsewhere" else absence)
                rulings.decide(
                    actor,
                    row,
                    outcome="not_adopted" if title == "Never" else "adopted",
                    reasons="Because",
                    in_effect_on=today + timedelta(days=9) if title == "Later" else None,
                )
            found = measured.happenings(actor, absence)
        told = [(row.day, row.text, row.public_id) for row in found]
        assert told == [(today, "Decided: Now", rows["Now"].public_id)]
        with scene.acting(scene.person("funder")) as actor, clock.at(clock.now() + timedelta(days=10)):
            later = measured.happenings(actor, measured.indicator(actor, "absence"))
        assert [row.text for row in later] == ["Decided: Now", "Decided: Later"]
