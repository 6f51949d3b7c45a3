# ruff: noqa: T201 - a command line answers by printing
"""``python -m graph COMMAND``, for scripts: what the screens show, and what if; ``--help`` names the commands.

Answers go to stdout (with ``--json`` as stable JSON with a version), problems to stderr. Exit codes:
0 done, 1 bad input, 2 wrong call, 3 store unavailable.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import pandas as pd

from graph import answers
from graph.analysis.agreed import agreed_pairs, agreed_there
from graph.analysis.chain import chain
from graph.analysis.control import control
from graph.analysis.coverage import STATES, Asked, coverage
from graph.analysis.expected import surprising_absence
from graph.analysis.likely import likely_partners
from graph.analysis.measures import measures
from graph.analysis.overview import overview
from graph.analysis.paths import common_neighbours, connectors, short_paths
from graph.analysis.referrals import Selection
from graph.analysis.role import role
from graph.analysis.role_routes import roads
from graph.analysis.serving import service_lines
from graph.analysis.structure import structure
from graph.analysis.ties import collaboration_ties
from graph.analysis.trend import trends
from graph.arguments import language, parser
from graph.follow import kept
from graph.follow.identity import KEPT, identity, is_whole, region_of
from graph.follow.sightings import observe
from graph.gaps.adjusted import BadThreshold, adjusted
from graph.gaps.agreement import agreed_lines, needed_pairs
from graph.gaps.find import RULES, find_gaps
from graph.gaps.opportunities import find_opportunities
from graph.gaps.own_chain import UnreadableChain, chain_of, own_name
from graph.gaps.template import ChainTemplate, chain_template
from graph.network import Network, Scope
from graph.problems import BadAddress, KetenkaartError, StoreUnavailable
from graph.progress import Progress
from graph.simulation.backtest import backtest
from graph.store.address import StoreAddress
from graph.store.open import open_store, store_address
from graph.texts import Texts, texts
from graph.whatif.compare import base, outcome
from graph.whatif.form import read_file

DONE, BAD_INPUT, WRONG_CALL, UNAVAILABLE = range(4)


class UnknownOrganisation(KetenkaartError):
    """An id that is no organisation of the snapshot."""


class UnknownPlace(KetenkaartError):
    """A region or municipality in which the store has no organisation."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command and answer its exit code."""
    given = list(sys.argv[1:] if argv is None else argv)
    say = texts(language(given))
    asked = parser(say).parse_args(given)
    if asked.start and asked.end and asked.end < asked.start:
        print(say("answers.period_reversed", start=asked.start, end=asked.end), file=sys.stderr)
        return WRONG_CALL
    try:
        if asked.command in _BY_ITSELF:
            return _BY_ITSELF[asked.command](asked, say)
        network = _snapshot(asked)
        if not network.n_organisations:
            print(say("answers.empty"), file=sys.stderr)
        done = int(_RUN[asked.command](network, asked, say))
        sys.stdout.flush()
        return done
    except BrokenPipeError:  # the reader, such as head, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except KetenkaartError as error:
        print(say.error(error), file=sys.stderr)
        if isinstance(error, StoreUnavailable):
            return UNAVAILABLE
        return WRONG_CALL if isinstance(error, BadAddress | BadThreshold) else BAD_INPUT


def _snapshot(asked: argparse.Namespace) -> Network:
    """The part of the store that was asked for. Raises UnknownPlace when nobody is established there."""
    where = StoreAddress.parse(asked.store) if asked.store else store_address()
    if where.path is not None and not where.path.exists():
        raise StoreUnavailable("answers.no_store", path=where.path)
    scope = Scope(tuple(asked.region), tuple(asked.municipality), start=asked.start, end=asked.end)
    with open_store(asked.store) as store:
        network = store.snapshot(scope, as_of=asked.as_of)
        asked.kept = store.kept(KEPT) if asked.command in ("gaps", "actions") else {}
        asked.chain = _agreed_chain(store.kept(own_name(scope)), scope)
        if (scope.regions or scope.municipalities) and not network.n_organisations and store.counts().entities:
            raise UnknownPlace("answers.unknown_place", places=(*scope.regions, *scope.municipalities))
    return network


