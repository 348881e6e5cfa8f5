"""What is looked for, and what was found."""

from rest_framework import serializers

from initiatives.shapes import Query


class SearchQuery(Query):
    """What is looked for."""

    q = serializers.CharField(max_length=200, help_text="Words; the beginning of each is enough.")
    kind = serializers.CharField(max_length=40, required=False, help_text="Only what is of this kind.")


class HitOut(serializers.Serializer):  # type: ignore[type-arg]
    """One thing found."""

    title = serializers.CharField()
    excerpt = serializers.CharField(help_text="The stretch of its text with the first word found.")
    note = serializers.CharField()
    path = serializers.CharField(help_text="Of the page that shows it.")


class KindFoundOut(serializers.Serializer):  # type: ignore[type-arg]
    """What was found of one kind; `more` where there is more than is told."""

    kind = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    more = serializers.BooleanField()
    hits = HitOut(many=True)


class SearchOut(serializers.Serializer):  # type: ignore[type-arg]
    """What was found, by kind."""

    results = KindFoundOut(many=True)
