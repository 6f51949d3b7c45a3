# ruff: noqa: T201 - a command line answers by printing
"""``python -m graph``: measures, paths, chain, coverage, gaps, simulate; for scripts and servers.

Answers go to stdout (with ``--json`` as stable JSON with a version), problems to stderr. Exit codes:
0 done, 1 bad input, 2 wrong call, 3 store unavailable.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd

from graph import answers
from graph.analysis.chain import chain
from graph.analysis.coverage import STATES, Asked, coverage
from graph.analysis.measures import measures
from graph.analysis.paths import common_neighbours, connectors, short_paths
from graph.analysis.referrals import BY
from graph.analysis.serving import CODE_LISTS, DIMENSIONS, service_lines
from graph.analysis.ties import TIE_RULES, collaboration_ties
from graph.gaps.find import RULES, find_gaps
from graph.network import Network, Scope
from graph.problems import BadAddress, KetenkaartError, StoreUnavailable
from graph.schema import LANGUAGES, load_schema
from graph.store.address import StoreAddress
from graph.store.open import open_store, store_address
from graph.texts import Texts, texts

DONE, BAD_INPUT, WRONG_CALL, UNAVAILABLE = range(4)


class UnknownOrganisation(KetenkaartError):
    """An id that is no organisation of the snapshot."""


class UnknownPlace(KetenkaartError):
    """A region or municipality in which the store has no organisation."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command and answer its exit code."""
    given = list(sys.argv[1:] if argv is None else argv)
    say = texts(_language(given))
    asked = _parser(say).parse_args(given)
    if asked.start and asked.end and asked.end < asked.start:
        print(say("answers.period_reversed", start=asked.start, end=asked.end), file=sys.stderr)
        return WRONG_CALL
    try:
        network = _snapshot(asked)
        if not network.n_organisations:
            print(say("answers.empty"), file=sys.stderr)
        done = int(asked.run(network, asked, say))
        sys.stdout.flush()
        return done
    except BrokenPipeError:  # the reader, such as head, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except KetenkaartError as error:
        print(say.error(error), file=sys.stderr)
        if isinstance(error, StoreUnavailable):
            return UNAVAILABLE
        return WRONG_CALL if isinstance(error, BadAddress) else BAD_INPUT


def _language(given: Sequence[str]) -> str:
    """The language asked for, before the rest is understood: help and errors speak it too."""
    for at, word in enumerate(given):
        if word == "--language" and at + 1 < len(given):
            return given[at + 1]
        if word.startswith("--language="):
            return word.partition("=")[2]
    return LANGUAGES[0]


