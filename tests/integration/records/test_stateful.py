"""
Officers, States, reality and the clock, played against a register in a database and a model in memory.

The model is a list of acts, told anew by ``naive_places`` for every question. They agree after every step: what is
admitted or refused and why, the counts of every limit on every day as known on every day so far, and who stands where.
"""

from collections import Counter
from dataclasses import replace
from datetime import timedelta

import hypothesis.strategies as st
from hypothesis import HealthCheck, settings
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)
from integration.records.offices import DESK
from integration.records.played import BEGAN, BORN, CASES, SOON, members, the_folder
from integration.records.templates import Template, a_template, said
from invariants import naive_places

from resettle import files
from resettle.engine.errors import RequestRefused
from resettle.engine.referrals import workflow
from resettle.engine.referrals.asked import Asked
from resettle.engine.referrals.caseload import Seen
from resettle.engine.registry.acts import Act, replay
from resettle.engine.registry.arrangements import Places, PlacesEntry
from resettle.engine.registry.limits import Limits
from resettle.engine.registry.register import Register
from resettle.engine.registry.roles import Role
from resettle.engine.registry.situation import Situation
from resettle.engine.registry.stages import ASKS, CASEWORK, ActKind
from resettle.records import counts, entries
from resettle.records.entries import New
from resettle.service import acts, ledgers
from resettle.service.acts import Requested
from resettle.service.caseloads import act_said


