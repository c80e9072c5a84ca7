"""What others make of the same pairs: pip install nomenklatura rapidfuzz anyascii; python bench/screening_baseline.py ../shared/data/name-matching/name-pairs.csv [NAMES]

NAMES has a name a line; those behind a question mark are looked for among the others."""
import csv
import sys
import time
from importlib.metadata import version

from anyascii import anyascii
from followthemoney import model
from nomenklatura.matching import get_algorithm
from rapidfuzz.fuzz import token_set_ratio

pairs = list(csv.DictReader(open(sys.argv[1], encoding="utf-8")))


def report(name, scores, seconds, count, threshold):
    found = sum(s >= threshold and p["is_match"] == "true" for s, p in zip(scores, pairs))
    wrong = sum(s >= threshold and p["is_match"] != "true" for s, p in zip(scores, pairs))
    missed = sum(s < threshold and p["is_match"] == "true" for s, p in zip(scores, pairs))
    print(f"| {name} | {threshold} | {found / (found + wrong):.3f} | {found / (found + missed):.3f} | {2 * found / (2 * found + wrong + missed):.3f} | {count / seconds:.0f} |")


def fuzzy(p):
    return token_set_ratio(anyascii(p["name1"]).lower(), anyascii(p["name2"]).lower()) / 100


print("| what | threshold | precision | recall | F1 | pairs/s |\n|---|---|---|---|---|---|")
begin = time.perf_counter()
for _ in range(20):
    scores = [fuzzy(p) for p in pairs]
seconds = time.perf_counter() - begin
name = f"rapidfuzz {version('rapidfuzz')} token_set_ratio over anyascii {version('anyascii')}"
best = max((t / 100 for t in range(50, 100)), key=lambda t: sum((s >= t) == (p["is_match"] == "true") for s, p in zip(scores, pairs)))
report(name + ", best threshold", scores, seconds, 20 * len(pairs), best)

algorithm = get_algorithm("logic-v2")
config = algorithm.default_config()


def entity(schema, name):
    return model.get_proxy({"id": name, "schema": schema, "properties": {"name": [name]}})


def logic(p):
    return algorithm.compare(entity(p["schema"], p["name1"]), entity(p["schema"], p["name2"]), config).score


scores = [logic(p) for p in pairs]  # what it loads at first is not measured
begin = time.perf_counter()
for _ in range(3):
    scores = [logic(p) for p in pairs]
seconds = time.perf_counter() - begin
report(f"nomenklatura {version('nomenklatura')} logic-v2", scores, seconds, 3 * len(pairs), 0.7)

if len(sys.argv) > 2:
    from rapidfuzz import process

    lines = open(sys.argv[2], encoding="utf-8").read().splitlines()
    asked = [anyascii(line[1:]).lower() for line in lines if line.startswith("?")]
    names = [anyascii(line).lower() for line in lines if not line.startswith("?")]
    times = []
    for name in asked:
        begin = time.thread_time()
        process.extract(name, names, scorer=token_set_ratio, limit=20, score_cutoff=70)
        times.append(1000 * (time.thread_time() - begin))
    times.sort()
    print(f"\n| search among {len(names)} names | searches | on the processor, p50 ms | p99 ms |\n|---|---|---|---|")
    print(f"| rapidfuzz {version('rapidfuzz')} process.extract, token_set_ratio | {len(times)} | {times[len(times) // 2]:.1f} | {times[-1]:.1f} |")
