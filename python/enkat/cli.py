"""The command line: `enkat validate|weight|tabulate|publish|convert`.

Results go to stdout, progress to stderr. Exit status: 0 done; 1 findings of severity error (`validate`, or any command
with `--strict`); 2 misuse, or an input that cannot be used. Never a traceback for a mistake in the input.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from enkat._core import __version__
from enkat.errors import DesignError, SurveyError

if TYPE_CHECKING:
    from enkat.checked import Checked
    from enkat.design import Design
    from enkat.survey import Survey
    from enkat.validation import Report

__all__ = ["main"]

OK, FINDINGS, MISUSE = 0, 1, 2
FORMULA = ("=", "+", "@", "\t", "\r")
LAYOUTS = "EUSurvey, LimeSurvey, Qualtrics, Google Forms, Kobo, CSV, Parquet"
DEFINITION = "notebooks/data/mentoring.survey.json"
EXPORT = "notebooks/data/mentoring-eusurvey.xlsx"


class Progress:
    """One line per step on stderr, with its time; silent with --quiet."""

    def __init__(self, *, quiet: bool) -> None:
        self._quiet = quiet

    def step(self, what: str, work: Callable[[], Any], done: Callable[[Any], str] = lambda _: "done") -> Any:
        """Runs one step and says how it went."""
        if self._quiet:
            return work()
        print(f"{what} ...", end=" ", file=sys.stderr, flush=True)
        start = time.perf_counter()
        try:
            result = work()
        except BaseException:
            print("failed", file=sys.stderr)
            raise
        print(f"{done(result)} ({time.perf_counter() - start:.1f} s)", file=sys.stderr)
        return result


# ---- the steps that the commands share -----------------------------------------------------------------------------
def report_of(args: argparse.Namespace, progress: Progress) -> tuple[Survey, Report]:
    """Loads the definition, reads the responses, validates them."""
    from enkat.survey import Survey

    survey = progress.step(f"loading {args.definition}", lambda: Survey.load(args.definition))
    responses = progress.step(f"reading {args.responses}", lambda: survey.read(args.responses, layout=args.layout))
    return survey, progress.step("validating", lambda: survey.validate(responses), lambda r: f"{count(r)} findings")


def account(checked: Checked) -> str:
    """How many records a policy accepted."""
    return f"{len(checked.accepted)} records accepted"


def count(report: Report) -> int:
    """How many findings a report has."""
    return len(report.to_dict()["findings"])


def errors(report: Report) -> int:
    """How many findings have severity error."""
    return sum(f["severity"] == "error" for f in report.to_dict()["findings"])


def design_of(args: argparse.Namespace, progress: Progress) -> tuple[Checked, Design]:
    """The accepted records and their design, raked where asked; with --strict, errors end the work."""
    survey, report = report_of(args, progress)
    if args.strict and errors(report):
        print(report.summary(), file=sys.stderr)
        raise SystemExit(FINDINGS)
    checked = progress.step("applying the default policy", lambda: report.apply(policy="default"), account)
    design = checked.accepted.design()
    if getattr(args, "rake", False):
        margins = survey.margins() if args.margins is None else read_margins(args.margins)
        design = progress.step("raking", lambda: design.rake(margins))
    return checked, design


def read_margins(path: str) -> dict[str, Any]:
    """Margins `{column: {category: target}}` from a JSON file."""
    try:
        margins: dict[str, Any] = json.loads(Path(path).read_text(encoding="utf-8"))
    except OSError as e:
        raise DesignError(f"--margins {path}: {e.strerror}; expected the path of a JSON file") from None
    except (ValueError, RecursionError) as e:  # no JSON, or no UTF-8
        raise DesignError(f"--margins {path}: {e}; expected JSON as {{question: {{code: target}}}}") from None
    return margins


def show(value: Any, as_json: bool) -> None:
    """Prints a result as text or as JSON."""
    if as_json:
        content = value.to_dict() if hasattr(value, "to_dict") else value
        print(json.dumps(content, indent=1, ensure_ascii=False, default=str))
    else:
        print(value)


# ---- the commands --------------------------------------------------------------------------------------------------
def validate(args: argparse.Namespace, progress: Progress) -> int:
    """Prints the findings; status 1 when one of them is an error."""
    _, report = report_of(args, progress)
    if args.html:
        Path(args.html).write_text(report.to_html(open_answers=args.open_answers), encoding="utf-8")
        print(f"report written to {args.html}", file=sys.stderr)
    show(report.to_dict(open_answers=args.open_answers) if args.json else report.summary(), args.json)
    return FINDINGS if errors(report) else OK


def weight(args: argparse.Namespace, progress: Progress) -> int:
    """Writes the accepted records with their raked weights."""
    args.rake = True
    checked, design = design_of(args, progress)
    answers = checked.accepted.to_dict()
    if args.weights in answers:
        raise DesignError(f"--weights {args.weights}: the records have a column of this name; choose another")
    columns = answers | {args.weights: design.weights.tolist()}
    progress.step(f"writing {args.out}", lambda: write_csv(columns, args.out))
    result = {"rows": len(checked.accepted), "weights": args.weights, "out": args.out, "history": list(design.history)}
    show(result if args.json else "\n".join(design.history), args.json)
    return OK


def write_csv(columns: dict[str, list[Any]], path: str) -> None:
    """Writes columns as CSV; texts that a spreadsheet would run as a formula get an apostrophe in front."""
    with Path(path).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(columns)
        writer.writerows([cell(value) for value in row] for row in zip(*columns.values(), strict=True))


def cell(value: Any) -> Any:
    """A value as a CSV cell: options joined by semicolons, None empty."""
    if isinstance(value, list):
        return ";".join(map(str, value))
    if isinstance(value, str) and value.startswith(FORMULA):
        return "'" + value
    return value


def tabulate(args: argparse.Namespace, progress: Progress) -> int:
    """Prints a one-way table, a cross-tab, or a banner book."""
    if args.columns and args.banner is not None:
        raise DesignError("--columns and --banner exclude each other: --columns makes a cross-tab, --banner a book")
    if args.columns and len(args.rows) > 1:
        raise DesignError(
            f"--rows: found {len(args.rows)} questions, expected one with --columns; --banner takes several"
        )
    _, design = design_of(args, progress)
    result = progress.step("tabulating", lambda: tables(args, design))
    if args.html:
        Path(args.html).write_text(html_of(result, args.language), encoding="utf-8")
        print(f"tables written to {args.html}", file=sys.stderr)
    elif args.language and hasattr(result, "to_text") and not args.json:
        show(result.to_text(language=args.language), as_json=False)
    else:
        show(result, args.json)
    return OK


def tables(args: argparse.Namespace, design: Design) -> Any:
    """What `tabulate` was asked for."""
    if args.columns:
        return design.crosstab(args.rows[0], args.columns, where=args.where)
    if args.banner is None and len(args.rows) == 1:
        return design.freq(args.rows[0], where=args.where)
    columns = [tuple(c.split(">")) if ">" in c else c for c in args.banner or ()]
    return design.banner(args.rows, columns, where=args.where, letters=True if args.letters else None)


def html_of(result: Any, language: str | None) -> str:
    """A page with one result."""
    body = result.to_html(language=language) if hasattr(result, "to_text") else result._repr_html_()
    return f'<!doctype html>\n<meta charset="utf-8">\n<title>enkat</title>\n{body}\n'


def publish(args: argparse.Namespace, progress: Progress) -> int:
    """Writes the pages and the data files."""
    _, design = design_of(args, progress)
    progress.step(f"publishing to {args.out}", lambda: design.publish(args.out, languages=args.languages))
    pages = [str(Path(args.out) / language / "index.html") for language in args.languages]
    show({"pages": pages} if args.json else "\n".join(pages), args.json)
    return OK


def convert(args: argparse.Namespace, progress: Progress) -> int:
    """Writes a definition or responses in another format; what is lost is named."""
    from enkat.interchange.convert import convert as run

    lost = progress.step(f"writing {args.out}", lambda: run(args.source, args.out, definition=args.definition,
                                                           layout=args.layout, language=args.language))  # fmt: skip
    show(
        {"out": args.out, "lost": lost} if args.json else "\n".join(f"not kept: {text}" for text in lost) or "all kept",
        args.json,
    )
    return OK


# ---- arguments -----------------------------------------------------------------------------------------------------
def add_command(commands: Any, run: Callable[..., int], what: str, example: str) -> argparse.ArgumentParser:
    """One command with what all of them take."""
    name = run.__name__
    parser: argparse.ArgumentParser = commands.add_parser(
        name,
        help=what,
        description=what[0].upper() + what[1:] + ".",
        epilog=f"example:\n  enkat {name} {DEFINITION} {EXPORT}{example}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.set_defaults(run=run)
    parser.add_argument("definition", help="the survey definition (JSON)")
    parser.add_argument("responses", help=f"the exported file: {LAYOUTS}")
    parser.add_argument("--layout", help="the layout of the file, when it should not be recognised")
    parser.add_argument("--json", action="store_true", help="print the result as JSON")
    parser.add_argument("--quiet", action="store_true", help="no progress on stderr")
    if run is not validate:
        parser.add_argument("--strict", action="store_true", help="stop with status 1 when validation finds errors")
        parser.add_argument("--margins", metavar="FILE", help="JSON {question: {code: target}}")
    return parser


def make_parser() -> argparse.ArgumentParser:
    """The whole command line."""
    parser = argparse.ArgumentParser(
        prog="enkat",
        description="From a questionnaire and its responses to a published result.",
        epilog=f"example:\n  enkat validate {DEFINITION} {EXPORT}\n\n"
        "exit status: 0 done, 1 findings of severity error, 2 misuse",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"enkat {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="command", required=True)

    command = add_command(commands, validate, "list what is wrong in an exported file", " --html findings.html")
    command.add_argument("--html", metavar="FILE", help="also write the report as a page")
    command.add_argument("--open-answers", action="store_true", help="repeat what respondents wrote in own words")

    command = add_command(commands, weight, "rake the accepted records to margins", " --out weighted.csv")
    command.add_argument("--out", required=True, metavar="FILE", help="the CSV file to write")
    command.add_argument("--weights", default="weight", metavar="NAME", help="name of the weight column: weight")

    example = " --rows q_audiences --columns q_role --rake"
    command = add_command(commands, tabulate, "print one-way tables, cross-tabs and banner books", example)
    command.add_argument("--rows", required=True, nargs="+", metavar="QUESTION", help="several make a book of tables")
    command.add_argument("--columns", metavar="QUESTION", help="the other side of a cross-tab")
    command.add_argument(
        "--banner", nargs="+", metavar="QUESTION", help="columns of a book; 'q_level>q_role' nests one in another"
    )
    command.add_argument("--letters", action="store_true", help="significance letters for a self-selected sample too")
    command.add_argument("--language", metavar="TAG", help="language of a book; default: the survey's first")
    command.add_argument("--html", metavar="FILE", help="write a page instead of printing")
    command.add_argument("--where", metavar="CONDITION", help="a subpopulation, for example \"q_role == 'teacher'\"")
    command.add_argument("--rake", action="store_true", help="weight to the margins first")

    command = add_command(commands, publish, "write one accessible page per language", " --out out --languages en sv")
    command.add_argument("--out", required=True, metavar="FOLDER")
    command.add_argument("--languages", nargs="+", default=["en"], metavar="TAG", help="default: en")
    parser_of_convert(commands)
    return parser


def parser_of_convert(commands: Any) -> None:
    """`enkat convert`: its arguments are not those of the others."""
    command = commands.add_parser(
        "convert",
        help="write a definition or responses in another format",
        description="An XLSForm, SPSS or Stata file becomes a definition (.json); "
        "responses become .csv, .sav, .dta or .parquet.",
        epilog=f"example:\n  enkat convert {EXPORT} answers.sav --definition {DEFINITION}\n"
        "  enkat convert form.xlsx form.json",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    command.set_defaults(run=convert)
    command.add_argument("source", help="the file to read")
    command.add_argument("out", help="the file to write; its ending decides the format")
    command.add_argument("--definition", metavar="FILE", help="the survey definition, where the source holds responses")
    command.add_argument("--layout", help="the layout of the file, when it should not be recognised")
    command.add_argument("--language", metavar="TAG", help="of labels; default: the survey's")
    command.add_argument("--json", action="store_true", help="print the result as JSON")
    command.add_argument("--quiet", action="store_true", help="no progress on stderr")


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command and gives its exit status."""
    args = make_parser().parse_args(argv)
    try:
        status: int = args.run(args, Progress(quiet=args.quiet))
    except (SurveyError, OSError) as problem:
        print(f"enkat {args.command}: {problem}", file=sys.stderr)
        return MISUSE
    except KeyboardInterrupt:
        print(f"enkat {args.command}: interrupted", file=sys.stderr)
        return 130
    return status


if __name__ == "__main__":
    sys.exit(main())
