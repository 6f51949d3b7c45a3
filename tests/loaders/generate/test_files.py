"""The template files: the committed demo is what the generator makes, and reading it gives the same records."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.records import RecordType
from graph.store.embedded import EmbeddedStore
from loaders.generate.estimated import ESTIMATES
from loaders.generate.region import DEMO, generate, main, write_demo, write_templates
from loaders.importing import accept, read_files
from tests.loaders.generate.conftest import DEMO_FILES

NAMES = ("organisaties", "relaties", "doorverwijzingen")


def test_the_committed_demo_is_what_the_generator_makes(tmp_path: Path) -> None:
    for path in write_demo(tmp_path).values():
        assert path.read_bytes() == (DEMO_FILES / path.name).read_bytes(), (
            f"data/demo/{path.name} is out of date: run python -m loaders.generate --demo data/demo"
        )


def test_the_same_seed_gives_the_same_files_byte_for_byte(tmp_path: Path) -> None:
    asked = (("AM27", "AM28"), 600, 2000, 3000, 9, ("koude_overdracht",))
    for folder in ("a", "b"):
        write_templates(tmp_path / folder, *asked)
    for path in (tmp_path / "a").iterdir():
        assert path.read_bytes() == (tmp_path / "b" / path.name).read_bytes()


def test_reading_the_files_gives_exactly_the_records_that_are_generated(tmp_path: Path) -> None:
    with EmbeddedStore(tmp_path / "demo.db") as store:
        preview = read_files([DEMO_FILES / f"{name}.csv" for name in NAMES], store)
        assert preview.sentences == ()
        accept(preview, store, "test")
        parts: dict[RecordType, str] = {"entity": "entities", "relation": "relations", "referral": "referrals"}
        for batch in generate(**DEMO):  # type: ignore[arg-type]
            for kind, part in parts.items():
                made = getattr(batch, part)
                stored = store.get(kind, tuple(record.id for record in made))
                assert stored == tuple(sorted(made, key=lambda record: record.id))
        counts = store.counts()
        assert (counts.entities, counts.relations, counts.referrals) == (262, 1320, 6000)


def test_the_demo_has_the_size_it_is_meant_to_have() -> None:
    rows = {name: len((DEMO_FILES / f"{name}.csv").read_text(encoding="utf-8").splitlines()) - 1 for name in NAMES}
    assert rows["organisaties"] == 250
    assert rows["relaties"] == pytest.approx(900, rel=0.05)
    assert rows["doorverwijzingen"] == 6000
    readme = (DEMO_FILES / "README.md").read_text(encoding="utf-8")
    assert f"250 organisations, {rows['relaties']} relation rows ({DEMO['relations']:,} relations" in readme


def test_the_command_writes_the_files_and_names_them(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    wanted = ["--regions", "AM20", "--organisations", "100", "--relations", "300", "--referrals", "200", "--defects"]
    assert main([str(tmp_path / "out"), *wanted]) == 0
    named = {Path(line).name for line in capsys.readouterr().out.splitlines()}
    assert named == {*(f"{name}.csv" for name in (*NAMES, ESTIMATES)), "defects.yaml"}
    assert named == {path.name for path in (tmp_path / "out").iterdir()}


def test_the_command_says_what_does_not_fit(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main([str(tmp_path), "--regions", "AM20", "--organisations", "5"])
    assert stopped.value.code == 1
    assert "need at least" in capsys.readouterr().err
    assert not list(tmp_path.iterdir())
