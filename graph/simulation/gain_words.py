"""Numbers of the gain in words: an amount with what it is of, a value with its unit, a difference with what is sure."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from graph.schema import LANGUAGES, Label
from graph.simulation.gain import gain_measure, verdict
from graph.simulation.gain_levers import Lever
from graph.simulation.outcome import Interval
from graph.simulation.story import Statement
from graph.texts import Texts, number, texts

_SHARE = "share"
_DIGITS = 3


def in_both(say: Callable[[Texts], str]) -> Label:
    """What ``say`` makes of the texts of each language."""
    return Label(*(say(texts(language)) for language in LANGUAGES))


def words(key: str, **values: object) -> Label:
    """The text of ``key`` in both languages; labels among ``values`` speak the language."""
    return in_both(lambda t: Statement(key, values).say(t))


def amount(value: float, measure: str, *, signed: bool = True) -> Label:
    """A number of ``measure`` with what it is of: "+5,2 mensen ...", "-12.300 euro per jaar ..."."""
    key = f"games.of_{measure}" if f"games.of_{measure}" in texts(LANGUAGES[0]) else "games.of_money"
    return in_both(lambda t: t(key, number=_figure(value, measure, t.language, signed)))


def span(low: float, high: float, measure: str, *, signed: bool = True) -> Label:
    """From low to high, without what it is of."""
    return in_both(
        lambda t: t(
            "games.range", **{n: _figure(v, measure, t.language, signed) for n, v in (("low", low), ("high", high))}
        )
    )


def said(what: Label, one: Interval, measure: str) -> Statement:
    """A difference in one sentence, always with its interval, and with what can be said of it.

    A mean that shows as 0 in the decimals in which it is written is said to be next to nothing.
    """
    sure = verdict(one)
    little = sure != "none" and rounded(one.mean, measure) == 0
    return Statement(
        "games.said_little" if little else f"games.said_{sure}",
        {"what": what, "amount": amount(one.mean, measure), "range": span(one.low, one.high, measure)},
    )


def level(lever: Lever, value: float) -> Label:
    """A value of a lever with its unit; a share as a percentage."""
    return in_both(lambda t: _level(lever, value, t.language))


def percent(share: float) -> Label:
    """A share as a whole percentage."""
    return in_both(lambda t: number(100 * share, t.language) + "%")


def listed(names: Sequence[str | Label]) -> Label:
    """Names in a row: "a, b en c"."""

    def row(t: Texts) -> str:
        spoken = [one if isinstance(one, str) else one[t.language] for one in names]
        return t("games.and", first=", ".join(spoken[:-1]), last=spoken[-1]) if len(spoken) > 1 else "".join(spoken)

    return in_both(row)


def _figure(value: float, measure: str, language: str, signed: bool) -> str:
    shown = rounded(value, measure)
    text = number(abs(shown), language, max(_decimals_of(measure), 0))
    sign = "−" if shown < 0 else "+" if signed and shown > 0 else ""
    return sign + text


def rounded(value: float, measure: str) -> float:
    """A number of ``measure`` as it is written: people in tenths, euro in hundreds."""
    return float(round(value, _decimals_of(measure)))


def _decimals_of(measure: str) -> int:
    return 1 if gain_measure(measure).unit == "people" else -2


def _level(lever: Lever, value: float, language: str) -> str:
    if lever.unit.en == _SHARE:
        return number(100 * value, language) + "%"
    decimals = 0 if lever.whole or abs(value) >= 10 ** (_DIGITS - 1) else _decimals(value)
    return f"{number(value, language, decimals, trim=True)} {lever.unit[language]}"


def _decimals(value: float) -> int:
    """Decimals that leave three digits that count."""
    places = _DIGITS - 1
    size = abs(value)
    while 0 < size < 1 and places < _DIGITS + 3:
        size, places = size * 10, places + 1
    return places if abs(value) < 10 else 1
