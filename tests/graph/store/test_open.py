"""Which store is opened: the argument, the variable, secrets.toml, or a file of one's own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from graph.problems import BadAddress
from graph.store.address import StoreAddress
from graph.store.embedded import EmbeddedStore
from graph.store.open import open_store, store_address

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working folder and an empty home folder."""
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")
    monkeypatch.delenv("KETENKAART_STORE", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    return tmp_path


def secrets(folder: Path, text: str) -> None:
    (folder / ".streamlit").mkdir(exist_ok=True)
    (folder / ".streamlit" / "secrets.toml").write_text(text, encoding="utf-8")


def test_without_settings_it_is_a_file_in_the_users_data_folder(home: Path) -> None:
    with open_store() as store:
        assert isinstance(store, EmbeddedStore)
        assert (home / "data" / "ketenkaart" / "ketenkaart.db").exists()


def test_the_argument_wins_over_the_variable_and_the_variable_over_the_secrets(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    secrets(home, 'store = "sqlite:///home.db"')
    assert store_address() == StoreAddress("sqlite", Path("home.db"))
    secrets(home / "work", 'store = "sqlite:///work.db"')
    assert store_address() == StoreAddress("sqlite", Path("work.db"))
    monkeypatch.setenv("KETENKAART_STORE", "sqlite:///variable.db")
    assert store_address() == StoreAddress("sqlite", Path("variable.db"))
    with open_store("sqlite:///argument.db"):
        assert Path("argument.db").exists()


@pytest.mark.parametrize("text", ['store = "neo4j://u:geheim@h', "store = 3"])
def test_a_wrong_secrets_file_is_refused_without_repeating_it(home: Path, text: str) -> None:
    secrets(home, text)
    with pytest.raises(BadAddress) as caught:
        store_address()
    assert caught.value.key == "store.bad_secrets"
    assert "geheim" not in str(caught.value)
    assert caught.value.__cause__ is None


def test_other_secrets_are_left_alone(home: Path) -> None:
    secrets(home, 'other = "x"')
    assert store_address().path is not None


def test_the_driver_of_neo4j_is_not_loaded_for_a_file() -> None:
    code = "import sys; from graph.store.open import open_store; open_store('sqlite:///x.db').close(); "
    code += "sys.exit('neo4j' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True, env={"PYTHONPATH": str(ROOT)})
