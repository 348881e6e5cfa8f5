"""Writing a version of the common agenda and bringing it from draft to agreement."""

from collections.abc import Mapping
from datetime import date, timedelta

from django.utils.translation import gettext as _

from agenda.events import AgendaAdopted, AgendaBegun, AgendaChanged, AgendaMoved, RuleChanged
from agenda.models import (
    AgendaSection,
    Cause,
    CommonAgenda,
    Goal,
    PlacedChart,
    RatificationRule,
    StrategyCause,
)
from agenda.queries import present_contents, ratification_rule, stand
from agenda.queries.charts import as_everybody, frozen_chart
from agenda.queries.versions import token_of
from agenda.words import AGENDA_MOVES, IN_FORCE, WRITABLE, AdoptionRule, AgendaState, GoalState, SectionKey
from initiatives.kernel import clock
from initiatives.kernel.access import Actor, Capability, require
from initiatives.kernel.errors import Conflict, DomainError, FieldError, Stale
from initiatives.outbox import Fact, record
from initiatives.queries import events

LONGEST = 20_000
REVIEW_AFTER = timedelta(days=365)
TOLD_AGAIN_AFTER = timedelta(hours=1)


def subject_of(version: CommonAgenda) -> str:
    """Return by what a version is named in the stream of events."""
    return f"agenda:{version.number}"


def begin_agenda(actor: Actor, *, title: str = "") -> CommonAgenda:
    """Begin the next version: the first one empty, a later one as a copy of the version in force.

    Raises Conflict while another is written, consulted on or proposed; DomainError at `title`.
    """
    require(actor, Capability.SHAPE_AGENDA)
    known = list(CommonAgenda.objects.select_for_update().order_by("number"))
    if any(row.state not in {*IN_FORCE, AgendaState.SUPERSEDED} for row in known):
        raise Conflict("being_written", _("Another version is being worked on; finish that one first."))
    former = next((row for row in known if row.state in IN_FORCE), None)
    version = CommonAgenda.objects.create(
        number=known[-1].number + 1 if known else 1,
        title=clean_title(title or (former.title if former else "")),
        supersedes=former,
        started_at=clock.now(),
    )
    if former is not None:
        _copy(actor, former, version)
    record(actor, AgendaBegun(subject_of(version), title=version.title, number=version.number))
    return version


def clean_title(title: str) -> str:
    """Return a title without outer space. Raises DomainError at `title` when nothing, or too much, is left."""
    if not title.strip():
        raise DomainError("required", _("Give the agenda a title."), "title")
    if len(title.strip()) > 200:
        raise DomainError("too_long", _("Keep the title below 200 characters."), "title")
    return title.strip()


def _copy(actor: Actor, former: CommonAgenda, version: CommonAgenda) -> None:
    """Take over text, charts and causes, with the strategies that go at them."""
    now = clock.now()
    AgendaSection.objects.bulk_create(
        AgendaSection(
            agenda=version, key=row.key, text=row.text, saved_at=now, saved_by_id=actor.membership_id
        )
        for row in former.sections.all()
    )
    PlacedChart.objects.bulk_create(
        PlacedChart(agenda=version, indicator_id=row.indicator_id, caption=row.caption, position=row.position)
        for row in former.charts.all()
    )
    copies: dict[int, Cause] = {}
    left = list(former.causes.all())
    while left:
        ready = [row for row in left if row.parent_id is None or row.parent_id in copies]
        for row in ready:
            parent = copies[row.parent_id] if row.parent_id else None
            copies[row.pk] = Cause.objects.create(
                agenda=version, parent=parent, text=row.text, evidence=row.evidence, position=row.position
            )
        left = [row for row in left if row.pk not in copies]
    StrategyCause.objects.bulk_create(
        StrategyCause(strategy_id=link.strategy_id, cause=copies[link.cause_id])
        for link in StrategyCause.objects.filter(cause__agenda=former)
    )


def held(version: CommonAgenda) -> CommonAgenda:
    """Return the version as it stands, held until the transaction ends."""
    return CommonAgenda.objects.select_for_update(no_key=True).get(pk=version.pk)


def held_while_written(actor: Actor, version: CommonAgenda) -> CommonAgenda:
    """Return the version, held, for somebody who shapes it. Raises Conflict when it may not be changed any more."""
    require(actor, Capability.SHAPE_AGENDA)
    version = held(version)
    if version.state not in WRITABLE:
        raise Conflict(
            "not_writable",
            _("This version is no draft any more. Take it back to the draft, or begin the next version."),
        )
    return version


def told_of_work(actor: Actor, version: CommonAgenda) -> None:
    """Tell that somebody worked on a version, once an hour for each of them."""
    subject, since = subject_of(version), clock.now() - TOLD_AGAIN_AFTER
    lately = events(actor).filter(
        key=AgendaChanged.key, subject=subject, membership_id=actor.membership_id, happened_at__gt=since
    )
    if not lately.exists():
        record(actor, AgendaChanged(subject, title=version.title, number=version.number))


