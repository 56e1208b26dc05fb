"""Passwords: hashed with argon2id, refused where everybody would guess them, and compared at one pace."""

from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from zxcvbn import zxcvbn

from regulars.kit.errors import RegularsError

SHORTEST, LONGEST = 8, 200
_GUESSES = 1_000_000
"""A password that falls within so many guesses is refused: that covers the lists of leaked and common ones, names and dates."""
_LOOKED_AT = 72
"""Characters that are judged; more are hashed all the same (judging takes quadratic time)."""

# OWASP's second choice for argon2id (19 MiB, 2 passes, 1 lane): about 30 ms, and eight sign-ins at once take 150 MiB.
_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


class WeakPassword(RegularsError):
    """A password that is too short, too long, or too easily guessed."""

    code = "weak_password"


def check(password: str, *about: str) -> None:
    """Raise WeakPassword unless it may be used. `about`: what others know of the person, which makes no password."""
    if len(password) < SHORTEST:
        raise WeakPassword(f"a password has at least {SHORTEST} characters; 15 or more, such as a sentence, are better")
    if len(password) > LONGEST:
        raise WeakPassword(f"a password has at most {LONGEST} characters")
    known = [part for text in about for part in (text, *text.replace("@", " ").replace(".", " ").split())]
    if zxcvbn(password[:_LOOKED_AT], user_inputs=[*known, "regulars"])["guesses"] < _GUESSES:
        raise WeakPassword("this password is among the first that anybody would try; take a sentence, or unrelated words")


def hashed(password: str) -> str:
    """The encoded hash: algorithm, parameters, salt and hash (PHC string), so that parameters may change later."""
    return _hasher.hash(password)


def matches(password: str, encoded: str) -> bool:
    """Whether this is the password. An empty `encoded` (nobody, or nobody yet) takes as long as a wrong password does."""
    try:
        return _hasher.verify(encoded or _nobody(), password) and bool(encoded)
    except (VerificationError, InvalidHashError):
        return False


def outdated(encoded: str) -> bool:
    """Whether the hash was made with other parameters than we use today."""
    return _hasher.check_needs_rehash(encoded)


@cache
def _nobody() -> str:
    return _hasher.hash("nobody has this password")
