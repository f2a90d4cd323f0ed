"""What a server's failure means to who named the address, and what to do about it."""

from __future__ import annotations

import ssl

import httpcore
import httpx

from bot.errors import AddressError
from bot.fetching.connecting import STEP

_LATER = "Try again later."
_CHECK = "Check the address."
BY_HAND = "Open it in a browser, save it as a file, and add that."

_STATUSES = {
    401: ("{address} is only for who logs in (401).", BY_HAND),
    403: ("{address} is not given to programs (403).", BY_HAND),
    404: ("There is nothing at {address} (404).", _CHECK),
    410: ("What was at {address} is gone (410).", _CHECK),
    429: ("The server of {address} has been asked too often (429).", _LATER),
    451: ("{address} may not be shown, for reasons of law (451).", BY_HAND),
}


def refuse(response: httpx.Response, address: str, wait: float | None = None) -> None:
    """Let only a whole document pass; `wait` is how many seconds the server asks to wait.

    Raises:
        AddressError: the server gives anything else.
    """
    status = response.status_code
    if status == httpx.codes.OK:
        return
    message, hint = _STATUSES.get(status, ("The server of {address} answers with {status}.", ""))
    if not hint:
        hint = _LATER if status >= 500 else BY_HAND
    if wait is not None:
        hint = f"Try again after {wait:.0f} s."
    raise AddressError(message.format(address=address, status=status), hint)


def explained(error: Exception, address: str, seconds: float) -> AddressError:
    """What a failed connection means."""
    if isinstance(error, httpcore.TimeoutException):
        waited = f"at most {seconds:.0f} seconds are waited, and {STEP:.0f} for each step"
        return AddressError(f"{address} takes too long: {waited}.", _LATER)
    if _is_about_certificate(error):
        return AddressError(f"{address} has no certificate that can be trusted.", BY_HAND)
    if isinstance(error, httpcore.ConnectError):
        return AddressError(
            f"{address} cannot be reached.", "Check the address, and whether this machine is on the internet."
        )
    return AddressError(f"{address} came incomplete or damaged.", _LATER)


def _is_about_certificate(error: BaseException | None) -> bool:
    while error is not None:
        if isinstance(error, ssl.SSLCertVerificationError):
            return True
        error = error.__cause__ or error.__context__
    return False
