"""The pages of the common agenda; below /i/<slug>/agenda/."""

from django.urls import path

from agenda.views import comments, consultations, drafting, goals, moves, positions, strategies, versions

app_name = "agenda"

V = "versions/<int:number>/"

urlpatterns = [
    path("", versions.Home.as_view(), name="home"),
    path("begin/", versions.Begin.as_view(), name="begin"),
    path("plan/", versions.Plan.as_view(), name="plan"),
    path("rule/", moves.Rule.as_view(), name="rule"),
    path(V, versions.VersionPage.as_view(), name="version"),
    path(f"{V}write/", drafting.Draft.as_view(), name="draft"),
    path(f"{V}compare/", versions.Compare.as_view(), name="compare"),
    path(f"{V}consult/", moves.Consult.as_view(), name="consult"),
    path(f"{V}redraft/", moves.Redraft.as_view(), name="redraft"),
    path(f"{V}propose/", moves.Propose.as_view(), name="propose"),
    path(f"{V}adopt/", moves.Adopt.as_view(), name="adopt"),
    path(f"{V}review/", moves.Review.as_view(), name="review"),
    path(f"{V}confirm/", moves.Confirm.as_view(), name="confirm"),
    path(f"{V}charts/new/", drafting.PlaceChart.as_view(), name="place_chart"),
    path(f"{V}charts/<uuid:public_id>/remove/", drafting.RemoveChart.as_view(), name="remove_chart"),
    path(f"{V}causes/new/", drafting.AddCause.as_view(), name="add_cause"),
    path(f"{V}causes/<uuid:public_id>/", drafting.ChangeCause.as_view(), name="change_cause"),
    path(f"{V}causes/<uuid:public_id>/remove/", drafting.RemoveCause.as_view(), name="remove_cause"),
    path(f"{V}comments/", comments.Comments.as_view(), name="comments"),
    path(f"{V}comments/on/<str:about>/", comments.CommentAt.as_view(), name="comment_at"),
    path("comments/<uuid:public_id>/reply/", comments.Reply.as_view(), name="reply"),
    path("comments/<uuid:public_id>/settle/", comments.Settle.as_view(), name="settle"),
    path("comments/<uuid:public_id>/reopen/", comments.Reopen.as_view(), name="reopen"),
    path(f"{V}positions/", positions.Positions.as_view(), name="positions"),
    path(f"{V}positions/ask/", positions.AskAll.as_view(), name="ask_all"),
    path(f"{V}positions/<str:code>/", positions.TakePosition.as_view(), name="take_position"),
    path(f"{V}positions/<str:code>/contest/", positions.Contest.as_view(), name="contest"),
    path(f"{V}positions/<str:code>/note/", positions.NoteAnswer.as_view(), name="note_answer"),
    path(f"{V}consultations/", consultations.Consultations.as_view(), name="consultations"),
    path(f"{V}consultations/new/", consultations.HoldConsultation.as_view(), name="hold_consultation"),
    path(
        "consultations/<uuid:public_id>/",
        consultations.ChangeConsultation.as_view(),
        name="change_consultation",
    ),
    path("consultations/<uuid:public_id>/themes/new/", consultations.AddTheme.as_view(), name="add_theme"),
    path(
        "consultations/<uuid:public_id>/themes/<uuid:theme>/",
        consultations.AnswerTheme.as_view(),
        name="answer_theme",
    ),
    path("goals/", goals.Goals.as_view(), name="goals"),
    path("goals/new/", goals.SetGoal.as_view(), name="set_goal"),
    path("goals/<uuid:public_id>/change/", goals.ChangeGoal.as_view(), name="change_goal"),
    path("goals/<uuid:public_id>/retire/", goals.RetireGoal.as_view(), name="retire_goal"),
    path("goals/<uuid:public_id>/gaps/new/", goals.AddEquityTarget.as_view(), name="add_equity_target"),
    path(
        "goals/<uuid:public_id>/gaps/<uuid:gap>/drop/",
        goals.DropEquityTarget.as_view(),
        name="drop_equity_target",
    ),
    path("strategies/", strategies.Strategies.as_view(), name="strategies"),
    path("strategies/new/", strategies.AddStrategy.as_view(), name="add_strategy"),
    path("strategies/<uuid:public_id>/", strategies.StrategyPage.as_view(), name="strategy"),
    path("strategies/<uuid:public_id>/change/", strategies.ChangeStrategy.as_view(), name="change_strategy"),
    path("strategies/<uuid:public_id>/move/", strategies.MoveStrategy.as_view(), name="move_strategy"),
    path("strategies/<uuid:public_id>/looked/", strategies.ReviewStrategy.as_view(), name="review_strategy"),
    path("strategies/<uuid:public_id>/tests/new/", strategies.BeginTest.as_view(), name="begin_test"),
    path("tests/<uuid:public_id>/close/", strategies.CloseTest.as_view(), name="close_test"),
    path("theory/", strategies.TheoryPage.as_view(), name="theory"),
    path("theory/csv/", strategies.TheoryCsv.as_view(), name="theory_csv"),
]
