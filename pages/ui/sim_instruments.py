"""The instruments for one person at one employer of the chain: what, from whom, under which condition and duty."""

from __future__ import annotations

import streamlit as st

from graph.answers.instruments import instruments_answer, rules_of
from graph.instruments import BENEFITS, BadCase, Job, Person
from graph.problems import KetenkaartError
from graph.simulation.outcome import Outcome
from graph.simulation.plan import Plan
from graph.simulation.scenario import SOCIAL_RETURN
from pages.ui import frame, tables
from pages.ui.chain_plan import BADGES
from pages.ui.clock import today
from pages.views import instruments as view
from pages.views.hiaten import plain

_MOST_MONTHS = 36


def section(page: frame.Page, outcome: Outcome, _plan: Plan) -> None:
    """Who it is about and where; then every instrument that fits."""
    t = page.t
    st.subheader(t("instruments.title"), anchor=False)
    st.write(t("instruments.lead"))
    with st.container(border=True):
        person, job, months = _asked(page, outcome)
    if person is None or job is None:
        return
    try:
        answer = instruments_answer(person, job, months, t)
    except KetenkaartError as error:
        st.error(plain(t.error(error)), icon=":material/error:")
        return
    st.info(answer["summary"]["notice"], icon=":material/gavel:")
    if not (found := rules_of(answer)):
        st.write(t("instruments.nothing"))
        return
    with st.container(horizontal=True):
        for name, euro in view.balance(answer, t):
            st.metric(t("instruments.balance", party=name), f"€ {page.number(euro)}", width="content")
    st.caption(t("instruments.balance_read", months=months))
    tables.table(view.per_instrument(answer, t), page.language, alt=t("instruments.title"))
    if answer["summary"]["ahead"]:
        st.caption(t("instruments.ahead"))
    for line in found:
        with st.expander(plain(f"{line['name']} ({line['law']})"), icon=":material/description:"):
            for part in ("condition", "duty", "decides", "source"):
                st.markdown(f"**{t(f'instruments.{part}')}**: {plain(line[part])}")
            mark = t(f"simulation.mark_{line['mark']}")
            st.markdown(f":{BADGES[line['mark']]}-badge[{mark}]")


def _asked(page: frame.Page, outcome: Outcome) -> tuple[Person | None, Job | None, int]:
    """The person and the job of the controls; None for both, and a sentence, where they cannot be."""
    t = page.t
    names = {one.id: one for one in outcome.employers}
    one, two, three = st.columns(3)
    at = one.selectbox(
        t("instruments.employer"), list(names), key="iv_employer", format_func=lambda key: names[key].name
    )
    age = two.number_input(t("instruments.age"), 15, 67, 20, key="iv_age")
    hours = three.number_input(t("instruments.hours"), 1, 60, 32, key="iv_hours")
    capacity = one.number_input(
        t("instruments.capacity"), 0, 100, 60, key="iv_capacity", placeholder=t("instruments.not_measured")
    )
    benefit = two.selectbox(
        t("instruments.benefit"), BENEFITS, key="iv_benefit", format_func=lambda code: t(f"instruments.benefit_{code}")
    )
    start = three.date_input(t("instruments.start"), today(), key="iv_start", format="DD-MM-YYYY")
    trial = one.number_input(t("instruments.trial"), 0, 12, 0, key="iv_trial")
    months = two.number_input(t("instruments.months"), 1, _MOST_MONTHS, 12, key="iv_months")
    with three.container(gap="small"):
        register = st.toggle(t("instruments.register"), key="iv_register")
        coach = st.toggle(t("instruments.coach"), True, key="iv_coach")
        learning = st.toggle(t("instruments.learning"), key="iv_learning")
    try:
        person = Person(
            age=int(age),
            work_capacity=None if capacity is None else capacity / 100,
            benefit=benefit,
            register=register,
        )
        job = Job(
            start=start,
            hours_week=float(hours),
            trial_months=int(trial),
            coach=coach,
            learning=learning,
            public_contract=names[at].motive == SOCIAL_RETURN,
        )
    except BadCase as error:
        st.error(plain(t.error(error)), icon=":material/error:")
        return None, None, 0
    return person, job, int(months)
