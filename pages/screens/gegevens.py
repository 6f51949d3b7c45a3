"""Gegevens: files in, with a preview that accounts for every row; the map out."""

import streamlit as st

from pages.ui import frame, importing

page = frame.screen("gegevens", needs_data=False)
t = page.t

left, right = st.columns([1.7, 1], gap="large")
with left:
    st.subheader(t("gegevens.import"), anchor=False)
    importing.panel(page)