def _parser(say: Texts) -> argparse.ArgumentParser:
    def day(text: str) -> date:
        try:
            return date.fromisoformat(text)
        except ValueError:
            raise argparse.ArgumentTypeError(say("answers.bad_day", value=text)) from None

    def setting(text: str) -> tuple[str, float]:
        name, _, value = text.partition("=")
        try:
            return name, float(value)
        except ValueError:
            raise argparse.ArgumentTypeError(say("answers.bad_setting", value=text)) from None

    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--store", metavar="URL", help=say("answers.help_store"))
    common.add_argument("--region", action="append", default=[], metavar="AMxx", help=say("answers.help_region"))
    common.add_argument(
        "--municipality", action="append", default=[], metavar="GMxxxx", help=say("answers.help_municipality")
    )
    common.add_argument("--as-of", type=day, metavar="DATE", help=say("answers.help_as_of"))
    common.add_argument("--language", choices=LANGUAGES, default=LANGUAGES[0], help=say("answers.help_language"))
    common.add_argument("--json", action="store_true", help=say("answers.help_json"))
    common.set_defaults(start=None, end=None)
    period = argparse.ArgumentParser(add_help=False)
    period.add_argument("--from", dest="start", type=day, metavar="DATE", help=say("answers.help_from"))
    period.add_argument("--to", dest="end", type=day, metavar="DATE", help=say("answers.help_to"))
    parser = argparse.ArgumentParser(
        prog="python -m graph", description=say("answers.help"), epilog=say("answers.help_exit")
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def command(name: str, run: Any, *parents: argparse.ArgumentParser) -> argparse.ArgumentParser:
        about = say(f"answers.help_{name}")
        added = commands.add_parser(name, help=about, description=about, parents=[common, *(parents or [period])])
        added.set_defaults(run=run)
        return added

    tying = argparse.ArgumentParser(add_help=False)
    tying.add_argument("--ties", choices=TIE_RULES, default=TIE_RULES[0], help=say("answers.help_ties"))
    command("measures", _measures, period, tying)
    walking = command("paths", _paths, tying)  # over ties, which know no period: --from and --to are free
    walking.add_argument("--from", dest="a", nargs="+", required=True, metavar="ID", help=say("answers.help_a"))
    walking.add_argument("--to", dest="b", nargs="+", required=True, metavar="ID", help=say("answers.help_b"))
    walking.add_argument("--limit", type=int, default=10, help=say("answers.help_limit"))
    walking.add_argument("--slack", type=int, default=1, choices=range(4), help=say("answers.help_slack"))
    chaining = command("chain", _chain)
    chaining.add_argument("--by", choices=BY, default=BY[0], help=say("answers.help_by"))
    groups = tuple(load_schema().codes["target_groups"].codes)
    chaining.add_argument("--target-group", choices=groups, help=say("answers.help_target_group"))
    covering = command("coverage", _coverage)
    for name, usual in zip(("rows", "columns"), DIMENSIONS[:2], strict=True):
        covering.add_argument(f"--{name}", choices=DIMENSIONS, default=usual, help=say(f"answers.help_{name}"))
    for dimension, listed in CODE_LISTS.items():
        covering.add_argument(
            f"--{dimension.replace('_', '-')}",
            choices=tuple(load_schema().codes[listed].codes),
            help=say(f"answers.help_only_{dimension}"),
        )
    command("gaps", _gaps).add_argument(
        "--code", action="append", choices=[rule.code for rule in RULES], help=say("answers.help_code")
    )
    simulating = command("simulate", _simulate)
    simulating.add_argument("--employers", nargs="+", required=True, metavar="ID", help=say("answers.help_employers"))
    for name, about in (("seed", "answers.help_seed"), ("sets", "answers.help_sets"), ("runs", "answers.help_runs")):
        simulating.add_argument(f"--{name}", type=int, help=say(about))
    simulating.add_argument(
        "--set", action="append", default=[], type=setting, metavar="NAME=VALUE", help=say("answers.help_set")
    )
    return parser


def _snapshot(asked: argparse.Namespace) -> Network:
    """The part of the store that was asked for. Raises UnknownPlace when nobody is established there."""
    where = StoreAddress.parse(asked.store) if asked.store else store_address()
    if where.path is not None and not where.path.exists():
        raise StoreUnavailable("answers.no_store", path=where.path)
    scope = Scope(tuple(asked.region), tuple(asked.municipality), start=asked.start, end=asked.end)
    with open_store(asked.store) as store:
        network = store.snapshot(scope, as_of=asked.as_of)
        if (scope.regions or scope.municipalities) and not network.n_organisations and store.counts().entities:
            raise UnknownPlace("answers.unknown_place", places=(*scope.regions, *scope.municipalities))
    return network


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
    here = set(network.ids[: network.n_organisations])
    if unknown := [one for one in (*asked.a, *asked.b) if one not in here]:
        raise UnknownOrganisation("answers.unknown_organisation", ids=tuple(dict.fromkeys(unknown)))
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


def _chain(network: Network, asked: argparse.Namespace, _say: Texts) -> int:
    found = chain(network, asked.by, target_group=asked.target_group)
    answer = answers.chain_answer(network, found)
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
    answer = answers.gaps_answer(network, find_gaps(network, asked.code), say)
    if asked.json:
        return _print_json(answer)
    for at, gap in enumerate(answer["gaps"], start=1):
        print(f"{at}. {gap['name']} ({gap['score']}): {gap['found']}")
        for line in gap["evidence"]:
            print(f"   {line['text']}")
        print(f"   {gap['action']}")
    if not answer["gaps"]:
        print(say("answers.no_gaps"))
    return DONE


def _simulate(network: Network, asked: argparse.Namespace, _say: Texts) -> int:
    from graph.simulation.run import Settings, outcome_answer, simulate  # compiling it takes a second

    given = {name: value for name in ("seed", "sets", "runs") if (value := getattr(asked, name)) is not None}
    outcome = simulate(network, asked.employers, Settings(**given, values=dict(asked.set)))
    answer = outcome_answer(outcome)
    answer["scope"] = answers.scope_answer(network) | answer["scope"]
    if asked.json:
        return _print_json(answer)
    names = [arm["arm"] for arm in answer["arms"]]
    table = pd.DataFrame(
        {
            name: {m: part["mean"] for m, part in arm["measures"].items()}
            for name, arm in zip(names, answer["arms"], strict=True)
        }
    )
    _print_table(table.rename_axis("measure").reset_index())
    return DONE


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
