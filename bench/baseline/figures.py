"""The baselines of `figures`: pandas, lifelines and scipy on the same tables. Takes their folder and the number of runs; answers in JSON."""

import json
import pathlib
import statistics
import sys
import time
import warnings

import lifelines
import numpy as np
import pandas as pd
import scipy
from scipy import sparse

warnings.simplefilter("ignore")
folder, runs = pathlib.Path(sys.argv[1]), int(sys.argv[2])
answers = {}
PANDAS, SCIPY = f"pandas {pd.__version__}", f"scipy {scipy.__version__}"


def repeated(key, who, run, numbers=lambda value: []):
    seconds, before = [], time.process_time()
    for _ in range(runs):
        at = time.perf_counter()
        value = run()
        seconds.append(time.perf_counter() - at)
    processor = (time.process_time() - before) / runs
    passed, out = statistics.median_high(seconds), [float(n) for n in numbers(value)]
    answers[key] = {"who": who, "seconds": passed, "processor": processor, "numbers": out}
    return value


# The funnel: only cases by stage reached, open there and abandoned there; no estimate and no interval.
stages = ["collected", "disseminated", "read", "evaluated", "decided", "piloted", "production"]
events = repeated("read-events", f"{PANDAS} read_csv", lambda: pd.read_csv(folder / "events.csv"))


def ordered():
    made = events.assign(case=pd.factorize(events["case_id"])[0], event=pd.Categorical(events["event"]))
    made["reason"] = pd.Categorical(made["reason"])
    return made.sort_values(["case", "day"], kind="stable")


log = repeated("log", f"{PANDAS}, categories and order alone", ordered)


def counts():
    place = log["event"].astype(str).map({stage: at for at, stage in enumerate(stages)})
    furthest = place.groupby(log["case"]).max()
    left = (log["event"] == "abandoned").groupby(log["case"]).any()
    result = []
    for at in range(len(stages)):
        here = furthest == at
        is_open = int((here & ~left).sum()) if at < len(stages) - 1 else 0
        result += [int((furthest >= at).sum()), is_open, int((here & left).sum())]
    return result


repeated("funnel", f"{PANDAS} groupby, three counts a stage alone", counts, lambda value: value)

times = repeated("read-times", f"{PANDAS} read_csv", lambda: pd.read_csv(folder / "times.csv"))
fit = repeated(
    "cox",
    f"lifelines {lifelines.__version__} CoxPHFitter",
    lambda: lifelines.CoxPHFitter().fit(times, "time", "event"),
    lambda fit: np.column_stack([fit.params_, fit.standard_errors_]).ravel(),
)

edges = repeated("read-ties", f"{PANDAS} read_csv", lambda: pd.read_csv(folder / "edges.csv"))
nodes = pd.read_csv(folder / "nodes.csv")
names, n = pd.Index(nodes["id"]), len(nodes)


def built():
    ends = names.get_indexer(edges["from"]), names.get_indexer(edges["to"])
    matrix = sparse.csr_matrix((np.ones(len(edges)), ends), shape=(n, n))
    return matrix, matrix.T.tocsr()


matrix, _ = repeated("graph", f"pandas and {SCIPY} CSR", built)
toa = nodes["toa"].to_numpy()
periods = np.arange(np.nanmin(toa), np.nanmax(toa) + 1)


def exposed():
    whole = np.asarray(matrix.sum(axis=1)).ravel()
    adopted = (toa[:, None] <= periods[None, :]).astype(float)
    return np.divide(matrix @ adopted, whole[:, None], out=np.zeros_like(adopted), where=whole[:, None] > 0)


def thresholds():
    exposure, adopts = exposed(), ~np.isnan(toa)
    return exposure[adopts, (toa[adopts] - periods[0]).astype(int)]


repeated("exposure", f"{SCIPY} product of matrices", exposed, lambda value: [value[:, -1].sum()])
repeated("thresholds", f"{SCIPY}, picked from the exposures", thresholds, lambda value: [value.sum()])


def walls():
    department, labels = pd.factorize(nodes["department"])
    row, column = matrix.nonzero()
    mixing = np.zeros((len(labels), len(labels)))
    np.add.at(mixing, (department[row], department[column]), 1)
    share = mixing / mixing.sum()
    inner, expected = np.trace(share), share.sum(axis=1) @ share.sum(axis=0)
    barrier = 1 - ((1 - inner) / (1 - expected)) / (inner / expected)
    return [1 - 2 * inner, inner - expected, (inner - expected) / (1 - expected), barrier]


repeated("walls", f"numpy {np.__version__}, without intervals", walls, lambda value: value)
print(json.dumps(answers))
