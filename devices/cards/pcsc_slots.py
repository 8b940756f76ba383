"""Which cards are in a PC/SC driver's slots, and which of them were judged already."""

from __future__ import annotations

from collections.abc import Iterable, Mapping


class Slots:
    """By slot, the number of the insertion. A card that was put in anew counts anew."""

    def __init__(self) -> None:
        self._cards: dict[str, int] = {}
        self._judged: set[str] = set()

    def see(self, cards: Mapping[str, int], *, continuous: bool) -> None:
        """What is in now. Where the numbers don't continue those before, a card still in a slot passes for the same."""
        self._judged = {
            slot for slot in self._judged if slot in cards and (not continuous or cards[slot] == self._cards.get(slot))
        }
        self._cards = dict(cards)

    def judge(self, slots: Iterable[str]) -> None:
        """These were judged, as far as they are still in."""
        self._judged |= set(slots) & set(self._cards)

    @property
    def fresh(self) -> list[str]:
        """Slots with a card that was not judged."""
        return [slot for slot in self._cards if slot not in self._judged]

    @property
    def occupied(self) -> bool:
        """Whether a card that was judged is still in."""
        return bool(self._judged)

    @property
    def empty(self) -> bool:
        """Whether no card is in."""
        return not self._cards

    def clear(self) -> None:
        """Nobody knows what is in: the reader is gone."""
        self._cards, self._judged = {}, set()
