"""The problem codes of appointments."""

from __future__ import annotations

from server_stub.problems import declare

declare(
    {
        "appointment.early": (409, "It is too early to check in"),
        "appointment.ended": (409, "The appointment was cancelled, or its time is over"),
        "appointment.full": (409, "There is no place left in this slot"),
        "appointment.hold-over": (409, "The place was held for some minutes; they are over"),
        "appointment.lead-time": (409, "Appointments for this day are not given today"),
        "appointment.no-slot": (409, "The hall gives no appointments for this time"),
        "appointment.not-found": (404, "No such appointment, or the end of the phone number is another"),
        "appointment.not-offered": (404, "No appointments are given for this business in this hall"),
        "appointment.other-day": (409, "The appointment is for another day"),
        "appointment.paused": (403, "This person's booking is paused for some days"),
        "appointment.per-day": (409, "This person has an appointment on that day"),
        "appointment.repeats": (403, "This person booked the same business too often today"),
        "appointment.same-business": (409, "This person has an appointment for this business on that day"),
        "appointment.started": (409, "Checked in already: the number is given"),
        "appointment.too-late": (409, "It is too late to change or cancel"),
        "appointment.unconfirmed": (409, "The place is only held; the appointment has to be confirmed first"),
        "appointment.wrong-hall": (409, "The appointment is in another hall"),
    }
)
