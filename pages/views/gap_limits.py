"""Thresholds set differently, in words and in a link."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress

from graph.gaps.adjusted import Adjusted, BadThreshold, Threshold, Unit, adjusted, known_thresholds
from graph.gaps.rule import Finding
from graph.gaps.settings import rule_settings
from graph.texts import Texts
from pages.views.words import number

_SHARE = "share"
_PERCENT = 100
_MOST = 200  # parts of a link that are looked at: there are fewer thresholds


def parse(text: str, region: str) -> Adjusted:
    """The thresholds that a link says for this region; what is unknown or cannot be is ignored, part by part."""
    place, *parts = text.split("|")[:_MOST]
    values: dict[str, float] = {}
    for part in parts if place == region else ():
        key, _, value = part.partition("~")
        with suppress(ValueError, BadThreshold):
            values |= adjusted({key: float(value)}).changes
    return adjusted(values)


def to_text(changed: Adjusted, region: str) -> str | None:
    """How a link says them; None when nothing differs from the usual."""
    if not changed:
        return None
    return "|".join([region, *(f"{key}~{value:g}" for key, value in changed.changes)])


def on_scale(value: float, unit: Unit) -> float:
    """A value as a reader sees it: shares are percentages."""
    return round(value * _PERCENT, 4) if unit.code == _SHARE else value


def off_scale(value: float, unit: Unit) -> float:
    """The value that a reader meant."""
    return round(value / _PERCENT, 6) if unit.code == _SHARE else value


def unit_word(unit: Unit, words: Texts) -> str:
    """What stands behind a number of this unit."""
    return "%" if unit.code == _SHARE else unit.label[words.language]


def amount(value: float, unit: Unit, words: Texts) -> str:
    """A value with its unit: 60%, or 56 dagen."""
    shown = on_scale(value, unit)
    told = number(shown, words.language, 0 if shown == int(shown) else 2)
    return f"{told}%" if unit.code == _SHARE else f"{told} {unit.label[words.language]}"


def beside(one: Threshold, words: Texts) -> str:
    """The usual value and where it comes from."""
    return words("gap_limits.usual", value=amount(one.usual, one.unit, words), source=one.source[words.language])


def note(changed: Adjusted, words: Texts) -> str:
    """Which thresholds differ from the usual, in a sentence."""
    known, rules = known_thresholds(), rule_settings()
    told = [
        words(
            "gap_limits.note_one",
            rule=rules[known[key].rule].label[words.language],
            name=known[key].label[words.language].lower(),
            now=amount(value, known[key].unit, words),
            usual=amount(known[key].usual, known[key].unit, words),
        )
        for key, value in changed.changes
    ]
    return words("gap_limits.note", changes="; ".join(told))


def effect(now: Iterable[Finding], usual: Iterable[Finding], words: Texts) -> str:
    """What the changed thresholds do to the list: how many gaps, and which come and go."""
    here, before = {one.id for one in now}, {one.id for one in usual}
    difference = len(here) - len(before)
    key = "effect_same" if difference == 0 else "effect_more" if difference > 0 else "effect_fewer"
    counts = {
        name: number(n, words.language)
        for name, n in (("now", len(here)), ("usual", len(before)), ("times", abs(difference)))
    }
    told = words(f"gap_limits.{key}", **counts)
    gone, come = len(before - here), len(here - before)
    if gone and come:
        moved = {"gone": number(gone, words.language), "come": number(come, words.language)}
        told += " " + words("gap_limits.effect_moved", **moved)
    return told


def rules_with_thresholds() -> tuple[str, ...]:
    """The rules of which anything can be set, in the order of the file."""
    return tuple(dict.fromkeys(one.rule for one in known_thresholds().values()))
