"""The pages behind a check-in link, for people without an account; below /check-in/."""

from django.urls import path

from activities.views import asking

urlpatterns = [
    path("form/<uuid:link_id>/", asking.LinkedCheckIn.as_view(), name="linked_check_in"),
    path("<str:secret>/", asking.StartByLink.as_view(), name="check_in_link"),
]
