"""The light row of a service: all that lists and the search need, so that guides and forms are read when asked for."""

from __future__ import annotations

from server_stub.catalogue.models import Service, ServiceFile, ServiceHours
from server_stub.texts import Wire


class Line(Wire):
    """A service in a list, and the words it is found by (Chinese; titles of both languages are in `service`)."""

    service: Service
    source: str  # the register without which it rests
    hours: ServiceHours
    aliases: tuple[str, ...]
    options: tuple[str, ...]  # of its questions and its form's choices, with their hints
    about: tuple[str, ...]  # result, conditions, materials, labels of the form

    @property
    def code(self) -> str:
        """The service's code."""
        return self.service.code


def line_of(file: ServiceFile) -> Line:
    """The row of a service."""
    guide = file.guide
    asked = [f for f in file.fields if f.source == "person" and f.kind != "consent"]
    choices = [o for q in guide.questions for o in q.options] + [o for f in asked for o in f.options]
    options = [text for o in choices for text in (o.title.zh, o.hint.zh) if text]
    about = [guide.result.zh, *(c.zh for c in guide.conditions), *(m.name.zh for m in guide.materials)]
    about += [text for f in asked for text in (f.label.zh, f.hint.zh) if text]
    return Line(
        service=guide.service,
        source=file.source,
        hours=file.facts.hours,
        aliases=guide.aliases,
        options=tuple(dict.fromkeys(options)),
        about=tuple(dict.fromkeys(about)),
    )
