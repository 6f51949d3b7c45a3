"""Random regions with referrals, for properties."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import strategies as st

from tests.support.networks import network, organisation, sent

STAGES = ("in_beeld", "orientatie", "matching", "opstap", None)
OUTCOMES = ("open", "geaccepteerd", "geweigerd", "verdwenen", "afgerond", None)
ORGANISATIONS = tuple(f"o{i}" for i in range(5))
START = date(2024, 1, 1)

rows = st.tuples(
    st.integers(0, 14),  # person
    st.integers(0, 60),  # day
    st.sampled_from(ORGANISATIONS),
    st.sampled_from(ORGANISATIONS),
    st.sampled_from(STAGES),
    st.sampled_from(STAGES),
    st.sampled_from(OUTCOMES),
    st.one_of(st.none(), st.integers(0, 40)),  # days to first contact
    st.sampled_from(["warm", "koud", None]),
)


def region(drawn):
    """A network of the drawn rows; rows from an organisation to itself are left out."""
    made = []
    for person, day, source, target, stage_from, stage_to, outcome, wait, handover in drawn:
        if source == target:
            continue
        on = START + timedelta(days=day)
        contact = None if wait is None else on + timedelta(days=wait)
        made.append(
            sent(
                f"p{person}",
                on,
                source,
                target,
                stage_from=stage_from,
                stage_to=stage_to,
                outcome=outcome,
                first_contact_on=contact,
                handover=handover,
            )
        )
    unique = {r.id: r for r in made}
    kinds = ("pro", "jongerenloket", "uwv", "werkgever", "zorgaanbieder")
    places = ("GM0828", "GM0828", "GM0796", "GM0796", None)
    here = [organisation(i, k, gm_code=g) for i, k, g in zip(ORGANISATIONS, kinds, places, strict=True)]
    return network(here, (), unique.values())


regions = st.lists(rows, max_size=120).map(region)
