"""The outbox: one row for what happened, with the words to tell it, in the transaction in which it came true."""

from dataclasses import dataclass

import pytest
from django.db import transaction

from initiatives import outbox
from initiatives import queries as core
from initiatives.kernel import clock
from initiatives.kernel.tenancy import tenant
from initiatives.models import Event
from tests.factories.scene import Scene, moment


@pytest.fixture
def fact(monkeypatch: pytest.MonkeyPatch) -> type[outbox.Fact]:
    """A fact of the tests' own."""
    monkeypatch.setattr(outbox, "FACTS", dict(outbox.FACTS))

    @outbox.event("test.happened")
    @dataclass(frozen=True)
    class Happened(outbox.Fact):
        what: str = ""

        def headline(self) -> str:
            return f"{self.what} happened"

    return Happened


@pytest.mark.django_db
def test_a_fact_is_kept_with_who_when_and_whose(fact: type[outbox.Fact]) -> None:
    scene = Scene()
    scene.partners("A")
    with clock.at(moment("2024-04-10 12:00")), scene.acting() as actor:
        partner = core.partner(actor, "A")
        row = outbox.record(actor, fact("thing:1", what="Much", partner_id=partner.pk))  # type: ignore[call-arg]

    assert (row.key, row.subject, row.data) == ("test.happened", "thing:1", {"what": "Much"})
    assert (row.happened_at, row.partner_id) == (moment("2024-04-10 12:00"), partner.pk)
    assert (row.user_id, row.membership_id, row.token_id) == (scene.lead.pk, actor.membership_id, None)
    assert outbox.headline(row) == "Much happened"


@pytest.mark.django_db
def test_what_did_not_come_true_is_not_told(fact: type[outbox.Fact]) -> None:
    scene = Scene()
    with scene.acting() as actor, pytest.raises(ValueError, match="no luck"), transaction.atomic():
        outbox.record(actor, fact("thing:1"))
        raise ValueError("no luck")
    with tenant(scene.where):
        assert not Event.objects.filter(key="test.happened").exists()


def test_two_facts_have_two_names(fact: type[outbox.Fact]) -> None:
    with pytest.raises(ValueError, match=r"two facts are called test\.happened"):
        outbox.event("test.happened")(type("Other", (outbox.Fact,), {}))


def test_a_fact_whose_fields_have_changed_is_still_told(fact: type[outbox.Fact]) -> None:
    assert outbox.headline_of("test.happened", "thing:1", {"what": "It", "gone": 1}) == "It happened"
    assert outbox.headline_of("test.forgotten", "thing:1", {}) == "test.forgotten"


def test_every_fact_has_a_headline_of_its_own() -> None:
    for key, kind in outbox.FACTS.items():
        assert kind.headline is not outbox.Fact.headline, key
        assert kind("thing:1").headline(), key
