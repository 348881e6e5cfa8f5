"""The public page, its texts, whom it names; what is hidden from others."""

from typing import Any, ClassVar

from rest_framework import serializers

from backbone.queries.public import LANGUAGES
from backbone.services.public import LONGEST
from backbone.words import PublicText
from initiatives.shapes import Body, Choice, Query


class PublicPageOut(serializers.Serializer[Any]):
    """Whether the page is open, listed and embedded."""

    is_open = serializers.BooleanField()
    indexed = serializers.BooleanField()
    hosts = serializers.ListField(child=serializers.CharField())
    url = serializers.CharField()


class PublicPageSet(Body):
    """What the page is to be; what is left out is closed, listed, and embedded nowhere."""

    is_open = serializers.BooleanField()
    indexed = serializers.BooleanField(required=False)
    hosts = serializers.ListField(child=serializers.CharField(max_length=300), required=False, max_length=20)


class TextsQuery(Query):
    """For readers of which language."""

    language = Choice(choices=LANGUAGES, required=False)


class TextOut(serializers.Serializer[Any]):
    """A text as a reader finds it: `gap` marks the original in place of a missing translation."""

    key = Choice(choices=PublicText.choices)
    body = serializers.CharField()
    language = serializers.CharField()
    gap = serializers.BooleanField()
    is_stale = serializers.BooleanField()


class TextsOut(serializers.Serializer[Any]):
    """The texts of the page."""

    texts = TextOut(many=True)


class TextsWrite(Body):
    """Texts in one language, by key; an empty one is taken away."""

    language = Choice(choices=LANGUAGES)
    texts = serializers.DictField(
        child=serializers.CharField(max_length=LONGEST, allow_blank=True, trim_whitespace=False)
    )


class TextConfirm(Body):
    """Which text, in which language."""

    key = serializers.CharField(max_length=100)
    language = Choice(choices=LANGUAGES)


class NamedOut(serializers.Serializer[Any]):
    """What a partner said; null until somebody has."""

    partner = serializers.CharField()
    name = serializers.CharField()
    agreed = serializers.BooleanField(allow_null=True)


class NamesOut(serializers.Serializer[Any]):
    """What partners said on being named on the public page."""

    names = NamedOut(many=True)


class NameSay(Body):
    """Whether the public page may name the partner."""

    partner = serializers.CharField(max_length=64)
    agreed = serializers.BooleanField()


class HiddenQuery(Query):
    """Of which indicator."""

    indicator = serializers.CharField(required=False, max_length=64)


class HiddenOut(serializers.Serializer[Any]):
    """A figure that others do not see."""

    indicator = serializers.CharField()
    period = serializers.CharField()
    by = serializers.CharField()
    figure_of = serializers.CharField()
    value = serializers.CharField()
    bound = serializers.CharField()
    reason = serializers.CharField()


class HiddenFiguresOut(serializers.Serializer[Any]):
    """The hidden figures of the latest publications: the first thousand."""

    hidden = HiddenOut(many=True)
    most: ClassVar[int] = 1000