def _agreed_chain(kept: Mapping[str, str], scope: Scope) -> ChainTemplate:
    """What the region agreed itself, or the national base; also where what is kept cannot be read, which is said."""
    try:
        return chain_of(kept, scope)
    except UnreadableChain as error:
        print(f"{own_name(scope)}: {error}", file=sys.stderr)
        return chain_template()


def _overview(network: Network, asked: argparse.Namespace, _say: Texts) -> int:
    answer = answers.overview_answer(network, overview(network))
    if asked.json:
        return _print_json(answer)
    _print_pairs({"organisations": answer["summary"]["organisations"], **answer["summary"]["ties"]})
    _print_table(pd.DataFrame(answer["year"]).T.rename_axis("year").reset_index())
    return DONE


def _role(network: Network, asked: argparse.Namespace, _say: Texts) -> int:
    _known(network, (asked.organisation,))
    found, ways = role(network, asked.organisation, asked.ties), roads(network, asked.organisation)
    answer = answers.role_answer(network, found, ways)
    if asked.json:
        return _print_json(answer)
    _print_pairs(answer["summary"] | answer["brokerage"])
    _print_table(pd.DataFrame(answer["between"]))
    return DONE


def _measures(network: Network, asked: argparse.Namespace, say: Texts) -> int:
    found = measures(network, asked.ties)
    answer = answers.measures_answer(network, found)
    if asked.json:
        return _print_json(answer)
    if found.sampled_sources:
        print(say("answers.sampled", sources=found.sampled_sources))
    _print_pairs(answer["summary"])
    _print_table(found.table())
    return DONE


def _paths(network: Network, asked: argparse.Namespace, say: Texts) -> int:
    _known(network, (*asked.a, *asked.b))
    known = collaboration_ties(network)
    (a, *more_a), (b, *more_b) = asked.a, asked.b
    single = not more_a and not more_b
    ways = short_paths(network, a, b, max(asked.limit, 0), asked.slack, asked.ties, known=known) if single else None
    common = common_neighbours(network, a, b, asked.ties, known=known) if single else None
    found = connectors(network, asked.a, asked.b, asked.ties, known=known)
    answer = answers.paths_answer(network, ways, common, found)
    if asked.json:
        return _print_json(answer)
    _print_pairs({name: value for name, value in answer["summary"].items() if value is not None or single})
    for way in answer["ways"] or ():
        print(" > ".join(stop["name"] for stop in way))
    _print_table(pd.DataFrame(answer["connectors"]))
    if not answer["summary"]["connected"]:
        print(say("answers.no_ways"))
    return DONE


def _known(network: Network, ids: Iterable[str]) -> None:
    """Raises UnknownOrganisation for ids that are no organisations of the snapshot."""
    here = set(network.ids[: network.n_organisations])
    if unknown := [one for one in ids if one not in here]:
        raise UnknownOrganisation("answers.unknown_organisation", ids=tuple(dict.fromkeys(unknown)))


def _chain(network: Network, asked: argparse.Namespace, _say: Texts) -> int:
    found = chain(network, asked.by, target_group=asked.target_group)
    answer = answers.chain_answer(network, found, asked.chain)
    if asked.json:
        return _print_json(answer)
    _print_pairs(answer["summary"])
    _print_table(found.flows.table)
    return DONE


def _coverage(network: Network, asked: argparse.Namespace, say: Texts) -> int:
    if asked.rows == asked.columns:
        print(say("answers.same_dimensions"), file=sys.stderr)
        return WRONG_CALL
    lines = service_lines(network)
    only = Asked(None, asked.life_domain, asked.target_group, asked.stage)
    found = coverage(network, asked.rows, asked.columns, only, lines)
    if asked.json:
        return _print_json(answers.coverage_answer(network, found, lines))
    _print_pairs({state: int((found.state == state).sum()) for state in STATES})
    table = pd.DataFrame(found.organisations, found.row_codes, found.column_codes)
    _print_table(table.rename_axis(asked.rows).reset_index())
    return DONE


