"""The agreed chain as a region agreed it itself: the handovers of the national base, changed. Kept as a text.

The stages stay those of ``data/chain/template.yaml``; what a region may agree otherwise is who hands over to whom, into
which stage and for which target groups. Every change is in the trail, and the versions before it are kept, so that it
can be undone.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from typing import Any, Literal, get_args

from graph.gaps.template import ChainTemplate, Handover, chain_template
from graph.network import Scope
from graph.problems import Problem
from graph.schema import load_schema

OWN_CHAIN = "chain/agreed/"
VERSION, UNDO, TRAIL, MOST, DUTY = 1, 20, 200, 60, 200
"""Of the text; how many versions can be undone, changes are told, handovers there may be, signs a duty has."""
_LONGEST = 80
What = Literal["added", "changed", "removed", "reset", "undone"]
Handovers = tuple[Handover, ...]


class UnreadableChain(ValueError):
    """A kept text that this version cannot read."""


@dataclass(frozen=True, slots=True)
class Changed:
    """A change of the agreed chain on a day; ``code`` of the handover, "" where it is about all."""

    on: date
    what: What
    code: str


@dataclass(frozen=True, slots=True)
class OwnChain:
    """What a region agreed: its handovers, the ``earlier`` versions (the last first) and the trail, oldest first."""

    handovers: Handovers
    earlier: tuple[Handovers, ...] = ()
    trail: tuple[Changed, ...] = ()

    def put(self, one: Handover, on: date) -> OwnChain:
        """With this handover, instead of the one with its code where there is one."""
        known = {each.code: each for each in self.handovers}
        what: What = "changed" if one.code in known else "added"
        return self._with(tuple({**known, one.code: one}.values()), what, one.code, on)

    def without(self, code: str, on: date) -> OwnChain:
        """Without the handover of this code."""
        return self._with(tuple(one for one in self.handovers if one.code != code), "removed", code, on)

    def reset(self, on: date) -> OwnChain:
        """As the national base has it."""
        return self._with(chain_template().handovers, "reset", "", on)

    def undone(self, on: date) -> OwnChain:
        """As it was before the last change; the same when there is none."""
        if not self.earlier:
            return self
        trail = (*self.trail, Changed(on, "undone", ""))[-TRAIL:]
        return OwnChain(self.earlier[0], self.earlier[1:], trail)

    def _with(self, handovers: Handovers, what: What, code: str, on: date) -> OwnChain:
        if handovers == self.handovers:
            return self
        trail = (*self.trail, Changed(on, what, code))[-TRAIL:]
        return OwnChain(handovers, (self.handovers, *self.earlier)[:UNDO], trail)


def own_name(scope: Scope) -> str:
    """Under which name the chain of a region (or of everything, ``*``) is kept."""
    region = "+".join(sorted(scope.regions)) or "*"
    short = len(region) <= _LONGEST and region.isprintable()
    return OWN_CHAIN + (region if short else sha256(region.encode("utf-8", "surrogatepass")).hexdigest())


def chain_of(kept: Mapping[str, str], scope: Scope) -> ChainTemplate:
    """The agreed chain of a region out of kept texts: its own, or the national base. Raises UnreadableChain."""
    text = kept.get(own_name(scope))
    return template_of(own_chain(text)) if text else chain_template()


def template_of(own: OwnChain) -> ChainTemplate:
    """The chain with these handovers; the national base itself when they are the same."""
    base = chain_template()
    return base if own.handovers == base.handovers else replace(base, handovers=own.handovers)


def base_chain() -> OwnChain:
    """What a region begins with."""
    return OwnChain(chain_template().handovers)


def faults(one: Handover, others: Iterable[Handover] = ()) -> tuple[Problem, ...]:
    """What is wrong with a handover, beside the ``others`` of the chain; empty when it may be kept."""
    schema, found = load_schema(), list[Problem]()
    if not one.sources or not one.targets:
        found.append(Problem("own_chain.empty"))
    if (one.sources | one.targets) - schema.organisations:
        found.append(Problem("own_chain.unknown_kind"))
    if one.stage not in schema.codes["stages"].codes:
        found.append(Problem("own_chain.unknown_stage"))
    if one.groups - schema.codes["target_groups"].codes.keys():
        found.append(Problem("own_chain.unknown_group"))
    if one.sources & one.targets and len(one.sources | one.targets) == 1:
        found.append(Problem("own_chain.to_itself"))
    if len(one.duty or "") > DUTY:
        found.append(Problem("own_chain.long_duty", {"most": DUTY}))
    rest = [other for other in others if other.code != one.code]
    if len(rest) >= MOST:
        found.append(Problem("own_chain.too_many", {"most": MOST}))
    if any(replace(other, code=one.code, duty=one.duty) == one for other in rest):
        found.append(Problem("own_chain.twice"))
    return tuple(found)


def fresh_code(own: OwnChain) -> str:
    """A code that no handover of the chain has or had."""
    used = {one.code for version in (own.handovers, *own.earlier) for one in version} | {t.code for t in own.trail}
    return next(code for at in range(1, len(used) + 2) if (code := f"own_{at}") not in used)


def own_text(own: OwnChain) -> str:
    """The chain as a text."""
    return json.dumps(
        {
            "version": VERSION,
            "handovers": _plain(own.handovers),
            "earlier": [_plain(one) for one in own.earlier],
            "trail": [[one.on.isoformat(), one.what, one.code] for one in own.trail],
        },
        separators=(",", ":"),
    )


def own_chain(text: str) -> OwnChain:
    """Read a chain; what is not in the domain (any more) makes it unreadable. Raises UnreadableChain."""
    try:
        raw = json.loads(text)
        if not isinstance(raw, dict) or raw["version"] != VERSION:
            raise UnreadableChain("another version")
        trail = tuple(Changed(date.fromisoformat(on), _known(what), str(code)) for on, what, code in raw["trail"])
        own = OwnChain(_handovers(raw["handovers"]), tuple(map(_handovers, raw["earlier"])), trail)
    except UnreadableChain:
        raise
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError) as error:
        raise UnreadableChain(str(error)) from error
    if len({one.code for one in own.handovers}) != len(own.handovers):
        raise UnreadableChain("a code stands twice")
    if any(faults(one) for one in own.handovers):
        raise UnreadableChain("not in the domain")
    return own


def _plain(handovers: Handovers) -> list[dict[str, Any]]:
    return [
        {
            "code": one.code,
            "from": sorted(one.sources),
            "to": sorted(one.targets),
            "stage": one.stage,
            "duty": one.duty,
            "groups": sorted(one.groups),
        }
        for one in handovers
    ]


def _handovers(raw: Any) -> Handovers:
    text: Callable[[Any], str] = _text
    return tuple(
        Handover(
            text(one["code"]),
            frozenset(map(text, one["from"])),
            frozenset(map(text, one["to"])),
            text(one["stage"]),
            None if one["duty"] is None else text(one["duty"]),
            frozenset(map(text, one["groups"])),
        )
        for one in raw
    )


def _text(value: Any) -> str:
    if not isinstance(value, str) or not value:
        raise UnreadableChain("not a text")
    return value


def _known(what: Any) -> What:
    for one in get_args(What):
        if one == what:
            return one  # type: ignore[no-any-return]
    raise UnreadableChain(f"unknown word: {what!r}")
