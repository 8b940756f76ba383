"""Which cards are in a PC/SC driver's slots, and which of them were judged already."""

from __future__ import annotations

from collections.abc import Mapping


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

    def judge(self, cards: Mapping[str, int]) -> None:
        """These were judged, as far as the very same are still in: one put in meanwhile is for the next read."""
        self._judged |= {slot for slot, number in cards.items() if self._cards.get(slot) == number}

    @property
    def fresh(self) -> dict[str, int]:
        """Slots with a card that was not judged, and the numbers of their insertions."""
        return {slot: number for slot, number in self._cards.items() if slot not in self._judged}

    @property
    def occupied(self) -> bool:
        """Whether a card that was judged is still in."""
        return bool(self._judged)

    @property
    def empty(self) -> bool:
        """Whether no card is in."""
        return not self._cards
