"""Behind the public page: opening it, its texts, whom it names; what is hidden; looking as somebody else."""

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.utils.html import escape
from django.utils.translation import gettext as _

from backbone.forms.public import PublicPageForm, SheetForm, TextsForm
from backbone.queries.public import (
    LANGUAGES,
    public_names,
    public_page,
    sheet_rows,
    shown_to_all,
    texts,
    visitor,
)
from backbone.services.public import confirm_text, say_named, set_public_page, take_sheet, write_texts
from backbone.views.gathering import GatheringView
from backbone.views.public import LANGUAGES as LANGUAGE_NAMES
from backbone.views.public import home_of
from initiatives.kernel.access import ROLE_NAMES, STAFF, Capability, Role, require
from initiatives.kernel.errors import DomainError, NotFound
from initiatives.queries import partner
from initiatives.rest.workbooks import xlsx_answer
from initiatives.web import PREVIEWED, errors_in, paginate, preview_of
from measurement.books.files import open_upload
from measurement.imports.files import FileRefused
from measurement.queries import indicator, indicators, period_name, rules_of, rules_told
from measurement.queries.hidden import hidden_figures, told_hidden
from measurement.queries.imports import refusal_words

PREVIEWS = (Role.FUNDER, Role.COMMUNITY)


class PublishingView(GatheringView):
    """What the pages behind the public page share."""

    section = "reports"

    def trail(self, *items: tuple[Any, str]) -> list[dict[str, Any]]:
        """Return the breadcrumbs below the page."""
        return self.crumbs((_("Public page"), self.url("backbone:public") if items else ""), *items)


class PublicSettings(PublishingView):
    """Whether the page is open, and what leads to its texts and names."""

    capability = {"GET": Capability.DEFINE, "POST": Capability.MANAGE_SETTINGS}
    template_name = "backbone/public_settings.html"

    def get(self, request: HttpRequest) -> HttpResponseBase:
        return self.show(PublicPageForm(public_page(self.actor)))

    def post(self, request: HttpRequest) -> HttpResponseBase:
        form = PublicPageForm(public_page(self.actor), request.POST)
        if form.is_valid():
            with errors_in(form):
                set_public_page(self.actor, **form.values())
            if form.is_valid():
                return self.go(self.url("backbone:public"), _("Kept."))
        return self.show(form, 422)

    def show(self, form: PublicPageForm, status: int = 200) -> HttpResponseBase:
        """Draw the page."""
        page = public_page(self.actor)
        original = texts(self.actor.initiative, self.actor.initiative.language)
        context = {
            "page": page,
            "form": form,
            "opens": self.actor.may(Capability.MANAGE_SETTINGS),
            "languages": [
                {
                    "code": code,
                    "name": LANGUAGE_NAMES[code],
                    "said": sum(not s.gap for s in texts(self.actor.initiative, code).values()),
                    "stale": sum(s.is_stale for s in texts(self.actor.initiative, code).values()),
                }
                for code in LANGUAGES
            ],
            "of": len(original),
            "names": public_names(self.actor),
            "embeds": self.embeds() if page and page.is_open and page.hosts else [],
            "previews": [(role.value, ROLE_NAMES[role]) for role in PREVIEWS],
            "breadcrumbs": self.trail(),
        }
        return self.page(context, status=status)

    def embeds(self) -> list[dict[str, str]]:
        """Return the lines to copy into another site: the scorecard, and each figure that the public is shown."""
        chosen, _standing = shown_to_all(visitor(self.actor.initiative))
        named = [(_("The scorecard"), self.url("embedded_scorecard"))]
        named += [(row.name, self.url("embedded_figure", row.code)) for row in chosen.indicators]
        line = '<iframe src="{}" width="100%" height="480" title="{}"></iframe>'
        return [
            {
                "name": name,
                "id": f"embed-{number}",
                "code": line.format(escape(self.request.build_absolute_uri(url)), escape(name)),
            }
            for number, (name, url) in enumerate(named)
        ]


class PublicTexts(PublishingView):
    """The texts of the page in one language."""

    capability = Capability.DEFINE
    template_name = "backbone/public_texts.html"

    def get(self, request: HttpRequest, language: str) -> HttpResponseBase:
        return self.show(language, self.form(language))

    def post(self, request: HttpRequest, language: str) -> HttpResponseBase:
        form = self.form(language, request.POST)
        if form.is_valid():
            with errors_in(form):
                write_texts(self.actor, language, form.cleaned_data)
            if form.is_valid():
                return self.go(self.url("backbone:public"), _("Kept."))
        return self.show(language, form, 422)

    def form(self, language: str, data: Any = None) -> TextsForm:
        """Return the form. Raises NotFound for a language that Concert does not speak."""
        if language not in LANGUAGES:
            raise NotFound
        initiative = self.actor.initiative
        original = {} if language == initiative.language else texts(initiative, initiative.language)
        return TextsForm(dict(texts(initiative, language)), dict(original), data)

    def show(self, language: str, form: TextsForm, status: int = 200) -> HttpResponseBase:
        """Draw the form."""
        stale = [said.key for said in texts(self.actor.initiative, language).values() if said.is_stale]
        context = {
            "form": form,
            "language": LANGUAGE_NAMES[language],
            "code": language,
            "is_original": language == self.actor.initiative.language,
            "stale": [(key, form.fields[key].label) for key in stale],
            "back": self.url("backbone:public"),
            "breadcrumbs": self.trail((LANGUAGE_NAMES[language], "")),
        }
        return self.page(context, status=status)


class ConfirmText(PublishingView):
    """A stale translation still fits."""

    capability = {"POST": Capability.DEFINE}

    def post(self, request: HttpRequest, language: str, key: str) -> HttpResponseBase:
        confirm_text(self.actor, key, language)
        return self.go(self.url("backbone:public_texts", language), _("Confirmed."))


