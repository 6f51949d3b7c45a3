"""Results as plain data for JSON: stable keys, a version, no NaN, no count of a few people.

``docs/command-line.md`` describes every answer. A key may be added; a key that changes its meaning or
goes away makes a new ``VERSION``.
"""

from graph.answers.agreed import agreed_answer
from graph.answers.backtest import backtest_answer
from graph.answers.chain import chain_answer, log_answer
from graph.answers.common import VERSION, plain, scope_answer
from graph.answers.control import control_answer
from graph.answers.follow import actions_answer, standing_answer
from graph.answers.instruments import case_asked, instruments_answer, instruments_table, instruments_words
from graph.answers.likely import likely_answer
from graph.answers.network import measures_answer, paths_answer, role_answer
from graph.answers.region import coverage_answer, gaps_answer, overview_answer
from graph.answers.structure import structure_answer
from graph.answers.whatif import whatif_answer

__all__ = [
    "VERSION",
    "actions_answer",
    "agreed_answer",
    "backtest_answer",
    "case_asked",
    "chain_answer",
    "control_answer",
    "coverage_answer",
    "gaps_answer",
    "instruments_answer",
    "instruments_table",
    "instruments_words",
    "likely_answer",
    "log_answer",
    "measures_answer",
    "overview_answer",
    "paths_answer",
    "plain",
    "role_answer",
    "scope_answer",
    "standing_answer",
    "structure_answer",
    "whatif_answer",
]
