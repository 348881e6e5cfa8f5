"""The shapes of handing over."""

from typing import Any

from rest_framework import serializers

from initiatives.models import Package
from initiatives.serializers import SLUG
from initiatives.shapes import Body, Choice, Content, Row


class PackageRow(Row):
    """A package of the whole initiative: when it was asked for, how it stands, until when it is kept."""

    id = serializers.UUIDField(source="public_id")
    state = Choice(choices=Package.State.choices)
    asked_at = serializers.DateTimeField()
    built_at = serializers.DateTimeField(allow_null=True)
    expires_at = serializers.DateTimeField(allow_null=True)
    fingerprint = serializers.CharField()
    size = serializers.IntegerField()
    rows = serializers.IntegerField()


class PackageContent(serializers.Serializer[Any]):
    """The file of a package."""

    name = serializers.CharField()
    content = Content()


class ArrivalNew(Body):
    """A package to be taken in: the .zip in base64, and the initiative's address here, if not the one it had."""

    content = Content()
    slug = serializers.RegexField(SLUG, required=False)


class OwnDataOut(serializers.Serializer[Any]):
    """Everything that is held about the caller: the account, and by initiative the records of each kind."""

    account = serializers.DictField()
    initiatives = serializers.ListField(child=serializers.DictField())


class Farewell(Body):
    """The address of the account, so that nobody is forgotten by mistake."""

    confirmation = serializers.CharField(max_length=254)
