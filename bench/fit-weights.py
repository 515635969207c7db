#!/usr/bin/env python3
"""fit-weights.py: fits the scores of data/weights.tsv to records made by hand.

  build/bench/candidates FILE.json... > CANDIDATES
  bench/fit-weights.py CANDIDATES GOLD [COST]

CANDIDATES has a line for each candidate; GOLD a line {"file", "mentions":
[{"name", "aliases", "start", "optional"}]} for each page, files meeting by
their base names. A candidate is right where a mention of its page has its day
and half of its words, or three quarters of them; what gold calls optional, and
what other rules than the score decide, is left out. COST is what an event that is
none costs where one that is missed costs 1 (which it is without it).

Logistic regression, drawn to the weights that are there (a ridge), on all
pages for the rows that are printed, and on four fifths of the pages five times
for how they do on the pages left out. Nothing is written.
"""
import json
import math
import os
import random
import re
import sys
import unicodedata

FOLDS = 5
RIDGE = 0.02
STEPS = 1500
RATE = 0.5
SHARP = 10.0   # a tenth of a point above the threshold is odds of e : 1


def words(text):
    text = unicodedata.normalize("NFKC", text or "").lower()
    found = set(re.findall(r"[^\W\d_]{2,}", re.sub(
        "[\u3040-\u9fff\uac00-\ud7af]", " ", text)))
    for run in re.findall("[\u3040-\u9fff\uac00-\ud7af]+", text):
        found.update(run[i:i + 2] for i in range(len(run) - 1))
    return found


def alike(a, b):
    x, y = words(a), words(b)
    return 2 * len(x & y) / (len(x) + len(y)) if x and y else 0.0


def judge(candidate, mentions):
    """1 right, 0 wrong, None not to be judged."""
    verdict = 0
    for m in mentions:
        share = max(alike(candidate["name"], name)
                    for name in [m["name"]] + (m.get("aliases") or []))
        day = (m.get("start") or "") and candidate["start"].startswith(
            m["start"])
        if share >= 0.75 or (share >= 0.5 and day):
            if m.get("optional"):
                return None
            verdict = 1
    return verdict


def read(candidates, gold):
    pages = {}
    with open(gold, encoding="utf-8") as lines:
        for line in lines:
            page = json.loads(line)
            pages[os.path.basename(page["file"])] = page["mentions"]
    cases, names = [], None
    with open(candidates, encoding="utf-8") as lines:
        for line in lines:
            one = json.loads(line)
            file = os.path.basename(one["file"]).removesuffix(".json")
            right = judge(one, pages.get(file, []))
            if not one["judged"] or right is None:
                continue
            names = names or list(one["features"])
            cases.append((file, [one["features"][n] for n in names], right))
    return names, cases


def table(path):
    found = {}
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            cells = line.rstrip("\n").split("\t")
            if cells[0] == "score":
                found[cells[1]] = float(cells[2])
    return found


def fit(cases, start, cost):
    """Weights for features and, last, the threshold, near to `start`."""
    weights = list(start)
    for _ in range(STEPS):
        slope = [RIDGE * SHARP * (w - s) for w, s in zip(weights, start)]
        for _, features, right in cases:
            total = sum(w * x for w, x in zip(weights, features))
            miss = 1 / (1 + math.exp(-SHARP * (total - weights[-1]))) - right
            miss *= 1 if right else cost
            for i, x in enumerate(features):
                slope[i] += miss * x / len(cases)
            slope[-1] -= miss / len(cases)
        weights = [max(0.0, w - RATE * d / SHARP)
                   for w, d in zip(weights, slope)]
    return weights


def f1(cases, weights):
    hits = false = missed = 0
    for _, features, right in cases:
        told = sum(w * x for w, x in zip(weights, features)) >= weights[-1]
        hits += told and right
        false += told and not right
        missed += right and not told
    return 2 * hits / max(1, 2 * hits + false + missed), false, missed


def main():
    if len(sys.argv) not in (3, 4):
        sys.exit(__doc__)
    names, cases = read(sys.argv[1], sys.argv[2])
    here = os.path.dirname(os.path.abspath(__file__))
    known = table(os.path.join(here, "..", "data", "weights.tsv"))
    cost = float(sys.argv[3]) if len(sys.argv) == 4 else 1.0
    start = [known[n] for n in names] + [known["accept"]]
    pages = sorted({file for file, _, _ in cases})
    random.Random(1).shuffle(pages)
    print(f"# {len(cases)} candidates of {len(pages)} pages, "
          f"{sum(right for _, _, right in cases)} of them events")
    print("# as they are: f1 %.3f, %d false, %d missed" % f1(cases, start))
    parts = []
    for k in range(FOLDS):
        held = set(pages[k::FOLDS])
        weights = fit([c for c in cases if c[0] not in held], start, cost)
        parts.append(f1([c for c in cases if c[0] in held], weights))
    print("# pages left out: f1 %.3f, %d false, %d missed" % (
        sum(p[0] for p in parts) / FOLDS, sum(p[1] for p in parts),
        sum(p[2] for p in parts)))
    weights = fit(cases, start, cost)
    print("# fitted to all: f1 %.3f, %d false, %d missed" % f1(cases, weights))
    for name, weight in zip(names + ["accept"], weights):
        print(f"score\t{name}\t{weight:.3f}")


if __name__ == "__main__":
    main()
