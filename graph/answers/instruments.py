"""The instruments for one person and one job, month by month."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from graph.answers.common import VERSION, plain, vars_of
from graph.instruments import NOTICE, PARTIES, BadCase, Job, Line, Person, month_wage, plan
from graph.texts import Texts, number

MOST_MONTHS = 120


def case_asked(asked: Mapping[str, Any], today: date) -> tuple[tuple[Person, Job], int]:
    """Person, job and number of months from the words of the command line. Raises :class:`BadCase`."""
    person = Person(
        age=asked["age"],
        work_capacity=asked["work_capacity"],
        benefit=asked["benefit"],
        register=asked["register"],
        declarations=frozenset(asked["declaration"]),
        qualified=asked["qualified"],
    )
    job = Job(
        start=asked["date"] or today,
        hours_week=asked["hours"],
        wage_hour=asked["wage"],
        coach=not asked["no_coach"],
        **{name: asked[name] for name in ("trial_months", "measured_after", "adaptation")},
        **{name: asked[name] for name in ("learning", "bbl", "public_contract")},
    )
    if not 1 <= asked["months"] <= MOST_MONTHS:
        raise BadCase("instruments.bad_months", value=asked["months"], low=1, high=MOST_MONTHS)
    return (person, job), asked["months"]


def instruments_answer(person: Person, job: Job, months: int, say: Texts) -> dict[str, Any]:
    """Every line of the first ``months`` months, and what each party receives less what it pays."""
    found = plan(person, job, months)
    balance = dict.fromkeys(PARTIES, 0.0)
    for line in (line for lines in found for line in lines):
        balance[line.payee] += line.paid
        balance[line.payer] -= line.paid
    scope = vars_of(person) | vars_of(job)
    scope["declarations"] = sorted(person.declarations)
    return {
        "version": VERSION,
        "scope": plain(scope),
        "summary": {
            "notice": say(NOTICE),
            "ahead": any(line.ahead for lines in found for line in lines),
            "wage": round(sum(month_wage(person, job, month) for month in range(months)), 2),
            **{party: round(amount, 2) for party, amount in balance.items() if amount},
        },
        "months": [
            {
                "month": month + 1,
                "day": job.day(month).isoformat(),
                "wage": round(month_wage(person, job, month), 2),
                "lines": [_line(line, say) for line in lines],
            }
            for month, lines in enumerate(found)
        ],
    }


def _line(line: Line, say: Texts) -> dict[str, Any]:
    one, version = line.instrument, line.version
    return {
        "instrument": one.code,
        "name": one.label[say.language],
        "kind": one.kind,
        "euro": None if line.euro is None else round(line.euro, 2),
        "parts": {name: round(amount, 2) for name, amount in line.parts},
        "payer": line.payer,
        "payee": line.payee,
        "condition": version.condition[say.language],
        "duty": one.duty[say.language],
        "decides": one.decides[say.language],
        "law": version.law,
        "source": version.source[say.language],
        "mark": version.mark,
        "valid_from": version.valid_from.isoformat(),
        "valid_until": plain(version.valid_until),
    }


def instruments_table(answer: Mapping[str, Any], say: Texts) -> list[dict[str, Any]]:
    """The lines of every month as rows to read."""
    return [
        {
            "month": month["month"],
            "day": month["day"],
            "instrument": line["name"],
            "euro": say("instruments.no_amount") if line["euro"] is None else number(line["euro"], say.language, 2),
            "kind": say(f"instruments.kind_{line['kind']}"),
            "payer": say(f"instruments.party_{line['payer']}"),
            "payee": say(f"instruments.party_{line['payee']}"),
        }
        for month in answer["months"]
        for line in month["lines"]
    ]


def rules_of(answer: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The line of each rule that applies, once per version: its condition, duty, who decides and source."""
    lines = {(line["instrument"], line["valid_from"]): line for month in answer["months"] for line in month["lines"]}
    return list(lines.values())


def instruments_words(answer: Mapping[str, Any], say: Texts) -> Iterator[str]:
    """Condition, duty and who decides of every instrument in the answer, each once, and what to keep in mind."""
    lines = rules_of(answer)
    if not lines:
        yield say("instruments.nothing")
    for line in lines:
        yield f"\n{line['name']} ({line['law']})"
        for part in ("condition", "duty", "decides"):
            yield f"  {say(f'instruments.{part}')}: {line[part]}"
    if answer["summary"]["ahead"]:
        yield say("instruments.ahead")
