"""Files in and out in a real browser: look first, then do it, then take it back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.app import PATIENCE, App
from tests.browser.conftest import Server

FILE = """org_id;naam;soort;gm_code
n1;Nieuwe school;mbo;GM0828
n2;;werkgever;GM0828
"""


@pytest.fixture
def fresh(page: Page, tmp_path: Path) -> Iterator[App]:
    """The app with an empty store of its own."""
    server = Server(tmp_path / "fresh.db", tmp_path / "server.log")
    yield App(page, server.url)
    server.stop()


def test_a_file_is_accounted_for_then_put_in_the_map_then_taken_back(fresh: App, page: Page) -> None:
    fresh.open("gegevens")
    page.get_by_test_id("stFileUploaderDropzoneInput").set_input_files(
        {"name": "scholen.csv", "mimeType": "text/csv", "buffer": FILE.encode()}
    )
    expect(page.get_by_text("Meldingen (1)")).to_be_visible(timeout=PATIENCE)
    expect(page.get_by_role("cell", name="Fout")).to_be_visible()
    page.get_by_role("button", name="Zet in de kaart (1 rijen)").click()
    expect(page.get_by_text("In de kaart gezet: 1 nieuw en 0 veranderd")).to_be_visible(timeout=PATIENCE)
    page.get_by_role("button", name="Ongedaan maken").first.click()
    expect(page.get_by_role("button", name="Ongedaan maken")).to_have_count(0)
    fresh.go_to("Regio")
    expect(page.get_by_role("button", name="Laad de voorbeeldregio")).to_be_visible(timeout=PATIENCE)


def test_one_click_loads_the_example_region(fresh: App, page: Page) -> None:
    fresh.open()
    page.get_by_role("button", name="Laad de voorbeeldregio").click()
    expect(page.get_by_test_id("stMetricValue").first).to_have_text("250", timeout=PATIENCE)
    expect(page.get_by_text("Voorbeeldgegevens: alles is fictief")).to_be_visible()


@pytest.mark.parametrize(
    ("button", "name", "start"),
    [
        ("CSV (Excel)", "ketenkaart-AM27.zip", b"PK"),
        ("GraphML", "ketenkaart-AM27.graphml", b"<?xml"),
        ("GEXF (Gephi)", "ketenkaart-AM27.gexf", b"<?xml"),
        ("relaties.csv", "relaties.csv", b"\xef\xbb\xbfvan_org_id;naar_org_id;soort"),
    ],
)
def test_the_map_and_the_templates_can_be_saved(app: App, page: Page, button: str, name: str, start: bytes) -> None:
    app.open("gegevens")
    with page.expect_download(timeout=PATIENCE) as download:
        page.get_by_role("button", name=button).click()
    assert download.value.suggested_filename == name
    assert Path(download.value.path()).read_bytes().startswith(start)