def write(
    actor: Actor,
    version: CommonAgenda,
    texts: Mapping[str, str],
    tokens: Mapping[str, str] | None = None,
) -> CommonAgenda:
    """Save sections of a version (key -> text); `title` and `change_note` are written in the same way.

    `tokens` tell, per key, the wording the writer began with (`Section.token`): a text that still is that wording is
    passed over; where somebody else has written meanwhile, nothing at all is saved and Stale names the sections.
    Without a token the text replaces what is there.
    """
    version = held_while_written(actor, version)
    rows = {row.key: row for row in version.sections.all()}
    now, known, changed, stale = clock.now(), tokens or {}, {}, []
    for key, given in texts.items():
        text = clean_text(key, given)
        present = _present(version, rows, key)
        token = known.get(key)
        if text == present or (token is not None and token_of(text) == token):
            continue
        if token is not None and token != token_of(present):
            stale.append(key)
        changed[key] = text
    if stale:
        raise _stale(stale)
    for key, text in changed.items():
        if key in SectionKey.values:
            AgendaSection.objects.update_or_create(
                agenda=version,
                key=key,
                defaults={"text": text, "saved_at": now, "saved_by_id": actor.membership_id},
            )
        else:
            setattr(version, key, clean_title(text) if key == "title" else text)
    if changed:
        version.save(update_fields=["title", "change_note"])
        told_of_work(actor, version)
    return version


def _present(version: CommonAgenda, rows: Mapping[str, AgendaSection], key: str) -> str:
    if key in SectionKey.values:
        return rows[key].text if key in rows else ""
    return str(getattr(version, key))


def clean_text(key: str, text: str) -> str:
    """Return a text with its lines ended alike. Raises DomainError at `key` when it is no part or too long."""
    if key not in {*SectionKey.values, "title", "change_note"}:
        raise DomainError("unknown_section", _("The agenda has no part “%s”.") % key, key)
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    if len(text) > LONGEST:
        raise DomainError("too_long", _("Keep each part below 20,000 characters."), key)
    return text


def _stale(keys: list[str]) -> Stale:
    error = Stale()
    error.errors = tuple(FieldError(key, "stale", error.message) for key in keys)
    return error


# --- from state to state -----------------------------------------------------------------------------------


def consult(actor: Actor, version: CommonAgenda) -> CommonAgenda:
    """Open a draft for consultation. Raises Conflict from another state."""
    return _move(actor, version, AgendaState.IN_CONSULTATION)


def redraft(actor: Actor, version: CommonAgenda, *, reason: str) -> CommonAgenda:
    """Take a version back to the draft, saying why. Positions on a proposed one are void: its text may change.

    They are kept, as superseded. Raises DomainError at `reason`, Conflict from another state.
    """
    if not reason.strip():
        raise DomainError("required", _("Say why it goes back to the draft."), "reason")
    return _move(actor, version, AgendaState.DRAFTING, reason.strip())


def propose(actor: Actor, version: CommonAgenda) -> CommonAgenda:
    """Put a version to the partners, under the initiative's present rule. From now on it does not change.

    Goals, strategies and causes are kept as they stand. Raises Conflict when the problem is not described, or there is
    no goal.
    """
    require(actor, Capability.SHAPE_AGENDA)
    version = held(version)
    _may_become(version, AgendaState.PROPOSED)
    if not version.sections.filter(key=SectionKey.PROBLEM).exclude(text="").exists():
        raise Conflict("no_problem", _("Describe the problem first: partners agree on it before all else."))
    now_held = present_contents(as_everybody(actor), version)
    if not now_held.goals:
        raise Conflict("no_goal", _("Set at least one goal first."))
    rule = ratification_rule(actor)
    version.rule, version.quorum = rule.rule, rule.quorum
    version.contents = now_held.as_json()
    version.proposed_on = clock.today(actor.initiative.timezone)
    version.save(update_fields=["rule", "quorum", "contents", "proposed_on"])
    return _moved(actor, version, AgendaState.PROPOSED)


