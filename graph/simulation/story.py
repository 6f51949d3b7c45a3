"""What an outcome says in plain sentences, and the cautions that must stand beside it: keys into the texts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from graph.schema import Label
from graph.simulation.outcome import Interval, Outcome
from graph.texts import Texts, texts

HEADLINE = "sustained_expected"
"""The measure that the story is about: people still at work after 12 months, late starters included."""
SURE = 0.9
"""Share of paired runs that must agree before a difference is called clear."""
_CHAIN_EFFECT = (
    "rematch_joint",
    "rematch_alone",
    "return_joint",
    "return_alone",
    "loss_warm",
    "loss_cold",
    "fit_other",
)


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence: ``texts(key, **values)``. ``caution`` for what must not be overlooked."""

    key: str
    values: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))
    caution: bool = False

    def say(self, words: Texts) -> str:
        """The sentence in the language of ``words``."""
        spoken = {name: v[words.language] if isinstance(v, Label) else v for name, v in self.values.items()}
        return words(self.key, **spoken)


def story(outcome: Outcome) -> tuple[Statement, ...]:
    """The result in sentences: the gain of the joint chain, what of it needs the chain, who pays; then cautions."""
    gain = outcome.difference("joint", "alone").measures
    beyond = outcome.difference("joint", "case_manager").measures
    said = [_difference("gain", gain[HEADLINE]), _difference("beyond", beyond[HEADLINE])]
    if gain["money_employers"].mean < 0 < gain["money_society"].mean:
        said.append(Statement("simulation.story_employers_pay"))
    best = max(outcome.extras, key=lambda extra: extra.gain.mean, default=None)
    if best is not None and best.gain.mean > 2 * best.gain.error:
        what, gained = (
            _in_both(say) for say in (lambda t: t(best.text), lambda t: _decimal(best.gain.mean, t.language))
        )
        said.append(Statement("simulation.story_bottleneck", {"what": what, "gain": gained}))
    return (*said, *cautions(outcome))


def cautions(outcome: Outcome) -> tuple[Statement, ...]:
    """What to keep in mind with this outcome."""
    marks = {p.name: p.mark for p in outcome.parameters if p.name not in outcome.fixed}
    found = []
    if _verdict(outcome.difference("joint", "alone").measures[HEADLINE]) == "unclear":
        found.append(Statement("simulation.caution_unclear", caution=True))
    if any(marks.get(name) == "assumption" for name in _CHAIN_EFFECT):
        found.append(Statement("simulation.caution_assumption", caution=True))
    found.append(Statement("simulation.caution_case_manager", caution=True))
    guessed = sum(any(rung != "coach" for rung in employer.defaults) for employer in outcome.employers)
    if guessed:
        found.append(Statement("simulation.caution_defaults", {"count": guessed}, caution=True))
    found.append(Statement("simulation.caution_money", caution=True))
    return tuple(found)


def _in_both(say: Callable[[Texts], str]) -> Label:
    return Label(say(texts("nl")), say(texts("en")))


def _decimal(number: float, language: str) -> str:
    text = f"{number:.1f}"
    return text.replace(".", ",") if language == "nl" else text


def _difference(what: str, one: Interval) -> Statement:
    return Statement(f"simulation.story_{what}_{_verdict(one)}", _numbers(one))


def _verdict(one: Interval) -> str:
    """Clearly more, clearly fewer, or too little to say."""
    better = 0.5 if one.better is None else one.better
    return "more" if better >= SURE else "fewer" if better <= 1 - SURE else "unclear"


def _numbers(one: Interval) -> dict[str, object]:
    """Whole people, away from 0 in size: "3 fewer" says the sign in words."""
    low, high = sorted((round(one.low), round(one.high)))
    percent = None if one.better is None else round(100 * one.better)
    return {"mean": abs(round(one.mean)), "low": low, "high": high, "percent": percent}
