"""From where on something is a gap: the thresholds of each rule, kept in the link for this region."""

from __future__ import annotations

import streamlit as st

from graph.gaps.adjusted import Adjusted, Threshold, adjusted, known_thresholds
from graph.gaps.rule import Finding
from graph.gaps.settings import rule_settings
from pages.ui.frame import Page
from pages.ui.gaps_found import all_gaps
from pages.ui.linked import choice, keep
from pages.views import gap_limits as view
from pages.views.hiaten import by_code, plain

PARAM = "drempels"  # the query parameter that holds the thresholds that differ, and the region they are for
_RULE = "drempelsoort"


def current(page: Page) -> Adjusted:
    """The thresholds that the link says for this region."""
    return view.parse(st.query_params.get(PARAM, ""), _region(page))


def note(page: Page, settings: Adjusted) -> None:
    """While thresholds differ from the usual: that they do, which, and a way back."""
    if not settings:
        return
    st.warning(plain(view.note(settings, page.t)), icon=":material/tune:")
    st.button(
        page.t("gap_limits.reset"),
        key="limits_reset",
        icon=":material/undo:",
        help=page.t("gap_limits.reset_help"),
        on_click=keep,
        args=(PARAM, None),
    )


def panel(page: Page, settings: Adjusted, now: tuple[Finding, ...]) -> None:
    """The thresholds of one rule at a time, with the usual value and its source, and what they do to the list."""
    t = page.t
    with st.expander(t("gap_limits.title"), icon=":material/tune:"):
        st.write(t("gap_limits.lead"))
        counts, rules = by_code(now), rule_settings()
        options = {
            code: t("gap_limits.rule", name=rules[code].label[page.language], count=counts.get(code, 0))
            for code in view.rules_with_thresholds()
        }
        rule = choice(_RULE, t("gap_limits.choose"), options, next(iter(options)), width=420)
        with st.container(horizontal=True, gap="medium"):
            for one in known_thresholds().values():
                if one.rule == rule:
                    _input(page, one, settings)
        st.markdown(f"**{plain(view.effect(now, all_gaps(page), t))}**")
        st.caption(t("gap_limits.people_help"))


def _input(page: Page, one: Threshold, settings: Adjusted) -> None:
    """One threshold to set."""
    unit, key = one.unit, f"limit_{one.key}"
    least, most, step = (view.on_scale(value, unit) for value in (unit.least, unit.most, unit.step))
    now = view.on_scale(settings[one.key], unit)
    whole = all(float(value).is_integer() for value in (least, most, step, now))
    kind = int if whole else float
    st.session_state[key] = kind(now)

    def changed() -> None:
        value = view.off_scale(float(st.session_state[key]), unit)
        new = adjusted({**dict(settings.changes), one.key: value})
        keep(PARAM, view.to_text(new, _region(page)))

    with st.container(width=300):
        st.number_input(
            f"{plain(one.label[page.language])} ({plain(view.unit_word(unit, page.t))})",
            min_value=kind(least),
            max_value=kind(most),
            step=kind(step),
            key=key,
            format=None if whole else "%.2f",
            on_change=changed,
        )
        st.caption(plain(view.beside(one, page.t)))


def _region(page: Page) -> str:
    return page.selection.region or ""
