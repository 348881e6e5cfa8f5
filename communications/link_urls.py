"""The pages behind an invitation's link, for people without an account; below /rsvp/."""

from django.urls import path

from communications.views import inviting

urlpatterns = [
    path("form/<uuid:link_id>/", inviting.LinkedReply.as_view(), name="linked_reply"),
    path("<str:secret>/", inviting.StartByLink.as_view(), name="rsvp_link"),
]
