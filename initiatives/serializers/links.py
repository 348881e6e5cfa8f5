"""Links that stand for a person without an account, as the API tells of them."""

from typing import ClassVar

from rest_framework import serializers

from initiatives.shapes import Row


class SecretLinkRow(Row):
    """A link, without its secret."""

    id = serializers.UUIDField(source="public_id")
    holder = serializers.CharField()
    created_at = serializers.DateTimeField()
    expires_at = serializers.DateTimeField()
    sent_at = serializers.DateTimeField(allow_null=True)
    opened_at = serializers.DateTimeField(allow_null=True)
    revoked_at = serializers.DateTimeField(allow_null=True)


class NewSecretLink(Row):
    """A new link; `address` is given this once, and empty where it went out by letter."""

    address = serializers.CharField()

    computed: ClassVar[frozenset[str]] = frozenset({"address"})
