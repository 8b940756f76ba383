"""All tables, declared by importing the packages that own them."""

from __future__ import annotations

from server_stub import events, idempotency, jobs
from server_stub.appointments import tables as appointments
from server_stub.audit import tables as audit
from server_stub.authority import tables as authority
from server_stub.cases import tables as cases
from server_stub.catalogue import tables as catalogue
from server_stub.companies import tables as companies
from server_stub.configuration import tables as configuration
from server_stub.corrections import tables as corrections
from server_stub.documents import tables as documents
from server_stub.entitlements import tables as entitlements
from server_stub.faces import tables as faces
from server_stub.joint import tables as joint
from server_stub.licences import tables as licences
from server_stub.office import tables as office
from server_stub.outbound import tables as outbound
from server_stub.people import tables as people
from server_stub.phone_codes import tables as phone_codes
from server_stub.printouts import tables as printouts
from server_stub.privacy import tables as privacy
from server_stub.queue import tables as queue
from server_stub.ratings import tables as ratings
from server_stub.records import tables as records
from server_stub.reports import tables as reports
from server_stub.rosters import tables as rosters
from server_stub.staff import tables as staff
from server_stub.terminals import tables as terminals

OWNERS = (
    *(events, idempotency, jobs, appointments, audit, authority, cases, catalogue, companies, configuration),
    *(corrections, documents, entitlements, faces, joint, licences, office, outbound, people, phone_codes, printouts),
    *(privacy, queue, ratings, records, reports, rosters, staff, terminals),
)
