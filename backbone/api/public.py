"""The public page: open or closed, its texts, whom it names; what is hidden from others, and why."""

from dataclasses import asdict
from typing import Any

from django.http import HttpResponse
from django.urls import reverse

from backbone.queries import public
from backbone.serializers.public import (
    HiddenFiguresOut,
    HiddenQuery,
    NameSay,
    NamesOut,
    PublicPageOut,
    PublicPageSet,
    TextConfirm,
    TextsOut,
    TextsQuery,
    TextsWrite,
)
from backbone.services.public import confirm_text, say_named, set_public_page, write_texts
from initiatives import queries as core
from initiatives.kernel.access import Actor, Capability
from initiatives.kernel.errors import DomainError, NotFound
from initiatives.rest.views import InitiativeView, operation
from measurement import queries
from measurement.queries.hidden import hidden_figures, told_hidden


class PublicPage(InitiativeView):
    """The page that is open to everybody."""

    tag = "public page"

    @operation(Capability.DEFINE, answer=PublicPageOut)
    def get(self, actor: Actor) -> HttpResponse:
        """Read whether the public page is open, listed by search engines, and embedded by whom."""
        return self.json(self.told(actor))

    @operation(Capability.MANAGE_SETTINGS, body=PublicPageSet, answer=PublicPageOut, match="honoured")
    def put(self, actor: Actor) -> HttpResponse:
        """Open or close the public page. Closed, it is gone at once."""
        self.matched(lambda: self.told(actor))
        set_public_page(actor, **self.body)
        return self.json(self.told(actor))

    def told(self, actor: Actor) -> dict[str, Any]:
        """Return the page as it looks outside."""
        page = public.public_page(actor)
        address = reverse("public_page", args=[actor.initiative.slug])
        return {
            "is_open": bool(page and page.is_open),
            "indexed": page.indexed if page else True,
            "hosts": page.hosts if page else [],
            "url": self.plain_request.build_absolute_uri(address),
        }


class PublicTexts(InitiativeView):
    """The texts of the public page."""

    tag = "public page"

    @operation(Capability.VIEW, query=TextsQuery, answer=TextsOut)
    def get(self, actor: Actor) -> HttpResponse:
        """Read the texts for readers of a language (the initiative's own, unless one is named)."""
        return self.json(self.told(actor, self.query.get("language") or actor.initiative.language))

    @operation(Capability.DEFINE, body=TextsWrite, answer=TextsOut)
    def post(self, actor: Actor) -> HttpResponse:
        """Write texts in one language. Translations are stale once their original changes after them."""
        write_texts(actor, self.body["language"], self.body["texts"])
        return self.json(self.told(actor, self.body["language"]))

    def told(self, actor: Actor, language: str) -> dict[str, Any]:
        """Return the texts as they look outside."""
        return {"texts": [asdict(said) for said in public.texts(actor.initiative, language).values()]}


class PublicTextConfirm(InitiativeView):
    """Confirming a translation."""

    tag = "public page"

    @operation(Capability.DEFINE, body=TextConfirm, status=204)
    def post(self, actor: Actor) -> HttpResponse:
        """Say that a stale translation still fits its original as it reads now."""
        confirm_text(actor, self.body["key"], self.body["language"])
        return self.gone()


class PublicNames(InitiativeView):
    """Which partners the public page may name."""

    tag = "public page"

    @operation(Capability.VIEW_HAND_INS, answer=NamesOut)
    def get(self, actor: Actor) -> HttpResponse:
        """Read what partners said on being named: all for staff, your own otherwise."""
        return self.json(self.told(actor))

    @operation(Capability.SIGN_OFF, body=NameSay, answer=NamesOut)
    def post(self, actor: Actor) -> HttpResponse:
        """Say whether the public page may name a partner: its lead does, or staff who were told."""
        try:
            partner = core.partner(actor, self.body["partner"])
        except NotFound as error:
            raise DomainError("unknown_partner", str(error), "partner") from error
        say_named(actor, partner, agreed=self.body["agreed"])
        return self.json(self.told(actor))

    def told(self, actor: Actor) -> dict[str, Any]:
        """Return the names as they look outside."""
        rows = public.public_names(actor)
        return {
            "names": [
                {"partner": row.partner.code, "name": row.partner.name, "agreed": row.agreed} for row in rows
            ]
        }


class HiddenFigures(InitiativeView):
    """What is hidden from those below staff."""

    tag = "indicators"

    @operation(Capability.REVIEW, query=HiddenQuery, answer=HiddenFiguresOut)
    def get(self, actor: Actor) -> HttpResponse:
        """Read which published figures are hidden from others, and why: the latest period first."""
        code = self.query.get("indicator", "")
        rows = hidden_figures(actor, queries.indicator(actor, code) if code else None)
        found = told_hidden(actor, rows[: HiddenFiguresOut.most])
        return self.json(
            {
                "hidden": [
                    {
                        "indicator": row.indicator.code,
                        "period": row.period.code,
                        "by": row.by,
                        "figure_of": row.group,
                        "value": row.value,
                        "bound": row.bound,
                        "reason": row.reason,
                    }
                    for row in found
                ]
            }
        )
