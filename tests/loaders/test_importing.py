"""Importing: every row accounted for, nothing written before a person agrees, all or nothing."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from graph.problems import StoreUnavailable
from graph.records import Batch, Entity, Relation
from graph.schema import DATA
from graph.store.contract import Receipt
from graph.store.embedded import EmbeddedStore
from loaders.account import Account, as_json
from loaders.importing import ImportFailed, Preview, accept, read_files
from loaders.tables import FileRefused
from tests.support.files import TODAY, Upload, account_of, keys, text_file, workbook

ORGS = text_file(
    "organisaties.csv",
    "org_id;naam;soort;gm_code;leefgebieden;capaciteit",
    "o1;Gemeente Oss;gemeente;GM0828;wonen|werk;12",
    "o2;De Sleutel;Praktijkonderwijs (PrO);828;;",
    "o3;Werkplaats;Employer;;;",
)
RELS = text_file(
    "relaties.csv",
    "van_org_id;naar_org_id;soort;gemeld_door;frequentie;geldig_van",
    "o1;o2;samenwerking;beide;12,5;",
    "o1;o3;samenwerking;naar;;",
    "o2;o3;samenwerking;;;",
    "o1;GM0828;levert aan;;;01-01-2024",
)
REFS = text_file(
    "doorverwijzingen.csv",
    "casus;datum;van_org_id;naar_org_id;uitkomst;ontvangen_op",
    "K-1;01-03-2025;o2;o1;afgerond;03-03-2025",
    "NA;2025-03-01;o2;o1;;",
)
ALL = (REFS, RELS, ORGS)


def look(store: Any, *uploads: Any, **options: Any) -> Preview:
    return read_files(uploads, store, "nl", today=TODAY, **options)


def take(store: Any, *uploads: Any, **options: Any) -> Account:
    return accept(look(store, *uploads, **options), store, "tester")


def organisations(*rows: str, header: str = "org_id;naam;soort;gm_code", name: str = "o.csv") -> Upload:
    return text_file(name, header, *rows)


def referrals(*rows: str, header: str = "casus;datum;van_org_id;naar_org_id;uitkomst") -> Upload:
    return text_file("d.csv", header, *rows)


def totals(account: Account) -> dict[str, int]:
    return {name: account.total(name) for name in ("read", "new", "changed", "unchanged", "rejected")}


# What comes in


def test_files_may_refer_to_each_other_in_any_order(store: EmbeddedStore) -> None:
    account = take(store, *ALL)
    assert account.problems == ()
    assert totals(account) == {"read": 9, "new": 9, "changed": 0, "unchanged": 0, "rejected": 0}


def test_looking_writes_nothing(store: EmbeddedStore) -> None:
    assert look(store, *ALL).account.total("new") == 9
    assert (store.revision(), store.counts().entities) == (0, 0)


def test_importing_twice_changes_nothing(store: EmbeddedStore) -> None:
    take(store, *ALL)
    before = store.revision()
    again = take(store, *ALL)
    assert totals(again) == {"read": 9, "new": 0, "changed": 0, "unchanged": 9, "rejected": 0}
    assert (store.revision(), again.changes, again.places) == (before, (), 0)


def test_what_was_looked_at_is_what_is_done(store: EmbeddedStore) -> None:
    preview = look(store, *ALL)
    assert accept(preview, store, "tester").files == preview.account.files


def test_codes_labels_dates_and_numbers_become_values(store: EmbeddedStore) -> None:
    take(store, *ALL)
    o1, o2, o3 = store.get("entity", ("o1", "o2", "o3"))
    assert isinstance(o1, Entity)
    assert dict(o1.properties) == {"gm_code": "GM0828", "life_domains": ("werk", "wonen"), "capacity": 12}
    assert (o2.kind, o3.kind) == ("pro", "werkgever")  # type: ignore[union-attr]
    (event,) = store.get("referral", ("K-1|2025-03-01|o2|o1",))
    assert dict(event.properties) == {"outcome": "afgerond", "received_on": date(2025, 3, 3)}


def test_who_reports_a_collaboration_is_its_source(store: EmbeddedStore) -> None:
    take(store, *ALL)
    claims = {(r.source, r.target) for r in store.snapshot().relations_of("samenwerking")}
    assert claims == {("o1", "o2"), ("o2", "o1"), ("o3", "o1"), ("o2", "o3")}


def test_a_municipality_brings_its_area_and_region(store: EmbeddedStore) -> None:
    account = take(store, ORGS)
    assert {e.id for e in store.snapshot().entities} == {"o1", "o2", "o3", "GM0828", "AM27", "RMC36"}
    assert account.places == 5


def test_an_empty_cell_keeps_what_the_store_has(store: EmbeddedStore) -> None:
    take(store, ORGS)
    account = take(store, organisations("o1;Gemeente Oss;gemeente;"))
    assert account.total("unchanged") == 1
    (o1,) = store.get("entity", ("o1",))
    assert o1.properties["gm_code"] == "GM0828"


def test_a_changed_cell_is_a_changed_row(store: EmbeddedStore) -> None:
    take(store, ORGS)
    assert totals(take(store, organisations("o1;Oss;gemeente;", "o4;X;uwv;"))) == {
        "read": 2, "new": 1, "changed": 1, "unchanged": 0, "rejected": 0,
    }  # fmt: skip


def test_a_row_of_which_one_claim_is_new_is_changed(store: EmbeddedStore) -> None:
    header = "van;naar;soort;gemeld_door"
    take(store, ORGS, text_file("r.csv", header, "o1;o2;samenwerking;van"))
    assert account_of(store, text_file("r.csv", header, "o1;o2;samenwerking;beide")).changed == 1


def test_extra_columns_are_kept_as_text_and_reported(store: EmbeddedStore) -> None:
    upload = organisations("o1;Oss;gemeente;;Rood;7;x", header="org_id;naam;soort;gm_code;Kleur;Aantal FTE;type_")
    account = take(store, upload)
    assert account.files[0].extra_columns == ("Kleur", "Aantal FTE", "type_")
    assert keys(account.problems, "notice") == [("extra_columns", None, None)]
    (o1,) = store.get("entity", ("o1",))
    assert dict(o1.properties) == {"kleur": "Rood", "aantal_fte": "7", "type_": "x"}


def test_an_extra_column_cannot_pass_for_a_field_of_a_record(store: EmbeddedStore) -> None:
    take(store, ORGS, text_file("r.csv", "van;naar;soort;id;naam", "o1;o2;samenwerking;7;Jet"))
    (claim,) = store.get("relation", ("samenwerking|o1|o2",))
    assert dict(claim.properties) == {"extra_id": "7", "naam": "Jet"}


def test_a_column_that_does_not_belong_to_the_kind_is_kept_and_told(store: EmbeddedStore) -> None:
    account = take(store, ORGS, text_file("r.csv", "van;naar;soort;frequentie", "o1;o2;levert_aan;3"))
    assert keys(account.problems, "notice") == [("column_stray", None, "frequentie")]
    assert [r.properties["frequency"] for r in store.snapshot().relations_of("levert_aan")] == [3]


def test_kinds_of_other_classes_have_their_own_columns(store: EmbeddedStore) -> None:
    upload = organisations("p1;Plek in de keuken;plek;;entree;3", header="org_id;naam;soort;gm_code;niveau;plaatsen")
    assert take(store, upload).problems == ()
    (plek,) = store.get("entity", ("p1",))
    assert dict(plek.properties) == {"level": "entree", "places": 3}


def test_all_sheets_of_a_workbook_come_in_and_other_sheets_are_left_out(store: EmbeddedStore) -> None:
    upload = workbook(
        {
            "Verwijzingen": [["casus", "datum", "van", "naar"], ["K-1", date(2025, 3, 1), "o1", "o2"]],
            "Toelichting": [["Dit bestand is van ons."]],
            "Organisaties": [["org_id", "naam", "soort"], ["o1", "Oss", "gemeente"], ["o2", "X", "pro"]],
        }
    )
    account = take(store, upload)
    assert {(f.sheet, f.template, f.new) for f in account.files} == {
        ("Verwijzingen", "doorverwijzingen", 1),
        ("Organisaties", "organisaties", 2),
        ("Toelichting", None, 0),
    }
    assert keys(account.problems, "notice") == [("sheet_left_out", None, None)]
    assert account.clean


def test_the_demo_region_comes_in_whole(store: EmbeddedStore) -> None:
    account = take(store, *sorted((DATA / "demo").glob("*.csv")))
    assert (account.problems, account.total("rejected")) == ((), 0)
    assert account.total("read") == account.total("new") > 7000


# What does not come in


def test_every_row_is_accounted_for(store: EmbeddedStore) -> None:
    take(store, organisations("o1;Oss;gemeente;"))
    upload = organisations("o1;Oss;gemeente;", "o2;X;pro;", "o3;X;raar;", "o1;Oss;gemeente;", "o2;Y;pro;", "o4;;pro;")
    account = account_of(store, upload)
    assert (account.read, account.new, account.changed, account.unchanged, account.rejected) == (6, 1, 0, 2, 3)


@pytest.mark.parametrize(
    ("row", "key", "column"),
    [
        (";Oss;gemeente;", "cell_empty", "org_id"),
        ("o1;;gemeente;", "cell_empty", "naam"),
        ("o1;Oss;;", "cell_empty", "soort"),
        ("o1;Oss;koffietent;", "unknown_kind", "soort"),
        ("o1;Oss;gemeente;Oss", "not_municipality", "gm_code"),
        ("o1;Oss;gemeente;GM9999", "unknown_municipality", "gm_code"),
        ("o|1;Oss;gemeente;", "bad_id_character", "org_id"),
        ("GM0828;Oss;gemeente;", "id_of_area", "org_id"),
        ("o1;Oss;gemeente;;x", "row_too_long", None),
    ],
)
def test_an_organisation_that_is_not_right_says_why(store: EmbeddedStore, row: str, key: str, column: str) -> None:
    account = account_of(store, organisations(row))
    assert (account.rejected, keys(account.problems)) == (1, [(key, 2, column)])


@pytest.mark.parametrize(
    ("row", "key", "column"),
    [
        ("o1;o9;samenwerking;;", "unknown_end", "naar"),
        ("o9;o1;samenwerking;;", "unknown_end", "van"),
        ("o1;o1;samenwerking;;", "same_ends", "naar"),
        ("o1;GM0828;samenwerking;;", "wrong_end", "naar"),
        ("o1;o2;vriendschap;;", "unknown_relation", "soort"),
        ("o1;o2;samenwerking;wij;", "unknown_code", "gemeld_door"),
        ("o1;o2;samenwerking;;5", "out_of_range", "vertrouwen"),
    ],
)
def test_a_relation_that_is_not_right_says_why(store: EmbeddedStore, row: str, key: str, column: str) -> None:
    account = account_of(store, ORGS, text_file("r.csv", "van;naar;soort;gemeld_door;vertrouwen", row))
    assert (account.rejected, keys(account.problems)) == (1, [(key, 2, column)])


@pytest.mark.parametrize(
    ("row", "key", "column"),
    [
        ("K-1;2025-02-30;o1;o2;", "not_date", "datum"),
        ("K-1;2025-03-01;o1;o9;", "unknown_end", "naar_org_id"),
        ("K-1;2025-03-01;o1;o2;misschien", "unknown_code", "uitkomst"),
        ("123456782;2025-03-01;o1;o2;", "personal_bsn", "casus"),
        ("Jan de Vries;2025-03-01;o1;o2;", "personal_name", "casus"),
        ("jan@voorbeeld.nl;2025-03-01;o1;o2;", "personal_email", "casus"),
        ("K-1;1985-03-01;o1;o2;", "personal_birth_date", "datum"),
        ("K-1;2025-03-01;o1;123456782;", "personal_bsn", "naar_org_id"),
        ("K-1;2025-03-01;o1;o2;Jan de Vries", "personal_name", "uitkomst"),
    ],
)
def test_a_referral_that_is_not_right_says_why(store: EmbeddedStore, row: str, key: str, column: str) -> None:
    account = account_of(store, ORGS, referrals(row))
    assert (account.rejected, keys(account.problems)) == (1, [(key, 2, column)])


def test_dates_before_the_referral_are_refused_as_late_or_as_a_birth_date(store: EmbeddedStore) -> None:
    header = "casus;datum;van_org_id;naar_org_id;ontvangen_op"
    rows = ("K-1;2025-03-01;o1;o2;2025-02-28", "K-2;2025-03-01;o1;o2;2004-05-06")
    account = account_of(store, ORGS, referrals(*rows, header=header))
    column = "ontvangen_op"
    assert keys(account.problems) == [("date_too_early", 2, column), ("personal_birth_date", 3, column)]


@pytest.mark.parametrize("secret", ["123456782", "Jan de Vries", "jan@voorbeeld.nl", "06-12345678", "2001-02-03"])
def test_personal_data_are_never_repeated(store: EmbeddedStore, secret: str) -> None:
    header = "casus;datum;van_org_id;naar_org_id;uitkomst;leefgebied;ontvangen_op;notitie"
    rows = [f"{secret};2025-03-01;o1;o2;;;;"] + [
        f"K-{at};2025-03-01;o1;o2;" + ";".join(secret if place == at else "" for place in range(4)) for at in range(4)
    ]
    rows += [f"K-5;2025-03-01;{secret};o2;;;;", f"K-6;{secret};o1;o2;;;;"]
    preview = look(store, ORGS, referrals(*rows, header=header))
    said = [line for line in preview.sentences if "d.csv" in line]
    assert len(said) >= len(rows) - 1
    assert not [line for line in said if secret in line]
    assert secret not in str(as_json(preview.account, "en"))


@pytest.mark.parametrize("header", ["geboortedatum", "BSN", "Naam", "naam kandidaat", "e-mail"])
def test_a_column_about_persons_refuses_the_file_of_referrals(store: EmbeddedStore, header: str) -> None:
    account = account_of(store, ORGS, referrals("K-1;2025-03-01;o1;o2;", header=f"casus;datum;van;naar;{header}"))
    assert (account.refused, keys(account.problems)) == (True, [("personal_column", 1, header)])


def test_a_header_that_is_itself_personal_is_not_repeated(store: EmbeddedStore) -> None:
    preview = look(store, ORGS, referrals("K-1;2025-03-01;o1;o2;", header="casus;datum;van;naar;123456782"))
    assert [p.key for p in preview.account.problems] == ["problems.personal_header_value"]
    assert "123456782" not in " ".join(preview.sentences)


def test_a_column_of_contact_persons_refuses_a_file_of_organisations(store: EmbeddedStore) -> None:
    account = account_of(store, organisations("o1;Oss;gemeente;Jet", header="org_id;naam;soort;contactpersoon"))
    assert keys(account.problems) == [("personal_column", 1, "contactpersoon")]


def test_a_note_is_never_about_a_person(store: EmbeddedStore) -> None:
    upload = organisations(
        "n1;Notitie;notitie;Bel Fatima over haar stage;", "n2;Notitie;notitie;Warme overdracht;Jan de Vries",
        "n3;Notitie;notitie;Warme overdracht;regiocoördinator",
        header="org_id;naam;soort;tekst;functie_schrijver",
    )  # fmt: skip
    account = account_of(store, upload)
    assert keys(account.problems) == [("personal_name", 2, "tekst"), ("personal_name", 3, "functie_schrijver")]
    assert account.new == 1


def test_candidates_and_contact_points_have_no_names(store: EmbeddedStore) -> None:
    upload = organisations(
        "K-1;K-1;kandidaat;;", "K-2;Jan de Vries;kandidaat;;", "c1;Jan de Vries;contactpunt;;",
        "c2;Jan de Vries;contactpunt;ja;Jan de Vries", "c3;Transitiecoach;contactpunt;;",
        header="org_id;naam;soort;toestemming;persoonsnaam",
    )  # fmt: skip
    account = account_of(store, upload)
    assert keys(account.problems) == [("personal_name", 3, "naam"), ("personal_name", 4, "naam")]
    assert account.new == 3


def test_a_row_that_comes_twice_counts_once_and_one_that_contradicts_is_rejected(store: EmbeddedStore) -> None:
    first = organisations("o1;Oss;gemeente;", "o1;Oss;gemeente;", name="a.csv")
    second = organisations("o1;Boxtel;gemeente;", name="b.csv")
    preview = look(store, first, second)
    assert keys(preview.account.problems, "notice") == [("row_repeated", 3, None)]
    assert keys(preview.account.problems) == [("row_contradicts", 2, None)]
    assert "rij 2 van a.csv" in preview.sentences[1]


def test_both_sides_of_a_claim_count_as_one_identity(store: EmbeddedStore) -> None:
    header = "van;naar;soort;gemeld_door;frequentie"
    upload = text_file(
        "r.csv", header, "o1;o2;samenwerking;van;3", "o2;o1;samenwerking;naar;3", "o2;o1;samenwerking;naar;4"
    )
    account = account_of(store, ORGS, upload)
    assert (account.new, account.unchanged, account.rejected) == (1, 1, 1)


def test_a_kind_cannot_change(store: EmbeddedStore) -> None:
    take(store, ORGS)
    assert keys(account_of(store, organisations("o1;Oss;pro;")).problems) == [("kind_changed", 2, "soort")]


def test_a_file_that_breaks_half_way_is_refused_whole_and_so_is_what_refers_to_it(store: EmbeddedStore) -> None:
    broken = text_file("o.csv", "org_id;naam;soort", *(f"o{n};X;pro" for n in range(6000)), 'o9999;"X;pro', "o1;X;pro")
    preview = look(store, broken, referrals("K-1;2025-03-01;o1;o2;"))
    orgs, refs = preview.account.files
    assert (orgs.refused, orgs.read, keys(orgs.problems)) == (True, 0, [("quote_open", 6002, None)])
    assert (refs.rejected, {key for key, _, _ in keys(refs.problems)}) == (1, {"unknown_end"})


def test_a_cell_below_a_column_without_a_name_is_refused(store: EmbeddedStore) -> None:
    upload = organisations("o1;Oss;x;gemeente", "o2;Oss;;gemeente", header="org_id;naam;;soort")
    account = account_of(store, upload)
    assert (account.new, keys(account.problems)) == (1, [("column_nameless", 2, None)])


def test_a_missing_file_is_told(store: EmbeddedStore, tmp_path: Path) -> None:
    (file,) = look(store, tmp_path / "weg.csv").account.files
    assert (file.file, keys(file.problems)) == ("weg.csv", [("file_unreadable", None, None)])


def test_problems_are_kept_up_to_a_number_and_the_rest_is_counted(
    store: EmbeddedStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("loaders.passing.MAX_PROBLEMS", 10)
    account = account_of(store, organisations(*(f"o{n};X;raar;" for n in range(25))))
    assert account.rejected == 25
    assert len(account.problems) == 11
    (more,) = (p for p in account.problems if p.key == "problems.more_problems")
    assert more.values["count"] == 15


def test_times_are_left_out_and_told(store: EmbeddedStore) -> None:
    account = account_of(store, ORGS, referrals("K-1;2025-03-01 10:20;o1;o2;"))
    assert (account.new, keys(account.problems, "notice")) == (1, [("time_left_out", None, "datum")])


def test_an_unknown_candidate_is_not_repeated(store: EmbeddedStore) -> None:
    rows = ("123456782;o3;plaatsing", "123456782;o3;samenwerking")
    account = account_of(store, ORGS, text_file("r.csv", "van;naar;soort", *rows))
    assert keys(account.problems) == [("personal_bsn", 2, "van"), ("unknown_end", 3, "van")]


def test_files_with_the_same_name_have_their_own_accounts(store: EmbeddedStore) -> None:
    account = take(store, organisations("o1;Oss;gemeente;"), organisations("o2;X;pro;", "o3;Y;pro;"))
    assert [file.new for file in account.files] == [1, 2]


# All or nothing


class Failing:
    """A store that fails at the n-th write, after which it works again."""

    def __init__(self, store: EmbeddedStore, at: int) -> None:
        self._store = store
        self._left = at

    def write(self, batch: Batch, **words: Any) -> Receipt:
        self._left -= 1
        if self._left == 0:
            raise StoreUnavailable("store.cannot_open", path="x")
        return self._store.write(batch, **words)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)


@pytest.mark.parametrize("at", range(1, 6))
def test_an_import_that_fails_half_way_leaves_nothing(store: EmbeddedStore, at: int) -> None:
    preview = look(store, *ALL)
    with pytest.raises(ImportFailed) as failed:
        accept(preview, Failing(store, at), "tester")  # type: ignore[arg-type]
    assert failed.value.key == "problems.import_undone"
    counts = store.counts()
    assert (counts.entities, counts.relations, counts.referrals) == (0, 0, 0)
    assert accept(preview, store, "tester").total("new") == 9


def test_an_import_is_one_group_of_the_journal(store: EmbeddedStore) -> None:
    account = take(store, *ALL)
    changes = store.history()
    assert {change.group for change in changes} == {account.changes[0]}
    assert {change.who for change in changes} == {"tester"}
    assert len(changes) == len(account.changes)


def test_a_file_that_changed_since_is_not_imported(store: EmbeddedStore, tmp_path: Path) -> None:
    path = tmp_path / "organisaties.csv"
    path.write_bytes(ORGS.content)
    preview = look(store, path)
    path.write_bytes(ORGS.content + b"o4;X;pro;;;\n")
    with pytest.raises(FileRefused) as refused:
        accept(preview, store, "tester")
    assert refused.value.problem.key == "problems.file_changed"
    assert store.revision() == 0


def test_the_account_as_json_has_the_agreed_form(store: EmbeddedStore) -> None:
    answer = as_json(look(store, organisations("o1;Oss;gemeente;", "o2;X;raar;")).account, "nl")
    assert {name: answer[name] for name in ("version", "read", "new", "changed", "unchanged", "rejected")} == {
        "version": 1, "read": 2, "new": 1, "changed": 0, "unchanged": 0, "rejected": 1,
    }  # fmt: skip
    assert answer["files"] == [
        {"file": "o.csv", "sheet": None, "template": "organisaties", "read": 2, "new": 1, "changed": 0, "unchanged": 0,
         "rejected": 1, "extra_columns": []}
    ]  # fmt: skip
    (problem,) = answer["problems"]
    assert problem["text"].startswith("o.csv, rij 3, kolom soort, waarde 'raar': Deze soort organisatie")
    assert (problem["row"], problem["column"], problem["value"]) == (3, "soort", "raar")


def test_relations_keep_their_period(store: EmbeddedStore) -> None:
    take(store, *ALL)
    (serves,) = store.snapshot().relations_of("levert_aan")
    assert isinstance(serves, Relation)
    assert (serves.valid_from, serves.valid_to) == (date(2024, 1, 1), None)
