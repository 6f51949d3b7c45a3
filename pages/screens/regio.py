"""Regio: who is there, what needs attention, what changed."""

import streamlit as st

from pages.ui import frame

page = frame.screen("regio")
st.metric("n", page.number(page.narrowed.n_organisations))
