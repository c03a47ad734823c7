"""Fails when a Markdown page points to what is not there: a file, a heading, a path in backticks. The web is not asked.

python tools/check_links.py
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)|!\[[^\]]*\]\(([^)\s]+)\)")
CODE = re.compile(r"```.*?```|`[^`\n]*`", re.DOTALL)


PATH = re.compile(r"`((?:cpp|python|tests|docs|tools|notebooks|changes)/[\w./*-]*)[^`]*`")
PLACEHOLDER = re.compile(r"shrink|<|out/")  # the invented method of docs/developer/adding_a_method.md


def missing_paths(page: Path) -> list[str]:
    """The paths in backticks that name nothing in the repository; `*` stands for anything."""
    named = {m.group(1) for m in PATH.finditer(page.read_text(encoding="utf-8")) if not PLACEHOLDER.search(m.group(0))}
    return [f"{page.relative_to(ROOT)}: `{name}`: no such path" for name in sorted(named) if not any(ROOT.glob(name))]


def anchors(page: Path) -> set[str]:
    """The anchors of a page's headings, as code hosts make them."""
    text = re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    headings = re.findall(r"^#+\s+(.*)$", text, flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", h.lower()).strip().replace(" ", "-") for h in headings}


def broken(page: Path) -> list[str]:
    """The links of one page that lead nowhere."""
    found = []
    for match in LINK.finditer(CODE.sub("", page.read_text(encoding="utf-8"))):
        link = match.group(1) or match.group(2)
        if re.match(r"[a-z]+:", link):
            continue
        target, _, anchor = link.partition("#")
        file = (page.parent / target).resolve() if target else page
        if not file.exists():
            found.append(f"{page.relative_to(ROOT)}: {link}: no such file")
        elif anchor and file.suffix == ".md" and anchor not in anchors(file):
            found.append(f"{page.relative_to(ROOT)}: {link}: no such heading")
    return found


if __name__ == "__main__":
    listed = subprocess.run(["git", "ls-files", "*.md"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    pages = [ROOT / name for name in listed.split() if (ROOT / name).exists()]
    problems = [problem for page in pages for problem in (*broken(page), *missing_paths(page))]
    print("\n".join(problems) or f"links: {len(pages)} pages, every target exists")
    sys.exit(bool(problems))
