"""The pages of continuous communication; below /i/<slug>/communications/."""

from django.urls import path

from communications.views import digests

app_name = "communications"

urlpatterns = [
    path("digest/", digests.Digest.as_view(), name="digest"),
]
