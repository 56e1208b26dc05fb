"""A few days of a real grocery chain in one process, without a server: `.venv/bin/python examples/first_days.py [DAYS]`.

The calls are those of the demo, from the very first; the clock is theirs. At the end: who is where, one customer's story with
every why, and the proof that live values and history agree.
"""

import sys
import tempfile
from collections import Counter
from datetime import date
from pathlib import Path

import msgspec

import regulars as rg
from regulars.demo import first_instant, lay_out, year
from regulars.kit.clock import DAY, ManualClock

LAST_DAY = date(2025, 12, 31)


def main(days: int) -> None:
    clock = ManualClock(first_instant(LAST_DAY))
    end = clock.now() + days * DAY
    with tempfile.TemporaryDirectory() as folder, rg.Local(rg.load(lay_out(Path(folder))), clock=clock) as house:
        orders: Counter[str] = Counter()
        for chunk in year(LAST_DAY):
            if chunk.at > end:
                break
            clock.move(chunk.at)
            for text in chunk.calls:
                call = msgspec.json.decode(text)
                house.call(call)
                orders[call["userId"]] += call.get("event") == "Order Completed"
        clock.move(end)
        print(f"{sum(orders.values()):,} orders of {len(orders):,} households in {days} days")

        stages = Counter(row["stage"] for row in house.history("stage").to_pylist())
        print(", ".join(f"{count} {stage}" for stage, count in stages.most_common()))

        user, _ = orders.most_common(1)[0]
        best = house.profile(user)
        print(
            f"\n{user}: {best.stage}, {best['orders']} orders, spent {best['spend']:.2f}, likes {best['favourite_department']}"
        )
        for line in house.timeline(user, limit=8):
            print(
                f"  {line.at[:16]}  {line.kind} {line.name} {line.value if line.kind != 'event' else ''}",
                *line.why,
                sep="\n      ",
            )

        shown = house.decide("home_hero", user)
        print(f"\nhome_hero for {user}: {', '.join(item.attributes['name'] for item in shown.items)}")
        print(*(f"  {reason.text}" for reason in shown.why), sep="\n")

        proof = house.verify()
        print(f"\nverify: {proof.count} differences in {proof.values:,} values of {proof.customers:,} customers")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 3)
