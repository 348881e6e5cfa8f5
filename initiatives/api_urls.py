"""The addresses of the core's API, below /api/v1/."""

from django.urls import path

from initiatives.api import core as api
from initiatives.api import groups, handing_over, people, reminding, search

urlpatterns = [
    path("initiatives/", api.Initiatives.as_view()),
    path("initiatives/<slug:slug>/", api.Initiative.as_view()),
    path("initiatives/<slug:slug>/partners/", api.Partners.as_view()),
    path("initiatives/<slug:slug>/partners/<str:code>/", api.Partner.as_view()),
    path("initiatives/<slug:slug>/sectors/", api.Sectors.as_view()),
    path("initiatives/<slug:slug>/places/", api.Places.as_view()),
    path("initiatives/<slug:slug>/places/<str:code>/", api.Place.as_view()),
    path("initiatives/<slug:slug>/groups/", groups.Groups.as_view()),
    path("initiatives/<slug:slug>/groups/<uuid:id>/", groups.Group.as_view()),
    path("initiatives/<slug:slug>/groups/<uuid:id>/close/", groups.GroupClose.as_view()),
    path("initiatives/<slug:slug>/groups/<uuid:id>/seats/", groups.Seats.as_view()),
    path("initiatives/<slug:slug>/groups/<uuid:id>/seats/<uuid:person>/", groups.Seat.as_view()),
    path("initiatives/<slug:slug>/people/", people.People.as_view()),
    path("initiatives/<slug:slug>/people/<uuid:id>/", people.Person.as_view()),
    path("initiatives/<slug:slug>/packages/", handing_over.Packages.as_view()),
    path("initiatives/<slug:slug>/packages/<uuid:id>/", handing_over.OnePackage.as_view()),
    path("initiatives/<slug:slug>/packages/<uuid:id>/file/", handing_over.PackageFile.as_view()),
    path("arrivals/", handing_over.Arrivals.as_view()),
    path("my-data/", handing_over.MyData.as_view()),
    path("my-data/forget/", handing_over.ForgetMe.as_view()),
    path("initiatives/<slug:slug>/actions/", api.Actions.as_view()),
    path("initiatives/<slug:slug>/actions/<uuid:id>/", api.Action.as_view()),
    path("initiatives/<slug:slug>/calls/", reminding.Calls.as_view()),
    path("initiatives/<slug:slug>/events/", api.Events.as_view()),
    path("initiatives/<slug:slug>/event-kinds/", api.EventKinds.as_view()),
    path("initiatives/<slug:slug>/search/", search.Search.as_view()),
    path("tokens/", api.Tokens.as_view()),
    path("tokens/<uuid:id>/", api.Token.as_view()),
]
