"""Pictures that leave the app: complete, true to the data, safe, and sharp at 4K."""

from __future__ import annotations

import json
import re
import time
from datetime import date
from html import unescape
from io import BytesIO
from itertools import combinations
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as some
from PIL import Image

from graph.network import Network
from pages.views.layout import LAYOUTS, Layout, positions
from pages.views.picture import Scene, handout, map_scene, png, svg
from pages.views.picture.fonts import fitted, wide
from pages.views.picture.labels import Spot, labels
from pages.views.tie_looks import LINES
from tests.pages.views.test_layouts import large
from tests.support.networks import both, claim, network, organisation

XML = "{http://www.w3.org/2000/svg}"
HOSTILE = '<img src=x onerror=alert(1)> & "quotes" ]]> </script> \x00\x1b'
MADE = date(2026, 1, 2)
names = some.text(some.characters(codec="utf-8"), max_size=60) | some.just(HOSTILE)


@pytest.fixture
def region() -> Network:
    recent, old = date(2025, 6, 1), date(2020, 1, 1)
    return network(
        [
            organisation("a", "gemeente", HOSTILE, provenance="Survey"),
            organisation("b", "mbo", fictitious=True),
            organisation("c", "werkgever"),
            organisation("d", "werkgever"),
            organisation("e", "werkgever"),
        ],
        [*both("a", "b", last_contact=recent), claim("a", "e"), claim("c", "b"), *both("b", "d", last_contact=old)],
        as_of=date(2025, 7, 1),
    )


def scene(region: Network, layout: Layout = "force", shown: tuple[str, ...] = (), title: str = "Title") -> Scene:
    places = positions(region, None, layout)
    return map_scene(region, places, "en", title=title, summary="Whole period", made_on=MADE, shown=shown)


def parsed(document: str) -> ElementTree.Element:
    return ElementTree.fromstring(document)  # noqa: S314 - our own


def texts_of(document: str) -> list[str]:
    return [one.text or "" for one in parsed(document).iter(f"{XML}text")]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_picture_has_every_organisation_and_every_tie(layout: Layout) -> None:
    region = large(60, 90)
    drawn = scene(region, layout)
    document = parsed(svg(drawn))
    symbols = [one for one in document.iter() if one.find(f"{XML}title") is not None and one is not document]
    assert sorted(one.findtext(f"{XML}title", "") for one in symbols) == sorted(e.name for e in region.organisations)
    legend = sum(key.shape is None for _, keys in drawn.legend for key in keys)
    assert len(list(document.iter(f"{XML}line"))) == len(drawn.lines) + legend


def test_a_picture_says_what_it_is_about_of_when_and_from_where(region: Network) -> None:
    told = " ".join(texts_of(svg(scene(region))))
    for part in ("Title", "Whole period", "1 Jul 2025", "2 Jan 2026", "5 organisations", "4 collaborations", "Survey"):
        assert part in told


def test_a_picture_of_example_data_says_so(region: Network) -> None:
    real = network([organisation("a")])
    assert any("fictitious" in one for one in texts_of(svg(scene(region))))
    assert not any("fictitious" in one for one in texts_of(svg(scene(real))))


def test_the_status_of_a_tie_shows_in_colour_and_in_dashes(region: Network) -> None:
    looks = {(line.colour, line.dash) for line in scene(region).lines}
    assert looks == {LINES[one][:2] for one in ("confirmed", "one_sided", "unknown", "stale")}
    assert len({dash for _, dash in looks}) == 4


def test_only_the_chosen_statuses_are_drawn_and_explained(region: Network) -> None:
    drawn = scene(region, shown=("confirmed",))
    assert len(drawn.lines) == 1
    assert [len(keys) for _, keys in drawn.legend] == [1, 3]


@given(some.lists(names, min_size=1, max_size=6), names)
def test_any_name_is_text_in_a_picture(called: list[str], title: str) -> None:
    region = network([organisation(f"o{at}", name=name or "x") for at, name in enumerate(called)])
    document = parsed(svg(scene(region, title=title)))
    known = {
        f"{XML}{tag}" for tag in ("svg", "title", "desc", "rect", "g", "circle", "text", "line", "polygon", "path")
    }
    assert {one.tag for one in document.iter()} <= known
    attributes = {name for one in document.iter() for name in one.attrib}
    assert not [name for name in attributes if name.startswith("on") or "href" in name]


