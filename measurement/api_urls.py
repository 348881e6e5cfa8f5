"""The addresses of measurement's API, below /api/v1/."""

from django.urls import path

from measurement.api import (
    agreement,
    beside,
    books,
    checks,
    collection,
    definitions,
    figures,
    submissions,
    targets,
    turning,
)

HERE = "initiatives/<slug:slug>/"
INDICATOR = f"{HERE}indicators/<str:code>/"
CHECK = f"{HERE}checks/<uuid:id>/"
TARGET = f"{HERE}targets/<uuid:id>/"
TURNING = f"{HERE}turning/<uuid:id>/"
CYCLE = f"{HERE}cycles/<uuid:id>/"
REQUEST = f"{HERE}requests/<uuid:id>/"
SIGN_OFF = f"{HERE}sign-offs/<uuid:id>/"
WANTED = f"{HERE}wanted-indicators/<uuid:id>/"
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
    path(f"{INDICATOR}versions/compare/", agreement.Compared.as_view()),
    path(f"{INDICATOR}steps/", agreement.Steps.as_view()),
    path(f"{INDICATOR}propose/", agreement.Propose.as_view()),
    path(f"{INDICATOR}consult/", agreement.Consult.as_view()),
    path(f"{INDICATOR}agree/", agreement.Agree.as_view()),
    path(f"{INDICATOR}activate/", agreement.Activate.as_view()),
    path(f"{INDICATOR}retire/", agreement.Retire.as_view()),
    path(f"{INDICATOR}back-cast/", agreement.BackCasts.as_view()),
    path(f"{INDICATOR}contributors/", beside.Contributors.as_view()),
    path(f"{INDICATOR}contributors/<str:measure>/", beside.Contributor.as_view()),
    path(f"{INDICATOR}contribution/", beside.Contribution.as_view()),
    path(f"{INDICATOR}heads/", beside.Heads.as_view()),
    path(f"{HERE}sign-offs/", agreement.SignOffs.as_view()),
    path(SIGN_OFF, agreement.SignOff.as_view()),
    path(f"{SIGN_OFF}give/", agreement.SignOffGive.as_view()),
    path(f"{SIGN_OFF}answer/", agreement.SignOffAnswer.as_view()),
    path(f"{HERE}wanted-indicators/", beside.WantedIndicators.as_view()),
    path(WANTED, beside.WantedIndicator.as_view()),
    path(f"{WANTED}drop/", beside.WantedIndicatorDrop.as_view()),
    path(f"{WANTED}define/", beside.WantedIndicatorDefine.as_view()),
    path(f"{HERE}checks/", checks.Checks.as_view()),
    path(f"{HERE}checks/trial/", checks.CheckTrial.as_view()),
    path(CHECK, checks.Check.as_view()),
    path(f"{CHECK}stop/", checks.CheckStop.as_view()),
    path(f"{CHECK}take-up/", checks.CheckTakeUp.as_view()),
    path(f"{HERE}restatements/", figures.Restatements.as_view()),
    path(f"{INDICATOR}progress/", targets.Progress.as_view()),
    path(f"{INDICATOR}forecasts/", turning.Forecasts.as_view()),
    path(f"{INDICATOR}forecasts/<uuid:id>/", turning.Forecast.as_view()),
    path(f"{INDICATOR}turning/", turning.IndicatorSessions.as_view()),
    path(f"{HERE}targets/", targets.Targets.as_view()),
    path(TARGET, targets.Target.as_view()),
    path(f"{TARGET}withdraw/", targets.TargetWithdraw.as_view()),
    path(f"{TARGET}versions/", targets.TargetVersions.as_view()),
    path(f"{HERE}turning/", turning.Sessions.as_view()),
    path(TURNING, turning.Session.as_view()),
    path(f"{TURNING}close/", turning.SessionClose.as_view()),
    path(f"{TURNING}actions/", turning.SessionActions.as_view()),
    path(f"{HERE}assignments/", collection.Assignments.as_view()),
    path(f"{HERE}assignments/<str:id>/", collection.Assignment.as_view()),
    path(f"{HERE}periods/", collection.Periods.as_view()),
    path(f"{HERE}cycles/", collection.Cycles.as_view()),
    path(CYCLE, collection.Cycle.as_view()),
    path(f"{CYCLE}close/", collection.CycleClose.as_view()),
    path(f"{CYCLE}lock/", collection.CycleLock.as_view()),
    path(f"{HERE}requests/", collection.Requests.as_view()),
    path(f"{REQUEST}workbook/", books.RequestWorkbook.as_view()),
    path(f"{HERE}deliveries/", books.Deliveries.as_view()),
    path(f"{HERE}deliveries/<uuid:id>/", books.DeliveryOne.as_view()),
    path(f"{HERE}deliveries/<uuid:id>/whose/", books.DeliveryWhose.as_view()),
    path(REQUEST, collection.Request.as_view()),
    path(f"{REQUEST}extend/", collection.RequestExtend.as_view()),
    path(f"{HERE}submissions/", submissions.Submissions.as_view()),
    path(f"{HERE}submissions/bulk/", submissions.SubmissionsBulk.as_view()),
    path(f"{HERE}submissions/passing/", submissions.SubmissionsPassing.as_view()),
    path(SUBMISSION, submissions.Submission.as_view()),
    path(f"{SUBMISSION}submit/", submissions.SubmissionSubmit.as_view()),
    path(f"{SUBMISSION}accept/", submissions.SubmissionAccept.as_view()),
    path(f"{SUBMISSION}return/", submissions.SubmissionReturn.as_view()),
    path(f"{SUBMISSION}revise/", submissions.SubmissionRevise.as_view()),
]