def adopt(
    actor: Actor, version: CommonAgenda, *, review_due: date | None = None, reason: str = ""
) -> CommonAgenda:
    """Adopt a proposed version, whose charts are frozen now; the former one is superseded.

    It is to be reviewed on `review_due`, in a year unless said otherwise. Raises Conflict when too few partners have
    answered or too few of them are for it, DomainError at `review_due`.
    """
    require(actor, Capability.SHAPE_AGENDA)
    list(CommonAgenda.objects.select_for_update(no_key=True).order_by("number"))
    version = held(version)
    _may_become(version, AgendaState.ADOPTED)
    if version.state != AgendaState.PROPOSED:
        raise Conflict("not_proposed", _("Propose it to the partners first."))
    how = stand(actor, version)
    if how.missing_for_quorum:
        raise Conflict(
            "no_quorum", _("%d more partners must answer before it can be adopted.") % how.missing_for_quorum
        )
    if not how.rule_is_met:
        raise Conflict(
            "rule_not_met", _("The rule is not met: %s.") % AdoptionRule(version.rule).label, "rule"
        )
    today = clock.today(actor.initiative.timezone)
    version.review_due = _clean_review(review_due or today + REVIEW_AFTER, today)
    for former in CommonAgenda.objects.filter(state__in=IN_FORCE):
        former.result, former.superseded_on = stand(actor, former).as_json(), today
        former.save(update_fields=["result", "superseded_on"])
        _moved(actor, former, AgendaState.SUPERSEDED)
    for chart in version.charts.select_related("indicator"):
        chart.frozen, chart.frozen_at = frozen_chart(actor, chart.indicator), clock.now()
        chart.save(update_fields=["frozen", "frozen_at"])
    Goal.objects.filter(state=GoalState.PROPOSED, public_id__in=_goals_of(version)).update(
        state=GoalState.AGREED
    )
    version.state, version.adopted_on = AgendaState.ADOPTED, today
    version.save(update_fields=["state", "adopted_on", "review_due"])
    record(
        actor,
        AgendaAdopted(
            subject_of(version),
            title=version.title,
            number=version.number,
            adopted=how.adopted,
            asked=how.asked,
        ),
    )
    return version


def _goals_of(version: CommonAgenda) -> list[str]:
    return [goal["id"] for goal in (version.contents or {}).get("goals", [])]


def review(actor: Actor, version: CommonAgenda, *, reason: str = "") -> CommonAgenda:
    """Put the version in force under review. It holds until another is adopted or it is confirmed."""
    return _move(actor, version, AgendaState.UNDER_REVIEW, reason.strip())


def confirm(
    actor: Actor, version: CommonAgenda, *, review_due: date | None = None, reason: str = ""
) -> CommonAgenda:
    """End the review of a version that stays as it is, and say when it is looked at next."""
    require(actor, Capability.SHAPE_AGENDA)
    version = held(version)
    if version.state != AgendaState.UNDER_REVIEW:
        raise Conflict("not_under_review", _("This version is not under review."))
    today = clock.today(actor.initiative.timezone)
    version.review_due = _clean_review(review_due or today + REVIEW_AFTER, today)
    version.save(update_fields=["review_due"])
    return _moved(actor, version, AgendaState.ADOPTED, reason.strip())


def _clean_review(day: date, today: date) -> date:
    if day <= today:
        raise DomainError("past", _("The review lies in the future."), "review_due")
    return day


def _move(actor: Actor, version: CommonAgenda, state: AgendaState, reason: str = "") -> CommonAgenda:
    require(actor, Capability.SHAPE_AGENDA)
    version = held(version)
    _may_become(version, state)
    if state == AgendaState.DRAFTING and version.contents is not None:
        version.ratifications.filter(superseded_at=None).update(superseded_at=clock.now())
        version.contents, version.proposed_on = None, None
        version.save(update_fields=["contents", "proposed_on"])
    return _moved(actor, version, state, reason)


def _may_become(version: CommonAgenda, state: AgendaState) -> None:
    if state not in AGENDA_MOVES[version.state]:
        raise Conflict(
            "wrong_state",
            _("From “%(state)s” this is not possible.") % {"state": AgendaState(version.state).label},
        )


def _moved(actor: Actor, version: CommonAgenda, state: AgendaState, reason: str = "") -> CommonAgenda:
    version.state = state
    version.save(update_fields=["state"])
    fact: Fact = AgendaMoved(
        subject_of(version), title=version.title, number=version.number, state=state.value, reason=reason
    )
    record(actor, fact)
    return version


def change_rule(actor: Actor, *, rule: str, quorum: int) -> RatificationRule:
    """Set by which rule, and with how many answers (per cent of the partners), versions are adopted from now on.

    A version that is proposed already keeps the rule it was proposed under. Raises DomainError at the field.
    """
    require(actor, Capability.SHAPE_AGENDA)
    if rule not in AdoptionRule.values:
        raise DomainError("invalid_choice", _("“%s” is not one of the choices.") % rule, "rule")
    if not 0 <= quorum <= 100:
        raise DomainError("out_of_range", _("The quorum is a share between 0 and 100 per cent."), "quorum")
    row, _created = RatificationRule.objects.update_or_create(defaults={"rule": rule, "quorum": quorum})
    record(actor, RuleChanged(f"initiative:{actor.initiative.slug}", rule=rule, quorum=quorum))
    return row
