"""Who leaves hands over the indicators they look after."""

import pytest

from initiatives import queries, services
from initiatives.models import Initiative, Membership, User
from measurement.models import Indicator, WantedIndicator
from measurement.services import define_indicator, drop_wanted, want

pytestmark = pytest.mark.django_db


def test_a_steward_who_leaves_hands_the_indicator_over(ana: User, sam: User, riverbend: Initiative) -> None:
    with queries.enter(ana, "riverbend") as actor:
        leaving, heir = (Membership.objects.get(user=who) for who in (sam, ana))
        define_indicator(actor, code="served", name="People served", steward=leaving)
        held = {duty.key: lines for duty, lines, _heirs in queries.duties_of(actor, leaving)}
        assert held == {"steward": ["Steward of People served"]}
        services.end_membership(actor, leaving, heirs={"steward": heir})
        assert Indicator.objects.get().steward_id == heir.pk


def test_what_is_wanted_is_handed_over_until_it_is_settled(
    ana: User, sam: User, ben: User, riverbend: Initiative
) -> None:
    with queries.enter(ana, "riverbend") as actor:
        leaving, heir = (Membership.objects.get(user=who) for who in (sam, ben))
        rested = want(actor, name="Children who are rested", owner=leaving)
        dropped = want(actor, name="Screen time", owner=leaving)
        drop_wanted(actor, dropped, reason="Nobody would say.")
        held = {duty.key: lines for duty, lines, _heirs in queries.duties_of(actor, leaving)}
        assert held == {"wanted": ["Sees to the wanted indicator Children who are rested"]}
        services.end_membership(actor, leaving, heirs={"wanted": heir})
        owners = dict(WantedIndicator.objects.values_list("pk", "owner"))
        assert owners == {rested.pk: heir.pk, dropped.pk: leaving.pk}


def test_only_the_backbone_looks_after_indicators(
    ana: User, sam: User, ben: User, riverbend: Initiative
) -> None:
    with queries.enter(ana, "riverbend") as actor:
        leaving, contributor = (Membership.objects.get(user=who) for who in (sam, ben))
        define_indicator(actor, code="served", name="People served", steward=leaving)
        with pytest.raises(Exception, match="cannot take it"):
            services.end_membership(actor, leaving, heirs={"steward": contributor})
        services.end_membership(actor, leaving)
        assert Indicator.objects.get().steward_id is None
