"""The addresses of measurement's API, below /api/v1/."""

from django.urls import path

from measurement.api import checks, collection, definitions, figures, submissions

HERE = "initiatives/<slug:slug>/"
INDICATOR = f"{HERE}indicators/<str:code>/"
CHECK = f"{HERE}checks/<uuid:id>/"
CYCLE = f"{HERE}cycles/<uuid:id>/"
REQUEST = f"{HERE}requests/<uuid:id>/"
SUBMISSION = f"{HERE}submissions/<uuid:id>/"

urlpatterns = [
    path(f"{HERE}dimensions/", definitions.Dimensions.as_view()),
    path(f"{HERE}dimensions/<str:code>/", definitions.Dimension.as_view()),
    path(f"{HERE}indicators/", definitions.Indicators.as_view()),
    path(INDICATOR, definitions.Indicator.as_view()),
    path(f"{INDICATOR}versions/", definitions.Versions.as_view()),
    path(f"{INDICATOR}series/", figures.Series.as_view()),
    path(f"{INDICATOR}gap/", figures.Gap.as_view()),
    path(f"{INDICATOR}balance/", figures.Balance.as_view()),
    path(f"{INDICATOR}explain/", figures.Explain.as_view()),
    path(f"{HERE}checks/", checks.Checks.as_view()),
    path(f"{HERE}checks/trial/", checks.CheckTrial.as_view()),
    path(CHECK, checks.Check.as_view()),
    path(f"{CHECK}stop/", checks.CheckStop.as_view()),
    path(f"{CHECK}take-up/", checks.CheckTakeUp.as_view()),
    path(f"{HERE}restatements/", figures.Restatements.as_view()),
    path(f"{HERE}assignments/", collection.Assignments.as_view()),
    path(f"{HERE}assignments/<str:id>/", collection.Assignment.as_view()),
    path(f"{HERE}periods/", collection.Periods.as_view()),
    path(f"{HERE}cycles/", collection.Cycles.as_view()),
    path(CYCLE, collection.Cycle.as_view()),
    path(f"{CYCLE}close/", collection.CycleClose.as_view()),
    path(f"{CYCLE}lock/", collection.CycleLock.as_view()),
    path(f"{HERE}requests/", collection.Requests.as_view()),
    path(REQUEST, collection.Request.as_view()),
    path(f"{REQUEST}extend/", collection.RequestExtend.as_view()),
    path(f"{HERE}submissions/", submissions.Submissions.as_view()),
    path(f"{HERE}submissions/bulk/", submissions.SubmissionsBulk.as_view()),
    path(SUBMISSION, submissions.Submission.as_view()),
    path(f"{SUBMISSION}submit/", submissions.SubmissionSubmit.as_view()),
    path(f"{SUBMISSION}accept/", submissions.SubmissionAccept.as_view()),
    path(f"{SUBMISSION}return/", submissions.SubmissionReturn.as_view()),
    path(f"{SUBMISSION}revise/", submissions.SubmissionRevise.as_view()),
]
