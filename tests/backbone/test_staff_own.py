"""A colleague on the roster: what goes along in a package, is theirs to take, goes when they are forgotten."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from backbone.queries import roles as queries
from backbone.services import roles
from initiatives import queries as core
from initiatives.carrying.mine import own_data
from initiatives.kernel.tenancy import tenant
from initiatives.models import Membership, User
from initiatives.services.forgetting_me import forget_me
from tests.factories import core as make
from tests.factories.scene import Scene
from tests.initiatives.test_handing_over import arrived, changed, packed, rows

pytestmark = pytest.mark.django_db

PART = "backbone.staffrole"


@pytest.fixture(autouse=True)
def own_files(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def ben() -> User:
    return make.user("ben@example.org", name="Ben Okafor")


@pytest.fixture
def scene(ben: User) -> Scene:
    """Ben is on the roster and was trained to facilitate; another of his name is no member."""
    scene = Scene("upriver")
    make.member(scene.where, ben, "backbone_staff")
    with tenant(scene.where):
        own = Membership.objects.get(user=ben)
    with scene.acting() as actor:
        given: dict[str, Any] = {"fte": Decimal("1"), "since": date(2024, 1, 1)}
        roles.fill_post(actor, post="Data", person=own, skills="R", languages="Quechua", **given)
        roles.fill_post(actor, post="Books", name="Ben Okafor", languages="Welsh", **given)
        roles.note_leadership_step(
            actor, group="resident", person=own, trained_in="Facilitation", happened_on=date(2024, 1, 1)
        )
    return scene


def test_a_colleague_arrives_with_skills_and_languages(scene: Scene) -> None:
    package = packed(scene.where)
    assert sorted((row["post"], row["skills"], row["languages"]) for row in rows(package, PART)) == [
        ("Books", "", "Welsh"),
        ("Data", "R", "Quechua"),
    ]
    who, there = arrived(scene, package)
    with core.enter(who, there.slug) as actor:
        assert {row.post: (row.skills, row.languages) for row in queries.posts(actor)} == {
            "Books": ("", "Welsh"),
            "Data": ("R", "Quechua"),
        }


def test_a_package_made_before_posts_had_languages_arrives(scene: Scene) -> None:
    def older(members: dict[str, bytes]) -> None:
        lines = [json.loads(line) for line in members[f"data/{PART}.jsonl"].splitlines()]
        for row in lines:
            del row["languages"]
        members[f"data/{PART}.jsonl"] = "".join(f"{json.dumps(row)}\n" for row in lines).encode()

    who, there = arrived(scene, changed(packed(scene.where), older))
    with core.enter(who, there.slug) as actor:
        assert {row.post: row.languages for row in queries.posts(actor)} == {"Books": "", "Data": ""}


def test_what_the_roster_holds_about_somebody_is_theirs(scene: Scene, ben: User) -> None:
    (place,) = own_data(ben)["initiatives"]
    (post,) = place["records"]["staff role"]
    assert (post["you_are"], post["skills"], post["languages"]) == (["person"], "R", "Quechua")
    assert "Welsh" not in json.dumps(place, default=str)


def test_who_is_forgotten_leaves_a_post_and_a_step_without_a_name(scene: Scene, ben: User) -> None:
    """Their skills and languages go too; whoever has the same name and no account stays."""
    forget_me(ben, confirmation=ben.email)
    with tenant(scene.where):
        gone = Membership.objects.get(user=ben)
    assert gone.name.startswith("Former member ")
    with scene.acting() as actor:
        told = {row.post: (row.name, row.skills, row.languages, row.fte) for row in queries.posts(actor)}
        (step,) = queries.leadership_steps(actor)
    assert told == {
        "Books": ("Ben Okafor", "", "Welsh", Decimal("1")),
        "Data": (gone.name, "", "", Decimal("1")),
    }
    assert (step.name, step.trained_in) == (gone.name, "Facilitation")
