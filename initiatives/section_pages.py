"""The pages below one section of the rail: its breadcrumbs, its own navigation, forms about one of its things."""

from abc import abstractmethod
from dataclasses import dataclass
from typing import Any, ClassVar

from django.contrib import messages
from django.http import HttpResponseBase
from django.utils.translation import gettext as _

from initiatives.web import FormView, PageView, SeeOther


@dataclass(frozen=True)
class Tab:
    """One entry of a section's navigation: the page's name within the section, a label, and what waits there."""

    key: str
    label: str
    count: int | None = None


class SectionView(PageView):
    """A page of one section. `namespace` is that of its addresses, whose page `home` is the section's first."""

    namespace: ClassVar[str]
    section_name: ClassVar[Any]

    def trail(self, *items: tuple[Any, str]) -> list[dict[str, Any]]:
        """Return the breadcrumbs from the initiative over the section to here."""
        home = self.url(f"{self.namespace}:home") if items else ""
        return self.crumbs((self.section_name, home), *items)

    def entries(self) -> list[Tab]:
        """Return the pages among which the section's navigation leads, for this actor."""
        return []

    def tabs(self, current: str) -> list[dict[str, Any]]:
        """Return the section's own navigation; one entry alone is none."""
        entries = self.entries()
        return self.drawn(entries, current) if len(entries) > 1 else []

    def drawn(self, entries: list[Tab], current: str) -> list[dict[str, Any]]:
        """Return the entries as the component of tabs takes them."""
        return [
            {
                "label": entry.label,
                "url": self.url(f"{self.namespace}:{entry.key}"),
                "current": entry.key == current,
                "count": entry.count,
            }
            for entry in entries
        ]


class FormOfOne(FormView):
    """A form about one thing. Who may not send it is led back to the thing's page, and told why."""

    def handle(self, **kwargs: Any) -> HttpResponseBase:
        if self.request.method in ("GET", "HEAD"):
            self.prepare(**kwargs)
            if not self.allowed():
                messages.warning(self.request, self.refusal())
                return SeeOther(self.here())
        return super().handle(**kwargs)

    @abstractmethod
    def here(self) -> str:
        """Return the address of the thing's own page."""

    @abstractmethod
    def allowed(self) -> bool:
        """Whether the actor may send this form."""

    @abstractmethod
    def refusal(self) -> str:
        """Say who may."""

    def done(self, result: Any) -> HttpResponseBase:
        return self.go(self.here(), _("Saved."))
