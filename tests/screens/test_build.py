"""What holds for all pages: each step has one, their QML is clean, their words are translated."""

from __future__ import annotations

import importlib
import pkgutil
import re
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QMetaObject, QObject, Signal

import kiosk.steps
import screens.models
from kiosk.steps.step import Notice, Step
from screens.build import TEXTS, BuildError, check, compile_texts, lint, qml_files, untranslated
from screens.host import Host
from screens.models.base import PageModel
from screens.pages import QML, PageError, Pages, page_of
from tests.screens.finger import Person
from tests.screens.samples import SAMPLES, Sample


def _steps() -> list[type[Step[object]]]:
    for module in pkgutil.iter_modules(kiosk.steps.__path__):
        importlib.import_module(f"kiosk.steps.{module.name}")
    found: list[type[Step[object]]] = []
    todo: list[type[Step[object]]] = [Step]
    while todo:
        kinds: list[type[Step[object]]] = todo.pop().__subclasses__()
        for kind in kinds:
            todo.append(kind)
            if kind is not Notice and kind.__module__.startswith("kiosk.steps."):
                found.append(kind)
    return found


@pytest.mark.parametrize("kind", _steps(), ids=lambda k: k.__name__)
def test_every_step_has_a_page_a_model_and_a_sample(kind: type[Step[object]]) -> None:
    assert (QML / "pages" / f"{kind.__name__}Page.qml").is_file()
    module = importlib.import_module(f"screens.models.{kind.__module__.rpartition('.')[2]}")
    assert issubclass(getattr(module, f"{kind.__name__}Model"), PageModel)
    assert any(type(sample.step) is kind for sample in SAMPLES)


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda s: s.name)
def test_a_page_finds_the_members_of_its_own_model_whatever_was_shown_before(person: Person, sample: Sample) -> None:
    person.sees(sample.step, sample.before, sample.can_go_back)
    assert person.host._page
    model = person.host._page.model
    for thing in (model, *model.findChildren(QObject)):
        assert "__METAOBJECT__" not in vars(thing), f"a method of {type(thing).__name__} is no Slot"


class _Hearer(QObject):
    """Something with a method that is no Slot."""

    heard = Signal()

    def hear(self) -> None:
        """Nothing."""


def test_a_method_that_is_no_slot_is_seen_on_the_object() -> None:
    hearer = _Hearer()
    assert "__METAOBJECT__" not in vars(hearer)
    hearer.heard.connect(hearer.hear)
    assert "__METAOBJECT__" in vars(hearer)


def test_the_qml_is_clean_and_every_text_is_translated() -> None:
    check()


def test_a_misspelt_member_of_a_page_model_is_found(tmp_path: Path) -> None:
    page = (QML / "pages" / "TroublePage.qml").read_text()
    for folder in ("theme", "components"):
        (tmp_path / folder).symlink_to(QML / folder)
    (tmp_path / "pages").mkdir()
    wrong = tmp_path / "pages" / "TroublePage.qml"
    wrong.write_text(page.replace("page.otherwise", "page.otherwize"))
    with pytest.raises(BuildError, match="otherwize"):
        lint([wrong])


def test_a_text_without_translation_is_found(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    added = tmp_path / "NewPage.qml"
    added.write_text('import QtQuick\nText { text: qsTr("没有翻译的话") }\n')
    monkeypatch.setattr("screens.build.qml_files", lambda: [added])
    assert "en: 没有翻译的话" in untranslated()


def test_properties_without_a_signal_are_constant() -> None:
    for module in pkgutil.iter_modules(screens.models.__path__):
        importlib.import_module(f"screens.models.{module.name}")
    for model in PageModel.__subclasses__():
        meta: QMetaObject = vars(model)["staticMetaObject"]
        for index in range(1, meta.propertyCount()):
            prop = meta.property(index)
            assert prop.isConstant() or prop.hasNotifySignal(), (model.__name__, prop.name())


def test_no_qml_file_is_too_long_to_read() -> None:
    assert [f.name for f in qml_files() if len(f.read_text().splitlines()) > 250] == []


def test_colours_stand_in_the_theme_only() -> None:
    written = re.compile(r'"#[0-9a-fA-F]{3,8}"')
    assert [f.name for f in qml_files() if f.parent.name != "theme" and written.search(f.read_text())] == []


def test_a_page_that_can_not_be_made_says_which(person: Person) -> None:
    with pytest.raises(PageError, match="NoSuchPage"):
        Pages(person.host.engine).compiled("pages/NoSuchPage.qml")


def test_a_page_is_named_like_its_step() -> None:
    assert page_of(SAMPLES[0].step) == "pages/AttractPage.qml"


def test_the_host_is_usable_without_a_theme_or_a_clock(qtbot: object) -> None:
    host = Host()
    host.close()
    QCoreApplication.processEvents()


def test_a_terminal_that_speaks_english_survives_that_its_texts_are_built_anew() -> None:
    compile_texts()
    code = (
        "import sys\n"
        "from PySide6.QtCore import QCoreApplication\n"
        "from screens.languages import Languages\n"
        "app = QCoreApplication([])\n"
        "languages = Languages()\n"
        "languages.use('en')\n"
        "print('ready', flush=True)\n"
        "sys.stdin.readline()\n"
        "print(QCoreApplication.translate('HallPage', '退出'), flush=True)\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
    ) as program:
        assert program.stdin
        assert program.stdout
        assert program.stdout.readline() == "ready\n"
        catalogue = TEXTS / "en.qm"
        mapped = catalogue.stat().st_ino
        compile_texts()
        assert catalogue.stat().st_ino != mapped, "the mapped file itself was written over"
        words, _ = program.communicate("\n", timeout=10)
        assert words == "Leave\n"
    assert program.returncode == 0
    assert not list(TEXTS.glob(".compiling-*"))