class TranslationSheet(PublishingView):
    """The texts in all languages as a workbook, out and in."""

    capability = Capability.DEFINE
    template_name = "backbone/public_sheet.html"

    def get(self, request: HttpRequest) -> HttpResponseBase:
        if "upload" in request.GET:
            return self.show(SheetForm())
        names = ["key", "what", *(part for code in LANGUAGES for part in (code, f"{code} state"))]
        return xlsx_answer(sheet_rows(self.actor), names, f"{self.slug}-texts")

    def post(self, request: HttpRequest) -> HttpResponseBase:
        form = SheetForm(request.POST, request.FILES)
        if form.is_valid():
            changed = 0
            with errors_in(form):
                changed = take_sheet(self.actor, _rows_of(form.cleaned_data["file"]))
            if form.is_valid():
                message = _("%d texts were changed.") % changed
                return self.go(self.url("backbone:public"), message)
        return self.show(form, 422)

    def show(self, form: SheetForm, status: int = 200) -> HttpResponseBase:
        """Draw the form."""
        context = {
            "form": form,
            "back": self.url("backbone:public"),
            "breadcrumbs": self.trail((_("Translation sheet"), "")),
        }
        return self.page(context, status=status)


def _rows_of(upload: Any) -> list[dict[str, str]]:
    """The rows of an uploaded sheet by the names in its first row. Raises DomainError at `file`."""
    try:
        opened = open_upload(upload.file, upload.name, upload.size)
    except FileRefused as fault:
        raise DomainError(fault.code, refusal_words(fault.code, fault.row), "file") from fault
    if not opened.sheets:
        return []
    head, *rows = opened.sheets[0][1] or [[]]
    names = [str(cell or "") for cell in head]
    return [
        {name: str(cell if cell is not None else "") for name, cell in zip(names, row, strict=False)}
        for row in rows
    ]


class NamePartner(PublishingView):
    """Whether the page may name a partner."""

    capability = {"POST": Capability.SIGN_OFF}

    def post(self, request: HttpRequest, code: str) -> HttpResponseBase:
        found = partner(self.actor, code)
        require(self.actor, Capability.SIGN_OFF, found.pk)
        agreed = request.POST.get("agreed") == "yes"
        say_named(self.actor, found, agreed=agreed)
        way_on = "backbone:public" if self.actor.is_staff else "backbone:public_names"
        return self.go(self.url(way_on), _("Kept."))


class PublicNames(PublishingView):
    """What partners said on being named; a partner's lead says it here."""

    capability = Capability.VIEW_HAND_INS
    template_name = "backbone/public_names.html"

    def get(self, request: HttpRequest) -> HttpResponseBase:
        trail = self.crumbs((_("Named on the public page"), ""))
        return self.page({"names": public_names(self.actor), "breadcrumbs": trail})


class PreviewPublic(PublishingView):
    """The public page as everybody would read it, open or not."""

    capability = Capability.DEFINE

    def get(self, request: HttpRequest) -> HttpResponseBase:
        eyes = visitor(self.actor.initiative)
        view = type("Seen", (), {"public": public_page(self.actor)})()
        language = request.LANGUAGE_CODE  # type: ignore[attr-defined]
        context = {
            **home_of(eyes, view),
            "initiative": self.actor.initiative,
            "texts": texts(self.actor.initiative, language),
            "original_language": LANGUAGE_NAMES.get(self.actor.initiative.language, ""),
            "public": view.public,
            "home": request.path,
            "figures_url": request.path,
            "back": self.url("backbone:public"),
        }
        return self.page(context, template="backbone/public/preview.html")


class Hidden(PublishingView):
    """What is hidden from those below staff, and why."""

    capability = Capability.REVIEW
    template_name = "backbone/hidden.html"

    def get(self, request: HttpRequest) -> HttpResponseBase:
        code = request.GET.get("indicator", "")
        chosen = indicator(self.actor, code) if code else None
        by_partner = request.GET.get("by") == "partner"
        page = paginate(request, hidden_figures(self.actor, chosen, by_partner=by_partner))
        start = self.actor.initiative.fiscal_year_start
        context = {
            "page": page,
            "rows": [
                (row, period_name(row.period, start)) for row in told_hidden(self.actor, page.object_list)
            ],
            "chosen": chosen,
            "shown": [
                {"label": label, "url": f"{request.path}?{query}", "current": current}
                for label, query, current in (
                    (_("Totals and groups"), f"indicator={code}", not by_partner),
                    (_("Single partners"), f"indicator={code}&by=partner", by_partner),
                )
            ],
            "rules": rules_of(self.actor.initiative, chosen)
            if chosen
            else rules_told(self.actor.initiative, among=indicators(self.actor).prefetch_related(None)),
            "previews": [(role.value, ROLE_NAMES[role]) for role in PREVIEWS],
            "breadcrumbs": self.crumbs((_("What is hidden"), "")),
        }
        return self.page(context)


class Preview(PublishingView):
    """Begin to look as somebody else would, or end it. Nothing is changed but what this person sees."""

    capability = {"POST": Capability.VIEW}
    as_oneself = True

    def post(self, request: HttpRequest) -> HttpResponseBase:
        role = request.POST.get("role", "")
        if role and self.actor.role in STAFF:
            if role not in PREVIEWS:
                raise DomainError("invalid_choice", _("Choose as whom to look."), "role")
            request.session[PREVIEWED] = [self.slug, role]
        elif preview_of(request, self.slug):
            del request.session[PREVIEWED]
        return self.go(self.url("backbone:home"))
