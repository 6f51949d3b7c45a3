"""The questions about the gain of a chain, by name: what each answers is told in docs/command-line.md."""

from __future__ import annotations

QUESTIONS = ("mechanisms", "next_units", "coalitions", "sensitivity", "sobol", "breakeven", "must_be_true")
EFFORTS = ("first", "full")
"""A first answer, or the full one."""
