"""`requirements.txt`: every package with its version, so that a new machine gets what these tests ran with."""

from __future__ import annotations

import tomllib
from importlib.metadata import files, requires, version
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
PROVIDED = {"dlib": "dlib-bin"}
"""Packages that another one provides: the same module, built. Nothing is installed but what is listed."""


def _declared() -> list[Requirement]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    groups = [project["dependencies"], *project["optional-dependencies"].values()]
    return [Requirement(line) for group in groups for line in group]


def _needed() -> dict[str, list[Requirement]]:
    """By name, whatever asks for it: the project, or a package that it needs."""
    needed: dict[str, list[Requirement]] = {}
    followed: set[tuple[str, str]] = set()
    ahead = _declared()
    while ahead:
        wanted = ahead.pop()
        name = canonicalize_name(PROVIDED.get(wanted.name, wanted.name))
        needed.setdefault(name, []).append(wanted)
        for extra in {"", *wanted.extras} - {extra for seen, extra in followed if seen == name}:
            followed.add((name, extra))
            own = [Requirement(line) for line in requires(name) or []]
            ahead += [one for one in own if one.marker is None or one.marker.evaluate({"extra": extra})]
    return needed


def _pinned() -> dict[str, str]:
    lines = (ROOT / "requirements.txt").read_text().split()
    return {canonicalize_name(name): version for name, version in (line.split("==") for line in lines)}


def test_a_new_machine_gets_what_the_project_declares_and_nothing_else() -> None:
    assert sorted(_pinned()) == sorted(_needed())


def test_every_version_is_one_that_all_who_need_it_accept() -> None:
    pinned = _pinned()
    refused = [str(one) for name, wanted in _needed().items() for one in wanted if pinned[name] not in one.specifier]
    assert not refused


def test_what_another_package_provides_is_really_there() -> None:
    for module, package in PROVIDED.items():
        assert f"{module}/__init__.py" in [str(file) for file in files(package) or []]
        assert version(package) == _pinned()[package]


def test_setup_installs_what_is_listed_and_asks_for_nothing_more() -> None:
    (install,) = [line for line in (ROOT / ".ci" / "setup").read_text().splitlines() if "-r requirements.txt" in line]
    assert "--no-deps" in install
