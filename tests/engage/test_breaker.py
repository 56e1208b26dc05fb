"""The circuit breaker: rests after failures in a row, longer each time, closed by any answer."""

from regulars.engage.breaker import Breaker
from regulars.kit.clock import MINUTE, SECOND
from regulars.records import Receipt

BAD, GOOD = Receipt("deferred"), Receipt("delivered")


def test_it_opens_doubles_and_closes() -> None:
    breaker = Breaker(limit=3, rest=30 * SECOND, longest=2 * MINUTE)
    at = 0
    for _ in range(2):
        breaker.saw(BAD, at)
        assert breaker.may_send(at)
    rests = []
    for _ in range(5):
        breaker.saw(BAD, at)
        assert not breaker.may_send(at)
        rests.append((breaker.open_until - at) // SECOND)
        breaker.saw(BAD, at)  # an attempt that was under way says nothing new
        at = breaker.open_until
        assert breaker.may_send(at)
    assert rests[0] == 30
    assert rests == sorted(rests)
    assert rests[-1] == 120
    breaker.saw(GOOD, at)
    breaker.saw(BAD, at)
    assert breaker.may_send(at)


def test_bounces_are_answers_and_our_own_faults_say_nothing() -> None:
    breaker = Breaker(limit=2)
    for outcome in ("deferred", "bounced", "deferred", "failed", "failed"):
        breaker.saw(Receipt(outcome), 0)  # type: ignore[arg-type]
    assert breaker.may_send(0)
    breaker.saw(Receipt("ambiguous"), 0)
    assert not breaker.may_send(0)