def test_a_long_name_is_cut_off_in_the_picture_and_whole_in_its_title() -> None:
    region = network([organisation("a", name="x" * 500)])
    document = svg(scene(region))
    assert max(len(one) for one in texts_of(document)) < 200
    assert f"<title>{'x' * 500}</title>" in document


@given(
    some.lists(
        some.builds(
            Spot,
            some.floats(0, 600),
            some.floats(0, 400),
            some.floats(2, 20),
            some.text(some.sampled_from("abcdefgh "), max_size=20),
            some.integers(0, 5),
        ),
        max_size=40,
    )
)
def test_names_never_stand_over_each_other_or_over_a_symbol(spots: list[Spot]) -> None:
    size = 20.0
    found = labels(spots, size, (0, 0, 600, 400))
    boxes = [(one.x, one.y - 0.75 * size, one.x + wide(spots[one.of].text, size), one.y + 0.2 * size) for one in found]
    for one, other in combinations(boxes, 2):
        assert one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
    for one, box in zip(found, boxes, strict=True):
        assert box[0] >= 0 and box[2] <= 600 and box[1] >= 0 and box[3] <= 400
        for at, spot in enumerate(spots):
            beside = spot.x + spot.r <= box[0] or spot.x - spot.r >= box[2]
            assert at == one.of or beside or spot.y + spot.r <= box[1] or spot.y - spot.r >= box[3]


def test_where_there_is_room_for_one_name_the_most_important_gets_it() -> None:
    spots = [Spot(50, 50, 5, "minor name", 1), Spot(50, 62, 5, "major name", 2)]
    assert labels(spots, 20, (30, 45, 200, 80))[0].of == 1


def test_names_without_room_are_counted() -> None:
    told = " ".join(texts_of(svg(scene(large(300, 500)))))
    assert re.search(r"\d+ of 300 names fit on the map", told)


def test_a_text_is_cut_off_where_it_becomes_too_wide() -> None:
    assert fitted("short", 20, 500) == "short"
    cut = fitted("a rather long text", 20, 100)
    assert cut.endswith("…")
    assert wide(cut, 20) <= 100 < wide(cut[:-1] + "xx…", 20)


def test_a_png_is_the_same_picture_at_4k(region: Network) -> None:
    image = Image.open(BytesIO(png(svg(scene(region)))))
    assert image.size == (3840, 2160)
    colours = {colour for _, colour in image.convert("RGB").getcolors(1 << 24) or ()}
    assert {(255, 255, 255), (0x00, 0x72, 0xB2), (0xE6, 0x9F, 0x00), (0xD5, 0x5E, 0x00)} <= colours


def test_a_png_has_letters_from_the_font_that_comes_along(region: Network) -> None:
    """The title alone, in black on white: without a font there would be no black."""
    image = Image.open(BytesIO(png(svg(scene(region))))).convert("L").crop((60, 40, 400, 120))
    assert image.getextrema()[0] < 60


def test_what_is_no_svg_gives_no_png() -> None:
    with pytest.raises(ValueError):
        png("<p>")


def test_a_handout_holds_everything_and_nothing_that_runs(region: Network) -> None:
    places = positions(region)
    document = handout(region, places, "en", title=HOSTILE, summary="Whole period", made_on=MADE)
    blocks = re.findall(r"<script[^>]*>(.*?)</script>", document, flags=re.DOTALL)
    assert len(blocks) == 2
    data = json.loads(blocks[0])
    assert [one["name"] for one in data["nodes"]] == [e.name for e in region.organisations]
    assert len(data["edges"]) == 4
    assert "<" not in blocks[0]
    assert re.search(r"(src|href)=", re.sub(r"<script.*", "", document, flags=re.DOTALL).replace("src=x", "")) is None
    policy = unescape(re.findall(r'http-equiv="Content-Security-Policy" content="([^"]*)"', document)[0])
    assert policy.startswith("default-src 'none'; script-src 'sha256-")
    assert "unsafe" not in policy


def test_the_same_data_give_the_same_files(region: Network) -> None:
    first, second = (svg(scene(region)) for _ in range(2))
    assert first == second
    assert png(first) == png(second)


@pytest.mark.slow
def test_three_hundred_organisations_are_a_png_within_a_second_or_so() -> None:
    document = svg(scene(large(300, 600)))
    png(document)
    start = time.process_time()
    png(document)
    assert time.process_time() - start < 3  # 1 on an idle machine
