"""The employer chain in a real browser: who takes part, what it brings, and what goes home with each party."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from openpyxl import load_workbook
from playwright.sync_api import Locator, Page, expect

from graph.simulation.plan_file import plan_from
from graph.texts import texts
from pages.views.werkgeversketen_plan import PRESELECTED
from tests.browser.app import PATIENCE, App
from tests.browser.conftest import PHONE

NL = texts("nl")
CHANCE = NL("werkgeversketen.chance_sentence", chance="")[:20]


def headline(page: Page) -> str:
    found = page.get_by_role("heading", level=3).filter(has_text=CHANCE)
    expect(found).to_be_visible(timeout=2 * PATIENCE)
    return found.inner_text()


def settled(app: App) -> None:
    """Until nothing is computed any more."""
    headline(app.page)
    expect(app.page.get_by_role("progressbar")).to_have_count(0, timeout=4 * PATIENCE)
    app.settle()


def slide_down(slider: Locator, value: int) -> None:
    """To a lower value; a slider that is drawn anew meanwhile misses a press."""
    for _ in range(20):
        if int(slider.input_value()) <= value:
            break
        slider.press("ArrowLeft")
        slider.page.wait_for_timeout(100)
    expect(slider).to_have_value(str(value))


def test_six_people_choose_employers_slide_compare_and_take_it_home(app: App, page: Page) -> None:
    app.open("werkgeversketen")
    settled(app)
    expect(page.get_by_role("heading", name=NL("werkgeversketen_cards.count", count=PRESELECTED))).to_be_visible()

    # Out by one click, and another in by one click.
    page.get_by_role("button", name=NL("werkgeversketen_cards.take_out")).first.click()
    expect(page.get_by_role("heading", name=NL("werkgeversketen_cards.count", count=PRESELECTED - 1))).to_be_visible()
    page.get_by_role("tab", name=NL("werkgeversketen_cards.others")).click()
    page.get_by_role("button", name=NL("werkgeversketen_cards.put_in")).nth(1).click()
    expect(page.get_by_role("heading", name=NL("werkgeversketen_cards.count", count=PRESELECTED))).to_be_visible()
    settled(app)
    before = headline(page)

    # Keep it under a name.
    page.get_by_role("button", name=NL("werkgeversketen_beside.kept")).click()
    page.get_by_label(NL("werkgeversketen_beside.name"), exact=True).fill("Ons plan")
    page.get_by_label(NL("werkgeversketen_beside.name"), exact=True).press("Enter")
    page.get_by_role("button", name=NL("werkgeversketen_beside.keep"), exact=True).click()
    expect(page.get_by_text(NL("werkgeversketen_beside.kept_now", name="Ons plan"))).to_be_visible()
    with page.expect_download() as saved:
        page.get_by_role("button", name=NL("werkgeversketen_party.yaml")).click()
    assert len(plan_from(Path(saved.value.path()).read_bytes(), "plan.yaml").members) == PRESELECTED
    page.keyboard.press("Escape")

    # Slide what is disputed.
    page.get_by_role("tab", name=NL("werkgeversketen_run.sliders")).click()
    slider = page.get_by_role("slider", name=NL("werkgeversketen.candidates"))
    slide_down(slider, 60)
    expect(page).to_have_url(re.compile("kandidaten=60"), timeout=PATIENCE)
    settled(app)
    assert headline(page) != before

    # Lay both side by side.
    app.option(NL("werkgeversketen_run.section_beside")).first.click()
    expect(page.locator(".kk-whole th", has_text="Ons plan")).to_be_visible(timeout=2 * PATIENCE)

    # And take it home.
    app.option(NL("werkgeversketen_run.section_parties")).first.click()
    for kind in ("html", "docx", "xlsx"):
        with page.expect_download(timeout=2 * PATIENCE) as taken:
            page.get_by_role("button", name=NL(f"werkgeversketen_party.{kind}")).click()
        data = Path(taken.value.path()).read_bytes()
        title = NL("werkgeversketen_party.title", party=NL("simulation.money_candidates"))
        if kind == "html":
            assert title in data.decode()
        elif kind == "docx":
            assert Document(BytesIO(data)).paragraphs[0].text == title
        else:
            assert NL("werkgeversketen.assumptions") in load_workbook(BytesIO(data)).sheetnames


def test_another_plan_gives_another_outcome_and_fits_in_a_link(app: App, page: Page, elsewhere: App) -> None:
    app.open("werkgeversketen", werkgevers="am27-werkgever-018|am27-werkgever-030", kandidaten="40")
    settled(app)
    found = headline(page)
    elsewhere.page.goto(page.url)
    assert headline(elsewhere.page) == found


def test_people_walk_through_the_chain_week_by_week(app: App, page: Page) -> None:
    app.open("werkgeversketen", werkgevers="am27-werkgever-018|am27-werkgever-030")
    settled(app)
    board = page.get_by_test_id("sim-flow")
    expect(board).to_have_attribute("data-week", "26")
    page.get_by_role("button", name=NL("werkgeversketen_flow.further")).click()
    expect(board).to_have_attribute("data-week", "39")
    page.get_by_role("button", name=NL("werkgeversketen_flow.play")).click()
    expect(board).to_have_attribute("data-week", re.compile("4[1-9]"))
    page.get_by_role("button", name=NL("werkgeversketen_flow.pause")).click()
    stopped = board.get_attribute("data-week")
    page.wait_for_timeout(600)
    assert board.get_attribute("data-week") == stopped


def test_who_asked_for_little_motion_gets_steps(app: App, page: Page) -> None:
    page.emulate_media(reduced_motion="reduce")
    app.open("werkgeversketen", werkgevers="am27-werkgever-018|am27-werkgever-030")
    settled(app)
    board = page.get_by_test_id("sim-flow")
    page.get_by_role("button", name=NL("werkgeversketen_flow.play")).click()
    expect(board).to_have_attribute("data-week", "39")
    page.get_by_role("button", name=NL("werkgeversketen_flow.pause")).click()


def test_what_must_be_true_is_a_button(app: App, page: Page) -> None:
    app.open("werkgeversketen", werkgevers="am27-werkgever-018|am27-werkgever-030", kandidaten="40", deel="zeker")
    settled(app)
    page.get_by_role("button", name=NL("werkgeversketen_gain.must")).click()
    expect(page.get_by_text(NL("games.rest_same")).first).to_be_visible(timeout=4 * PATIENCE)
    expect(app.errors).to_have_count(0)


@pytest.mark.parametrize("name", ["<img src=x onerror=alert(1)>", "=1+1"])
def test_a_name_made_by_hand_is_text(app: App, page: Page, name: str) -> None:
    app.open("werkgeversketen", werkgevers="am27-werkgever-018")
    settled(app)
    page.get_by_role("tab", name=NL("werkgeversketen_cards.others")).click()
    page.get_by_text(NL("werkgeversketen_cards.make"), exact=True).click()
    page.get_by_label(NL("werkgeversketen_cards.name"), exact=True).fill(name)
    page.get_by_role("button", name=NL("werkgeversketen_cards.make_button")).last.click()
    expect(page.get_by_role("heading", name=NL("werkgeversketen_cards.count", count=2))).to_be_visible()
    page.get_by_role("tab", name=NL("werkgeversketen_cards.in_chain")).click()
    expect(page.locator(".kk-card b", has_text=name)).to_be_visible()
    app.option(NL("werkgeversketen_run.section_parties")).first.click()
    expect(page.locator(".kk-whole td", has_text=name).first).to_be_visible(timeout=2 * PATIENCE)
    expect(page.locator("img[src=x]")).to_have_count(0)


def test_on_a_phone_the_answer_comes_first_and_nothing_is_wider_than_the_screen(app: App, page: Page) -> None:
    page.set_viewport_size(PHONE)
    app.open("werkgeversketen", werkgevers="am27-werkgever-018|am27-werkgever-030")
    settled(app)
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= PHONE["width"]
    who = page.get_by_role("heading", name=NL("werkgeversketen_cards.count", count=2))
    answer = page.get_by_role("heading", level=3).filter(has_text=CHANCE)
    box, below = answer.bounding_box(), who.bounding_box()
    assert box is not None
    assert below is not None
    assert box["y"] < below["y"]


def test_a_caseload_says_how_many_come_and_nothing_else_of_it(app: App, page: Page) -> None:
    rows = [f"K-{number:04d};{'pro' if number < 40 else 'vsv'}" for number in range(60)]
    app.open("werkgeversketen")
    settled(app)
    before = headline(page)
    page.get_by_role("tab", name=NL("werkgeversketen_people.title")).click()
    page.get_by_text(NL("werkgeversketen_people.caseload"), exact=True).click()
    table = ("\n".join(["code;doelgroep", *rows])).encode()
    file = {"name": "kaartenbak.csv", "mimeType": "text/csv", "buffer": table}
    page.get_by_test_id("stFileUploaderDropzoneInput").set_input_files([file])
    page.get_by_role("button", name=NL("werkgeversketen_people.use")).click(timeout=PATIENCE)
    expect(page.get_by_text(NL("werkgeversketen_people.total", count="60"))).to_be_visible(timeout=PATIENCE)
    expect(page).to_have_url(re.compile("mensen=pro%3A40%7Cvsv%3A20"))
    settled(app)
    assert headline(page) != before
    expect(app.errors).to_have_count(0)
