"""The baseline of `items`: rank_bm25 (BM25Okapi) over the same provisions and questions. Takes the path of annex-i.json.zst."""

import json
import pathlib
import re
import subprocess
import sys
import time

from rank_bm25 import BM25Okapi

here = pathlib.Path(__file__).resolve().parent
source = (here / "../../crates/desk/tests/item/questions.rs").read_text()
data = json.loads(subprocess.check_output(["zstdcat", sys.argv[1]]))


def words(text):
    return re.findall(r"[a-z0-9]+", text.lower())


def questions(name):
    body = source.split(f"pub const {name}")[1].split("];\n")[0]
    rows = re.findall(r'\(\s*"((?:[^"\\]|\\.)*)",\s*&\[([^\]]*)\]', body)
    return [(text, set(re.findall(r'"([^"]+)"', right))) for text, right in rows]


# A document for each provision, its words with those of the provisions above it; and one for each entry as a whole.
heads, provisions, entries = [], [], []
for entry in data["entries"]:
    texts = {}
    for line in entry["verbatim_text"].split("\n"):
        code, _, rest = line.partition(" ")
        texts.setdefault(code, rest)
    for code, text in texts.items():
        parts = code.split(".")
        above = [texts.get(".".join(parts[:n]), "") for n in range(1, len(parts))]
        heads.append(entry["entry_code"])
        provisions.append(words(" ".join(above + [text])))
    entries.append(words(entry["verbatim_text"]))
codes = [entry["entry_code"] for entry in data["entries"]]

for label, names, documents in [("provisions", heads, provisions), ("whole entries", codes, entries)]:
    index = BM25Okapi(documents)
    for what, name in [("items in our words", "QUESTIONS"), ("subjects of report summaries", "SUBJECTS")]:
        first, five, times = 0, 0, []
        asked = questions(name)
        for text, right in asked:
            at = time.perf_counter()
            scores = index.get_scores(words(text))
            order = sorted(range(len(names)), key=lambda n: -scores[n])
            found = list(dict.fromkeys(names[n] for n in order[:400]))[:5]
            times.append((time.perf_counter() - at) * 1000)
            first += found[0] in right
            five += any(code in right for code in found)
        times.sort()
        print(
            f"| rank_bm25 over {label}, {what} | {len(asked)} | {first} | {five}"
            f" | {times[len(times) // 2]:.1f} | {times[-1]:.1f} |"
        )
