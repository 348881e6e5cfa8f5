"""Rules between indicators: made, reworded, stopped and taken up again. A new one only notes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from initiatives.kernel import clock
from initiatives.kernel.access import Actor, Capability, require
from initiatives.kernel.errors import DomainError
from initiatives.outbox import record
from measurement.events import CheckRuleChanged, CheckRuleMade, CheckRuleStopped, CheckRuleTakenUp
from measurement.kinds.between import Term, Wording
from measurement.models import CheckRule, CheckRuleVersion, CheckTerm, Indicator
from measurement.words import CheckMissing, CheckOperator, CheckSeverity

MOST_TERMS = 8
MOST_TOLERANCE = Decimal(100)


def wording(
    *,
    left: Sequence[Mapping[str, Any]],
    operator: str,
    right: Sequence[Mapping[str, Any]] = (),
    constant: Decimal = Decimal(0),
    tolerance: Decimal = Decimal(0),
    missing: str = CheckMissing.SKIP,
) -> Wording:
    """Return what a rule would say, without making it. Terms are {indicator: code, factor?, previous?}.

    Raises DomainError at the field: unknown indicators, no terms, too many of them, an unknown word.
    """
    if operator not in CheckOperator.values:
        raise DomainError("invalid_choice", _("“%s” is no way to compare two sides.") % operator, "operator")
    if missing not in CheckMissing.values:
        raise DomainError("invalid_choice", _("“%s” is not one of the choices.") % missing, "missing")
    if not 0 <= tolerance <= MOST_TOLERANCE:
        raise DomainError("out_of_range", _("A tolerance lies between 0 and 100 per cent."), "tolerance")
    if not left:
        raise DomainError("required", _("Name at least one indicator."), "left")
    if operator == CheckOperator.TOGETHER and not right:
        raise DomainError("required", _("Name the indicator that must be given together with it."), "right")
    names = dict(
        Indicator.objects.filter(code__in=[row["indicator"] for row in (*left, *right)]).values_list(
            "code", "name"
        )
    )
    sides = [_side(side, rows, names) for side, rows in (("left", left), ("right", right))]
    if all(term.previous for side in sides for term in side):
        message = _("A rule looks at this period: name at least one figure of it.")
        raise DomainError("required", message, "left")
    return Wording(sides[0], operator, sides[1], constant, tolerance, missing)


def _side(name: str, rows: Sequence[Mapping[str, Any]], names: Mapping[str, str]) -> tuple[Term, ...]:
    if len(rows) > MOST_TERMS:
        raise DomainError("too_many", _("At most %d figures stand on one side.") % MOST_TERMS, name)
    terms = []
    for row in rows:
        code = row["indicator"]
        if code not in names:
            raise DomainError("unknown_indicator", _("There is no indicator “%s”.") % code, name)
        factor = Decimal(1) if row.get("factor") is None else row["factor"]
        if not factor:
            raise DomainError("out_of_range", _("A figure times zero says nothing."), name)
        terms.append(Term(code, names[code], factor, bool(row.get("previous"))))
    return tuple(terms)


@transaction.atomic
def make_rule(actor: Actor, *, name: str, message: str = "", **given: Any) -> CheckRule:
    """Make a rule between indicators (`given` as of `wording`). It begins as a notice, whatever it says.

    Raises DomainError at the field.
    """
    require(actor, Capability.DEFINE)
    says = wording(**given)
    try:
        with transaction.atomic():
            rule = CheckRule.objects.create(name=_named(name))
    except IntegrityError as error:
        raise DomainError("name_taken", _("Another rule has this name."), "name") from error
    _word(actor, rule, says, number=1, severity=CheckSeverity.NOTICE, message=message, reason="")
    record(actor, CheckRuleMade(f"check:{rule.public_id}", name=rule.name))
    return rule


@transaction.atomic
def change_rule(
    actor: Actor,
    rule: CheckRule,
    *,
    reason: str,
    severity: str,
    name: str = "",
    message: str = "",
    **given: Any,
) -> CheckRule:
    """Give a rule another wording or another weight, saying why. Former wordings are kept. DomainError at the field."""
    require(actor, Capability.DEFINE)
    if not reason.strip():
        raise DomainError("required", _("Say why the rule changes."), "reason")
    if severity not in CheckSeverity.values:
        raise DomainError("invalid_choice", _("“%s” is not one of the choices.") % severity, "severity")
    says = wording(**given)
    rule = CheckRule.objects.select_for_update(of=("self",)).get(pk=rule.pk)
    rule.name = _named(name or rule.name)
    try:
        with transaction.atomic():
            rule.save(update_fields=["name"])
    except IntegrityError as error:
        raise DomainError("name_taken", _("Another rule has this name."), "name") from error
    last = CheckRuleVersion.objects.filter(rule=rule).order_by("-number").first()
    number = 1 + (last.number if last else 0)
    _word(actor, rule, says, number=number, severity=severity, message=message, reason=reason.strip())
    record(
        actor,
        CheckRuleChanged(
            f"check:{rule.public_id}", name=rule.name, number=number, severity=severity, reason=reason.strip()
        ),
    )
    return rule


def stop_rule(actor: Actor, rule: CheckRule) -> CheckRule:
    """Hold hand-ins to the rule no longer; it can be taken up again. Nothing happens to one that is stopped."""
    return _switch(actor, rule, active=False)


def take_up_rule(actor: Actor, rule: CheckRule) -> CheckRule:
    """Hold hand-ins to a stopped rule again."""
    return _switch(actor, rule, active=True)


@transaction.atomic
def _switch(actor: Actor, rule: CheckRule, *, active: bool) -> CheckRule:
    require(actor, Capability.DEFINE)
    rule = CheckRule.objects.select_for_update(of=("self",)).get(pk=rule.pk)
    if rule.active == active:
        return rule
    rule.active = active
    rule.save(update_fields=["active"])
    fact = CheckRuleTakenUp if active else CheckRuleStopped
    record(actor, fact(f"check:{rule.public_id}", name=rule.name))
    return rule


def _named(name: str) -> str:
    if not name.strip():
        raise DomainError("required", _("Give the rule a name."), "name")
    return name.strip()


def _word(actor: Actor, rule: CheckRule, says: Wording, *, number: int, **told: str) -> None:
    version = CheckRuleVersion.objects.create(
        rule=rule,
        number=number,
        operator=says.operator,
        constant=says.constant,
        tolerance=says.tolerance,
        missing=says.missing,
        made_at=clock.now(),
        made_by=actor.user,
        **told,
    )
    ids = dict(
        Indicator.objects.filter(code__in={term.code for term in says.terms}).values_list("code", "id")
    )
    CheckTerm.objects.bulk_create(
        CheckTerm(
            version=version,
            side=side,
            indicator_id=ids[term.code],
            factor=term.factor,
            previous=term.previous,
            position=position,
        )
        for side, terms in (("left", says.left), ("right", says.right))
        for position, term in enumerate(terms)
    )
