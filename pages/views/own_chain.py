"""The agreed chain of a region in words: its lines per stage, how it differs from the base, what was changed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import pandas as pd

from graph.gaps.own_chain import OwnChain, faults
from graph.gaps.template import Handover, chain_template
from graph.problems import Problem
from graph.schema import Schema
from graph.texts import Texts
from loaders.identifiers import personal_in_text
from pages.views.words import day


def line(one: Handover, schema: Schema, say: Texts) -> str:
    """A handover in a sentence."""
    told = say("own_chain.line", sources=_kinds(one.sources, schema, say), targets=_kinds(one.targets, schema, say))
    if not one.groups:
        return told
    known = schema.codes["target_groups"].codes
    groups = ", ".join(sorted(known[code].label[say.language] for code in one.groups))
    return say("own_chain.line_groups", line=told, groups=groups)


def by_stage(handovers: Iterable[Handover], schema: Schema) -> dict[str, list[Handover]]:
    """The handovers of each stage that has any, in the order of the stages."""
    found = list(handovers)
    stages = schema.codes["stages"].codes
    return {stage: here for stage in stages if (here := [one for one in found if one.stage == stage])}


def differing(own: OwnChain) -> int:
    """How many handovers are other than, more than, or missing from the national base."""
    base = {one.code: one for one in chain_template().handovers}
    mine = {one.code: one for one in own.handovers}
    return sum(base.get(code) != mine.get(code) for code in base.keys() | mine.keys())


def trail(own: OwnChain, schema: Schema, say: Texts) -> pd.DataFrame:
    """What was changed, the newest first."""
    known: dict[str, Handover] = {}
    for version in (*reversed(own.earlier), own.handovers):
        known |= {one.code: one for one in version}
    rows = []
    for change in reversed(own.trail):
        which = line(known[change.code], schema, say) if change.code in known else ""
        which = which or (say("own_chain.gone") if change.code else "")
        rows.append((day(change.on, say.language), say(f"own_chain.what_{change.what}"), which))
    return pd.DataFrame(rows, columns=[say(f"own_chain.{name}") for name in ("when", "what", "which")])


def wrong(one: Handover, own: OwnChain, on: date) -> tuple[Problem, ...]:
    """What forbids keeping a handover; personal data are refused as in files."""
    found = list(faults(one, own.handovers))
    if one.duty and (key := personal_in_text(one.duty, on)):
        found.append(Problem(key))
    return tuple(found)


def _kinds(codes: Iterable[str], schema: Schema, say: Texts) -> str:
    return ", ".join(sorted(schema.entities[code].label[say.language] for code in codes))
