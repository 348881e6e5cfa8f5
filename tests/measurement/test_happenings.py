"""What happened to an indicator, told by number in its chart and below it."""

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client

from measurement import queries, services
from measurement.queries import happenings
from tests.factories.scene import Scene

pytestmark = pytest.mark.django_db


def test_sessions_and_targets_are_told_in_their_order_to_every_reader() -> None:
    scene = Scene(self_acceptance=True)
    scene.partners("A", "B", "C")
    scene.indicator("books", headline=True, visibility="public")
    scene.give("books", "2024-Q1", {"A": {"value": 100}, "B": {"value": 120}, "C": {"value": 140}})
    with scene.acting() as actor:
        books = queries.indicator(actor, "books")
        services.set_target(
            actor, indicator=books, value=Decimal(900), date=date(2030, 12, 31), reason="Agreed"
        )
        services.start_session(actor, books, held_on=date(2024, 2, 1), result="Every child reads")
        told = [(row.text, row.route) for row in happenings(actor, books)]
    assert told == [("People asked how to turn the curve", "measurement:session"), ("The target was set", "")]
    for who in (scene.lead, scene.person("funder")):
        client = Client()
        client.force_login(who)
        page = client.get(f"/i/{scene.where.slug}/measurement/indicators/books/").content.decode()
        assert "People asked how to turn the curve" in page
