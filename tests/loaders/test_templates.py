"""The templates follow from the schema, and a table is recognised by its columns."""

from __future__ import annotations

import pytest

from graph.problems import Problem
from graph.schema import load_schema
from loaders.files import read_tables
from loaders.importing import read_files
from loaders.tables import FileRefused, Source, Table
from loaders.template_files import example_row, template_files
from loaders.templates import ORDER, recognise, templates
from tests.support.files import TODAY, Upload, text_file

SCHEMA = load_schema()
ISSUE = {
    "organisaties": "org_id;naam;soort;gm_code;lat;lon;kvk_nummer;website;leefgebieden;doelgroepen;fasen;capaciteit;"
    "wachtdagen;sbi_code;omvang;bron;peildatum;geldig_van;geldig_tot",
    "relaties": "van_org_id;naar_org_id;soort;frequentie;formeel;vertrouwen;waarde;gemeld_door;laatst_contact;fase;"
    "bron;geldig_van;geldig_tot",
    "doorverwijzingen": "casus;datum;van_org_id;naar_org_id;fase_van;fase_naar;leefgebied;doelgroep;overdracht;"
    "ontvangen_op;eerste_contact;uitkomst;teruggekoppeld_op",
}


def table(header: str) -> Table:
    upload = text_file("a.csv", header)
    return read_tables(Source(upload.name, None, upload.content))[0]


def refused(header: str, chosen: str | None = None) -> Problem:
    with pytest.raises(FileRefused) as error:
        recognise(table(header), SCHEMA, chosen)
    return error.value.problem


@pytest.mark.parametrize("name", ORDER)
def test_the_columns_stand_in_the_agreed_order(name: str) -> None:
    ours = [column.header.nl for column in templates(SCHEMA)[name].columns]
    agreed = ISSUE[name].split(";")
    assert [column for column in ours if column in agreed] == agreed


@pytest.mark.parametrize("name", ORDER)
@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_template_is_recognised_by_its_own_header_in_any_order(name: str, language: str) -> None:
    header = [column.header[language] for column in templates(SCHEMA)[name].columns]
    assert recognise(table(";".join(reversed(header))), SCHEMA).name == name


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ("ORG_ID; Naam ;Soort", "organisaties"),
        ("id,name,type", "organisaties"),
        ("source,target,type", "relaties"),
        ("from,to,kind", "relaties"),
        ("case,date,from,to", "doorverwijzingen"),
        ("Casus ID;Datum;Van org-id;Naar org-id", "doorverwijzingen"),
        ("case,date,from,to,type", "doorverwijzingen"),
        ("id,name,kind,source,target", "relaties"),
    ],
)
def test_names_may_be_written_in_many_ways(header: str, name: str) -> None:
    assert recognise(table(header), SCHEMA).name == name


def test_a_missing_column_is_named() -> None:
    problem = refused("van_org_id;naar_org_id;frequentie")
    assert (problem.key, problem.values["template"]) == ("problems.columns_missing", "relaties")
    assert problem.values["missing"] == ("soort",)


def test_unknown_columns_say_what_was_expected_and_repeat_nothing() -> None:
    problem = refused("Jan de Vries;123456782")
    assert problem.key == "problems.template_unknown"
    assert "Jan" not in str(problem)


def test_an_explicit_choice_goes_before_recognition() -> None:
    header = "case,date,from,to,type"
    assert recognise(table(header), SCHEMA, "relaties").name == "relaties"
    assert refused("org_id;naam;soort", "doorverwijzingen").key == "problems.columns_missing"


@pytest.mark.parametrize("header", ["org_id;naam;soort;name", "org_id;naam;soort;kleur;Kleur", "id;org_id;naam;soort"])
def test_a_column_that_stands_twice_refuses_the_table(header: str) -> None:
    assert refused(header).key == "problems.column_twice"


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_empty_templates_are_recognised_and_hold_no_rows(language: str, store: object) -> None:
    files = template_files(SCHEMA, language)
    uploads = [Upload(name, content) for name, content in files.items() if name.endswith(".csv")]
    account = read_files(uploads, store, language).account
    assert {file.template: file.read for file in account.files} == dict.fromkeys(ORDER, 0)
    assert account.clean


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_example_rows_would_be_accepted(language: str, store: object) -> None:
    uploads = [text_file("orgs.csv", "id;name;kind", "oss-jongerenloket;Jongerenloket;jongerenloket")]
    for name, template in templates(SCHEMA).items():
        row = example_row(template, SCHEMA, language)
        uploads.append(text_file(f"{name}.csv", ";".join(row), ";".join(row.values())))
    account = read_files(uploads, store, language, today=TODAY).account
    assert (account.problems, account.total("new")) == ((), 4)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_explanation_names_every_column(language: str) -> None:
    files = template_files(SCHEMA, language)
    texts = {name: content.decode("utf-8-sig") for name, content in files.items() if name.endswith(".txt")}
    for template in templates(SCHEMA).values():
        (text,) = (text for name, text in texts.items() if name.startswith(template.name))
        assert all(f"{column.header[language]} - " in text for column in template.columns)