class Play(RuleBasedStateMachine):
    """Steps of officers, States, reality and the clock."""

    template: Template
    terms: Register
    steps: Counter

    @initialize()
    def begin(self):
        self.copy = self.template.copy()
        self.place, self.database = self.copy.address, self.copy.database
        self.today = BEGAN
        self.acts, self.casework = [], []
        rights = {"name": "Ruth", "state": "holds", "roles": [Role.REVIEWING_OFFICER.value]}
        said(self.database, "account", [New("accounts", "ruth", BEGAN, BEGAN, "office", rights)])
        self.arrangements, self.quotas = dict(self.terms.arrangements), dict(self.terms.quotas)
        self.past = {}
        """known → what the counts of every limit were on every day when that day ended."""

    def teardown(self):
        if hasattr(self, "copy"):
            self._everything_is_told_again()
            self.copy.drop()

    # Steps

    @rule(kind=st.sampled_from([ActKind.PROPOSE, ActKind.SUBMIT, ActKind.SUBMIT, ActKind.WITHDRAW, ActKind.RESUME]),
          case=st.sampled_from(sorted(CASES)), data=st.data())  # fmt: skip
    def an_officer_acts(self, kind, case, data):
        self._act(kind, case, data)

    @rule(kind=st.sampled_from([ActKind.ACCEPT, ActKind.ACCEPT, ActKind.DENY, ActKind.DEFER]),
          case=st.sampled_from(sorted(CASES)), data=st.data())  # fmt: skip
    def a_state_decides(self, kind, case, data):
        self._act(kind, case, data)

    @rule(kind=st.sampled_from([ActKind.DEPART, ActKind.ARRIVE, ActKind.LEAVE]),
          case=st.sampled_from(sorted(CASES)), data=st.data())  # fmt: skip
    def it_happens(self, kind, case, data):
        self._act(kind, case, data)

    @precondition(lambda self: self.today >= SOON[2])
    @rule(case=st.sampled_from(sorted(BORN)), data=st.data())
    def a_child_is_born(self, case, data):
        self._act(ActKind.JOIN, case, data, BORN[case])

    @precondition(lambda self: self.acts)
    @rule(data=st.data())
    def the_next_step_is_taken(self, data):
        """Of somebody already on the way, so that play goes far."""
        before = data.draw(st.sampled_from(self.acts), "after")
        kind = {ActKind.PROPOSE: ActKind.SUBMIT, ActKind.SUBMIT: ActKind.ACCEPT, ActKind.RESUME: ActKind.ACCEPT,
                ActKind.ACCEPT: ActKind.DEPART, ActKind.DEPART: ActKind.ARRIVE, ActKind.DEFER: ActKind.RESUME,
                }.get(before.kind, ActKind.WITHDRAW)  # fmt: skip
        self._recorded(kind, before.case, before.offer, before.persons, self._a_day(data))

    @precondition(lambda self: self.today < SOON[-1])
    @rule(days=st.integers(1, 2))
    def the_day_ends(self, days):
        self.past[self.today] = self._counts(self.today)
        self.today = min(self.today + timedelta(days), SOON[-1])

    @rule(of=st.sampled_from(["nor/persons", "nor/later", "nor/cases", "quota/year"]), number=st.none() | st.integers(0, 6),
          data=st.data())  # fmt: skip
    def places_are_raised_or_lowered(self, of, number, data):
        effective = data.draw(st.sampled_from(SOON), "effective")
        head, _, part = of.partition("/")
        key = (
            f"quotas/{head}/period/{part}/places"
            if head == "quota"
            else f"arrangements/{head}/offer/{part}/places"
        )
        places = "unknown" if number is None else "none" if number == 0 else number
        content = {"effective": effective, "known": self.today, "places": places, "source": "office"}
        said(self.database, "terms", [New("places", key, effective, self.today, "office", content)])
        self._places_are(of, PlacesEntry(effective, self.today, Places(number), "office"))
        self._agree([effective])

    def _places_are(self, of, entry):
        head, _, part = of.partition("/")
        if head == "quota":
            one = self.quotas[head]
            parts = tuple(replace(one, places=(*one.places, entry)) for one in one.periods)
            self.quotas[head] = replace(one, periods=parts)
            return
        one = self.arrangements[head]
        parts = tuple(
            replace(offer, places=(*offer.places, entry)) if offer.id == part else offer
            for offer in one.offers
        )
        self.arrangements[head] = replace(one, offers=parts)

    # What is done in a step

    def _a_day(self, data):
        return data.draw(
            st.sampled_from([self.today, *(day for day in SOON if day <= self.today)]), "effective"
        )

    def _act(self, kind, case, data, born=()):
        effective = self._a_day(data)
        offer = data.draw(
            st.sampled_from(["nor/persons", "nor/persons", "nor/later", "nor/cases", "can/open"]), "offer"
        )
        everybody = members(case, effective)
        some = [born, born[:1]] if born else [(), everybody, everybody[:1], everybody[1:] or everybody]
        self._recorded(kind, case, offer, data.draw(st.sampled_from(some), "persons"), effective)

    def _recorded(self, kind, case, offer, persons, effective):
        """The act is asked of both, and both say the same."""
        arrangement, _, short = offer.partition("/")
        ground = "asked" if kind is ActKind.WITHDRAW else ""
        requested = Requested(kind, case, arrangement, "office", short, persons, effective, ground=ground)
        one = Act("ours", kind, case, offer, persons or members(case, effective), effective, self.today, "eva", "office",
                  "", len(self.acts) + len(self.casework), ground)  # fmt: skip
        if kind in (*ASKS, ActKind.JOIN) and not set(one.persons) <= set(members(case, effective)):
            told, refused = self._asked(requested)
            assert refused and "act_person_not_member" in {fault.code for fault in told}
            return
        expected = [*naive_places.admit(self.limits, self.acts, one), *self._against(one)]
        told, refused = self._asked(requested)
        assert alike(told) == alike(in_turn(expected)), requested
        assert refused == any(fault.is_error for fault in expected)
        self.steps["refused" if refused else "recorded"] += 1
        if not refused:
            self._noted(one)
        self._agree([effective])

    def _noted(self, one):
        [written] = entries.of(self.database, ["acts"])[len(self.acts) + len(self.casework) :]
        (self.casework if one.kind in CASEWORK else self.acts).append(replace(one, id=written.key))

    def _against(self, one):
        """What the guards say of an act, asked of everything that was done, in memory."""
        register = replace(self.terms, acts=tuple(self.acts), casework=tuple(self.casework))
        caseload = Seen(Situation(register, one.effective, self.today))
        return workflow.faults(Asked(one, caseload), {*DESK, Role.REVIEWING_OFFICER})

    @rule(
        case=st.sampled_from(sorted(CASES)),
        kind=st.sampled_from([*(ActKind.REVIEW, ActKind.PAUSE, ActKind.CONTINUE) * 2, ActKind.CLOSE]),
        data=st.data(),
    )
    def a_case_is_worked_on(self, case, kind, data):
        """A denial is reviewed, so that the case may be submitted again; a case rests, and goes on, or is over."""
        effective = self._a_day(data)
        review = effective + timedelta(9) if kind is ActKind.PAUSE else None
        ground = "other_solution" if kind is ActKind.CLOSE else ""
        one = Act("ours", kind, case, "", members(case, effective), effective, self.today, "ruth", "office", "why",
                  len(self.acts) + len(self.casework), ground, review)  # fmt: skip
        expected = self._against(one)
        requested = Requested(kind, case, "", "office", "", (), effective, "why", ground, review)
        told, refused = self._asked(requested, "ruth")
        assert alike(told) == alike(in_turn(expected)), requested
        assert refused == any(fault.is_error for fault in expected)
        self.steps["not worked on" if refused else "worked on"] += 1
        if not refused:
            self._noted(one)

    def _asked(self, requested, by="eva"):
        """What the register answers; the same again if it is asked twice under one key."""
        key = f"step-{self.steps.total()}-{self.place}"
        try:
            first = acts.act(self.place, requested, by, key, self._clock)
        except RequestRefused as error:
            return error.faults, True
        again = acts.act(self.place, requested, by, key, self._clock)
        assert again.again and again.act.id == first.act.id
        assert Counter(fault.code for fault in again.flagged) == Counter(
            fault.code for fault in first.flagged
        )
        return first.flagged, False

    def _clock(self, found, recording):
        return self.today

    # What they agree on

    @property
    def limits(self):
        return Limits(self.arrangements.values(), self.quotas.values())

    def _counts(self, known):
        days = sorted({act.effective for act in self.acts if act.known <= known})
        return {
            limit: {day: naive_places.counts(self.limits, limit, self.acts, day, known) for day in days}
            for limit in self.limits.by_id
        }

    def _agree(self, days):
        self.steps["steps"] += 1
        counted, latest = counts.Counted(self.database), counts.Counted(self.database, latest=True)
        for known, by_limit in {**self.past, self.today: self._counts(self.today)}.items():
            for limit, by_day in by_limit.items():
                for day, expected in by_day.items():
                    assert counted.claims(limit, day, known) == expected, (limit, day, known)
                    assert known != self.today or latest.claims(limit, day, known) == expected, (limit, day)
                assert set(counted.days(limit, known)) <= by_day.keys()
        for day in {*days, self.today}:
            told = ledgers.ledgers(self.place, on=day, known=self.today).ledgers
            assert told == tuple(
                naive_places.ledger(self.limits, limit, self.acts, day, self.today)
                for limit in self.limits.by_id
            )
        every = [act_said(one) for one in entries.of(self.database, ["acts"])]
        recorded = [act for act in every if act.kind not in CASEWORK]
        for day in {*days, self.today}:
            assert replay(recorded, day) == naive_places.told(self.acts, day)[0]

    def _everything_is_told_again(self):
        """Ledgers on every day, as known on every day there was."""
        for known in [*self.past, self.today]:
            limits = Limits(self.arrangements.values(), self.quotas.values(), known)
            for limit in limits.by_id:
                told = ledgers.course(self.place, limit, SOON[0], SOON[-1], known).ledgers
                for day in SOON:
                    stands = [one for one in told if one.on <= day][-1]
                    expected = naive_places.ledger(limits, limit, self.acts, day, known)
                    assert replace(stands, on=day) == expected


def in_turn(faults):
    """What is told of an act: every reason why not, or else what is flagged."""
    return [fault for fault in faults if fault.is_error] or faults


def alike(faults):
    """What is told, whatever the ids of acts are and in whatever order it comes."""
    return sorted(
        (fault.code, fault.severity, str(sorted((name, str(said)) for name, said in fault.params.items())))
        for fault in faults
    )


template = a_template("play", BEGAN, the_folder)


def test_the_register_and_a_list_of_acts_agree_after_every_step(template, tmp_path):
    reading = files.examine(the_folder(tmp_path / "same"))
    assert reading.register is not None, reading.faults

    Played = type("Played", (Play,), {"template": template, "terms": reading.register, "steps": Counter()})
    examples = max(5, settings.default.max_examples // 12)
    run_state_machine_as_test(
        Played,
        settings=settings(
            max_examples=examples,
            stateful_step_count=30,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
    assert Played.steps["recorded"] > 2 * examples
    assert Played.steps["worked on"] or examples < 20
