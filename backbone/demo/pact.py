"""How an initiative of the demo comes to its agenda: written, consulted on, put to the partners, adopted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from agenda import queries, services
from agenda.services import Moving
from backbone.demo.stage import Person, Stage
from initiatives import queries as core
from initiatives.kernel.access import Actor
from measurement import queries as measured

if TYPE_CHECKING:
    from agenda.models import CommonAgenda, Goal, Strategy


@dataclass(frozen=True)
class Aim:
    """A goal of the demo: `indicators` by code."""

    key: str
    statement: str
    outcome: str
    population: str
    group: str
    indicators: Sequence[str]


@dataclass(frozen=True)
class Bet:
    """A strategy of the demo. `moves` are (indicator code or words wanted, what it foretells); `path` its states."""

    key: str
    name: str
    we_do: str
    then: str
    because: str
    kind: str
    evidence: str
    source: str
    engagement: str
    horizon: str
    group: str
    aims: Sequence[str]
    moves: Sequence[tuple[str, str]]
    path: Sequence[tuple[str, str]] = ()
    causes: Sequence[str] = ()
    scores: tuple[int, int, int, int] = (4, 4, 4, 4)


@dataclass(frozen=True)
class Round:
    """A consultation with its themes: (what was said, what came of it, whether the text changed)."""

    audience: str
    method: str
    starts_on: date
    ends_on: date
    participants: Sequence[tuple[str, int]]
    themes: Sequence[tuple[str, str, bool]]
    note: str = ""


class Pact:
    """The agenda of one initiative while it is told; `lead` shapes it."""

    def __init__(self, stage: Stage, lead: str, people: Sequence[Person]) -> None:
        self.stage, self.lead = stage, lead
        self.signers = {
            person.partner: person for person in people if person.role == "partner_lead" and person.email
        }
        self.speakers = {person.partner: person for person in reversed(people) if person.partner}
        self.aims: dict[str, Goal] = {}
        self.bets: dict[str, Strategy] = {}

    def version(self, actor: Actor, number: int) -> CommonAgenda:
        """Return a version."""
        return queries.agenda(actor, number)

    # --- writing -------------------------------------------------------------------------------------------

    def begin(self, actor: Actor, title: str, texts: Mapping[str, str]) -> None:
        """Begin the next version and write it."""
        version = services.begin_agenda(actor, title=title)
        services.write(actor, version, texts)

    def explain(self, actor: Actor, number: int, causes: Sequence[tuple[str, str, str]]) -> None:
        """Write down causes, (text, what it explains, evidence), each after what it explains."""
        version = self.version(actor, number)
        for text, above, evidence in causes:
            known = {cause.text: cause for cause, _depth in queries.cause_tree(version)}
            services.add_cause(actor, version, text=text, parent=known.get(above), evidence=evidence)

    def show(self, actor: Actor, number: int, charts: Sequence[tuple[str, str]]) -> None:
        """Place charts, (indicator code, caption)."""
        for code, caption in charts:
            services.place_chart(
                actor, self.version(actor, number), indicator=measured.indicator(actor, code), caption=caption
            )

    def aim(self, actor: Actor, aims: Sequence[Aim]) -> None:
        """Set goals."""
        groups = {group.name: group for group in core.groups(actor)}
        for one in aims:
            self.aims[one.key] = services.set_goal(
                actor,
                statement=one.statement,
                outcome=one.outcome,
                population=one.population,
                group=groups.get(one.group),
                indicators=[measured.indicator(actor, code) for code in one.indicators],
            )

    def bet(self, actor: Actor, bets: Sequence[Bet], number: int) -> None:
        """Add strategies and bring each to where it stands."""
        groups = {group.name: group for group in core.groups(actor)}
        causes = {cause.text: cause for cause, _depth in queries.cause_tree(self.version(actor, number))}
        known = {row.code: row for row in measured.indicators(actor)}
        for one in bets:
            leverage, feasibility, specificity, values_fit = one.scores
            made = services.add_strategy(
                actor,
                name=one.name,
                we_do=one.we_do,
                then=one.then,
                because=one.because,
                kind=one.kind,
                evidence=one.evidence,
                evidence_source=one.source,
                engagement=one.engagement,
                horizon=one.horizon,
                group=groups.get(one.group),
                goals=[self.aims[key] for key in one.aims],
                causes=[causes[text] for text in one.causes if text in causes],
                moving=[
                    Moving(known.get(code), "" if code in known else code, known.get(foretold))
                    for code, foretold in one.moves
                ],
                leverage=leverage,
                feasibility=feasibility,
                specificity=specificity,
                values_fit=values_fit,
            )
            for state, reason in one.path:
                made = services.move_strategy(actor, made, state=state, reason=reason)
            self.bets[one.key] = made

    # --- agreeing ------------------------------------------------------------------------------------------

    def hear(self, actor: Actor, number: int, round_: Round) -> None:
        """Record a consultation with what came of it."""
        version = self.version(actor, number)
        held = services.hold_consultation(
            actor,
            version,
            audience=round_.audience,
            method=round_.method,
            starts_on=round_.starts_on,
            ends_on=round_.ends_on,
            participants=[{"group": group, "n": n} for group, n in round_.participants],
            note=round_.note,
        )
        for said, response, changed in round_.themes:
            theme = services.add_theme(actor, held, text=said)
            if response:
                services.answer_theme(actor, theme, response=response, changed=changed)

    def consult(self, actor: Actor, number: int) -> None:
        """Open a draft for consultation."""
        services.consult(actor, self.version(actor, number))

    def propose(self, actor: Actor, number: int) -> None:
        """Put a version to the partners, and ask each of them."""
        version = services.propose(actor, self.version(actor, number))
        services.ask(actor, version)

    def adopt(self, actor: Actor, number: int, review_due: date | None = None) -> None:
        """Adopt a version."""
        services.adopt(actor, self.version(actor, number), review_due=review_due)

    def note(self, actor: Actor, number: int, partner: str, note: str) -> None:
        """Write down what is known of a partner's answer to come."""
        services.ask(actor, self.version(actor, number), partner=core.partner(actor, partner), note=note)

    def sign(
        self, number: int, day: date, partner: str, position: str = "adopts", reservation: str = ""
    ) -> None:
        """Plan a partner's position: its lead signs, or the backbone records what it said."""
        who = self.signers.get(partner)
        act = partial(self._sign, number=number, partner=partner, position=position, reservation=reservation)
        self.stage.plan(day, who.key if who else self.lead, act)

    def _sign(self, actor: Actor, number: int, partner: str, position: str, reservation: str) -> None:
        spoke = self.speakers.get(partner)
        recorded: dict[str, Any] = {}
        if actor.is_staff:
            recorded = {
                "signer": spoke.name if spoke else "The board",
                "how_given": "By telephone, then by letter",
            }
        services.ratify(
            actor,
            self.version(actor, number),
            partner=core.partner(actor, partner),
            position=position,
            reservation=reservation,
            **recorded,
        )

    def comment(
        self, number: int, day: date, who: str, about: str, words: str, text: str, *replies: tuple[str, str]
    ) -> None:
        """Plan a comment on the paragraph that begins with `words`, and what others (keys) reply a day later each."""

        def say(actor: Actor) -> None:
            version = self.version(actor, number)
            parts = queries.sections(version)
            own = [p for part in parts.values() if part.key == about for p in part.paragraphs]
            quote = next((paragraph for paragraph in own if words and words in paragraph), "")
            said = services.comment(actor, version, text=text, about=about, quote=quote)
            made.append(said.public_id)

        def reply(actor: Actor, words_: str) -> None:
            services.reply(actor, queries.comment(actor, made[0]), text=words_)

        made: list[Any] = []
        self.stage.plan(day, who, say)
        for key, answer in replies:
            self.stage.plan(day, key, partial(reply, words_=answer))
