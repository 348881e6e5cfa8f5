"""The initiative's settings and what happened in it."""

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _

from initiatives.forms.activity import ActivityFilter
from initiatives.forms.settings import SettingsForm
from initiatives.kernel.access import Capability
from initiatives.queries import events, events_matching, initiative_of, told
from initiatives.services import change_settings
from initiatives.web import PageView, errors_in, held, paginate


class Settings(PageView):
    """Change the settings; what was changed before stands beside them."""

    capability = Capability.MANAGE_SETTINGS
    template_name = "initiatives/settings.html"
    section = "settings"

    def get(self, request: HttpRequest) -> HttpResponseBase:
        return self.show(SettingsForm.of(initiative_of(self.actor)))

    def show(self, form: SettingsForm, status: int = 200) -> HttpResponseBase:
        """Draw the form and the history of changes."""
        context = {
            "form": form,
            "lately": told(events(self.actor).filter(key="initiatives.settings_changed")[:10]),
            "breadcrumbs": self.crumbs((_("Settings"), "")),
        }
        return self.page(context, status=status)

    def post(self, request: HttpRequest) -> HttpResponseBase:
        stands = held(lambda: initiative_of(self.actor))
        form = SettingsForm.of(stands, request.POST)
        if form.is_valid():
            with errors_in(form):
                form.require_unchanged(f"initiative:{self.slug}")
                change_settings(self.actor, **form.values())
            if form.is_valid():
                return self.go(self.url("initiatives:settings"), _("Saved."))
        return self.show(form, status=422)


class Activity(PageView):
    """The stream of events: all of it for the backbone, a partner's own affairs for its people."""

    capability = Capability.VIEW_EVENTS
    template_name = "initiatives/activity.html"
    fragment = "list"
    section = "activity"

    def get(self, request: HttpRequest) -> HttpResponseBase:
        form = ActivityFilter(self.actor, request.GET)
        asked: dict[str, Any] = form.asked()
        page = paginate(request, events_matching(self.actor, **asked))
        context = {
            "page": page,
            "rows": told(page.object_list),
            "form": form,
            "filtered": bool(asked),
            "breadcrumbs": self.crumbs((_("Activity"), "")),
        }
        return self.page(context)
