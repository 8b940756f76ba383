"""The platform's demonstration routes over HTTP, without threads."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from enum import Enum
from functools import partial
from urllib.parse import quote

from PySide6.QtCore import QByteArray, QObject, QUrl, Signal
from PySide6.QtNetwork import QNetworkAccessManager, QNetworkProxy, QNetworkReply, QNetworkRequest

from screens.dock.messages import Message, read_messages
from screens.dock.outcomes import Answered, Gone, NotJson, Outcome, Refused, displayable, parse_json
from screens.dock.people import Citizen, read_businesses, read_citizens
from screens.dock.words import Words

_LONGEST_ANSWER = 8_000_000
_SELDOM = 10  # polls


class Reach(Enum):
    """How far the platform can be reached."""

    ABSENT = "absent"
    NO_DEMO = "no-demo"  # it answers, but was started without its demonstration routes
    READY = "ready"


class PlatformLink(QObject):
    """The platform: citizens, text messages, faults. `poll` asks for news; the owner's clock calls it.

    `terminal` names one of the hall's terminals, whose queue businesses are asked for.
    """

    changed = Signal()  # reach, citizens, businesses or faults
    arrived = Signal(object)  # tuple[Message, ...], oldest first
    forgotten = Signal()  # messages start anew: the platform was reset or came back
    answered = Signal(object)

    def __init__(
        self, address: str, terminal: str = "", parent: QObject | None = None, patience_ms: int = 5000
    ) -> None:
        super().__init__(parent)
        self.reach = Reach.ABSENT
        self.citizens: tuple[Citizen, ...] = ()
        self.businesses: tuple[tuple[str, Words], ...] = ()
        self.faults: Mapping[str, object] = {}
        self._address = address.rstrip("/")
        self._terminal = terminal
        self._patience_ms = patience_ms
        self._last_message = 0
        self._net = QNetworkAccessManager(self)
        self._net.finished.connect(self._finished)
        self._net.setProxy(QNetworkProxy(QNetworkProxy.ProxyType.NoProxy))
        self._polling = False
        self._polls = 0
        self._closed = False
        self._replies: dict[QNetworkReply, Callable[[QNetworkReply], None]] = {}

    def poll(self) -> None:
        """Asks for new messages and the faults on order; seldom also for the citizens, whose cases change."""
        if self._polling or self._closed:
            return
        self._polling = True
        self._polls += 1
        self._get(f"/demo/messages?after={self._last_message}", self._messages)

    def send(self, path: str, body: Mapping[str, object]) -> None:
        """Posts to a demonstration route; `answered` brings the outcome."""
        request = self._request(path)
        request.setHeader(QNetworkRequest.KnownHeaders.ContentTypeHeader, "application/json")
        reply = self._net.post(request, QByteArray(json.dumps(body).encode()))
        self._keep(reply, partial(self._sent, path))

    def close(self) -> None:
        """Drops everything under way; no signal comes afterwards."""
        self._closed = True
        for reply in tuple(self._replies):
            reply.abort()

    def _request(self, path: str) -> QNetworkRequest:
        request = QNetworkRequest(QUrl(self._address + path))
        request.setTransferTimeout(self._patience_ms)
        return request

    def _get(self, path: str, done: Callable[[QNetworkReply], None]) -> None:
        self._keep(self._net.get(self._request(path)), done)

    def _keep(self, reply: QNetworkReply, done: Callable[[QNetworkReply], None]) -> None:
        reply.setReadBufferSize(_LONGEST_ANSWER)  # a longer one comes to a halt, then to its time-out
        self._replies[reply] = done

    def _finished(self, reply: QNetworkReply) -> None:
        done = self._replies.pop(reply, None)
        reply.deleteLater()
        if done and not self._closed:
            done(reply)

    def _messages(self, reply: QNetworkReply) -> None:
        self._polling = False
        messages = read_messages(bytes(reply.readAll().data())) if _status(reply) == 200 else None
        if messages is None:
            self._reached(Reach.NO_DEMO if _status(reply) == 404 else Reach.ABSENT)
            return
        if self.reach is not Reach.READY and self._last_message:
            self._start_anew()  # a restarted platform may count from 1 again
        else:
            self._take(messages)
        self._reached(Reach.READY)

    def _take(self, messages: tuple[Message, ...]) -> None:
        new = tuple(message for message in messages if message.id > self._last_message)
        if new:
            self._last_message = new[-1].id
            self.arrived.emit(new)

    def _start_anew(self) -> None:
        self._last_message = 0
        self.forgotten.emit()

    def _reached(self, reach: Reach) -> None:
        changed = reach is not self.reach
        self.reach = reach
        if reach is Reach.READY:
            self._get("/demo/faults", self._told_faults)
            if changed or self._polls % _SELDOM == 0:
                self._get("/demo/citizens", self._listed)
            if not self.businesses:
                self._get(f"/demo/businesses?terminal={quote(self._terminal)}", self._queues)
        if changed:
            self.changed.emit()

    def _listed(self, reply: QNetworkReply) -> None:
        citizens = read_citizens(bytes(reply.readAll().data())) if _status(reply) == 200 else None
        if citizens is not None and citizens != self.citizens:
            self.citizens = citizens
            self.changed.emit()

    def _queues(self, reply: QNetworkReply) -> None:
        businesses = read_businesses(bytes(reply.readAll().data())) if _status(reply) == 200 else ()
        if businesses and businesses != self.businesses:
            self.businesses = businesses
            self.changed.emit()

    def _told_faults(self, reply: QNetworkReply) -> None:
        outcome = _outcome("/demo/faults", reply)
        if isinstance(outcome, Answered):
            self._fault_state(outcome.fields)

    def _fault_state(self, fields: Mapping[str, object]) -> None:
        if "sources_down" in fields and fields != self.faults:
            self.faults = fields
            self.changed.emit()

    def _sent(self, path: str, reply: QNetworkReply) -> None:
        outcome = _outcome(path, reply)
        if isinstance(outcome, Answered):
            self._fault_state(outcome.fields)
        if path == "/demo/reset" and isinstance(outcome, Answered):
            self._start_anew()
            self._get("/demo/citizens", self._listed)
        self.answered.emit(outcome)
        self.poll()


def _status(reply: QNetworkReply) -> int:
    value = reply.attribute(QNetworkRequest.Attribute.HttpStatusCodeAttribute)
    return value if isinstance(value, int) else 0


def _outcome(path: str, reply: QNetworkReply) -> Outcome:
    status, data = _status(reply), bytes(reply.readAll().data())
    if not status:
        return Gone(path, reply.errorString())
    try:
        answer = parse_json(data) if data else {}
    except NotJson:
        answer = {}
    fields = answer if isinstance(answer, dict) else {"answer": answer}
    if 200 <= status < 300:
        return Answered(path, fields)
    return Refused(path, displayable(fields.get("detail") or fields.get("code") or f"HTTP {status}"))
