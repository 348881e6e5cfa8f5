"""Explain: every observation behind a figure, for whoever may see it."""

import pytest

from initiatives import services as initiative
from initiatives.kernel.errors import NotFound
from measurement import queries
from measurement.periods import parse
from measurement.queries import Explanation
from tests.factories.scene import Scene

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(db: None) -> Scene:
    """Three partners of two sectors asked, two of which gave a percentage."""
    made = Scene(self_acceptance=True)
    with made.acting() as actor:
        initiative.add_place(actor, code="county", name="County")
        initiative.add_place(actor, code="town", name="Town", parent="county")
        for code, sector, place in (("A", "health", "town"), ("B", "health", ""), ("C", "media", "county")):
            initiative.add_partner(actor, code=code, name=f"Partner {code}", sector=sector, place=place)
    made.indicator("r", "ratio", visibility="partners")
    made.assign("r", "A", "B", "C")
    made.give(
        "r", "2024-Q1", {"A": {"numerator": 40, "denominator": 50}, "B": {"numerator": 5}}, at="2024-04-10"
    )
    return made


def explained(scene: Scene, who: object = None, **where: str) -> Explanation:
    with scene.acting(who) as actor:  # type: ignore[arg-type]
        return queries.explain(actor, queries.indicator(actor, "r"), period=parse("2024-Q1"), **where)


def test_a_figure_is_taken_apart_into_those_in_it_and_those_left_out(scene: Scene) -> None:
    told = explained(scene)

    assert told.point is not None
    assert (told.point.display, told.version.number) == ("80.0%", 1)
    assert [(b.partner, b.included, b.left_out) for b in told.behind] == [
        ("A", True, ""),
        ("B", False, "incomplete"),
        ("C", False, "not_reported"),
    ]
    first = told.behind[0]
    assert (first.numerator, first.denominator, first.display) == (40, 50, "80.0%")
    assert (first.accepted_by, first.submitted_by) == (str(scene.lead), str(scene.lead))
    assert (first.on_behalf, first.source, first.revision) == (True, "a test", 1)
    assert first.accepted_at is not None


def test_only_the_partners_of_the_group_are_behind_it(scene: Scene) -> None:
    assert [b.partner for b in explained(scene, by="sector", group="health").behind] == ["A", "B"]
    assert [b.partner for b in explained(scene, by="place", group="county").behind] == ["A", "C"]
    assert [b.partner for b in explained(scene, by="place", group="town").behind] == ["A"]
    assert [b.partner for b in explained(scene, by="partner", group="B").behind] == ["B"]


@pytest.mark.parametrize(
    ("by", "group"), [("sector", "nowhere"), ("place", "nowhere"), ("partner", "nobody")]
)
def test_a_group_that_is_not_there_is_not_found(scene: Scene, by: str, group: str) -> None:
    with pytest.raises(NotFound):
        explained(scene, by=by, group=group)


def test_whoever_may_not_see_a_partners_figures_sees_that_it_reported(scene: Scene) -> None:
    told = explained(scene, scene.person("funder"))

    assert told.point is None or told.point.suppressed
    assert [(b.partner, b.visible, b.included) for b in told.behind] == [
        ("A", False, True),
        ("B", False, False),
        ("C", False, False),
    ]
    for behind in told.behind:
        assert (behind.numerator, behind.value, behind.display, behind.accepted_by) == (None, None, "", "")
    own = explained(scene, scene.person("contributor", "A"))
    assert [b.numerator for b in own.behind] == [40, 5, None]
