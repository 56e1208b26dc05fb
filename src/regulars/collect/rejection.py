"""The two ways of saying no: to one event, and to a whole request."""

from regulars.kit.errors import RegularsError


class Rejection(Exception):
    """One event cannot be taken. Its neighbours can; it is kept with this code and reported with its place in the batch."""

    def __init__(self, code: str, path: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.path = path


class Refusal(RegularsError):
    """A whole request cannot be taken: nothing of it is stored.

    `status` is an HTTP status: 400, 401, 404, 405, 413 and 415 say "never again like this"; 408, 429 and 503 say "try again",
    after `retry_after` seconds if that is not 0. Clients go by this difference: they drop what is refused for good.
    """

    def __init__(
        self, status: int, code: str, sentence: str, *, retry_after: int = 0, headers: tuple[tuple[bytes, bytes], ...] = ()
    ):
        super().__init__(sentence, code=code)
        self.status = status
        self.retry_after = retry_after
        self.headers = headers
