"""Holds schedules of the engine against numpy-financial, the library that took the financial functions over from NumPy.

Reads lines of JSON: what was lent and the yearly rate (hundred-millionths), months and number of periods, payment by the engine, and
interest and principal of each period. Says what differs, a line each; nothing when all agree.
"""

import json
import sys
from decimal import Decimal, getcontext

import numpy_financial as npf

getcontext().prec = 40


def check(case):
    lent, months, n = Decimal(case["lent"]), case["months"], case["n"]
    rate = Decimal(case["rate"]) * months / Decimal(12 * 10**8)
    pmt = -npf.pmt(rate, n, lent)
    if abs(pmt - case["payment"]) > Decimal("0.5001"):
        yield f"the payment is {case['payment']}, theirs {pmt}"
    # Each period is rounded to the smallest unit, and what that makes bears interest.
    left, room = lent, Decimal(1)
    for at, (interest, principal) in enumerate(case["lines"], start=1):
        theirs = -npf.ipmt(float(rate), at, n, float(lent))
        if abs(interest - theirs) > float(room):
            yield f"the interest of period {at} is {interest}, theirs {theirs}"
        left -= principal
        room = room * (1 + rate) + Decimal("1.5")
    if left != 0:
        yield f"{left} is left"
    if n <= 60:
        flows = [-int(lent)] + [interest + principal for interest, principal in case["lines"]]
        irr = npf.irr(flows)
        if abs(irr - float(rate)) > 1e-5:
            yield f"the flows return {irr}, the rate is {rate}"


for number, line in enumerate(sys.stdin, start=1):
    for fault in check(json.loads(line)):
        print(f"case {number}: {fault}")