def _gaps(network: Network, asked: argparse.Namespace, say: Texts) -> int:
    limits = adjusted(dict(asked.threshold))
    with Progress(say("answers.of_rules", count=len(set(asked.code or RULES)))) as bar:
        found = find_gaps(network, asked.code, lambda done, _of: bar(say("hiaten.title"), done), limits, asked.chain)
    chances = () if asked.code else find_opportunities(network, found)
    answer = answers.gaps_answer(network, found, say, limits, chances)
    known, (seen, _) = kept.following(asked.kept), kept.seen(asked.kept, region_of(network.scope))
    for gap, finding in zip(answer["gaps"], found, strict=True):
        gap["standing"] = answers.standing_answer(network, finding, known, seen, datetime.now(UTC).date())
    if asked.json:
        return _print_json(answer)
    for at, gap in enumerate(answer["gaps"], start=1):
        print(f"{at}. {gap['name']} ({gap['score']}): {gap['found']}")
        for line in gap["evidence"]:
            print(f"   {line['text']}")
        print(f"   {gap['action']}")
    if not answer["gaps"]:
        print(say("answers.no_gaps"))
    for chance in answer["opportunities"]:
        print(f"+ {chance['name']} ({chance['score']}): {chance['found']}")
        for line in chance["evidence"]:
            print(f"   {line['text']}")
        print(f"   {chance['action']}")
    return DONE


def _agreed(network: Network, asked: argparse.Namespace, _say: Texts) -> int:
    chosen, lines, known = Selection(asked.target_group), agreed_lines(asked.chain), collaboration_ties(network)
    found = agreed_there(network, lines, chosen, known)
    answer = answers.agreed_answer(network, found, agreed_pairs(network, lines, chosen, known))
    answer["scope"]["target_group"] = asked.target_group
    if asked.json:
        return _print_json(answer)
    _print_pairs(answer["summary"])
    _print_table(pd.DataFrame([{**cell, "reached": cell["reached"]["working"]} for cell in answer["cells"]]))
    return DONE


def _control(network: Network, asked: argparse.Namespace, _say: Texts) -> int:
    chosen = Selection(asked.target_group)
    found = control(network, asked.measure, asked.by, chosen)
    over_time = trends(network, asked.measure, asked.by, chosen)
    answer = answers.control_answer(network, found, over_time, asked.target_group)
    if asked.json:
        return _print_json(answer)
    _print_pairs(answer["summary"])
    _print_table(pd.DataFrame([{n: v for n, v in row.items() if n != "quarters"} for row in answer["routes"]]))
    return DONE


def _structure(network: Network, asked: argparse.Namespace, _say: Texts) -> int:
    answer = answers.structure_answer(network, structure(network, asked.ties, asked.size))
    if asked.json:
        return _print_json(answer)
    _print_pairs(answer["summary"])
    for name in ("keepers", "reachers"):
        print(f"{name}: {', '.join(one['name'] for one in answer[name]['members'])}")
    _print_table(pd.DataFrame(answer["silos"]))
    for name in ("ones", "twos"):
        told = [one | {"members": " + ".join(each["name"] for each in one["members"])} for one in answer[name]]
        _print_table(pd.DataFrame(told))
    return DONE


def _actions(network: Network, asked: argparse.Namespace, say: Texts) -> int:
    found, region, today = find_gaps(network, chain=asked.chain), region_of(network.scope), datetime.now(UTC).date()
    known, (seen, _) = kept.following(asked.kept), kept.seen(asked.kept, region)
    if is_whole(network.scope) and network.as_of is None:
        seen = observe(seen, (identity(finding, region) for finding in found), today, network.revision)
    answer = answers.actions_answer(network, found, known, seen, today, say)
    if known.broken:
        print(say("answers.unreadable", names=", ".join(known.broken)), file=sys.stderr)
    if asked.json:
        return _print_json(answer)
    _print_pairs(answer["summary"])
    told = [row | {"owner": row["owner"] and row["owner"]["name"]} for row in answer["actions"]]
    columns = ["name", "agreement", "owner", "function", "due", "status", "overdue", "standing"]
    _print_table(pd.DataFrame(told, columns=columns))
    _print_table(pd.DataFrame(answer["dismissals"], columns=["name", "found", "reason", "on"]))
    _print_table(pd.DataFrame(answer["quarters"]).drop(columns=["year", "number"], errors="ignore"))
    return DONE


