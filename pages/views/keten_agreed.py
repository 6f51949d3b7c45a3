"""The walked road beside the agreed chain: what goes back, who passes over a stage, who hands over."""

from __future__ import annotations

import pandas as pd

from graph.analysis.conformance import BACK, Conformance, conformance
from graph.gaps.agreement import agreement
from graph.gaps.template import ChainTemplate
from graph.network import Network
from graph.privacy import MIN_PEOPLE
from graph.texts import Texts, texts
from pages.views.keten_bars import stacked
from pages.views.keten_words import Figure, count_text, place_label
from pages.views.words import number, percentage

YES, NO = "#0B6EA8", "#B84A00"


def checked(network: Network, chain: ChainTemplate | None = None) -> Conformance:
    """The referrals laid beside the agreed chain."""
    return conformance(network, agreement(chain))


def figures(found: Conformance, language: str) -> tuple[Figure, ...]:
    """The two shares, in words."""
    words = texts(language)
    return tuple(
        Figure(words(f"keten.{name}"), percentage(share, language), words(f"keten.{name}_help", minimum=MIN_PEOPLE))
        for name, share in (("fitness", found.fitness), ("received", found.received))
    )


def bars(network: Network, found: Conformance, language: str) -> str:
    """Per stage who passed over it, of those who came past, in HTML."""
    words, passed = texts(language), found.passed
    rows = []
    for stage, people, skipped in zip(passed["stage"], passed["people"], passed["skipped"], strict=True):
        if pd.isna(people) or people == 0:
            continue
        name = place_label(network.schema, words, str(stage))
        note = words("keten.passed_note", people=number(int(people), language))
        rows.append((name, note, () if pd.isna(skipped) else _two(words, int(people), int(skipped), "keten.passed")))
    return stacked(rows)


def handover_bars(network: Network, found: Conformance, language: str) -> str:
    """Per agreed handover for whom it was made, in HTML."""
    words, handed = texts(language), found.handovers
    rows = []
    for code, people, done in zip(handed["handover"], handed["people"], handed["done"], strict=True):
        if not pd.isna(people) and people:
            note = words("keten.handover_note", people=number(int(people), language))
            parts = () if pd.isna(done) else _two(words, int(people), int(people - done), "keten.handed")
            rows.append((handover_label(network, found, str(code), language), note, parts))
    return stacked(rows)


def passed_table(network: Network, found: Conformance, language: str) -> pd.DataFrame:
    """The twin of the bars, with the law that asks for a stage."""
    words, passed = texts(language), found.passed
    return pd.DataFrame(
        {
            words("keten.stage"): [place_label(network.schema, words, str(code)) for code in passed["stage"]],
            words("keten.passed_people"): [count_text(n, words) for n in passed["people"]],
            words("keten.passed_no"): [count_text(n, words) for n in passed["skipped"]],
            words("keten.duty"): [one if isinstance(one, str) else "–" for one in passed["duty"]],
        }
    )


def handover_table(network: Network, found: Conformance, language: str) -> pd.DataFrame:
    """The twin: every agreed handover."""
    words, handed = texts(language), found.handovers
    return pd.DataFrame(
        {
            words("keten.handover"): [
                handover_label(network, found, str(code), language) for code in handed["handover"]
            ],
            words("keten.handover_people"): [count_text(n, words) for n in handed["people"]],
            words("keten.handed_yes"): [count_text(n, words) for n in handed["done"]],
        }
    )


def departures(network: Network, found: Conformance, language: str) -> pd.DataFrame:
    """What is not as agreed and may be shown: steps back, and receivers of a kind that was not agreed."""
    words, schema = texts(language), network.schema
    steps = found.steps[(found.steps["verdict"] == BACK) & ~found.steps["hidden"].astype(bool)]
    wrong = found.receivers[~found.receivers["agreed"] & ~found.receivers["hidden"].astype(bool)]
    rows: list[tuple[str, int, int]] = [
        (
            words("keten.departure_back", source=place_label(schema, words, a), target=place_label(schema, words, b)),
            int(n),
            int(r),
        )
        for a, b, n, r in zip(steps["source"], steps["target"], steps["people"], steps["referrals"], strict=True)
    ]
    rows += [
        (
            words(
                "keten.departure_kind",
                kind=kind_label(network, kind, language),
                stage=place_label(schema, words, stage),
            ),
            int(n),
            int(r),
        )
        for stage, kind, n, r in zip(wrong["stage"], wrong["kind"], wrong["people"], wrong["referrals"], strict=True)
    ]
    rows.sort(key=lambda row: -row[1])
    columns = [words("keten.departure"), words("keten.people"), words("keten.referrals")]
    return pd.DataFrame(rows, columns=columns)


def handover_label(network: Network, found: Conformance, code: str, language: str) -> str:
    """An agreed handover by its kinds: from whom to whom."""
    sides = [
        ", ".join(sorted(kind_label(network, kind, language) for kind in side))
        for side in found.agreement.handovers[code]
    ]
    return texts(language)("keten.from_to", source=sides[0], target=sides[1])


def kind_label(network: Network, kind: str, language: str) -> str:
    """What a kind of organisation is called."""
    known = network.schema.entities.get(kind)
    return known.label[language] if known else texts(language)("keten.place_unknown")


def _two(words: Texts, whole: int, no: int, key: str) -> tuple[tuple[float, str, str, str], ...]:
    yes = whole - no
    return (
        (yes / whole, YES, percentage(yes / whole, words.language), words(f"{key}_yes")),
        (no / whole, NO, percentage(no / whole, words.language), words(f"{key}_no")),
    )
