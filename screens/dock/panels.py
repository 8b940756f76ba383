"""Panels of buttons, built from the table in `commands`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QSizePolicy,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from screens.dock import theme
from screens.dock.commands import Amount, Pick, Press, Row, Sheet
from screens.dock.outcomes import Answered, Gone, NotJson, Outcome, Refused, displayable, parse_json
from screens.dock.widgets import Dot, FlowLayout, Panel, Push, Say, beside
from screens.dock.words import NOTHING, Language, Words

_ABSENT = Words("它不在", "It is absent")
_NOT_OFFERED = Words("它不会这个", "It does not offer this")
_TONES = {"good": theme.GOOD, "worry": theme.WORRY, "bad": theme.BAD, "absent": theme.DIM}


class AmountField(QSpinBox):
    """A number with its unit."""

    def __init__(self, language: Language, amount: Amount) -> None:
        super().__init__()
        self._language = language
        self._amount = amount
        self.setRange(0, amount.most)
        self.setSingleStep(amount.step)
        self.setValue(amount.value)
        self.setFixedWidth(76)
        self.lineEdit().setTextMargins(5, 0, 2, 0)
        language.changed.connect(self._retell)
        self._retell()

    def given(self) -> object:
        """What goes into the command."""
        return self.value()

    def _retell(self) -> None:
        self.setSuffix(" " + self._language.say(self._amount.unit))
        self.setSpecialValueText(self._language.say(self._amount.at_zero))
        self.setAccessibleName(self._language.say(self._amount.words))
        self.setToolTip(f"{self._amount.words.zh} / {self._amount.words.en}")


class PickField(QComboBox):
    """One of the texts known, or any typed."""

    def __init__(self, language: Language, pick: Pick) -> None:
        super().__init__()
        self._language = language
        self._pick = pick
        self.setEditable(True)
        self.setFixedWidth(158)
        if edit := self.lineEdit():
            edit.setTextMargins(5, 0, 0, 0)
        self._values: tuple[tuple[str, Words], ...] = ()
        language.changed.connect(self._retell)
        self._retell()

    def offer(self, values: tuple[tuple[str, Words], ...]) -> None:
        """Replaces the texts to choose from: what is sent, what is shown."""
        if values != self._values:
            self._values = values
            self._retell()

    def given(self) -> object:
        """What goes into the command."""
        typed = self.currentText().strip()
        return next((key for key, words in self._values if self._language.say(words) == typed), typed)

    def _retell(self) -> None:
        place = max(0, self.currentIndex())
        self.clear()
        self.addItems([self._language.say(words) for _, words in self._values])
        self.setCurrentIndex(min(place, self.count() - 1))
        if edit := self.lineEdit():
            edit.setCursorPosition(0)
        self.setAccessibleName(self._language.say(self._pick.words))
        self.setToolTip(f"{self._pick.words.zh} / {self._pick.words.en}")


class RowButtons(QWidget):
    """The buttons and inputs of one row."""

    sent = Signal(object, object)  # Press, its arguments

    def __init__(self, language: Language, row: Row) -> None:
        super().__init__()
        self.buttons: list[tuple[Press, Push]] = []
        self._lit: list[Press] = []
        flow = FlowLayout()
        self.setLayout(flow)
        self._inputs: dict[str, AmountField | PickField] = {}
        for entry in row.inputs:
            made = AmountField(language, entry) if isinstance(entry, Amount) else PickField(language, entry)
            self._inputs[entry.name] = made
        used = Counter(name for press in row.presses for name in press.takes)
        for press in row.presses:
            button = Push(language, press.words)
            button.clicked.connect(lambda _checked=False, press=press: self._send(press))
            self.buttons.append((press, button))
            flow.addWidget(beside(button, *(self._inputs[name] for name in press.takes if used[name] == 1)))
        for name, field in self._inputs.items():
            if used[name] > 1:
                flow.addWidget(field)

    def show_state(self, state: Mapping[str, object]) -> None:
        """Lights the buttons whose effect holds."""
        self._lit = []
        for press, button in self.buttons:
            holds = press.lit is not None and press.lit.holds(state)
            button.light(press.tone.value if holds else "")
            if holds:
                self._lit.append(press)

    def offer(self, name: str, values: tuple[tuple[str, Words], ...]) -> None:
        """Gives the input of this name its texts to choose from."""
        field = self._inputs.get(name)
        if isinstance(field, PickField):
            field.offer(values)

    def _send(self, press: Press) -> None:
        if press.undo is not None and press in self._lit:
            self.sent.emit(press, press.undo)
            return
        taken = {name: self._inputs[name].given() for name in press.takes}
        self.sent.emit(press, {**press.arguments, **taken})


class OtherCommands(QWidget):
    """Commands without a place of their own: a button each, and one field for the arguments."""

    sent = Signal(str, object)  # command, arguments

    def __init__(self, language: Language, example: str) -> None:
        super().__init__()
        self._language = language
        self._offered: tuple[str, ...] = ()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(5)
        self.arguments = QLineEdit()
        self.arguments.setPlaceholderText(example)
        column.addWidget(self.arguments)
        self._trouble = Say(language, Words("参数要写成 JSON 对象", "Arguments must be a JSON object"), "answer")
        self._trouble.setProperty("trouble", True)
        self._trouble.hide()
        self.arguments.textChanged.connect(self._trouble.hide)
        column.addWidget(self._trouble)
        self._flow = FlowLayout()
        column.addLayout(self._flow)
        self._answer = QPlainTextEdit()
        self._answer.setReadOnly(True)
        self._answer.setFixedHeight(76)
        self._answer.hide()
        column.addWidget(self._answer)
        self.buttons: dict[str, Push] = {}
        language.changed.connect(self._retell)
        self._retell()

    def offer(self, commands: tuple[str, ...]) -> None:
        """Replaces the buttons."""
        if commands == self._offered:
            return
        self._offered = commands
        for button in self.buttons.values():
            self._flow.removeWidget(button)
            button.deleteLater()
        self.buttons = {}
        for command in commands:
            button = Push(self._language, Words(command, command))
            button.clicked.connect(lambda _checked=False, command=command: self._send(command))
            self._flow.addWidget(button)
            self.buttons[command] = button

    def show_answer(self, text: str) -> None:
        """Shows a whole answer, to be read and copied."""
        self._answer.setPlainText(text)
        self._answer.show()

    def _send(self, command: str) -> None:
        text = self.arguments.text().strip()
        try:
            arguments = parse_json(text.encode("utf-8", "replace")) if text else {}
        except NotJson:
            arguments = None
        if isinstance(arguments, dict):
            self.sent.emit(command, arguments)
        else:
            self._trouble.show()

    def _retell(self) -> None:
        self._answer.setAccessibleName(self._language.say(Words("回答", "Answer")))
        words = Words("其他命令的参数 (JSON)", "Arguments of other commands (JSON)")
        self.arguments.setAccessibleName(self._language.say(words))
        self.arguments.setToolTip(f"{words.zh} / {words.en}")


class SheetPanel(Panel):
    """One emulator, or the platform: how it stands, its rows of buttons, what it answered last."""

    sent = Signal(str, object)  # a button of the table: command, arguments
    asked = Signal(str, object)  # another command: command, arguments

    def __init__(self, language: Language, sheet: Sheet) -> None:
        super().__init__()
        self.sheet = sheet
        self._language = language
        self._rows: list[RowButtons] = []
        self.column.addLayout(self._head())
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(6)
        grid.setColumnMinimumWidth(0, 52)
        grid.setColumnStretch(1, 1)
        for place, row in enumerate(sheet.rows):
            name = Say(language, row.words, "rowname")
            name.setMinimumHeight(28)
            grid.addWidget(name, place, 0, Qt.AlignmentFlag.AlignTop)
            buttons = RowButtons(language, row)
            buttons.sent.connect(lambda press, arguments: self.sent.emit(press.command, arguments))
            self._rows.append(buttons)
            grid.addWidget(buttons, place, 1)
        self.column.addLayout(grid)
        self.others = OtherCommands(language, sheet.example)
        self.others.sent.connect(self.asked)
        self.others.hide()
        self.column.addWidget(self.others)
        self.column.addStretch(1)
        self.setAccessibleName(language.say(sheet.words))

    def _head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setSpacing(8)
        self.lamp = Dot()
        head.addWidget(self.lamp)
        head.addWidget(Say(self._language, self.sheet.words, "heading"))
        self.standing = Say(self._language, NOTHING, "dim")
        head.addWidget(self.standing)
        self._answer = Say(self._language, NOTHING, "answer")
        self._answer.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._answer.setMinimumWidth(30)
        self._answer.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        head.addWidget(self._answer, 1)
        self.more = Push(self._language, Words("其他命令", "More…"), "quiet")
        self.more.setCheckable(True)
        self.more.toggled.connect(lambda on: self.others.setVisible(on))
        self.more.setVisible(False)
        head.addWidget(self.more)
        return head

    def button(self, words: str) -> Push:
        """The button of the table with this Chinese or English text; KeyError if there is none."""
        for row in self._rows:
            for press, button in row.buttons:
                if words in (press.words.zh, press.words.en):
                    return button
        raise KeyError(words)

    def show_standing(self, tone: str, words: Words) -> None:
        """Shows in a word how it stands."""
        self.lamp.shine(_TONES[tone])
        self.standing.tell(words)

    def show_offer(self, present: bool, offers: frozenset[str] | None) -> None:
        """Rests what can't be asked for now; what has no place in the table gets a plain button."""
        for row in self._rows:
            for press, button in row.buttons:
                known = offers is None or press.command in offers
                button.rest(None if present and known else _NOT_OFFERED if present else _ABSENT)
        others = tuple(sorted((offers or self.sheet.also) - self.sheet.commands))
        self.others.offer(others)
        self.more.setVisible(bool(others) and present)
        self.others.setVisible(self.more.isChecked() and bool(others) and present)

    def show_state(self, state: Mapping[str, object]) -> None:
        """Lights the buttons whose effect holds."""
        for row in self._rows:
            row.show_state(state)

    def offer(self, name: str, values: tuple[tuple[str, Words], ...]) -> None:
        """Gives the inputs of this name their texts to choose from: what is sent, what is shown."""
        for row in self._rows:
            row.offer(name, values)

    def show_outcome(self, outcome: Outcome) -> None:
        """Shows what became of the last command."""
        match outcome:
            case Answered(command=command, fields=fields):
                if command in self.others.buttons:
                    self.others.show_answer(displayable(dict(fields)) if fields else "✓")
                self._tell(Words(f"✓ {command}", f"✓ {command}"), trouble=False)
            case Refused(command=command, why=why):
                self._tell(Words(f"{command} 被拒: {why}", f"{command} refused: {why}"), trouble=True)
            case Gone(command=command, why=why):
                self._tell(Words(f"{command} 没有回音: {why}", f"{command}: {why}"), trouble=True)

    def _tell(self, words: Words, *, trouble: bool) -> None:
        room = max(self._answer.width(), 60)
        fit = self._answer.fontMetrics().elidedText
        elided = Words(*(fit(text, Qt.TextElideMode.ElideRight, room) for text in (words.zh, words.en)))
        self._answer.setProperty("trouble", trouble)
        self._answer.style().unpolish(self._answer)
        self._answer.style().polish(self._answer)
        self._answer.tell(elided)
        self._answer.setToolTip(self._language.say(words))
