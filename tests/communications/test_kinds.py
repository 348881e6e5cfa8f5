"""The rules of decision, each against numbers worked out by hand."""

from decimal import Decimal

import pytest

from communications.kinds import RULES, RuleError, Said, Standing, Verdict, Voice, rule
from communications.words.decisions import Rule


def stand(name: str, words: str, *, seats: int = 0, quorum: int = 0, **more: Decimal) -> Standing:
    """How a proposal stands: "agree*3 object" are four voices; so many may speak as spoke, unless said."""
    voices = []
    for word in words.split():
        position, _, times = word.partition("*")
        voices += [Voice(position)] * int(times or 1)
    return rule(name).stand(Said(voices, seats or len(voices), quorum, **more))


def graded(*degrees: int, aside: int = 0, bar: str = "3.5") -> Standing:
    voices = []
    for degree in degrees:
        position, kept = rule("gradient").read("", degree)
        voices.append(Voice(position, kept))
    voices += [Voice("stand_aside")] * aside
    return rule("gradient").stand(Said(voices, len(voices), 0, Decimal(bar)))


def test_there_is_a_rule_for_every_word_of_it() -> None:
    assert set(RULES) == set(Rule.values)


@pytest.mark.parametrize("name", sorted(set(RULES) - {"gradient", "delegated"}))
def test_without_its_quorum_nothing_passes(name: str) -> None:
    assert stand(name, "agree*10", seats=10, quorum=11).verdict == Verdict.NO_QUORUM
    assert stand(name, "agree*11", seats=11, quorum=11).passes
    assert stand(name, "", seats=4).verdict == Verdict.NO_QUORUM


class TestConsent:
    def test_only_an_objection_holds_it(self) -> None:
        open_yet = stand("consent", "agree*9 accept*3 reservation*2 stand_aside", seats=16, quorum=11)
        assert open_yet.passes
        assert stand("consent", "agree*15 object", seats=16).verdict == Verdict.HELD

    def test_it_says_how_many_object(self) -> None:
        assert stand("consent", "agree object*2").why == "2 objections stand."


class TestConsensus:
    def test_everybody_must_have_spoken(self) -> None:
        assert not stand("consensus", "agree*3 accept", seats=5).passes
        assert stand("consensus", "agree*3 accept*2", seats=5).passes

    def test_a_reservation_holds_it_and_standing_aside_does_not(self) -> None:
        assert not stand("consensus", "agree*4 reservation").passes
        assert stand("consensus", "agree*4 stand_aside").passes
        assert not stand("consensus", "stand_aside*5").passes


class TestGradient:
    def test_the_mean_must_reach_the_bar(self) -> None:
        # (2 + 3 + 4 + 5) / 4 = 3.5; (2 + 3 + 4 + 4) / 4 = 3.25
        assert graded(2, 3, 4, 5) == Standing(
            Verdict.PASSES, "The mean is 3.5, and nobody says no.", Decimal("3.5")
        )
        below = graded(2, 3, 4, 4)
        assert (below.verdict, below.mean) == (Verdict.HELD, Decimal("3.3"))

    def test_the_exact_mean_is_held_against_the_bar_not_the_rounded_one(self) -> None:
        # (3 * 11 + 4 * 9) / 20 = 3.45, which is written 3.5
        close = graded(*[3] * 11, *[4] * 9)
        assert (close.verdict, close.mean) == (Verdict.HELD, Decimal("3.5"))

    def test_one_no_holds_it_whatever_the_mean(self) -> None:
        assert graded(5, 5, 5, 5, 1).why == "1 person says no."

    def test_who_stands_aside_does_not_weigh_on_the_mean(self) -> None:
        assert graded(4, 4, aside=3).mean == Decimal("4.0")
        assert not graded(aside=3).passes

    @pytest.mark.parametrize("degree", [None, 0, 6])
    def test_a_degree_is_asked_for(self, degree: int | None) -> None:
        with pytest.raises(RuleError) as error:
            rule("gradient").read("agree", degree)
        assert error.value.field == "degree"


class TestMajority:
    def test_more_than_half_of_those_present(self) -> None:
        assert stand("majority", "agree*4 object*3").passes
        assert not stand("majority", "agree*4 object*4").passes

    def test_who_stands_aside_is_present(self) -> None:
        assert not stand("majority", "agree*4 object*2 stand_aside*2").passes

    def test_who_says_nothing_is_not_present(self) -> None:
        assert stand("majority", "agree*4 object*3", seats=20).passes


class TestDelegated:
    def test_a_co_chair_decides_and_the_others_are_heard(self) -> None:
        others = [Voice("object"), Voice("object")]
        assert rule("delegated").stand(Said([Voice("agree", chair=True), *others], 5)).passes
        assert not rule("delegated").stand(Said([Voice("agree"), Voice("accept")], 5)).passes

    def test_another_co_chairs_objection_holds_it(self) -> None:
        both = [Voice("agree", chair=True), Voice("object", chair=True)]
        assert rule("delegated").stand(Said(both, 2)).verdict == Verdict.HELD


@pytest.mark.parametrize("name", sorted(set(RULES) - {"gradient"}))
def test_a_position_is_one_of_the_words(name: str) -> None:
    assert rule(name).read("accept", None) == ("accept", None)
    with pytest.raises(RuleError) as error:
        rule(name).read("maybe", None)
    assert error.value.field == "position"
    with pytest.raises(RuleError):
        rule(name).read("accept", 3)
