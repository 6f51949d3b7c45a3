# ruff: noqa: T201 - a command line answers by printing
"""``python -m loaders``: check, import, estimates, export, restore, templates, generate, dictionary, process.

For scripts and servers.

Answers go to stdout (with ``--json`` as stable JSON with a version), problems to stderr. Exit codes:
0 done, 1 bad input, 2 wrong call, 3 store unavailable.
"""

from __future__ import annotations

import argparse
import getpass
import json
import sys
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from graph import answers
from graph.arguments import language
from graph.network import Scope
from graph.problems import BadAddress, KetenkaartError, StoreUnavailable
from graph.progress import Progress
from graph.schema import DATA, LANGUAGES, load_schema
from graph.store.address import StoreAddress
from graph.store.contract import GraphStore
from graph.store.open import open_store, store_address
from graph.texts import Texts, texts
from loaders.account import COUNTS, VERSION, Account, as_json
from loaders.backup import write_backup
from loaders.dictionary import PAGE, write_dictionary
from loaders.estimates import Columns, NoEstimate, keep_estimates, recognised
from loaders.event_log import Columns as LogColumns
from loaders.event_log import read_event_log
from loaders.exporting import FORMS, export_files
from loaders.generate import region
from loaders.importing import ImportFailed, accept, read_files
from loaders.indicators import read_indicators
from loaders.instrument_page import write_instrument_page
from loaders.restoring import restore
from loaders.tables import FileRefused, source_of
from loaders.template_files import template_files
from loaders.templates import ORDER

