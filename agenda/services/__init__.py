"""The verbs of the common agenda."""

from agenda.services.assessments import answer, close_assessment, open_assessment
from agenda.services.causes import add_cause, change_cause, remove_cause
from agenda.services.charts import place_chart, remove_chart
from agenda.services.comments import comment, reopen, reply, settle
from agenda.services.commitments import change_commitment, commit, end_commitment, renew
from agenda.services.consultations import add_theme, answer_theme, change_consultation, hold_consultation
from agenda.services.goals import change_goal, drop_equity_target, retire_goal, set_equity_target, set_goal
from agenda.services.phases import enter_phase, word_phase
from agenda.services.ratification import ask, contest, ratify
from agenda.services.strategies import (
    Moving,
    add_strategy,
    change_strategy,
    move_strategy,
    place_strategy,
    review_strategy,
)
from agenda.services.trials import begin_test, close_test
from agenda.services.versions import (
    adopt,
    begin_agenda,
    change_rule,
    confirm,
    consult,
    propose,
    redraft,
    review,
    write,
)

__all__ = [
    "Moving",
    "add_cause",
    "add_strategy",
    "add_theme",
    "adopt",
    "answer",
    "answer_theme",
    "ask",
    "begin_agenda",
    "begin_test",
    "change_cause",
    "change_commitment",
    "change_consultation",
    "change_goal",
    "change_rule",
    "change_strategy",
    "close_assessment",
    "close_test",
    "comment",
    "commit",
    "confirm",
    "consult",
    "contest",
    "drop_equity_target",
    "end_commitment",
    "enter_phase",
    "hold_consultation",
    "move_strategy",
    "open_assessment",
    "place_chart",
    "place_strategy",
    "propose",
    "ratify",
    "redraft",
    "remove_cause",
    "remove_chart",
    "renew",
    "reopen",
    "reply",
    "retire_goal",
    "review",
    "review_strategy",
    "set_equity_target",
    "set_goal",
    "settle",
    "word_phase",
    "write",
]
