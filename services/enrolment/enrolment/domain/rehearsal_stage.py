"""The stage of a dry run: seats, lists and rights in memory, moved by the rules one step at a time."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from enrolment.domain.deadlines import day_of, has_passed
from enrolment.domain.policy import CapScope, Policy
from enrolment.domain.rehearsal import Case, Happening, Occasion, Outcome, Result, RulesOn, Step, without_right
from enrolment.domain.rights import RightsUsed, rights_failures
from enrolment.domain.waiting_list import Room, Waiting, choose_to_promote


class Stage:
    """Plays what happened under some rules; `results` holds what each request has come to so far."""

    def __init__(self, occasions: Mapping[UUID, Occasion], *, rules: RulesOn) -> None:
        self._occasions = occasions
        self._rules = rules
        self._waiting: dict[UUID, list[Case]] = defaultdict(list)
        self._holding: dict[UUID, dict[UUID, Case]] = defaultdict(dict)
        self._used: Counter[tuple[UUID, int]] = Counter()
        self._formations: Counter[tuple[UUID, int]] = Counter()
        self._present: Counter[tuple[UUID, int, UUID]] = Counter()
        self.results: dict[UUID, Result] = {}

    def play(self, happening: Happening) -> None:
        """One step."""
        occasion, case = self._occasions[happening.training_session_id], happening.case
        if case is None:
            self._promote(occasion, at=happening.at, lifts_cap=True)
        elif happening.step is Step.ASK:
            self._ask(case, occasion)
        elif happening.step is Step.APPROVE:
            self._approve(case, occasion, at=happening.at)
        elif happening.step is Step.BY_HAND:
            self._promote(occasion, at=happening.at, lifts_cap=True, by_hand=True)
        elif happening.step is Step.ABSENT:
            self._note_absence(case, occasion, rules=self._rules(day_of(happening.at)))
        else:
            self._leave(case, occasion, at=happening.at, by_others=happening.step is Step.END)

    def _quotas(self, occasion: Occasion) -> Policy:
        return self._rules(occasion.first_day)

    def _has_right(self, case: Case, occasion: Occasion) -> bool:
        key = (case.account_id, case.year)
        used = RightsUsed(year=case.year, member_only=self._used[key], formations=self._formations[key])
        counts = case.counts_as_formation
        return not case.is_member_only or not rights_failures(used, self._quotas(occasion), counts_as_formation=counts)

    def _is_admitted(self, case: Case, occasion: Occasion) -> bool:
        waves = self._quotas(occasion).waves_of(case.year) if case.is_member_only else []
        obtained, day = self._used[(case.account_id, case.year)], day_of(case.requested_at)
        return not waves or any(wave.opens_on <= day and obtained <= wave.most_obtained for wave in waves)

    def _ask(self, case: Case, occasion: Occasion) -> None:
        outcome = Outcome.UNDECIDED
        if not self._has_right(case, occasion):
            outcome = Outcome.REFUSED_BY_RIGHTS
        elif not self._is_admitted(case, occasion):
            outcome = Outcome.REFUSED_BY_WAVE
        self.results[case.enrolment_id] = Result(outcome=outcome, right_used=False)

    def _free(self, occasion: Occasion) -> int | None:
        if occasion.capacity is None:
            return None
        return max(0, occasion.capacity - len(self._holding[occasion.training_session_id]))

    def _approve(self, case: Case, occasion: Occasion, *, at: datetime) -> None:
        if self.results[case.enrolment_id].outcome is not Outcome.UNDECIDED:
            return
        if not self._has_right(case, occasion):
            self.results[case.enrolment_id] = Result(outcome=Outcome.REFUSED_BY_RIGHTS, right_used=False)
            return
        listed = self._waiting[occasion.training_session_id]
        listed.append(case)
        listed.sort(key=lambda entry: (entry.requested_at, entry.enrolment_id))
        self.results[case.enrolment_id] = Result(outcome=Outcome.WAITING, right_used=False)
        self._promote(occasion, at=at)
        if case in listed and len(listed) > occasion.waiting_list_capacity:
            listed.remove(case)
            self.results[case.enrolment_id] = Result(outcome=Outcome.REFUSED_FULL, right_used=False)

    def _promote(self, occasion: Occasion, *, at: datetime, lifts_cap: bool = False, by_hand: bool = False) -> None:
        rules = self._rules(day_of(at))
        listed, free = self._waiting[occasion.training_session_id], self._free(occasion)
        is_late = free is not None and has_passed(rules.promotion_deadline(occasion.begins_on), at)
        if not listed or free == 0 or at >= occasion.begins_at or (is_late and not by_hand):
            return
        cap_is_lifted = lifts_cap and at >= rules.cap_lifts_at(occasion.begins_on)
        room = Room(
            free=1 if by_hand else free,
            cap=self._quotas(occasion).organisation_cap if occasion.is_capped else None,
            present={case.organisation_id: self._present[self._cap_key(case, occasion)] for case in listed},
            is_cap_lifted=cap_is_lifted,
        )
        chosen = {entry.enrolment_id for entry in choose_to_promote([self._line(c, occasion) for c in listed], room)}
        for case in [entry for entry in listed if entry.enrolment_id in chosen]:
            listed.remove(case)
            self._seat(case, occasion)

    def _line(self, case: Case, occasion: Occasion) -> Waiting:
        return Waiting(
            enrolment_id=case.enrolment_id,
            account_id=case.account_id,
            organisation_id=case.organisation_id,
            has_right=self._has_right(case, occasion),
        )

    def _cap_key(self, case: Case, occasion: Occasion) -> tuple[UUID, int, UUID]:
        scope = self._quotas(occasion).organisation_cap_scope
        within = occasion.training_action_id if scope is CapScope.TRAINING_ACTION else occasion.training_session_id
        return (within, case.year, case.organisation_id)

    def _use_right(self, case: Case, *, count: int) -> None:
        key = (case.account_id, case.year)
        self._used[key] += count * int(case.is_member_only)
        self._formations[key] += count * int(case.is_member_only and case.counts_as_formation)

    def _seat(self, case: Case, occasion: Occasion) -> None:
        self._holding[occasion.training_session_id][case.enrolment_id] = case
        self._present[self._cap_key(case, occasion)] += 1
        self._use_right(case, count=1)
        self.results[case.enrolment_id] = Result(outcome=Outcome.SEAT, right_used=case.is_member_only)

    def _leave(self, case: Case, occasion: Occasion, *, at: datetime, by_others: bool) -> None:
        """A refused request was never there to leave; a seat that becomes free is given on."""
        outcome = Outcome.ENDED_BY_OTHERS if by_others else Outcome.LEFT
        if case in self._waiting[occasion.training_session_id]:
            self._waiting[occasion.training_session_id].remove(case)
            self.results[case.enrolment_id] = Result(outcome=Outcome.LEFT, right_used=False)
        elif self._holding[occasion.training_session_id].pop(case.enrolment_id, None):
            rules = self._rules(day_of(at))
            is_late = has_passed(rules.withdrawal_deadline(occasion.begins_on), at)
            keeps_right = case.is_member_only and not by_others and is_late and rules.late_withdrawal_uses_right
            self._present[self._cap_key(case, occasion)] -= 1
            self._use_right(case, count=0 if keeps_right else -1)
            self.results[case.enrolment_id] = Result(outcome=outcome, right_used=keeps_right)
            self._give_on(case, occasion, at=at)

    def _give_on(self, left: Case, occasion: Occasion, *, at: datetime) -> None:
        """The seat to its own list; the right, and the place under the cap, to lists elsewhere."""
        self._promote(occasion, at=at)
        for training_session_id, listed in list(self._waiting.items()):
            concerned = any(
                left.account_id == case.account_id or left.organisation_id == case.organisation_id for case in listed
            )
            if concerned and training_session_id != occasion.training_session_id:
                self._promote(self._occasions[training_session_id], at=at)

    def _note_absence(self, case: Case, occasion: Occasion, *, rules: Policy) -> None:
        holds = case.enrolment_id in self._holding[occasion.training_session_id]
        if holds and not rules.absence_uses_right:
            self._use_right(case, count=-1)
            self.results[case.enrolment_id] = without_right(self.results[case.enrolment_id])
