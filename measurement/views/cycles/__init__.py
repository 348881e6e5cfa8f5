"""Cycles: the list, opening one, its board, its end, and more time for one partner."""

from measurement.views.cycles.base import CycleView
from measurement.views.cycles.board import (
    ROWS_OF_BOARD,
    TABS,
    TITLES,
    TONES,
    CallList,
    CyclePage,
    NudgeLate,
    SendLinks,
    hundredths,
)
from measurement.views.cycles.listing import Cycles, OpenCycle, PlanAhead
from measurement.views.cycles.reminding import Remind
from measurement.views.cycles.running import (
    ChangeCycle,
    CloseCycle,
    DiscardPractice,
    Extend,
    LockCycle,
    OpenPlanned,
)

__all__ = [
    "ROWS_OF_BOARD",
    "TABS",
    "TITLES",
    "TONES",
    "CallList",
    "ChangeCycle",
    "CloseCycle",
    "CyclePage",
    "CycleView",
    "Cycles",
    "DiscardPractice",
    "Extend",
    "LockCycle",
    "NudgeLate",
    "OpenCycle",
    "OpenPlanned",
    "PlanAhead",
    "Remind",
    "SendLinks",
    "hundredths",
]
