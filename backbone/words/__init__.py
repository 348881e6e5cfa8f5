"""The words of backbone support, the same in model, form, API and text."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from initiatives.kernel.access import PARTNER_ROLES, STAFF, Role


class Audience(TextChoices):
    """For whom a dashboard, a report or a page is made."""

    BACKBONE = "backbone", pgettext_lazy("audience", "The backbone")
    PARTNERS = "partners", pgettext_lazy("audience", "Partners")
    FUNDERS = "funders", pgettext_lazy("audience", "Funders")
    PUBLIC = "public", pgettext_lazy("audience", "The public")


class PassageKind(TextChoices):
    STORY = "story", _("Story")
    TEXT = "text", _("Text")


class StoryUse(TextChoices):
    """Where a story may be told, as whoever told it agreed."""

    INSIDE = "inside", pgettext_lazy("story", "Inside the initiative")
    FUNDERS = "funders", pgettext_lazy("story", "To funders")
    PUBLIC = "public", pgettext_lazy("story", "In public")


class Consent(TextChoices):
    """How somebody agreed."""

    WRITTEN = "written", pgettext_lazy("agreed", "In writing")
    SPOKEN = "spoken", pgettext_lazy("agreed", "By word of mouth")
    MESSAGE = "message", pgettext_lazy("agreed", "By message")


USE_FOR = {
    Audience.BACKBONE: StoryUse.INSIDE,
    Audience.PARTNERS: StoryUse.INSIDE,
    Audience.FUNDERS: StoryUse.FUNDERS,
    Audience.PUBLIC: StoryUse.PUBLIC,
}


def audience_of(role: Role) -> Audience:
    """Return the audience that somebody of this role belongs to."""
    if role in STAFF:
        return Audience.BACKBONE
    if role in PARTNER_ROLES:
        return Audience.PARTNERS
    return Audience.FUNDERS if role == Role.FUNDER else Audience.PUBLIC


class ReportKind(TextChoices):
    """For whom a report is made: it is read with their eyes, whoever makes it."""

    BOARD = "board", pgettext_lazy("report", "Board")
    FUNDER = "funder", pgettext_lazy("report", "Funders")
    PUBLIC = "public", pgettext_lazy("report", "The public")
    YEARLY = "yearly", pgettext_lazy("report", "The backbone's year")


class ReportState(TextChoices):
    DRAFT = "draft", pgettext_lazy("report", "Draft")
    PUBLISHED = "published", pgettext_lazy("report", "Published")
    WITHDRAWN = "withdrawn", pgettext_lazy("report", "Withdrawn")


# Which audience's choice a report shows, and as whom its figures are read. The board sits with all partners, and with
# people from outside: it is told what is published.
SHOWN_IN = {
    ReportKind.BOARD: Audience.PARTNERS,
    ReportKind.FUNDER: Audience.FUNDERS,
    ReportKind.PUBLIC: Audience.PUBLIC,
    ReportKind.YEARLY: Audience.PARTNERS,
}
READ_AS = {
    ReportKind.BOARD: Role.FUNDER,
    ReportKind.FUNDER: Role.FUNDER,
    ReportKind.PUBLIC: Role.COMMUNITY,
    ReportKind.YEARLY: Role.FUNDER,
}
# These tell of each of the six roles, and are about a whole year.
IN_CHAPTERS = frozenset({ReportKind.YEARLY})


def kinds_read_by(role: Role) -> tuple[ReportKind, ...]:
    """Return the kinds of reports that somebody of this role finds once they are published."""
    if role in STAFF:
        return tuple(ReportKind)
    if role in PARTNER_ROLES:
        return (ReportKind.BOARD, ReportKind.PUBLIC, ReportKind.YEARLY)
    if role == Role.FUNDER:
        return (ReportKind.FUNDER, ReportKind.PUBLIC, ReportKind.YEARLY)
    return (ReportKind.PUBLIC,)


class PublicText(TextChoices):
    """The texts of the public page, in their order."""

    HEADLINE = "headline", _("Headline")
    LEAD = "lead", _("What this is, in two sentences")
    RESULTS = "results", _("About the results")
    PARTNERS = "partners", _("About the partners")
    TAKE_PART = "take_part", _("How to take part")
    CONTACT = "contact", _("Whom to ask")


class ContactWay(TextChoices):
    """How somebody was in contact."""

    CALL = "call", pgettext_lazy("contact", "Telephone")
    MAIL = "mail", pgettext_lazy("contact", "E-mail or letter")
    VISIT = "visit", pgettext_lazy("contact", "Visit")
    MEETING = "meeting", pgettext_lazy("contact", "Meeting")
    MESSAGE = "message", pgettext_lazy("contact", "Message")
    OTHER = "other", pgettext_lazy("contact", "Another way")


class SignKind(TextChoices):
    """The signs by which one sees that a partner has gone quiet."""

    HAND_INS = "hand_ins", pgettext_lazy("sign", "Hand-ins")
    MEETINGS = "meetings", pgettext_lazy("sign", "Meetings")
    CHECK_INS = "check_ins", pgettext_lazy("sign", "Check-ins")
    SIGN_INS = "sign_ins", pgettext_lazy("sign", "Sign-ins")
    CONTACTS = "contacts", pgettext_lazy("sign", "Contacts")
