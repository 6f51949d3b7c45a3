"""What may be asked on the command line, with its help in the language of the asker."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from graph.analysis.control import MEASURES
from graph.analysis.likely import LIMIT
from graph.analysis.referrals import BY
from graph.analysis.serving import CODE_LISTS, DIMENSIONS
from graph.analysis.structure import SIZE
from graph.analysis.ties import TIE_RULES
from graph.gaps.find import RULES
from graph.instruments import BENEFITS, DECLARATIONS
from graph.schema import LANGUAGES, load_schema
from graph.simulation.questions import EFFORTS, QUESTIONS
from graph.texts import Texts


def language(given: Sequence[str]) -> str:
    """The language asked for, before the rest is understood: help and errors speak it too."""
    for at, word in enumerate(given):
        if word == "--language" and at + 1 < len(given):
            return given[at + 1]
        if word.startswith("--language="):
            return word.partition("=")[2]
    return LANGUAGES[0]


def parser(say: Texts) -> argparse.ArgumentParser:
    """The parser of every command; what it gives has the name of the command as ``command``."""

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

    speaking = argparse.ArgumentParser(add_help=False)
    speaking.add_argument("--language", choices=LANGUAGES, default=LANGUAGES[0], help=say("answers.help_language"))
    speaking.add_argument("--json", action="store_true", help=say("answers.help_json"))
    speaking.set_defaults(start=None, end=None)
    common = argparse.ArgumentParser(add_help=False, parents=[speaking])
    common.add_argument("--store", metavar="URL", help=say("answers.help_store"))
    common.add_argument("--region", action="append", default=[], metavar="AMxx", help=say("answers.help_region"))
    common.add_argument(
        "--municipality", action="append", default=[], metavar="GMxxxx", help=say("answers.help_municipality")
    )
    common.add_argument("--as-of", type=day, metavar="DATE", help=say("answers.help_as_of"))
    period = argparse.ArgumentParser(add_help=False)
    period.add_argument("--from", dest="start", type=day, metavar="DATE", help=say("answers.help_from"))
    period.add_argument("--to", dest="end", type=day, metavar="DATE", help=say("answers.help_to"))
    whole = argparse.ArgumentParser(
        prog="python -m graph", description=say("answers.help"), epilog=say("answers.help_exit")
    )
    commands = whole.add_subparsers(required=True, metavar="COMMAND")

    def command(name: str, *parents: argparse.ArgumentParser, of_store: bool = True) -> argparse.ArgumentParser:
        about = say(f"answers.help_{name}")
        known = [common, *(parents or [period])] if of_store else [speaking]
        added = commands.add_parser(name, help=about, description=about, parents=known)
        added.set_defaults(command=name)
        return added

    tying = argparse.ArgumentParser(add_help=False)
    tying.add_argument("--ties", choices=TIE_RULES, default=TIE_RULES[0], help=say("answers.help_ties"))
    command("overview")
    command("measures", period, tying)
    role = command("role")
    role.add_argument("--organisation", required=True, metavar="ID", help=say("answers.help_organisation"))
    role.add_argument("--ties", choices=TIE_RULES, default="reported", help=say("answers.help_ties"))
    walking = command("paths", tying)  # over ties, which know no period: --from and --to are free
    walking.add_argument("--from", dest="a", nargs="+", required=True, metavar="ID", help=say("answers.help_a"))
    walking.add_argument("--to", dest="b", nargs="+", required=True, metavar="ID", help=say("answers.help_b"))
    walking.add_argument("--limit", type=int, default=10, help=say("answers.help_limit"))
    walking.add_argument("--slack", type=int, default=1, choices=range(4), help=say("answers.help_slack"))
    chaining = command("chain")
    chaining.add_argument("--by", choices=BY, default=BY[0], help=say("answers.help_by"))
    groups = tuple(load_schema().codes["target_groups"].codes)
    chaining.add_argument("--target-group", choices=groups, help=say("answers.help_target_group"))
    covering = command("coverage")
    for name, usual in zip(("rows", "columns"), DIMENSIONS[:2], strict=True):
        covering.add_argument(f"--{name}", choices=DIMENSIONS, default=usual, help=say(f"answers.help_{name}"))
    for dimension, listed in CODE_LISTS.items():
        covering.add_argument(
            f"--{dimension.replace('_', '-')}",
            choices=tuple(load_schema().codes[listed].codes),
            help=say(f"answers.help_only_{dimension}"),
        )
    gaps = command("gaps")
    gaps.add_argument("--code", action="append", choices=[rule.code for rule in RULES], help=say("answers.help_code"))
    gaps.add_argument(
        "--threshold",
        action="append",
        default=[],
        type=setting,
        metavar="RULE.NAME=VALUE",
        help=say("gap_limits.help"),
    )
    agreeing = command("agreed")
    agreeing.add_argument("--target-group", choices=groups, help=say("answers.help_target_group"))
    standing_out = command("control")
    standing_out.add_argument("--measure", choices=MEASURES, default=MEASURES[0], help=say("answers.help_measure"))
    standing_out.add_argument("--by", choices=("kind", "organisation"), default="kind", help=say("answers.help_routes"))
    standing_out.add_argument("--target-group", choices=groups, help=say("answers.help_target_group"))
    firm = command("structure")
    firm.add_argument("--ties", choices=TIE_RULES, default="reported", help=say("answers.help_ties"))
    firm.add_argument("--size", type=int, default=SIZE, choices=range(1, 6), help=say("answers.help_size"))
    command("actions")
    partners = command("likely")
    partners.add_argument("--limit", type=int, default=LIMIT, help=say("answers.help_pairs"))
    partners.add_argument("--ties", choices=TIE_RULES, default="reported", help=say("answers.help_ties"))
    supposing = command("whatif", period, tying)
    supposing.add_argument("scenario", type=Path, metavar="SCENARIO.yaml", help=say("answers.help_scenario"))
    simulating = command("simulate")
    asked = simulating.add_mutually_exclusive_group(required=True)
    asked.add_argument("scenario", nargs="?", type=Path, metavar="SCENARIO.yaml", help=say("answers.help_plan"))
    asked.add_argument("--employers", nargs="+", metavar="ID", help=say("answers.help_employers"))
    for name, about in (("seed", "answers.help_seed"), ("sets", "answers.help_sets"), ("runs", "answers.help_runs")):
        simulating.add_argument(f"--{name}", type=int, help=say(about))
    simulating.add_argument(
        "--set", action="append", default=[], type=setting, metavar="NAME=VALUE", help=say("answers.help_set")
    )
    simulating.add_argument("--gain", nargs="+", choices=QUESTIONS, default=[], help=say("answers.help_gain"))
    simulating.add_argument("--effort", choices=EFFORTS, default=EFFORTS[0], help=say("answers.help_effort"))
    testing = command("backtest")
    testing.add_argument("--seed", type=int, default=2026, help=say("answers.help_seed"))
    _case(command("instruments", of_store=False), say, day)
    return whole


def _case(asking: argparse.ArgumentParser, say: Texts, day: Callable[[str], date]) -> None:
    """The person and the job of ``instruments``."""
    asking.add_argument("--age", type=int, required=True, help=say("instruments.help_age"))
    asking.add_argument("--hours", type=float, required=True, help=say("instruments.help_hours"))
    asking.add_argument("--work-capacity", type=float, help=say("instruments.help_work_capacity"))
    asking.add_argument("--date", type=day, metavar="DATE", help=say("instruments.help_date"))
    asking.add_argument("--months", type=int, default=1, help=say("instruments.help_months"))
    asking.add_argument("--wage", type=float, help=say("instruments.help_wage"))
    asking.add_argument("--benefit", choices=BENEFITS, default=BENEFITS[0], help=say("instruments.help_benefit"))
    asking.add_argument(
        "--declaration", action="append", default=[], choices=DECLARATIONS, help=say("instruments.help_declaration")
    )
    asking.add_argument("--trial-months", type=int, default=0, help=say("instruments.help_trial"))
    asking.add_argument("--measured-after", type=int, default=0, help=say("instruments.help_measured"))
    asking.add_argument("--adaptation", type=float, default=0.0, help=say("instruments.help_adaptation"))
    for name, about in (
        ("register", "instruments.help_register"),
        ("qualified", "instruments.help_qualified"),
        ("no-coach", "instruments.help_no_coach"),
        ("learning", "instruments.help_learning"),
        ("bbl", "instruments.help_bbl"),
        ("public-contract", "instruments.help_public"),
    ):
        asking.add_argument(f"--{name}", action="store_true", help=say(about))
