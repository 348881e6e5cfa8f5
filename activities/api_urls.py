"""The addresses of the activities' API, below /api/v1/."""

from django.urls import path

from activities.api import landscape

HERE = "initiatives/<slug:slug>/activities/"

urlpatterns = [
    path(f"{HERE}matrix/", landscape.Matrix.as_view()),
    path(f"{HERE}gaps/", landscape.Gaps.as_view()),
    path(f"{HERE}timeline/", landscape.Timeline.as_view()),
    path(f"{HERE}network/", landscape.Network.as_view()),
    path(f"{HERE}where/", landscape.Where.as_view()),
    path(f"{HERE}goals/", landscape.Chains.as_view()),
]
