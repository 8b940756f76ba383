"""What the processes that look through cameras have in common: how they begin, and how one ends that hangs."""

from __future__ import annotations

import os
import resource
from typing import NoReturn

import cv2

from devices.cards.child import Pipe, talk_to_parent

_MEMORY = 4 << 30  # bytes of address space: a picture that claims to be huge ends here, not the machine
_HUNG = 3  # exit code


def begin() -> Pipe:
    """The pipe to the driver, with bounds set on memory and threads."""
    pipe = talk_to_parent()
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    cv2.setNumThreads(1)  # the other core is the screen's
    return pipe


def end_hung() -> NoReturn:
    """A call into OpenCV hangs: its thread can't be ended otherwise."""
    os._exit(_HUNG)
