"""The rules of ``walks.yaml`` as tables that a million candidates can be looked up in at once."""

from __future__ import annotations

import numpy as np

from loaders.generate.organisations import EMPLOYER_STAGES
from loaders.generate.reference import Bools, Floats, Ints
from loaders.generate.settings import BACK, EMPLOYER, END, NEED, SUPPORT, Settings


class Chain:
    """Per rule: what it means. Per node (kind, or employer and stage) twice, without and with a
    precondition already dealt with: the cumulative weights of its rules, ``upto``, rising throughout."""

    def __init__(self, settings: Settings, kinds: tuple[str, ...], roles: dict[str, int]) -> None:
        self.stages, self.domains = settings.codes("stages"), settings.codes("life_domains")
        self.kinds, self.employer = kinds, kinds.index(EMPLOYER)
        self._meaning(settings, roles)
        self._weights(settings)
        needs = np.array([float(spec["need"]) for spec in settings.support.values()])
        self.need_upto: Floats = np.cumsum(needs) / needs.sum()
        self.need_domain: Ints = np.array([self.domains.index(d) for d in settings.support])
        self.need_role: Ints = np.array([roles[f"{SUPPORT}:{d}"] for d in settings.support])
        self.ends: Bools = np.isin(np.arange(len(self.stages)), [self.stages.index(s) for s in settings.ends])
        self.arrival_stage: Ints = np.array([self.stages.index(self._arrival(settings, code)) for code in kinds])

    def _meaning(self, settings: Settings, roles: dict[str, int]) -> None:
        rules = settings.rules
        self.ending: Bools = np.array([rule.to == END for rule in rules])
        self.back: Bools = np.array([rule.to == BACK for rule in rules])
        self.support: Bools = np.array([rule.to == SUPPORT for rule in rules])
        self.stage: Ints = np.array([self.stages.index(rule.stage) for rule in rules])
        self.domain: Ints = np.array([-1 if rule.domain == NEED else self.domains.index(rule.domain) for rule in rules])
        wanted = [f"{EMPLOYER}:{rule.stage}" if rule.to == EMPLOYER else rule.to for rule in rules]
        self.role: Ints = np.array([roles.get(name, -1) for name in wanted])
        self.kind: Ints = np.array([self.kinds.index(rule.to) if rule.to in self.kinds else -1 for rule in rules])

    def _weights(self, settings: Settings) -> None:
        names = [*self.kinds, *(f"{EMPLOYER}:{stage}" for stage in EMPLOYER_STAGES)]
        self.employer_node: Ints = np.full(len(self.stages), -1, dtype=np.int64)
        for i, stage in enumerate(EMPLOYER_STAGES):
            self.employer_node[self.stages.index(stage)] = len(self.kinds) + i
        rows = [
            (
                node * 2 + visited,
                at,
                rule.weight * (settings.again if visited and rule.stage == "randvoorwaarden" else 1),
            )
            for node, name in enumerate(names)
            for visited in (0, 1)
            for at, rule in enumerate(settings.rules)
            if rule.node == name
        ]
        node = np.array([row[0] for row in rows], dtype=np.int64)
        weight = np.array([row[2] for row in rows], dtype=float)
        total = np.bincount(node, weight, minlength=len(names) * 2)
        share = (np.cumsum(weight) - (np.cumsum(total) - total)[node]) / total[node]
        share[np.append(node[1:] != node[:-1], True)] = 1.0
        self.rule: Ints = np.array([row[1] for row in rows], dtype=np.int64)
        self.upto: Floats = node + share
        self.leads_on: Bools = total > 0

    @staticmethod
    def _arrival(settings: Settings, kind: str) -> str:
        """The stage at which a candidate is on arriving there by an unusual way: that of most rules to it."""
        weight: dict[str, float] = {}
        for rule in settings.rules:
            if rule.to == kind:
                weight[rule.stage] = weight.get(rule.stage, 0.0) + rule.weight
        usual = settings.kinds[kind].stages
        return max(weight, key=lambda s: weight[s]) if weight else (usual[0] if usual else "randvoorwaarden")

    def node(self, kind: Ints, stage: Ints, visited: Ints) -> Ints:
        """The row of ``upto`` for candidates at these kinds and stages."""
        at_work = (kind == self.employer) & (self.employer_node[stage] >= 0)
        return np.where(at_work, self.employer_node[stage], kind) * 2 + visited

    def draw(self, node: Ints, chance: Floats) -> Ints:
        """A rule for each node."""
        drawn: Ints = self.rule[np.searchsorted(self.upto, node + chance, side="right").clip(max=len(self.rule) - 1)]
        return drawn

    def need(self, chance: Floats) -> Ints:
        """A kind of need, as position in ``need_domain`` and ``need_role``."""
        return np.searchsorted(self.need_upto, chance, side="right").clip(max=len(self.need_upto) - 1)

    def stage_after(self, rule: Ints, kind: Ints) -> Ints:
        """The rule's stage; the receiver's own when something else than the rule chose the receiver."""
        as_meant = (self.kind[rule] == kind) | self.back[rule] | self.support[rule]
        after: Ints = np.where(as_meant, self.stage[rule], self.arrival_stage[kind])
        return after
