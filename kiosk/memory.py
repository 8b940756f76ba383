"""What happens to memory between two visits."""

from __future__ import annotations

import ctypes
import gc

_libc = ctypes.CDLL(None)
_trim = getattr(_libc, "malloc_trim", None)  # glibc only


def settle() -> None:
    """Takes what is loaded by now for good, once: collections at the wipe don't look through it any more.

    They stop the screen; with all modules to look through for 35 ms each. Call it only while nobody's data is there:
    what is in a cycle now is never collected.
    """
    if not gc.get_freeze_count():
        gc.freeze()


def give_back() -> None:
    """Hands memory that was freed back to the kernel (1 ms): 10 MB after a form, and what stood in it is gone too."""
    if _trim:
        _trim(0)
