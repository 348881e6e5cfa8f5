"""Defining what is measured: dimensions, indicators and their versions, their life, and what stands beside them."""

from measurement.services.definitions.back_cast import back_cast
from measurement.services.definitions.beside import know_heads, link_contribution, unlink_contribution
from measurement.services.definitions.dimensions import define_dimension, extend_dimension
from measurement.services.definitions.indicators import change_indicator, define_indicator
from measurement.services.definitions.life import (
    activate,
    agree,
    consult,
    open_objections,
    propose_again,
    retire,
)
from measurement.services.definitions.sign_off import answer_objection, ask_partners, sign_off
from measurement.services.definitions.wanted import change_wanted, define_wanted, drop_wanted, want

__all__ = [
    "activate",
    "agree",
    "answer_objection",
    "ask_partners",
    "back_cast",
    "change_indicator",
    "change_wanted",
    "consult",
    "define_dimension",
    "define_indicator",
    "define_wanted",
    "drop_wanted",
    "extend_dimension",
    "know_heads",
    "link_contribution",
    "open_objections",
    "propose_again",
    "retire",
    "sign_off",
    "unlink_contribution",
    "want",
]
