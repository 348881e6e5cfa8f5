"""The rules by which a group decides: one class in one file each, and the one table of them.

Nobody outside this package asks which rule a decision follows; they ask the rule.
"""

from communications.kinds.base import DecisionRule, RuleError, Said, Standing, Verdict, Voice
from communications.kinds.consensus import Consensus
from communications.kinds.consent import Consent
from communications.kinds.delegated import Delegated
from communications.kinds.gradient import Gradient
from communications.kinds.majority import Majority

RULES: dict[str, DecisionRule] = {
    found.name: found for found in (Consent(), Consensus(), Gradient(), Majority(), Delegated())
}


def rule(name: str) -> DecisionRule:
    """The rule of that name; KeyError for a name that is not in the table."""
    return RULES[name]


__all__ = ["RULES", "DecisionRule", "RuleError", "Said", "Standing", "Verdict", "Voice", "rule"]
