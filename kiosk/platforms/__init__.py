"""The two platforms as the terminal sees them: unified intake, appointments and queueing."""

from __future__ import annotations

from kiosk.platforms.cases import Cases
from kiosk.platforms.catalogue import Catalogue
from kiosk.platforms.client import Client
from kiosk.platforms.faces import Faces
from kiosk.platforms.licences import Licences
from kiosk.platforms.people import People
from kiosk.platforms.queue import Queue
from kiosk.platforms.terminals import Terminals


class Platforms:
    """All resources behind one client."""

    def __init__(self, client: Client) -> None:
        self.people = People(client)
        self.catalogue = Catalogue(client)
        self.licences = Licences(client)
        self.cases = Cases(client)
        self.queue = Queue(client)
        self.faces = Faces(client)
        self.terminals = Terminals(client)
