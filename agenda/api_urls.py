"""The addresses of the agenda's API, below /api/v1/."""

from django.urls import path

from agenda.api import commitments, consent, goals, versions
from initiatives.rest.reminding import OneReminder

HERE = "initiatives/<slug:slug>/"
VERSION = f"{HERE}agendas/<int:number>/"
COMMENT = f"{VERSION}comments/<uuid:id>/"
ROUND = f"{VERSION}consultations/<uuid:id>/"
GOAL = f"{HERE}goals/<uuid:id>/"
STRATEGY = f"{HERE}strategies/<uuid:id>/"
COMMITMENT = f"{HERE}commitments/<uuid:id>/"
ASSESSMENT = f"{HERE}assessments/<uuid:id>/"

urlpatterns = [
    path(f"{HERE}agendas/", versions.Agendas.as_view()),
    path(VERSION, versions.Agenda.as_view()),
    path(f"{VERSION}consult/", versions.AgendaConsult.as_view()),
    path(f"{VERSION}redraft/", versions.AgendaRedraft.as_view()),
    path(f"{VERSION}propose/", versions.AgendaPropose.as_view()),
    path(f"{VERSION}adopt/", versions.AgendaAdopt.as_view()),
    path(f"{VERSION}review/", versions.AgendaReview.as_view()),
    path(f"{VERSION}confirm/", versions.AgendaConfirm.as_view()),
    path(f"{VERSION}contents/", versions.AgendaContents.as_view()),
    path(f"{VERSION}differences/", versions.AgendaDifferences.as_view()),
    path(f"{VERSION}causes/", versions.Causes.as_view()),
    path(f"{VERSION}causes/<uuid:id>/", versions.Cause.as_view()),
    path(f"{VERSION}charts/", versions.Charts.as_view()),
    path(f"{VERSION}charts/<uuid:id>/", versions.Chart.as_view()),
    path(f"{VERSION}comments/", consent.Comments.as_view()),
    path(COMMENT, consent.Comment.as_view()),
    path(f"{COMMENT}reply/", consent.CommentReply.as_view()),
    path(f"{COMMENT}settle/", consent.CommentSettle.as_view()),
    path(f"{COMMENT}reopen/", consent.CommentReopen.as_view()),
    path(f"{VERSION}consultations/", consent.Consultations.as_view()),
    path(ROUND, consent.Consultation.as_view()),
    path(f"{ROUND}themes/", consent.Themes.as_view()),
    path(f"{ROUND}themes/<uuid:theme>/answer/", consent.ThemeResponse.as_view()),
    path(f"{VERSION}ratifications/", consent.Ratifications.as_view()),
    path(f"{VERSION}ratifications/<uuid:id>/", consent.Ratification.as_view()),
    path(f"{VERSION}ratifications/<uuid:id>/contest/", consent.RatificationContest.as_view()),
    path(f"{VERSION}stand/", consent.AgendaStand.as_view()),
    path(f"{VERSION}ask/", consent.AgendaAsk.as_view()),
    path(f"{HERE}ratification-rule/", versions.RatificationRule.as_view()),
    path(f"{HERE}goals/", goals.Goals.as_view()),
    path(GOAL, goals.Goal.as_view()),
    path(f"{GOAL}retire/", goals.GoalRetire.as_view()),
    path(f"{GOAL}equity-targets/", goals.EquityTargets.as_view()),
    path(f"{GOAL}equity-targets/<uuid:gap>/", goals.EquityTarget.as_view()),
    path(f"{HERE}strategies/", goals.Strategies.as_view()),
    path(STRATEGY, goals.Strategy.as_view()),
    path(f"{STRATEGY}move/", goals.StrategyMove.as_view()),
    path(f"{STRATEGY}tests/", goals.StrategyTests.as_view()),
    path(f"{HERE}test-cycles/", goals.TestCycles.as_view()),
    path(f"{HERE}test-cycles/<uuid:id>/", goals.TestCycle.as_view()),
    path(f"{HERE}test-cycles/<uuid:id>/close/", goals.TestCycleClose.as_view()),
    path(f"{HERE}theory/", goals.Theory.as_view()),
    path(f"{HERE}commitments/", commitments.Commitments.as_view()),
    path(COMMITMENT, commitments.Commitment.as_view()),
    path(f"{COMMITMENT}reminder/", OneReminder.as_view(kind="commitments")),
    path(f"{COMMITMENT}renew/", commitments.CommitmentRenew.as_view()),
    path(f"{COMMITMENT}end/", commitments.CommitmentEnd.as_view()),
    path(f"{HERE}phases/", commitments.Phases.as_view()),
    path(f"{HERE}phases/<int:position>/", commitments.Phase.as_view()),
    path(f"{HERE}phases/<int:position>/enter/", commitments.PhaseEnter.as_view()),
    path(f"{HERE}assessments/", commitments.Assessments.as_view()),
    path(ASSESSMENT, commitments.Assessment.as_view()),
    path(f"{ASSESSMENT}answers/", commitments.AssessmentAnswers.as_view()),
    path(f"{ASSESSMENT}results/", commitments.AssessmentResults.as_view()),
    path(f"{ASSESSMENT}close/", commitments.AssessmentClose.as_view()),
]
