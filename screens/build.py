"""`python -m screens.build`: what is made from the sources of the screens and not committed.

Without an option: compiles the languages (`i18n/*.qm`), as at set-up; QML is cached by Qt itself. `--check` lints: type
descriptions of the page models, qmllint, qmlformat, translations complete. `--texts` gathers new texts for translation.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterable
from importlib.resources import files
from pathlib import Path
from typing import Any

import PySide6

SCREENS = Path(str(files("screens")))
QML = SCREENS / "qml"
TEXTS = SCREENS / "i18n"
MODELS = SCREENS / "models"
_BASES = ("base.py", "keypad.py", "live.py", "mirror.py")
_QT = Path(PySide6.__file__).parent
_QT_LIBEXEC = _QT / "Qt" / "libexec"


class BuildError(Exception):
    """A tool refused; its words are the message."""


def run(*command: object) -> str:
    """A Qt tool's output. Raises BuildError with it if the tool refuses."""
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False)
    if done.returncode:
        raise BuildError(f"{Path(str(command[0])).name}:\n{done.stdout}{done.stderr}")
    return done.stdout + done.stderr


def qml_files() -> list[Path]:
    """All QML of the screens."""
    return sorted(QML.rglob("*.qml"))


# ---- set-up


def compile_texts() -> None:
    """`i18n/en.ts` → `en.qm`, and so for each language.

    Qt maps a catalogue into memory: one that was written over would end every program that uses it (SIGBUS). So it is
    put in place whole.
    """
    for source in sorted(TEXTS.glob("*.ts")):
        with tempfile.TemporaryDirectory(dir=TEXTS, prefix=".compiling-") as folder:
            made = Path(folder, "made.qm")
            run(_QT / "lrelease", "-silent", source, "-qm", made)
            made.replace(source.with_suffix(".qm"))


def gather_texts() -> None:
    """Brings new texts of the QML into the catalogues; those no longer used are marked so."""
    for catalogue in sorted(TEXTS.glob("*.ts")):
        run(
            _QT / "lupdate", "-silent", "-locations", "none",
            "-source-language", "zh_CN", *qml_files(), "-ts", catalogue,
        )  # fmt: skip


# ---- check


def describe_types(into: Path) -> None:
    """Writes the module Hall.Models for qmllint: `into/Hall/Models/` with qmldir and type descriptions."""
    module = into / "Hall" / "Models"
    module.mkdir(parents=True, exist_ok=True)
    dumped = into / "models.json"
    models = sorted(p for p in MODELS.glob("*.py") if p.name != "__init__.py")
    sources = sorted(models, key=lambda p: p.name not in _BASES)  # metaobjectdump must have read a class's base
    run(sys.executable, _QT / "scripts" / "metaobjectdump.py", "-q", "-c", "-o", dumped, *sources)
    dumped.write_text(json.dumps(_as_it_is(json.loads(dumped.read_text()))))
    run(
        _QT_LIBEXEC / "qmltyperegistrar", "--generate-qmltypes", module / "models.qmltypes", "-o", into / "unused.cpp",
        "--import-name", "Hall.Models", "--major-version", "1",
        "--foreign-types", _QT / "Qt" / "metatypes" / "qt6core_metatypes.json", dumped,
    )  # fmt: skip
    (module / "qmldir").write_text("module Hall.Models\ntypeinfo models.qmltypes\nimport QtQuick\n")


def _as_it_is(dump: Any) -> Any:
    """Mends what metaobjectdump does not say: properties without a signal are constant, `list` is a QVariantList."""
    for file in dump:
        for described in file["classes"]:
            for prop in described.get("properties", []):
                prop["type"] = {"list": "QVariantList", "dict": "QVariantMap"}.get(prop["type"], prop["type"])
                prop["constant"] = "notify" not in prop
    return dump


def lint(sources: Iterable[Path]) -> None:
    """pyside6-qmllint with the page models' types; any warning is an error."""
    with tempfile.TemporaryDirectory() as folder:
        describe_types(Path(folder))
        run(_QT / "qmllint", "--max-warnings", "0", "-I", folder, *sources)


def unformatted(sources: Iterable[Path]) -> list[Path]:
    """Files that qmlformat would change."""
    return [source for source in sources if run(_QT / "qmlformat", source) != source.read_text()]


def untranslated() -> list[str]:
    """Texts of the QML that have no translation: "language: text"."""
    missing = []
    with tempfile.TemporaryDirectory() as folder:
        for catalogue in sorted(TEXTS.glob("*.ts")):
            copy = Path(folder) / catalogue.name
            copy.write_bytes(catalogue.read_bytes())
            run(_QT / "lupdate", "-silent", "-locations", "none", *qml_files(), "-ts", copy)
            for message in ElementTree.parse(copy).iter("message"):
                translation = message.find("translation")
                if translation is None or (translation.get("type") == "unfinished") or not translation.text:
                    missing.append(f"{catalogue.stem}: {message.findtext('source')}")
    return missing


def check() -> None:
    """Everything of `--check`. Raises BuildError with all that is wrong."""
    sources = qml_files()
    wrong = [f"not formatted: {source}" for source in unformatted(sources)]
    wrong += [f"not translated: {text}" for text in untranslated()]
    try:
        lint(sources)
    except BuildError as refused:
        wrong.append(str(refused))
    if wrong:
        raise BuildError("\n".join(wrong))


def main(arguments: list[str]) -> int:
    """The command line; 0 done, 1 something is wrong."""
    parser = argparse.ArgumentParser(prog="python -m screens.build", description=__doc__)
    parser.add_argument("--check", action="store_true", help="lint QML and translations")
    parser.add_argument("--texts", action="store_true", help="gather new texts into i18n/*.ts")
    parser.add_argument("--format", action="store_true", help="format the QML in place")
    chosen = parser.parse_args(arguments)
    try:
        if chosen.texts:
            gather_texts()
        elif chosen.format:
            run(_QT / "qmlformat", "-i", *qml_files())
        elif chosen.check:
            check()
        else:
            compile_texts()
    except BuildError as wrong:
        sys.stderr.write(f"{wrong}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
