"""What happens to memory after a visit."""

from __future__ import annotations

import ctypes

_libc = ctypes.CDLL(None)
_trim = getattr(_libc, "malloc_trim", None)  # glibc only


def give_back() -> None:
    """Hands memory that was freed back to the kernel (1 ms): 10 MB after a form, and what stood in it is gone too."""
    if _trim:
        _trim(0)
