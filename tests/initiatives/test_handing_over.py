"""A whole initiative goes to another installation: what goes along, what arrives, what is refused."""

import hashlib
import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from agenda import queries as agreed
from communications.queries import decisions as decided
from initiatives import jobs, services
from initiatives import queries as core
from initiatives.carrying import packing
from initiatives.carrying.reading import PackageRefused
from initiatives.carrying.writing import fingerprint_of, write
from initiatives.kernel import clock
from initiatives.kernel.errors import Conflict, DomainError, Forbidden
from initiatives.kernel.tenancy import tenant
from initiatives.models import Arrival, Event, Initiative, Membership, Package, Partner, User
from initiatives.outbox import headline
from initiatives.queries.handing_over import packages
from measurement import queries as measured
from measurement import services as measuring
from measurement.evidence import opened
from measurement.models import Evidence, Observation, Publication
from tests.factories import agenda, communications_decisions
from tests.factories import core as make
from tests.factories.scene import Scene

pytestmark = pytest.mark.django_db

# Of these the arrival itself writes rows: the fact that it came, and whoever took it in.
OF_THE_ARRIVAL = {"data/initiatives.event.jsonl", "data/initiatives.membership.jsonl", "data/account.jsonl"}


@pytest.fixture(autouse=True)
def own_files(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def scene() -> Scene:
    """An initiative with figures by group, a file behind one, an agenda with positions, a decision."""
    scene = Scene("upriver", name="Upriver")
    scene.partners("school-board", "library")
    scene.dimension("grade", "g1", "g2")
    scene.indicator("served", "count", visibility="public", dimensions=["grade"])
    scene.assign("served", "school-board", "library")
    scene.cycle("2024-Q1")
    scene.give("served", "2024-Q1", {"school-board": {"value": 12}, "library": {"value": 30}})
    scene.load(
        {"partner": "library", "indicator": "served", "period": "2024-Q1", "value": 31}, reason="Miscounted"
    )
    ben = scene.person("contributor", "school-board")
    scene.cycle("2024-Q2")
    draft = scene.hand_in(ben, "school-board", "2024-Q2", [{"indicator": "served", "value": 3}], submit=False)
    with scene.acting(ben) as actor:
        served, sheet = measured.indicator(actor, "served"), b"%PDF-1.7 sheet"
        measuring.add_evidence(
            actor, draft, indicator=served, name="count.pdf", file=io.BytesIO(sheet), size=len(sheet)
        )
    scene.lock("2024-Q1")
    agenda.adopted(scene.where)
    communications_decisions.one_of_each(scene.where)
    scene.work()
    return scene


def packed(where: Initiative) -> io.BytesIO:
    out = io.BytesIO()
    with tenant(where):
        write(Initiative.objects.get(pk=where.pk), out)
    out.seek(0)
    return out


def moved_away(where: Initiative) -> None:
    """Let the initiative be another, so that its package may arrive beside it."""
    with tenant(where):
        Initiative.objects.filter(pk=where.pk).update(public_id=uuid4())


def parts(package: io.BytesIO) -> dict[str, dict[str, Any]]:
    with zipfile.ZipFile(package) as box:
        return {part["name"]: part for part in json.loads(box.read("manifest.json"))["parts"]}


def rows(package: io.BytesIO, name: str) -> list[dict[str, Any]]:
    with zipfile.ZipFile(package) as box:
        return [json.loads(line) for line in box.read(f"data/{name}.jsonl").splitlines()]


def changed(
    package: io.BytesIO, change: Callable[[dict[str, bytes]], None], *, seal: bool = True
) -> io.BytesIO:
    """The package with its members changed; `seal` makes its sums right again."""
    with zipfile.ZipFile(package) as box:
        members = {name: box.read(name) for name in box.namelist()}
    change(members)
    if seal:
        contents = json.loads(members["manifest.json"])
        contents["parts"] = [
            {
                **next(
                    (part for part in contents["parts"] if part["name"] == name), {"name": name, "rows": 0}
                ),
                "size": len(data),
                "sha256": hashlib.sha256(data).hexdigest(),
            }
            for name, data in members.items()
            if name not in ("manifest.json", "README.txt")
        ]
        contents["fingerprint"] = fingerprint_of(contents["parts"])
        members["manifest.json"] = json.dumps(contents).encode()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as box:
        for name, data in members.items():
            box.writestr(name, data)
    out.seek(0)
    return out


def arrived(scene: Scene, package: io.BytesIO, who: User | None = None) -> tuple[User, Initiative]:
    moved_away(scene.where)
    taker = who or make.user()
    came = services.take_in(taker, package, slug="downriver")
    assert came.new
    jobs.run_due()
    return taker, came.initiative


def test_an_initiative_arrives_as_it_left(scene: Scene) -> None:
    with tenant(scene.where):
        Membership.objects.update(goes_along="name")
    package = packed(scene.where)
    before = scene.points("served")
    with scene.acting() as actor:
        versions = [(v.number, v.state, v.contents, v.adopted_on) for v in agreed.agendas(actor)]
        decisions = [(d.number, d.state, str(d.public_id)) for d in decided.decisions(actor)]
        history = [(e.happened_at, e.subject, headline(e)) for e in core.events(actor).order_by("id")]
    taker, there = arrived(scene, package)

    with core.enter(taker, "downriver") as actor:
        assert [(v.number, v.state, v.contents, v.adopted_on) for v in agreed.agendas(actor)] == versions
        assert [(d.number, d.state, str(d.public_id)) for d in decided.decisions(actor)] == decisions
        events = core.events(actor).order_by("id")
        assert [(e.happened_at, e.subject, headline(e)) for e in events][: len(history)] == history
        assert events.filter(key="initiatives.arrived").count() == 1
    moved = Scene.__new__(Scene)
    moved.lead, moved.where = taker, there
    after = moved.points("served")
    assert [(p.period.code, p.value, p.status, p.coverage) for p in after] == [
        (p.period.code, p.value, p.status, p.coverage) for p in before
    ]
    assert [p.value for p in after if p.period.code == "2024-Q1"] == [43]
    counts = []
    for where in (scene.where, there):
        with tenant(where):
            counts.append((Observation.objects.count(), Publication.objects.count()))
    assert counts[0] == counts[1]
    assert counts[0][0] >= 3


def test_what_arrived_makes_the_same_package_again(scene: Scene) -> None:
    package = packed(scene.where)
    _taker, there = arrived(scene, package)
    first, second = parts(package), parts(packed(there))
    assert first.keys() == second.keys()
    other = {name for name in first if first[name]["sha256"] != second[name]["sha256"]}
    assert other == OF_THE_ARRIVAL
    assert len(first) > 100


def test_rows_arrive_in_the_new_initiative_alone(scene: Scene) -> None:
    with tenant(scene.where):
        ids = set(Partner.objects.values_list("pk", flat=True))
    _taker, there = arrived(scene, packed(scene.where))
    with tenant(scene.where):
        assert set(Partner.objects.values_list("pk", flat=True)) == ids
    with tenant(there):
        new = Partner.objects.all()
        assert {row.code for row in new} == {"school-board", "library"}
        assert not ids & {row.pk for row in new}


def test_a_second_arrival_changes_nothing(scene: Scene) -> None:
    package = packed(scene.where)
    taker, there = arrived(scene, package)
    with tenant(there):
        before = Event.objects.count(), Observation.objects.count(), Membership.objects.count()
    package.seek(0)
    again = services.take_in(taker, package, slug="elsewhere")
    assert (again.initiative.pk, again.new) == (there.pk, False)
    with tenant(there):
        assert (Event.objects.count(), Observation.objects.count(), Membership.objects.count()) == before
        assert Arrival.objects.count() == 1


def test_another_package_of_an_initiative_that_lives_here_is_refused(scene: Scene) -> None:
    with pytest.raises(Conflict) as refused:
        services.take_in(scene.lead, packed(scene.where))
    assert refused.value.code == "already_here"
    # Nobody learns from it what they may not see: a stranger with the very package is told the same.
    package = packed(scene.where)
    arrived(scene, package)
    package.seek(0)
    with pytest.raises(Conflict) as refused:
        services.take_in(make.user(), package)
    assert refused.value.code == "already_here"


def test_an_address_that_is_taken_is_asked_for_again(scene: Scene) -> None:
    package = packed(scene.where)
    moved_away(scene.where)
    with pytest.raises(DomainError) as refused:
        services.take_in(make.user(), package)
    assert (refused.value.code, refused.value.field) == ("slug_taken", "slug")


def test_who_said_nothing_goes_without_a_name(scene: Scene) -> None:
    shy = scene.person("community")
    with tenant(scene.where):
        Membership.objects.filter(user=shy).update(name="Shy Violet", email="shy@example.org", phone="555")
        User.objects.filter(pk=shy.pk).update(name="Shy Violet", email="shy@example.org")
    with scene.acting() as actor:
        services.change_settings(actor, purpose="As Shy Violet said (shy@example.org): read.")
        own = Membership.objects.get(pk=actor.membership_id)
        services.say_what_goes_along(actor, own, goes_along="address")
    package = packed(scene.where)
    with zipfile.ZipFile(package) as box:
        everything = b"".join(box.read(name) for name in box.namelist())
    assert b"Violet" not in everything
    assert b"shy@example.org" not in everything
    people = {row["role"]: row for row in rows(package, "initiatives.membership")}
    with tenant(scene.where):
        mark = Membership.objects.get(user=shy).public_id.hex[:6].upper()
    assert people["community"]["name"] == f"Former member {mark}"
    assert (people["community"]["email"], people["community"]["phone"]) == ("", "")
    assert people["backbone_lead"]["email"] == scene.lead.email
    assert (
        rows(package, "initiative")[0]["purpose"]
        == f"As Former member {mark} said (Former member {mark}): read."
    )


def test_a_name_goes_without_the_address_unless_both_were_agreed_to(scene: Scene) -> None:
    with scene.acting() as actor:
        own = Membership.objects.get(pk=actor.membership_id)
        services.say_what_goes_along(actor, own, goes_along="name")
    told = next(
        r for r in rows(packed(scene.where), "initiatives.membership") if r["role"] == "backbone_lead"
    )
    assert (told["name"], told["email"]) == (scene.lead.name, "")


def test_nobody_says_it_for_somebody_with_an_account(scene: Scene) -> None:
    other = scene.person("community")
    with scene.acting() as actor:
        theirs = Membership.objects.get(user=other)
        with pytest.raises(Forbidden):
            services.say_what_goes_along(actor, theirs, goes_along="name")
        noted = services.add_person(actor, name="By telephone", role="community", phone="555 1234")
        services.say_what_goes_along(actor, noted, goes_along="name")
    with tenant(scene.where):
        assert Membership.objects.get(pk=noted.pk).goes_along == "name"


def test_files_arrive_and_open(scene: Scene) -> None:
    package = packed(scene.where)
    _taker, there = arrived(scene, package)
    with tenant(scene.where):
        former = Evidence.objects.get().stored_as
    with tenant(there):
        kept = Evidence.objects.get()
    assert kept.stored_as != former
    with opened(kept.stored_as) as file:
        assert file.read() == b"%PDF-1.7 sheet"


def test_whoever_takes_it_in_and_came_with_it_is_the_same_person(scene: Scene) -> None:
    with scene.acting() as actor:
        own = Membership.objects.get(pk=actor.membership_id)
        services.say_what_goes_along(actor, own, goes_along="address")
    _taker, there = arrived(scene, packed(scene.where), scene.lead)
    with tenant(there):
        leads = Membership.objects.filter(role="backbone_lead")
        assert [(row.public_id, row.user_id) for row in leads] == [(own.public_id, scene.lead.pk)]
        assert not Membership.objects.exclude(pk__in=leads).exclude(user=None).exists()


def _bomb(members: dict[str, bytes]) -> None:
    members["files/evidence/000009.pdf"] = b"\0" * 30_000_000


def _stranger(members: dict[str, bytes]) -> None:
    members["../../etc/passwd"] = b"root"


def _unknown(members: dict[str, bytes]) -> None:
    members["data/measurement.horoscope.jsonl"] = b""


def _other_tenant(members: dict[str, bytes]) -> None:
    first, rest = members["data/initiatives.partner.jsonl"].split(b"\n", 1)
    row = json.loads(first) | {"initiative": 1}
    members["data/initiatives.partner.jsonl"] = json.dumps(row).encode() + b"\n" + rest


def _nowhere(members: dict[str, bytes]) -> None:
    name = "data/measurement.assignment.jsonl"
    members[name] = members[name].replace(b'"partner":1', b'"partner":999', 1)


def _twice(members: dict[str, bytes]) -> None:
    name = "data/initiatives.partner.jsonl"
    members[name] = members[name].replace(b'"code":"library"', b'"code":"school-board"', 1)


def _bad_choice(members: dict[str, bytes]) -> None:
    name = "data/initiatives.membership.jsonl"
    members[name] = members[name].replace(b'"role":"backbone_lead"', b'"role":"emperor"', 1)


def _bad_zone(members: dict[str, bytes]) -> None:
    name = "data/initiative.jsonl"
    members[name] = members[name].replace(b'"timezone":"UTC"', b'"timezone":"Moon/Far"', 1)


def _script(members: dict[str, bytes]) -> None:
    members["files/evidence/000001.pdf"] = b"<html><script>alert(1)</script>"


def _other_format(members: dict[str, bytes]) -> None:
    contents = json.loads(members["manifest.json"])
    members["manifest.json"] = json.dumps({**contents, "version": 2}).encode()


REFUSED = [
    (_bomb, "too_big"),
    (_stranger, "strange_parts"),
    (_unknown, "unknown_kind"),
    (_other_tenant, "unknown_column"),
    (_nowhere, "damaged"),
    (_twice, "contradiction"),
    (_bad_choice, "bad_value"),
    (_bad_zone, "bad_settings"),
    (_script, "bad_file"),
    (_other_format, "other_version"),
]


def test_a_package_that_was_tampered_with_is_refused_whole(scene: Scene) -> None:
    package = packed(scene.where)
    moved_away(scene.where)
    taker = make.user()
    files = set(Path(packing._path("0" * 32)).parent.parent.rglob("*"))
    for change, code in REFUSED:
        with pytest.raises(PackageRefused) as refused:
            services.take_in(taker, changed(package, change), slug="downriver")
        assert refused.value.code == code, (change.__name__, refused.value.message)
        assert core.my_memberships(taker) == []
        assert set(Path(packing._path("0" * 32)).parent.parent.rglob("*")) == files, change.__name__


@pytest.mark.parametrize("content", [b"", b"PK", b"not a zip at all", b"PK\x05\x06" + b"\0" * 18])
def test_what_is_no_package_is_refused(content: bytes) -> None:
    with pytest.raises(PackageRefused) as refused:
        services.take_in(make.user(), io.BytesIO(content))
    assert refused.value.code == "not_a_package"


def test_a_changed_line_is_noticed_by_its_sum(scene: Scene) -> None:
    def change(members: dict[str, bytes]) -> None:
        members["data/initiatives.partner.jsonl"] = members["data/initiatives.partner.jsonl"].replace(
            b"library", b"librery"
        )

    with pytest.raises(PackageRefused) as refused:
        services.take_in(make.user(), changed(packed(scene.where), change, seal=False))
    assert refused.value.code == "damaged"


def test_a_package_is_made_by_the_worker_kept_and_gone_after_its_time(scene: Scene) -> None:
    with scene.acting() as actor:
        services.ask_package(actor)
        with pytest.raises(Conflict):
            services.ask_package(actor)
    scene.work()
    with scene.acting() as actor:
        made = packages(actor).get()
        assert (made.state, made.size > 0, made.rows > 0) == ("ready", True, True)
        with services.take_away(actor, made) as file:
            assert zipfile.ZipFile(file).testzip() is None
    with clock.at(clock.now() + packing.KEPT):
        scene.work()
    with scene.acting() as actor:
        gone = packages(actor).get()
        assert (gone.state, gone.stored_as) == ("gone", "")
        with pytest.raises(Conflict):
            services.take_away(actor, gone)
        told = [event.key for event in core.events(actor).order_by("id")]
    assert [key for key in told if "package" in key] == [
        "initiatives.package_asked",
        "initiatives.package_made",
        "initiatives.package_downloaded",
        "initiatives.package_gone",
    ]


def test_a_package_that_cannot_be_made_says_so(scene: Scene) -> None:
    with scene.acting() as actor:
        asked = services.ask_package(actor)
        packing.give_up(scene.where.pk, str(asked.pk))
        assert Package.objects.get().state == "failed"
        services.ask_package(actor)


def test_only_a_lead_hands_the_initiative_over(scene: Scene) -> None:
    staff = scene.person("backbone_staff")
    with scene.acting(staff) as actor:
        with pytest.raises(Forbidden):
            services.ask_package(actor)
        with pytest.raises(Forbidden):
            packages(actor)
