"""Gegevens: files in, with a preview that accounts for every row; the map out."""

import streamlit as st

from loaders.exporting import FORMS
from pages.ui import frame, importing, trouble
from pages.views import gegevens as view

page = frame.screen("gegevens", needs_data=False)
t = page.t

left, right = st.columns([1.7, 1], gap="large")
with left:
    st.subheader(t("gegevens.import"), anchor=False)
    importing.panel(page)
with right:
    st.subheader(t("gegevens.templates"), anchor=False)
    st.write(t("gegevens.templates_help"))
    with st.container(horizontal=True, gap="small"):
        for name, content in view.template_files(page.language).items():
            st.download_button(name, content, file_name=name, mime="text/csv", on_click="ignore", key=name)
    if page.has_data:
        st.subheader(t("gegevens.export"), anchor=False)
        st.write(t("gegevens.export_help"))
        with st.container(horizontal=True, gap="small"):
            for form in FORMS:
                st.download_button(
                    t(f"gegevens.as_{form}"),
                    lambda form=form: page.derived(view.export, form, page.language).content,  # type: ignore[misc]
                    file_name=view.export_name(form, page.selection.region),
                    on_click="ignore",
                    key=f"export_{form}",
                    icon=":material/download:",
                )
    st.subheader(t("gegevens.demo"), anchor=False)
    st.write(t("gegevens.demo_help"))
    trouble.demo_button(t)
