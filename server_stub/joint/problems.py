"""The problem codes of applications for life events; what they share with cases is declared there."""

from __future__ import annotations

from server_stub.problems import declare

declare({"joint.booking-only": (409, "This topic is a list and an appointment only; it is not applied for here")})
