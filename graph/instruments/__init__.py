"""What an employer, candidate or provider may get when someone starts to work: dated rules, evaluated per month.

The rules are in ``data/instruments``; every outcome is an indication, and UWV or the municipality decides.
"""

from graph.instruments.case import BENEFITS, DECLARATIONS, BadCase, Job, Person
from graph.instruments.load import load_instruments
from graph.instruments.minimum_wage import hourly_wage, newest_wage_day
from graph.instruments.support import NOTICE, month_wage, plan, support
from graph.instruments.types import PARTIES, Instrument, Line, Version

__all__ = [
    "BENEFITS",
    "DECLARATIONS",
    "NOTICE",
    "PARTIES",
    "BadCase",
    "Instrument",
    "Job",
    "Line",
    "Person",
    "Version",
    "hourly_wage",
    "load_instruments",
    "month_wage",
    "newest_wage_day",
    "plan",
    "support",
]
