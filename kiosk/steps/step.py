"""The base of all steps, and the readers they share."""

from __future__ import annotations

from enum import Enum
from typing import Generic, TypeVar

from kiosk.rules.forms import FieldError

A = TypeVar("A")
E = TypeVar("E", bound=Enum)


class NotRight(ValueError):
    """An answer that a person can put right: the page stays and shows what is wrong, at the field where it is."""

    def __init__(self, errors: tuple[FieldError, ...]) -> None:
        super().__init__(f"{len(errors)} fields to put right")
        self.errors = errors


class Step(Generic[A]):
    """What a page must show, and (A) what the person answers. Subclasses are frozen dataclasses."""

    def read(self, given: object) -> A:
        """The typed answer to what the page sent; NotRight if the person can mend it, ValueError if it can't be one."""
        raise NotImplementedError

    @property
    def remembered_as(self) -> object:
        """Under which key the last answer is kept as a suggestion; None: never kept (codes)."""
        return self

    @property
    def private(self) -> bool:
        """Whether the page shows something of the person (then it is never left standing)."""
        return True

    @property
    def for_staff(self) -> bool:
        """Whether it may be shown on a clerk's own screen only."""
        return False


class Notice(Step[None]):
    """A step that asks nothing: any answer ends it."""

    def read(self, given: object) -> None:
        """Nothing is answered, whatever the page sent."""
        return


def one_of(given: object, allowed: tuple[str, ...]) -> str:
    """`given` if it is one of `allowed`, ValueError otherwise."""
    if isinstance(given, str) and given in allowed:
        return given
    raise ValueError(f"not one of {len(allowed)} answers")


def only(given: object, answer: E) -> E:
    """`answer` if that was given, ValueError otherwise: the others of its kind no person gives."""
    if type(answer)(given) is not answer:
        raise ValueError("no person answers that")
    return answer


def digits(given: object, shortest: int, longest: int, also: str = "") -> str:
    """`given` if it is a text of that many ASCII digits (or characters of `also`), ValueError otherwise."""
    if isinstance(given, str) and shortest <= len(given) <= longest and set(given) <= set("0123456789" + also):
        return given
    raise ValueError(f"not {shortest} to {longest} digits")
