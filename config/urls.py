"""Every address of Concert. Each app brings its own list; an app's API is below /api/v1/."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path, re_path

from backbone.views.calendar import CalendarFeed
from backbone.views.portfolio import Portfolio
from backbone.views.public import Robots
from config.docs import ApiDocs
from initiatives.rest.schema import schema
from initiatives.rest.views import nowhere
from initiatives.views.accounts import ChangeLanguage, DemoSignIn, SignIn

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("initiatives.urls")),
    path("hand-in/", include("measurement.link_urls")),
    path("shared/", include("backbone.share_urls")),
    path("p/<slug:slug>/", include("backbone.public_urls")),
    path("robots.txt", Robots.as_view(), name="robots"),
    path("check-in/", include("activities.link_urls")),
    path("rsvp/", include("communications.link_urls")),
    path("u/", include("communications.letter_urls")),
    path("calendar/<str:secret>.ics", CalendarFeed.as_view(), name="calendar_feed"),
    path("i/<slug:slug>/measurement/", include("measurement.urls")),
    path("i/<slug:slug>/agenda/", include("agenda.urls")),
    path("i/<slug:slug>/activities/", include("activities.urls")),
    path("i/<slug:slug>/communications/", include("communications.urls")),
    path("portfolio/", Portfolio.as_view(), name="portfolio"),
    path("i/<slug:slug>/", include("backbone.urls")),
    path("accounts/login/", SignIn.as_view(), name="account_login"),
    path("accounts/demo/", DemoSignIn.as_view(), name="demo_sign_in"),
    path("accounts/", include("allauth.urls")),
    path("language/", ChangeLanguage.as_view(), name="set_language"),
    path("api/v1/", include("initiatives.api_urls")),
    path("api/v1/", include("measurement.api_urls")),
    path("api/v1/", include("agenda.api_urls")),
    path("api/v1/", include("activities.api_urls")),
    path("api/v1/", include("communications.api_urls")),
    path("api/v1/", include("backbone.api_urls")),
    path("api/v1/schema/", schema, name="schema"),
    path("api/v1/docs/", ApiDocs.as_view(url_name="schema"), name="api-docs"),
    re_path("^api/", nowhere),
]

if settings.DEBUG:
    urlpatterns.append(path("styleguide/", include("initiatives.styleguide")))

handler400 = "initiatives.views.errors.bad_request"
handler403 = "initiatives.views.errors.forbidden"
handler404 = "initiatives.views.errors.not_found"
handler500 = "initiatives.views.errors.broken"