def _likely(network: Network, asked: argparse.Namespace, _say: Texts) -> int:
    known, needed = collaboration_ties(network), needed_pairs(asked.chain)
    expected = surprising_absence(network, needed, asked.ties, known=known)
    found = likely_partners(network, needed, max(asked.limit, 0), asked.ties, known=known)
    answer = answers.likely_answer(network, expected, found)
    if asked.json:
        return _print_json(answer)
    _print_pairs(answer["summary"])
    for rows in (answer["sets"], answer["pairs"]):
        told = [row | {"sectors": " - ".join(row["sectors"])} for row in rows]
        _print_table(pd.DataFrame(told).map(lambda cell: cell["name"] if isinstance(cell, dict) else cell))
    return DONE


def _whatif(network: Network, asked: argparse.Namespace, say: Texts) -> int:
    scenario = read_file(asked.scenario)
    start = base(network, asked.ties, chain=asked.chain)
    found = outcome(start, scenario.steps)
    if any(found.problems):
        for at, wrong in enumerate(found.problems, start=1):
            if wrong is not None:
                print(say("whatif.at_step", at=at, problem=say.problem(wrong)), file=sys.stderr)
        return BAD_INPUT
    answer = answers.whatif_answer(start, found, scenario, say)
    if asked.json:
        return _print_json(answer)
    for step in answer["steps"]:
        print(f"+ {step['text']}")
    _print_pairs(answer["summary"])
    _print_table(pd.DataFrame(answer["measures"]))
    for name in ("gone", "new", "changed"):
        for gap in answer[name]:
            print(f"{name}: {gap['name']}: {gap['found']}")
    return DONE


def _simulate(asked: argparse.Namespace, say: Texts) -> int:
    from graph.answers.simulate import arm_table, sentences, simulate_answer  # compiling it takes a second
    from graph.simulation.plan import asked_plan
    from graph.simulation.plan_file import read_plan

    given = {name: value for name in ("seed", "sets", "runs") if (value := getattr(asked, name)) is not None}
    plan = asked_plan(read_plan(asked.scenario) if asked.scenario else asked.employers, given, dict(asked.set))
    network = None if plan.by_hand else _snapshot(asked)
    if network is not None and not network.n_organisations:
        print(say("answers.empty"), file=sys.stderr)
    answer = simulate_answer(plan, network, asked.gain, asked.effort)
    if asked.json:
        return _print_json(answer)
    _print_table(arm_table(answer))
    for told in sentences(answer.get("gain")):
        print(told[say.language])
    return DONE


def _backtest(network: Network, asked: argparse.Namespace, say: Texts) -> int:
    answer = answers.backtest_answer(network, backtest(network, asked.seed))
    if asked.json:
        return _print_json(answer)
    _print_pairs(answer["summary"])
    _print_table(pd.DataFrame(answer["totals"]))
    print("\n".join(told[say.language] for told in answer["story"]))
    return DONE


def _instruments(asked: argparse.Namespace, say: Texts) -> int:
    case, months = answers.case_asked(vars(asked), datetime.now(UTC).date())
    answer = answers.instruments_answer(*case, months, say)
    if asked.json:
        return _print_json(answer)
    _print_pairs(answer["summary"])
    _print_table(pd.DataFrame(answers.instruments_table(answer, say)))
    for text in answers.instruments_words(answer, say):
        print(text)
    return DONE


_BY_ITSELF = {"instruments": _instruments, "simulate": _simulate}
"""Commands that open a store only where they need one."""
_RUN = {
    "overview": _overview,
    "measures": _measures,
    "role": _role,
    "paths": _paths,
    "chain": _chain,
    "coverage": _coverage,
    "gaps": _gaps,
    "agreed": _agreed,
    "control": _control,
    "structure": _structure,
    "actions": _actions,
    "likely": _likely,
    "whatif": _whatif,
    "backtest": _backtest,
}


def _print_json(answer: Mapping[str, Any]) -> int:
    print(json.dumps(answers.plain(answer), ensure_ascii=True, indent=2, allow_nan=False))
    return DONE


def _print_pairs(values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        print(f"{name}: {'-' if value is None else round(value, 4) if isinstance(value, float) else value}")


def _print_table(table: pd.DataFrame) -> None:
    if len(table):
        print(table.to_string(index=False, na_rep="-", float_format=lambda x: f"{x:.3f}"))


if __name__ == "__main__":
    sys.exit(main())