DONE, BAD_INPUT, WRONG_CALL, UNAVAILABLE = range(4)
BACKUP = "backup"


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command and answer its exit code."""
    given = list(sys.argv[1:] if argv is None else argv)
    if given[:1] == ["generate"]:
        return _generate(given[1:])
    say = texts(language(given))
    asked = _parser(say).parse_args(given)
    try:
        with ExitStack() as stack:
            return int(asked.run(asked, say, stack))
    except (KetenkaartError, FileRefused) as error:
        print(_sentence(error, say), file=sys.stderr)
        return _exit_code(error)
    except OSError as error:
        print(say("loaders.cannot_write", name=error.filename or "", cause=error.strerror or ""), file=sys.stderr)
        return BAD_INPUT


def _exit_code(error: BaseException | None) -> int:
    if isinstance(error, StoreUnavailable):
        return UNAVAILABLE
    if isinstance(error, BadAddress):
        return WRONG_CALL
    return _exit_code(error.__cause__) if isinstance(error, ImportFailed) else BAD_INPUT


def _sentence(error: KetenkaartError | FileRefused, say: Texts) -> str:
    return say.problem(error.problem) if isinstance(error, FileRefused) else say.error(error)


def _parser(say: Texts) -> argparse.ArgumentParser:
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--json", action="store_true", help=say("loaders.help_json"))
    common.add_argument("--language", choices=LANGUAGES, default=LANGUAGES[0], help=say("loaders.help_language"))
    store = argparse.ArgumentParser(add_help=False)
    store.add_argument("--store", metavar="URL", help=say("loaders.help_store"))
    files = argparse.ArgumentParser(add_help=False)
    files.add_argument("files", nargs="+", type=Path, metavar="FILE", help=say("loaders.help_files"))
    files.add_argument("--template", choices=ORDER, help=say("loaders.help_template"))

    parser = argparse.ArgumentParser(
        prog="python -m loaders", description=say("loaders.help"), epilog=say("loaders.help_exit")
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def command(name: str, run: Any, *parents: argparse.ArgumentParser) -> argparse.ArgumentParser:
        about = say(f"loaders.help_{name}")
        added = commands.add_parser(name, help=about, description=about, parents=[*parents, common])
        added.set_defaults(run=run)
        return added

    command("check", _check, files, store)
    importing = command("import", _import, files, store)
    importing.add_argument("--all-or-nothing", action="store_true", help=say("loaders.help_all_or_nothing"))
    importing.add_argument("--who", default=None, help=say("loaders.help_who"))
    estimating = command("estimates", _estimates, store)
    estimating.add_argument("file", type=Path, metavar="FILE", help=say("estimates.help_file"))
    for role in ("column", "low", "high"):
        estimating.add_argument(f"--{role}", metavar="COLUMN", help=say(f"estimates.help_{role}"))
    estimating.add_argument("--on", type=_day, metavar="YYYY-MM-DD", help=say("estimates.help_on"))
    estimating.add_argument("--who", default=None, help=say("loaders.help_who"))
    exporting = command("export", _export, store)
    exporting.add_argument("--format", choices=(*FORMS, BACKUP), default="csv", help=say("loaders.help_format"))
    exporting.add_argument("--region", action="append", default=[], metavar="AMxx", help=say("loaders.help_region"))
    exporting.add_argument("--out", type=Path, default=Path(), metavar="FOLDER", help=say("loaders.help_out"))
    restoring = command("restore", _restore, store)
    restoring.add_argument("folder", type=Path, metavar="FOLDER", help=say("loaders.help_copy"))
    restoring.add_argument("--who", default=None, help=say("loaders.help_who"))
    empty = command("templates", _templates)
    empty.add_argument("--out", type=Path, default=Path(), metavar="FOLDER", help=say("loaders.help_out"))
    command("dictionary", _dictionary).add_argument("--out", type=Path, default=PAGE, metavar="FILE")
    walking = command("process", _process)
    walking.add_argument("file", type=Path, metavar="FILE", help=say("loaders.help_log"))
    walking.add_argument("--case", required=True, metavar="COLUMN", help=say("loaders.help_case"))
    what = walking.add_mutually_exclusive_group(required=True)
    what.add_argument("--activity", metavar="COLUMN", help=say("loaders.help_activity"))
    what.add_argument("--organisation", dest="activity", metavar="COLUMN", help=say("loaders.help_organisation"))
    walking.add_argument("--time", required=True, metavar="COLUMN", help=say("loaders.help_time"))
    commands.add_parser("generate", help=say("loaders.help_generate"), add_help=False)
    return parser


def _check(asked: argparse.Namespace, say: Texts, stack: ExitStack) -> int:
    _must_exist(asked.files, say)
    store = _existing_store(asked.store, stack) or _empty_store(stack)
    with Progress(say("loaders.rows")) as progress:
        preview = read_files(asked.files, store, say.language, template=asked.template, progress=progress)
    return _answer_account(preview.account, asked, say, "loaders.checked")


def _import(asked: argparse.Namespace, say: Texts, stack: ExitStack) -> int:
    _must_exist(asked.files, say)
    store = stack.enter_context(open_store(asked.store))
    with Progress(say("loaders.rows")) as progress:
        preview = read_files(asked.files, store, say.language, template=asked.template, progress=progress)
        if asked.all_or_nothing and not preview.account.clean:
            print(say("loaders.nothing_imported"), file=sys.stderr)
            return _answer_account(preview.account, asked, say, "loaders.checked")
        account = accept(preview, store, asked.who or _user(), progress=progress)
    return _answer_account(account, asked, say, "loaders.imported")


def _estimates(asked: argparse.Namespace, say: Texts, stack: ExitStack) -> int:
    """Estimates per municipality out of a table of somebody else, beside the municipalities of the store."""
    _must_exist([asked.file], say)
    table = read_indicators(source_of(asked.file))
    columns = Columns(asked.column, asked.low, asked.high) if asked.column else recognised(table)
    if columns is None:
        raise NoEstimate("estimates.not_recognised", columns=", ".join(table.figures))
    store = stack.enter_context(open_store(asked.store))
    places, receipt = keep_estimates(store, table, columns, asked.on, asked.who or _user())
    for problem in table.notices:
        print(say.problem(problem), file=sys.stderr)
    if asked.json:
        told = {"people": columns.people, "low": columns.low, "high": columns.high}
        _print_json({"version": VERSION, "municipalities": places, "columns": told, "revision": receipt.revision})
    else:
        print(say("estimates.kept", count=places, name=columns.people))
    return DONE


def _day(text: str) -> date:
    return date.fromisoformat(text)


def _export(asked: argparse.Namespace, say: Texts, stack: ExitStack) -> int:
    store = _existing_store(asked.store, stack)
    if store is None:
        raise StoreUnavailable("loaders.no_store")
    if asked.format == BACKUP:
        with Progress(say("loaders.rows")) as progress:
            backup = write_backup(store, asked.out, say.language, progress=progress)
        if backup.left_out:
            print(say("loaders.left_out", count=backup.left_out), file=sys.stderr)
        paths = (*backup.paths, *((backup.kept_path,) if backup.kept_path else ()))
        return _answer_files(paths, asked, left_out=backup.left_out)
    network = store.snapshot(Scope(regions=tuple(asked.region)))
    return _answer_files(_write(asked.out, export_files(network, asked.format, say.language)), asked)


def _restore(asked: argparse.Namespace, say: Texts, stack: ExitStack) -> int:
    """A full copy back into an empty store."""
    store = stack.enter_context(open_store(asked.store))
    with Progress(say("loaders.rows")) as progress:
        found = restore(store, asked.folder, asked.who or _user(), say.language, progress=progress)
    print(say("loaders.restored_kept", count=found.kept), file=sys.stderr)
    return _answer_account(found.account, asked, say, "loaders.imported")


def _templates(asked: argparse.Namespace, say: Texts, _: ExitStack) -> int:
    return _answer_files(_write(asked.out, template_files(load_schema(), say.language)), asked)


def _dictionary(asked: argparse.Namespace, _say: Texts, _: ExitStack) -> int:
    more = (write_instrument_page(),) if asked.out == PAGE else ()
    return _answer_files((write_dictionary(load_schema(), asked.out), *more), asked)


def _process(asked: argparse.Namespace, say: Texts, _: ExitStack) -> int:
    """The process in an event log of somebody else; nothing of it is stored."""
    _must_exist([asked.file], say)
    found = read_event_log(source_of(asked.file), LogColumns(asked.case, asked.activity, asked.time))
    for problem in found.problems:
        print(say.problem(problem), file=sys.stderr)
    answer = answers.log_answer(found.log, asked.file.name)
    answer["read"], answer["rejected"] = found.read, found.rejected
    if asked.json:
        _print_json(answers.plain(answer))
    else:
        print(say("loaders.log_read", read=found.read, rejected=found.rejected))
        for road in answer["variants"]["roads"]:
            print(f"{road['people']}\t{' > '.join(road['steps'])}")
    return BAD_INPUT if found.rejected else DONE


def _generate(rest: list[str]) -> int:
    """The generator has a command line of its own; the demo region has a fixed place."""
    return region.main([str(DATA / "demo"), *rest] if rest == ["--demo"] else rest)


def _must_exist(files: Sequence[Path], say: Texts) -> None:
    missing = [str(path) for path in files if not path.is_file()]
    if missing:
        print(say("loaders.no_file", name=", ".join(missing)), file=sys.stderr)
        raise SystemExit(WRONG_CALL)


def _existing_store(address: str | None, stack: ExitStack) -> GraphStore | None:
    """The store, without making the file of an embedded one that is not there; None then."""
    where = StoreAddress.parse(address) if address else store_address()
    if where.path is not None and not where.path.exists():
        return None
    return stack.enter_context(open_store(address))


def _empty_store(stack: ExitStack) -> GraphStore:
    folder = stack.enter_context(TemporaryDirectory())
    return stack.enter_context(open_store(f"sqlite:///{Path(folder).as_posix()}/empty.db"))


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a container may have no name for its user
        return "python -m loaders"


def _write(folder: Path, files: Mapping[str, bytes]) -> tuple[Path, ...]:
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return tuple(folder / name for name in files)


def _answer_account(account: Account, asked: argparse.Namespace, say: Texts, headline: str) -> int:
    for problem in account.problems:
        print(say.problem(problem), file=sys.stderr)
    if asked.json:
        _print_json(as_json(account, say.language))
    else:
        print(say(headline, **{name: account.total(name) for name in COUNTS}))
    return DONE if account.clean else BAD_INPUT


def _answer_files(paths: Sequence[Path], asked: argparse.Namespace, **more: object) -> int:
    if asked.json:
        _print_json({"version": VERSION, "files": [str(path) for path in paths], **more})
    else:
        for path in paths:
            print(path)
    return DONE


def _print_json(answer: Mapping[str, Any]) -> None:
    print(json.dumps(answer, ensure_ascii=True, indent=2))


if __name__ == "__main__":
    sys.exit(main())
