"""The problem codes of queue: of giving numbers, of windows, of single numbers."""

from __future__ import annotations

from server_stub.problems import declare

declare(
    {
        "queue.closed": (409, "No numbers are given now"),
        "queue.full": (409, "There are no numbers left today"),
        "queue.too-many": (409, "This phone has as many numbers for this business as it may have"),
        "queue.unknown": (404, "No such business or queue in this hall"),
        "window.busy": (409, "A number is being served at this window; finish or pass it first"),
        "window.elsewhere": (409, "This member of staff has signed on at another window"),
        "window.idle": (409, "No number is being served at this window"),
        "window.not-open": (409, "Nobody has signed on at this window"),
        "window.not-paused": (409, "This window does not pause"),
        "window.paused": (409, "This window pauses"),
        "window.taken": (409, "Somebody else has signed on at this window"),
        "window.unknown": (404, "No such window in this hall"),
        "number.not-passed": (409, "This number was not passed"),
        "number.not-waiting": (409, "This number does not wait"),
        "number.other-queue": (409, "This window does not call from this number's queue"),
        "number.same-place": (409, "This number comes from there"),
        "number.too-late": (409, "Too many were called since; the guide desk gives a new number"),
        "number.unknown": (404, "No such number in this hall today"),
        "number.window-closed": (409, "Nobody has signed on at the window the number is to go to"),
        "number.window-skill": (409, "The window the number is to go to does not call from that queue"),
    }
)
