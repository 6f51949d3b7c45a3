"""The copy of a snapshot on which steps are played, one after the other."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cached_property

import numpy as np
import pandas as pd

from graph.analysis.dates import last_recorded
from graph.analysis.ties import CONFIRMED, collaboration_ties
from graph.network import Network, build_network
from graph.records import SEPARATOR, Entity, Relation, relation
from graph.whatif.merging import SERVES, joint, own_service, spelled_out, united
from graph.whatif.steps import AddTie, MergeOrganisations, ServeAlso, Step, StopOrganisation

_LASTING = ("organisation", "place")  # what stays when nothing is joined to it any more


class World:
    """A working copy. Nothing of the snapshot itself is changed: records are replaced, never altered.

    ``day``: the day on which everything is supposed, that of the snapshot or else the last recorded one.
    ``stopped`` and ``merged`` (into whom) are the organisations that are no longer there.
    """

    def __init__(self, network: Network) -> None:
        self.before = network
        self.day: date | None = network.as_of or last_recorded(network)
        self.entities: dict[str, Entity] = {e.id: e for e in network.entities}
        self.relations: dict[str, Relation] = {r.id: r for r in network.relations}
        self.stopped: set[str] = set()
        self.merged: dict[str, str] = {}
        self.touched = False

    @cached_property
    def claim(self) -> str:
        """The kind of relation in which one organisation says that it works with another."""
        return next(kind.code for kind in self.before.schema.relations.values() if kind.claim)

    def play(self, step: Step) -> None:
        """Suppose one thing more; the step must be one that :func:`graph.whatif.checking.problem` lets through."""
        self.touched = True
        if isinstance(step, AddTie):
            self._tie(step.a, step.b)
            self._tie(step.b, step.a)
        elif isinstance(step, StopOrganisation):
            self._stop(step.organisation)
        elif isinstance(step, MergeOrganisations):
            self._merge(step.organisation, step.other)
        else:
            self._serve(step)

    def network(self) -> Network:
        """The snapshot as it would be, on the same day; the snapshot itself when nothing was supposed."""
        if not self.touched:
            return self.before
        before = self.before
        if not self.stopped and not self.merged:  # the same organisations: the log can stay as it is
            ordered = tuple(sorted(self.relations.values(), key=lambda r: r.id))
            return replace(before, entities=tuple(self.entities.values()), relations=ordered, as_of=self.day)
        return build_network(
            before.scope,
            self.entities.values(),
            self.relations.values(),
            self._referrals(),
            as_of=self.day,
            revision=before.revision,
            outside=before.outside,
            schema=before.schema,
        )

    def goes_on_in(self, organisation: str) -> str | None:
        """Who an organisation is now: itself, the one it merged into, or None when it stopped."""
        heir = self._heir(organisation)
        return None if heir in self.stopped else heir

    def has_tie(self, a: str, b: str) -> bool:
        """Whether there is a tie that both sides report, on the day, and that is not stale."""
        ids = (self._claim(a, b).id, self._claim(b, a).id)
        claims = [self.relations[one] for one in ids if one in self.relations]
        pair = [self.entities[a], self.entities[b]]
        ties = collaboration_ties(build_network(self.before.scope, pair, claims, (), as_of=self.day))
        return len(ties) == 1 and bool(ties.standing[0] == CONFIRMED)

    def _claim(self, source: str, target: str) -> Relation:
        return relation(self.claim, source, target, schema=self.before.schema)

    def _tie(self, source: str, target: str) -> None:
        new, day = self._claim(source, target), self.day
        known = self.relations.get(new.id)
        if known is None:
            said = {} if day is None else {"last_contact": day}
            self.relations[new.id] = replace(new, properties=said, valid_from=day)
            return
        properties = dict(known.properties)
        if day is not None:
            last = properties.get("last_contact")
            properties["last_contact"] = max(last, day) if isinstance(last, date) else day
        ended = known.valid_to is not None and day is not None and known.valid_to < day
        late = known.valid_from is not None and day is not None and known.valid_from > day
        self.relations[new.id] = replace(
            known,
            properties=properties,
            valid_from=day if late else known.valid_from,
            valid_to=None if ended else known.valid_to,
        )

    def _stop(self, organisation: str) -> None:
        """Take an organisation away; its relations have no end then and fall away when the network is built."""
        self.stopped.add(organisation)
        del self.entities[organisation]
        joined: dict[str, set[str]] = {}
        for one in self.relations.values():
            joined.setdefault(one.source, set()).add(one.target)
            joined.setdefault(one.target, set()).add(one.source)
        for near in joined.get(organisation, set()) & self.entities.keys():
            lasting = self.before.schema.entities[self.entities[near].kind].cls.name in _LASTING
            if not lasting and not joined[near] & self.entities.keys():
                del self.entities[near]

    def _merge(self, stays: str, other: str) -> None:
        schema = self.before.schema
        mine, theirs = self.entities[stays], self.entities.pop(other)
        whole = self.entities[stays] = united(mine, theirs)
        self.merged[other] = stays
        own = [r for r in self.relations.values() if stays in (r.source, r.target)]
        gained = [r for r in self.relations.values() if other in (r.source, r.target)]
        at_home = own_service(theirs, schema)
        if (
            at_home is not None
            and at_home.target in self.entities
            and at_home.target != whole.properties.get("gm_code")
        ):
            gained.append(at_home)
        for one in (*own, *gained):
            self.relations.pop(one.id, None)
        for one in (*own, *gained):
            maker = mine if one.source == stays else theirs
            service = one.kind == SERVES and one.source in (stays, other)
            for part in spelled_out(one, maker, whole, schema) if service else (one,):
                self._add(part, {other: stays})

    def _add(self, one: Relation, renamed: dict[str, str]) -> None:
        source, target = renamed.get(one.source, one.source), renamed.get(one.target, one.target)
        if source == target:
            return  # between the two that merged: from now on within one house
        schema = self.before.schema
        made = relation(one.kind, source, target, one.properties, one.valid_from, one.valid_to, schema=schema)
        known = self.relations.get(made.id)
        self.relations[made.id] = made if known is None else joint(known, made)

    def _serve(self, step: ServeAlso) -> None:
        asked = {"life_domain": step.life_domain, "target_group": step.target_group, "stage": step.stage}
        said = {name: code for name, code in asked.items() if code is not None}
        made = relation(SERVES, step.organisation, step.municipality, said, schema=self.before.schema)
        known = self.relations.get(made.id)  # one that ended before the day, or is yet to begin
        self.relations[made.id] = made if known is None else replace(known, valid_from=None, valid_to=None)

    def _referrals(self) -> pd.DataFrame:
        """The log with ids as ends, those of merged organisations renamed, and what became internal left out.

        A referral that has an end in a stopped organisation keeps it: it is dropped, and counted, later.
        """
        frame, ids = self.before.referrals, np.array(self.before.ids, dtype=object)
        source, target = ids[frame["source"].to_numpy()], ids[frame["target"].to_numpy()]
        if not self.merged:
            return frame.assign(source=source, target=target)
        goes = {one: self._heir(one) for one in self.merged}
        moved = np.isin(source.astype(str), list(goes)) | np.isin(target.astype(str), list(goes))
        source = np.array([goes.get(one, one) for one in source], dtype=object)
        target = np.array([goes.get(one, one) for one in target], dtype=object)
        frame = frame.assign(source=source, target=target)
        days = frame["date"].to_numpy().astype("datetime64[D]").astype(str)
        names = frame["id"].to_numpy(dtype=object).copy()
        for row in np.flatnonzero(moved).tolist():  # the id of a referral follows from what it says
            names[row] = SEPARATOR.join((str(frame["case"].iat[row]), days[row], source[row], target[row]))
        frame = frame.assign(id=pd.Series(names, index=frame.index, dtype="str"))
        kept: pd.DataFrame = frame[~(moved & (source == target))].drop_duplicates("id")
        return kept

    def _heir(self, organisation: str) -> str:
        while organisation in self.merged:
            organisation = self.merged[organisation]
        return organisation
