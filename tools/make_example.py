"""Writes the synthetic mentoring data of notebooks/data: two EUSurvey exports and the key of what is wrong in them.

python tools/make_example.py [FOLDER]

173 valid records reproduce the published figures of the real survey, unweighted; the dirty records among them are all
removed by the default policy. Nobody's answers are in these files. The same bytes come out every time.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from example.answers import Record, valid_records
from example.defects import Finding, dirty_records, duplicates, finding
from example.draw import Draw
from example.eusurvey import write_xlsx, write_xml

DATA = Path(__file__).parents[1] / "notebooks" / "data"
SEED = 20230228
FILES = ["mentoring-eusurvey.xlsx", "mentoring-eusurvey.xml"]


def all_records() -> tuple[list[Record], list[Finding]]:
    """Every record in file order, and the key: what is wrong, by row from 1."""
    draw = Draw(SEED)
    valid = valid_records(draw)
    spoilt: list[tuple[Record, list[Finding]]] = [(r, []) for r in valid] + dirty_records(draw)
    spoilt.sort(key=lambda pair: pair[0].created)
    rows = {id(record): row for row, (record, _) in enumerate(spoilt, start=1)}
    for again, original in duplicates(draw, valid):
        what = f"the same response identifier and the same answers as data row {rows[id(original)]}"
        spoilt.append((again, [finding("unit.duplicate_id", None, what)]))
    key = [{"row": row, **entry} for row, (_, entries) in enumerate(spoilt, start=1) for entry in entries]
    return [record for record, _ in spoilt], key


def main(folder: Path = DATA) -> None:
    """Writes the three files."""
    definition = json.loads((DATA / "mentoring.survey.json").read_text(encoding="utf-8"))
    records, key = all_records()
    write_xlsx(definition, records, folder / FILES[0])
    write_xml(definition, records, folder / FILES[1])
    files = {name: {"data_rows": len(records), "accepted": 173, "defects": key} for name in FILES}
    content = {"synthetic": True, "definition": "mentoring.survey.json", "files": files}
    (folder / "mentoring-key.json").write_text(
        json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8"
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else DATA)
