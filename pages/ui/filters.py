"""The controls of the selection, in the header of every screen."""

from __future__ import annotations

from datetime import date
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from graph.network import Network, Scope
from graph.records import Entity
from graph.schema import LANGUAGES, load_schema
from graph.texts import Texts
from pages.ui import selection, state
from pages.ui.selection import Selection
from pages.views.map_view import LEAST
from pages.views.words import counted, period

WHOLE_COUNTRY = 6_000
"""With more entities than this, a store is looked at region by region."""
ALL = ""
"""The choice of everything in a list: an empty text, since Streamlit shows its own English words for None."""


def language_switch(where: DeltaGenerator, t: Texts) -> None:
    """Dutch or English."""
    st.session_state["language"] = t.language

    def changed() -> None:
        selection.change(language=st.session_state["language"] or t.language)

    where.segmented_control(
        t("common.language"),
        LANGUAGES,
        key="language",
        format_func=str.upper,
        on_change=changed,
        label_visibility="collapsed",
        width="content",
    )


def region_of(chosen: Selection) -> str | None:
    """The region to show: the chosen one if the store knows it; else all when that is little, else the first."""
    known = [region.id for region in state.regions()]
    if chosen.region in known:
        return chosen.region
    labour_market = [region.id for region in state.regions() if region.kind == "arbeidsmarktregio"]
    if len(labour_market) == 1:
        return labour_market[0]
    if all_regions_fit() or not known:
        return None
    return (labour_market or known)[0]


def all_regions_fit() -> bool:
    """Whether everything in the store is little enough for one screen."""
    return state.store().counts().entities <= WHOLE_COUNTRY


def summary(chosen: Selection, t: Texts) -> str:
    """The selection in one line."""
    schema, language = load_schema(), t.language
    names = {region.id: region.name for region in state.regions()}
    parts = [names.get(chosen.region or "", t("common.all_regions")), period(chosen.start, chosen.end, t)]
    if chosen.target_group:
        parts.append(schema.codes["target_groups"].codes[chosen.target_group].label[language])
    if chosen.kinds:
        labels = [schema.entities[kind].plural[language] for kind in chosen.kinds[:3]]
        more = [f"+{len(chosen.kinds) - 3}"] if len(chosen.kinds) > 3 else []
        parts.append(", ".join(labels + more))
    if chosen.municipalities:
        count = len(chosen.municipalities)
        parts.append(counted(t, "common.municipalities_one", "common.municipalities_many", count))
    for named, codes in ((chosen.life_domains, "life_domains"), (chosen.stages, "stages")):
        if named:
            parts.append(", ".join(schema.codes[codes].codes[code].label[language] for code in named))
    return " · ".join(parts)


def popover(where: DeltaGenerator, chosen: Selection, t: Texts) -> None:
    """One button with all filters behind it, so that the screen itself stays calm."""
    with where.popover(t("common.selection"), icon=":material/tune:"):
        _region(chosen, t)
        _period(chosen, t)
        _target_group(chosen, t)
        _kinds(chosen, t)
        _municipalities(chosen, t)
        _codes(chosen, t, "life_domains", "life_domains")
        _codes(chosen, t, "stages", "stages")
        _ties(chosen, t)
        if st.button(t("common.reset"), key="reset", icon=":material/restart_alt:"):
            selection.put(Selection(focus=chosen.focus, language=chosen.language))
            st.rerun()


def _select(kind: str, key: str, label: str, options: Any, value: Any, part: str, **more: Any) -> None:
    """A widget that shows ``value`` and writes its choice into ``part`` of the selection."""
    st.session_state[key] = value
    empty = getattr(Selection(), part)

    def changed() -> None:
        picked = st.session_state[key]
        selection.change(**{part: tuple(picked) if isinstance(picked, list) else picked or empty})

    getattr(st, kind)(label, options, key=key, on_change=changed, **more)


