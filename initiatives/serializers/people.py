"""The people of an initiative, as the API gives them."""

from rest_framework import serializers

from initiatives.kernel.access import Role
from initiatives.shapes import Choice, Day, Query, Row

ROLES = [(role.value, role.value) for role in Role]
PEOPLE_STATES = [("invited", "Invited"), ("no_account", "Without an account"), ("quiet", "Quiet")]


class PersonQuery(Query):
    """Which people."""

    search = serializers.CharField(max_length=200, required=False, help_text="In name, address or partner.")
    role = Choice(choices=ROLES, required=False)
    partner = serializers.CharField(max_length=64, required=False)
    state = Choice(choices=PEOPLE_STATES, required=False)


class PersonRow(Row):
    """Somebody who takes part: in which role, and for which partner they speak."""

    id = serializers.UUIDField(source="public_id")
    name = serializers.CharField()
    role = Choice(choices=ROLES)
    partner = serializers.CharField(source="partner.code", allow_null=True)
    email = serializers.CharField()
    phone = serializers.CharField()
    since = Day()
    last_seen_on = Day(allow_null=True)
