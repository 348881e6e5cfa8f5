"""The shapes of imports of activities outside."""

from typing import Any

from rest_framework import serializers

from activities.imports.names import KINDS
from activities.imports.rows import GOALS
from activities.models import ActivityImport
from activities.serializers.activities import BEGINNINGS
from initiatives.shapes import Body, Choice, Content, Row

IMPORT_STATES = ActivityImport.State.choices


def meanings(words: str) -> serializers.DictField:
    """Return the field of what names of one kind are."""
    child = serializers.CharField(max_length=600, trim_whitespace=False)
    return serializers.DictField(
        child=child,
        required=False,
        help_text=f"What {words} of the file are, by their text: is:<code>, as:<other text>, make or leave.",
    )


class ImportNew(Body):
    """A list of activities: CSV, Excel or OpenDocument, in base64, up to 7 MB."""

    name = serializers.CharField(max_length=200, help_text="The file's name, with its ending.")
    content = Content()


class ImportMatch(Body):
    """The sheet and row of headings, what the columns are, what names mean. What is left out stays."""

    sheet = serializers.IntegerField(min_value=0, max_value=1000, required=False)
    head = serializers.IntegerField(
        min_value=1, max_value=200, required=False, help_text="The row of the headings, from 1."
    )
    columns = serializers.DictField(
        child=serializers.CharField(allow_blank=True, max_length=20),
        required=False,
        help_text=f"Where each heading goes: {', '.join(GOALS)}, or empty to leave it out.",
    )
    partner = meanings("partners")
    strategy = meanings("strategies")
    people = meanings("groups of people")
    place = meanings("places")
    state = Choice(choices=BEGINNINGS, required=False)
    sector = serializers.CharField(
        max_length=40, required=False, help_text="Of new partners for which the list names none."
    )
    everybody = serializers.ListField(
        child=serializers.CharField(max_length=64),
        max_length=200,
        required=False,
        help_text="Groups of people, by code, for activities for which the list names none.",
    )
    skip_faults = serializers.BooleanField(required=False)


class ImportRow(Row):
    """An import of activities."""

    id = serializers.UUIDField(source="public_id")
    name = serializers.CharField()
    state = Choice(choices=IMPORT_STATES)
    size = serializers.IntegerField()
    created_at = serializers.DateTimeField()
    made_by = serializers.CharField(source="made_by.name")
    done_at = serializers.DateTimeField(allow_null=True)
    undone_at = serializers.DateTimeField(allow_null=True)


class ImportColumn(serializers.Serializer):  # type: ignore[type-arg]
    """A heading of the file, and where it goes (empty: it is left out)."""

    label = serializers.CharField()  # type: ignore[assignment]
    goal = serializers.CharField()


class ImportName(serializers.Serializer):  # type: ignore[type-arg]
    """A name of the file: in how many rows, what becomes of it, and what it comes near.

    `state` is known, make, leave, same (as another of the file) or ask: then somebody must say. `alike` are codes of
    what is known, `like` other names of the file; `proposed` is what is probably meant.
    """

    kind = serializers.ChoiceField(choices=KINDS)
    text = serializers.CharField()
    rows = serializers.IntegerField()
    state = serializers.CharField()
    code = serializers.CharField()
    alike = serializers.ListField(child=serializers.CharField())
    like = serializers.ListField(child=serializers.CharField())
    proposed = serializers.CharField()


class ImportDraft(serializers.Serializer):  # type: ignore[type-arg]
    """An activity that the list would add, and the rows of the file that tell of it."""

    title = serializers.CharField()
    partner = serializers.CharField()
    supporting = serializers.ListField(child=serializers.CharField())
    strategy = serializers.CharField()
    people = serializers.ListField(child=serializers.CharField())
    places = serializers.ListField(child=serializers.CharField())
    rows = serializers.ListField(child=serializers.IntegerField())


class ImportFault(serializers.Serializer):  # type: ignore[type-arg]
    """A row of the file that is not right."""

    row = serializers.IntegerField()
    code = serializers.CharField()


class ImportPreview(serializers.Serializer):  # type: ignore[type-arg]
    """What would become of the list as it is matched now. `activities` are the first hundred of `new`."""

    sheet = serializers.IntegerField()
    head = serializers.IntegerField()
    columns = ImportColumn(many=True)
    names = ImportName(many=True)
    activities = ImportDraft(many=True)
    new = serializers.IntegerField(help_text="Activities that would be added.")
    here = serializers.IntegerField(
        help_text="Activities that are here already, and would be left as they are."
    )
    repeated = serializers.IntegerField(help_text="Rows that repeat another cell for cell.")
    left_out = serializers.IntegerField(help_text="Rows whose partner is left out.")
    faults = ImportFault(many=True)
    too_long = serializers.BooleanField()
    ready = serializers.BooleanField(help_text="Whether nothing more must be said before it can be taken in.")


class ImportOut(ImportRow):
    """An import: while it is matched with its `preview`, after that with what it brought (`result`, counts).

    `message` says why it was refused, or what stood in the way when it was taken in.
    """

    message = serializers.CharField()
    preview = ImportPreview(allow_null=True)
    result: Any = serializers.DictField(child=serializers.IntegerField())

    computed = frozenset({"message", "preview", "result"})
