"""Ketenkaart in the browser: page settings, and on to the frame."""

import streamlit as st

from pages.ui import frame, state

state.settle()
st.set_page_config(page_title="Ketenkaart", page_icon="pages/ui/icon.svg", layout="wide")
frame.show()
