"""The map with its controls, and beside it the municipality that was clicked."""

from __future__ import annotations

import streamlit as st

from graph.analysis.coverage import Asked
from graph.analysis.flows import Flows, flows
from loaders.borders import Borders
from pages.ui import frame, geo_files, links, selection, tables
from pages.ui.clock import today
from pages.ui.geo_picture import picture, selected
from pages.ui.linked import choice, keep
from pages.views import dekking, kaart_details
from pages.views import kaart as view
from pages.views.kaart_drawing import picture as draw
from pages.views.kaart_places import region_places
from pages.views.words import day

PLACE = "plaats"  # the query parameter that holds the clicked municipality, so that a copied link shows it too
MAP = "geo_map"
MOST = 80
"""With more municipalities than this, tiles come first: within small borders no figure can be read."""


@frame.fragment
def whole(page: frame.Page) -> None:
    """Controls, map, details, twin table, files."""
    t = page.t
    region = page.derived(dekking.served, page.selection.kinds)
    places = page.derived(region_places)
    between = page.derived(flows, "municipality", narrowed=True)
    if not places:
        st.info(t("kaart.no_places"), icon=":material/location_off:")
        return
    borders = geo_files.borders(page)
    controls = st.container(horizontal=True, gap="medium", vertical_alignment="bottom")
    with controls:
        layer = _layer(page, region, places, between)
        shapes = {"tegels": t("kaart.tiles"), **({"grenzen": t("kaart.borders_shape")} if borders else {})}
        usual = "grenzen" if borders and len(places) <= MOST else "tegels"
        drawn_as = choice("vorm", t("kaart.shape"), shapes, usual, width=170)
    if layer is None:
        st.info(t("kaart.no_figures"), icon=":material/upload_file:")
    else:
        _show(page, layer, region, places, between, borders if drawn_as == "grenzen" else None)
    geo_files.panel(page)


def _layer(page: frame.Page, region: dekking.Served, places: view.Places, between: Flows) -> view.Layer | None:
    """The layer that was chosen, with the choices that belong to it; None when figures are still to come."""
    t, group = page.t, page.selection.target_group
    options = {one: t(f"kaart.layer_{one}") for one in view.LAYERS}
    which = choice("laag", t("kaart.layer"), options, view.LAYERS[0], width=260)
    if which == "dekking":
        labels = dekking.labels_of(region.network, "life_domain", page.language)
        everything = {"": t("dekking.all_life_domain"), **labels}
        domain = choice("leefgebied", t("dekking.dimension_life_domain"), everything, "", width=260)
        return view.coverage_layer(region, places, Asked(life_domain=domain or None, target_group=group), t)
    if which == "stromen":
        steps, usual = view.least_people(between)
        named = {str(step): t("kaart.from_people", count=page.number(step)) for step in steps}
        least = int(choice("vanaf", t("kaart.least"), named, str(usual), width=200))
        return view.flows_layer(between, places, least, t)
    if which == "jongeren":
        labels = dekking.labels_of(region.network, "stage", page.language)
        stage = choice("fase", t("dekking.dimension_stage"), labels, view.work_stage(page.schema), width=260)
        return view.young_layer(region, places, stage, group, t)
    figures = geo_files.figures(page)
    if figures is None:
        return None
    names = {name: name[:80] for name in figures.figures}
    column = choice("cijfer", t("kaart.figure"), names, next(iter(names)), width=260)
    return view.indicator_layer(figures, column, places, t)


def _show(
    page: frame.Page,
    layer: view.Layer,
    region: dekking.Served,
    places: view.Places,
    between: Flows,
    borders: Borders | None,
) -> None:
    """The picture, what was chosen in it, and its twin."""
    t = page.t
    st.write(layer.summary)
    if borders is not None:
        lacking = [area.name for code, area in places.items() if code not in borders.rings]
        if lacking:
            st.caption(t("kaart.no_border", names=", ".join(sorted(lacking))))
    drawn = draw(layer, places, borders, page.selection.municipalities, page.theme, _caption(page, layer, borders), t)
    chosen = st.query_params.get(PLACE)
    left, right = st.columns([7, 3.4], gap="medium")
    with left:
        picture(
            drawn,
            key=MAP,
            chosen=chosen if chosen in drawn.marks else None,
            on_select=lambda: keep(PLACE, selected(MAP)),
            t=t,
            alt=t("kaart.alt", title=layer.title, summary=layer.summary),
            file="ketenkaart-kaart",
            least=340,
            most="82vh",
        )
    with right:
        _beside(page, region, places, between, chosen)
    st.subheader(t("kaart.table"), anchor=False)
    tables.table(layer.table, page.language, alt=t("kaart.table"), height=min(420, 40 + 36 * max(len(layer.table), 1)))
    st.caption(layer.source)


def _caption(page: frame.Page, layer: view.Layer, borders: Borders | None) -> str:
    """Under the picture: made up or not, where the figures come from, of what day."""
    parts = [page.t("common.fictitious") + "."] if page.network.fictitious else []
    parts.append(layer.source)
    if borders is not None:
        parts.append(page.t("kaart.source_borders", file=borders.source))
    return " ".join([*parts, day(today(), page.language) + "."])


def _beside(page: frame.Page, region: dekking.Served, places: view.Places, between: Flows, chosen: str | None) -> None:
    """What was chosen: a municipality or a flow; else how to choose."""
    t = page.t
    source, _, target = (chosen or "").partition(">")
    if source in places and target in places:
        _flow(page, places, between, source, target)
        return
    if chosen not in places:
        st.info(t("kaart.choose"), icon=":material/touch_app:")
        return
    told = kaart_details.municipality(page.narrowed, region, between, places, str(chosen), t)
    st.subheader(told.name, anchor=False)
    with st.container(horizontal=True, gap="medium"):
        for label, value in told.facts:
            st.metric(label, value, width="content")
    if told.missing:
        st.warning(t("kaart.missing", names=", ".join(told.missing)), icon=":material/grid_off:")
    here = selection.to_params(selection.current()) | {"gemeente": str(chosen)}
    with st.container(horizontal=True, gap="small"):
        st.page_link(
            "pages/screens/dekking.py", label=t("kaart.to_coverage"), icon=":material/grid_on:", query_params=here
        )
        st.page_link("pages/screens/netwerk.py", label=t("kaart.to_network"), icon=":material/hub:", query_params=here)
    if len(told.flows):
        st.markdown(f"**{t('kaart.traffic')}**")
        tables.table(told.flows, page.language, alt=t("kaart.traffic"), height=min(220, 40 + 36 * len(told.flows)))
    st.markdown(f"**{t('kaart.organisations')}**")
    if not len(told.organisations):
        st.write(t("kaart.nobody"))
        return
    tables.table(
        told.organisations,
        page.language,
        alt=t("kaart.organisations"),
        height=min(300, 40 + 36 * len(told.organisations)),
        key=f"geo_organisations_{chosen}",
        on_pick=lambda organisation: selection.change(focus=organisation),
    )
    links.picked(page, told.organisations.index)


def _flow(page: frame.Page, places: view.Places, between: Flows, source: str, target: str) -> None:
    """A flow that was clicked: both directions of it, as far as they may be shown."""
    t = page.t
    st.subheader(f"{places[source].name} → {places[target].name}", anchor=False)
    pair = kaart_details.flow(between, source, target, t)
    st.write(pair.sentence)
    with st.container(horizontal=True):
        for label, value in pair.figures:
            st.metric(label, value, width="content")
    st.page_link("pages/screens/keten.py", label=t("kaart.to_chain"), icon=":material/route:")
