"""Building a scenario step by step: choose what to suppose, see the list, take steps back. It lives in the link."""

from __future__ import annotations

from dataclasses import fields

import streamlit as st

from graph.analysis.serving import CODE_LISTS
from graph.gaps.closing import asked_by
from graph.gaps.rule import Finding
from graph.whatif.checking import play
from graph.whatif.compare import Outcome
from graph.whatif.form import KINDS, from_link, to_link
from graph.whatif.steps import MergeOrganisations, Step, Steps
from graph.whatif.words import step_text
from pages.ui import linked
from pages.ui.frame import Page
from pages.views import steldat as view
from pages.views.hiaten import plain

SCREEN = "pages/screens/steldat.py"
STEPS, FIRST = "stel", "stap"
"""The query parameters: the steps of the scenario, and a step to begin with that is not added yet."""
_MEMORY, _WRONG, _KIND = "steldat_steps", "steldat_wrong", "steldat_kind"


def steps() -> Steps:
    """The scenario of this visit: that of the link, or what was being built before another screen was looked at."""
    if STEPS not in st.query_params and st.session_state.get(_MEMORY):
        st.query_params[STEPS] = st.session_state[_MEMORY]
    found = from_link(st.query_params.get(STEPS, ""))
    st.session_state[_MEMORY] = to_link(found)
    return found


def put(supposed: Steps) -> None:
    """Make this the scenario, in the link and in the session. For callbacks."""
    st.session_state[_MEMORY] = to_link(supposed)
    st.session_state.pop(_WRONG, None)
    linked.keep(STEPS, to_link(supposed))


def builder(page: Page) -> None:
    """The pickers of one step, and the button that adds it."""
    t = page.t
    options, areas = page.derived(view.choices), page.derived(view.places)
    _begin(page, options, areas)
    kind = st.radio(
        t("steldat.kind"), list(KINDS), key=_KIND, horizontal=True, format_func=lambda one: t(f"steldat.kind_{one}")
    )
    for field in fields(KINDS[kind]):
        _picker(page, kind, field.name, options, areas)
    st.caption(t(f"steldat.means_{kind}"))
    st.button(
        t("steldat.add"), key="steldat_add", icon=":material/add:", type="primary", on_click=_add, args=(page, kind)
    )
    if wrong := st.session_state.get(_WRONG):
        st.error(plain(wrong), icon=":material/error:")


def listed(page: Page, outcome: Outcome) -> None:
    """The steps so far, each with what is wrong with it; any of them can be taken out."""
    t, supposed = page.t, outcome.steps
    st.subheader(t("steldat.steps"), anchor=False)
    if not supposed:
        st.write(t("steldat.no_steps"))
        return
    for at, step in enumerate(supposed):
        row = st.container(horizontal=True, vertical_alignment="center", gap="small")
        told = f"{at + 1}\\. {plain(step_text(step, page.network, t))}"
        gain = view.gain_text(outcome, at, t)
        row.markdown(told if gain is None else f"{told}  \n:small[{plain(gain)}]", width="stretch")
        rest = supposed[:at] + supposed[at + 1 :]
        label = t("steldat.remove", at=at + 1)
        row.button(label, key=f"steldat_out_{at}", icon=":material/close:", type="tertiary", on_click=put, args=(rest,))
        wrong = outcome.problems[at]
        if wrong is not None:
            st.warning(plain(f"{t.problem(wrong)} {t('steldat.left_out')}"), icon=":material/warning:")
    with st.container(horizontal=True):
        undo, anew = (":material/undo:", ":material/restart_alt:")
        st.button(t("steldat.undo"), key="steldat_undo", icon=undo, on_click=put, args=(supposed[:-1],))
        st.button(t("steldat.anew"), key="steldat_anew", icon=anew, on_click=put, args=((),))


def link(page: Page, kind: str, *words: str | None) -> None:
    """A link to the screen with a step filled in, to be added there; ``words`` in the order of the step's fields."""
    first = "|".join((kind, *(word or "" for word in words)))
    st.page_link(SCREEN, label=page.t("steldat.link"), icon=":material/alt_route:", query_params={FIRST: first})


def from_gap(page: Page, finding: Finding) -> None:
    """The same for a gap: a tie between those it is about, or somebody who also serves what it lacks."""
    asked = asked_by(page.network, finding)
    if len(finding.parties) >= 2:
        link(page, "tie", *finding.parties[:2])
    elif finding.parties:
        link(page, "tie", finding.parties[0])
    elif asked is not None:
        link(page, "serve", None, asked.municipality, asked.life_domain, None, asked.stage)


def _key(kind: str, name: str) -> str:
    return f"steldat_{kind}_{name}"


def _picker(page: Page, kind: str, name: str, options: dict[str, str], areas: dict[str, str]) -> None:
    t, key = page.t, _key(kind, name)
    if name in CODE_LISTS:
        codes = page.schema.codes[CODE_LISTS[name]]
        labels, label = (
            {code: one.label[page.language] for code, one in codes.codes.items()},
            codes.label[page.language],
        )
        hint = t("steldat.all_of")
    elif name == "municipality":
        labels, label, hint = areas, t("steldat.municipality"), t("steldat.pick_municipality")
    else:
        labels, label, hint = options, t(f"steldat.{kind}_{name}"), t("steldat.pick")
    if st.session_state.get(key) not in labels:
        st.session_state.pop(key, None)  # of another region
    st.selectbox(
        label, list(labels), index=None, key=key, format_func=lambda one: labels.get(one, one), placeholder=hint
    )


def _add(page: Page, kind: str) -> None:
    """Add what the pickers say, if it can be supposed after the steps before it."""
    t, made = page.t, KINDS[kind]
    given = {field.name: st.session_state.get(_key(kind, field.name)) for field in fields(made)}
    if any(value is None for name, value in given.items() if name not in CODE_LISTS):
        st.session_state[_WRONG] = t("steldat.incomplete")
        return
    step: Step = made(**given)  # type: ignore[arg-type]
    wrong = play(page.network, (*steps(), step))[1][-1]
    if wrong is not None:
        st.session_state[_WRONG] = t.problem(wrong)
        return
    put((*steps(), step))
    for name in given:
        if not (name == "organisation" and made is MergeOrganisations):  # more may go on in the same one
            st.session_state[_key(kind, name)] = None


def _begin(page: Page, options: dict[str, str], areas: dict[str, str]) -> None:
    """Fill in the step that a link begins with, as far as it is understood; it is not added."""
    words = st.query_params.get(FIRST, "").split("|")
    st.query_params.pop(FIRST, None)
    if words[0] not in KINDS:
        return
    st.session_state[_KIND] = words[0]
    for field, word in zip(fields(KINDS[words[0]]), words[1:], strict=False):
        codes = page.schema.codes[CODE_LISTS[field.name]].codes if field.name in CODE_LISTS else options | areas
        if word in codes:
            st.session_state[_key(words[0], field.name)] = word
