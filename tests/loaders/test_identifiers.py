"""The door: what looks like personal data stays out, and what only resembles it comes in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.identifiers import is_bsn, personal_in_case, personal_in_header, personal_in_text
from tests.support.files import TODAY

# Numbers that the government gives out for testing, and that pass the eleven-test.
TEST_BSNS = ["111222333", "123456782", "999990019", "999994669", "010464554", "10464554"]


@pytest.mark.parametrize("number", TEST_BSNS)
def test_numbers_that_pass_the_eleven_test(number: str) -> None:
    assert is_bsn(number)


@pytest.mark.parametrize("number", ["123456789", "000000000", "000000012", "1234567", "1234567820", "12345678x", ""])
def test_numbers_that_do_not(number: str) -> None:
    assert not is_bsn(number)


@given(st.integers(10_000_000, 999_999_999))
def test_about_one_number_in_eleven_passes(number: int) -> None:
    """Changing the last digit of a number that passes gives one that does not."""
    text = f"{number:09d}"
    others = [text[:8] + digit for digit in "0123456789"]
    assert sum(map(is_bsn, others)) <= 1


@pytest.mark.parametrize(
    "case",
    ["K-00123", "k-4ab706", "k-fdeedb", "C1", "NA", "X", "17", "case-10011", "Kandidaat_7", "AM27-2024-000123",
     "C-20260112-3", "550e8400-e29b-41d4-a716-446655440000", "d41d8cd98f00b204e9800998ecf8427e", "00000123",
     "123456789", "2024/00017", "K.12#4"],
)  # fmt: skip
def test_pseudonyms_come_in(case: str) -> None:
    assert personal_in_case(case, TODAY) is None


@pytest.mark.parametrize(
    ("case", "key"),
    [(number, "personal_bsn") for number in TEST_BSNS]
    + [
        ("C-123456782", "personal_bsn"),
        ("bsn123456782", "personal_bsn"),
        ("1234.56.782", "personal_bsn"),
        ("Jansen", "personal_name"),
        ("fatima", "personal_name"),
        ("jansen1", "personal_name"),
        ("sanne-2004", "personal_name"),
        ("Jan de Vries", "personal_name"),
        ("J. Jansen", "personal_name"),
        ("Xander Qwerty", "personal_name"),
        ("xander", "not_pseudonym"),
        ("kandidaat twee", "not_pseudonym"),
        ("1999-05-21", "personal_birth_date"),
        ("21-05-1999", "personal_birth_date"),
        ("K19990521", "personal_birth_date"),
        ("21051999", "personal_birth_date"),
        ("0612345678", "personal_phone"),
        ("+31612345678", "personal_phone"),
        ("jan@voorbeeld.nl", "personal_email"),
        ("K" * 80 + "1", "not_pseudonym"),
    ],
)
def test_what_is_no_pseudonym_stays_out(case: str, key: str) -> None:
    assert personal_in_case(case, TODAY) == f"problems.{key}"


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("123456782", "personal_bsn"),
        ("bsn: 123.456.782", "personal_bsn"),
        ("geboren op 3-4-2004", "personal_birth_date"),
        ("2004-04-03", "personal_birth_date"),
        ("mail j.jansen@voorbeeld.nl", "personal_email"),
        ("bel 06-12345678", "personal_phone"),
        ("+31 6 12 34 56 78", "personal_phone"),
        ("(073) 612 34 56", "personal_phone"),
        ("Jan de Vries", "personal_name"),
        ("Vries, J. de", "personal_name"),
        ("Fatima El Amrani", "personal_name"),
        ("mohammed yilmaz", "personal_name"),
        ("contact met Fatima gehad", "personal_name"),
        ("Xander Qwerty", "personal_name"),
        ("Sanne", "personal_name"),
    ],
)
def test_personal_data_in_a_text_about_a_candidate_stay_out(text: str, key: str) -> None:
    assert personal_in_text(text, TODAY) == f"problems.{key}"


@pytest.mark.parametrize(
    "text",
    ["Gemeente Oss", "Team Noord", "Den Bosch", "'s-Hertogenbosch", "Bergen op Zoom", "Land van Cuijk", "Intake gedaan",
     "ORG-00123", "am27-vso-06", "12-03-2025", "2026-01-03", "€ 1.234,56", "12345678.90", "niveau 2", "5341 AB",
     "https://www.oss.nl", "warm", "ja", "3 keer gebeld, geen gehoor", "Meierij College", "GM0828"],
)  # fmt: skip
def test_ordinary_words_numbers_and_dates_come_in(text: str) -> None:
    assert personal_in_text(text, TODAY) is None


@pytest.mark.parametrize(
    "header",
    ["BSN", "geboortedatum", "Voornaam", "achternaam", "naam", "Name", "E-mail", "telefoon", "naam kandidaat", "adres",
     "client_nummer", "Date of birth", "dob", "contactpersoon"],
)  # fmt: skip
def test_a_column_about_persons_is_known_by_its_name(header: str) -> None:
    assert personal_in_header(header, people=True)


@pytest.mark.parametrize("header", ["naam_school", "van naam", "opmerking", "teamnaam", "reden", "aantal", "niveau"])
def test_other_columns_are_not(header: str) -> None:
    assert not personal_in_header(header, people=True)


@pytest.mark.parametrize(("header", "stops"), [("contactpersoon", True), ("BSN", True), ("telefoon", False)])
def test_an_organisation_may_have_a_telephone_but_no_contact_person(header: str, stops: bool) -> None:
    assert personal_in_header(header, people=False) is stops


@given(st.text())
def test_no_text_is_too_strange(text: str) -> None:
    assert personal_in_text(text, TODAY) is None or personal_in_text(text, TODAY).startswith("problems.")  # type: ignore[union-attr]
    personal_in_case(text, TODAY)
    personal_in_header(text, people=True)