def _region(chosen: Selection, t: Texts) -> None:
    names = {region.id: region.name for region in state.regions()}
    if not names:
        return
    options = list(names)
    if all_regions_fit() or chosen.region is None:
        options.insert(0, ALL)

    def shown(region: str) -> str:
        return names[region] if region else t("common.all_regions")

    _select("selectbox", "region", t("common.region"), options, chosen.region or ALL, "region", format_func=shown)


def _period(chosen: Selection, t: Texts) -> None:
    whole = state.network(Scope(regions=(chosen.region,) if chosen.region else ()))
    first, last = state.derived(first_and_last, whole)
    if first is None or last is None:
        return
    periods: list[tuple[date | None, date | None]] = [(None, None)]
    periods += [(date(year, 1, 1), date(year, 12, 31)) for year in range(last.year, first.year - 1, -1)]
    now = (chosen.start, chosen.end)
    if now not in periods:
        periods.append(now)
    st.session_state["period"] = now

    def changed() -> None:
        start, end = st.session_state["period"]
        selection.change(start=start, end=end)

    def shown(pair: tuple[date | None, date | None]) -> str:
        return period(*pair, t)

    st.selectbox(t("common.period"), periods, key="period", format_func=shown, on_change=changed)


def first_and_last(network: Network) -> tuple[date | None, date | None]:
    """The dates of the first and the last referral."""
    dates = network.referrals["date"]
    if dates.empty:
        return None, None
    return dates.min().date(), dates.max().date()


def _target_group(chosen: Selection, t: Texts) -> None:
    codes = load_schema().codes["target_groups"].codes

    def shown(code: str) -> str:
        return codes[code].label[t.language] if code else t("common.all_groups")

    label = t("common.target_group")
    _select("selectbox", "group", label, [ALL, *codes], chosen.target_group or ALL, "target_group", format_func=shown)


def _kinds(chosen: Selection, t: Texts) -> None:
    schema = load_schema()
    kinds = [kind for kind in schema.entities if kind in schema.organisations]
    _select(
        "multiselect",
        "kinds",
        t("common.kinds"),
        kinds,
        list(chosen.kinds),
        "kinds",
        format_func=lambda kind: schema.entities[kind].plural[t.language],
        placeholder=t("common.all_kinds"),
    )


def _municipalities(chosen: Selection, t: Texts) -> None:
    places: dict[str, Entity] = dict(state.network(chosen.scope).municipalities)
    if not places:
        return
    _select(
        "multiselect",
        "municipalities",
        t("common.municipality"),
        sorted(places, key=lambda code: places[code].name),
        [code for code in chosen.municipalities if code in places],
        "municipalities",
        format_func=lambda code: places[code].name,
        placeholder=t("common.all_municipalities"),
    )


def _codes(chosen: Selection, t: Texts, part: str, codes: str) -> None:
    """Organisations that name one of some codes."""
    known = load_schema().codes[codes].codes
    _select(
        "multiselect",
        part,
        t(f"common.{part}"),
        list(known),
        list(getattr(chosen, part)),
        part,
        format_func=lambda code: known[code].label[t.language],
        placeholder=t(f"common.all_{part}"),
    )


def _ties(chosen: Selection, t: Texts) -> None:
    """Which lines are drawn between organisations: by kind, by confirmation, by how often there is contact."""
    schema = load_schema()
    kinds = [code for code, kind in schema.relations.items() if kind.sources & schema.organisations & kind.targets]
    _select(
        "multiselect",
        "relations",
        t("common.relations"),
        kinds,
        list(chosen.relations),
        "relations",
        format_func=lambda kind: schema.relations[kind].title[t.language],
        placeholder=t("common.collaboration_only"),
    )
    _select(
        "multiselect",
        "statuses",
        t("netwerk.lines"),
        list(selection.STATUSES),
        list(chosen.statuses),
        "statuses",
        format_func=lambda status: t(f"netwerk.status_{status}"),
        placeholder=t("common.all_statuses"),
    )

    def often(least: int) -> str:
        return t(f"netwerk_map.least_{least}")

    _select("selectbox", "least", t("netwerk_map.choose_least"), LEAST, chosen.least, "least", format_func=often)
