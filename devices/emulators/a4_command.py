"""What the emulated printer runs for each job: tells the emulator and does as it says.

Started by ippeveprinter with the PDF's path; lines for ippeveprinter go to stderr ("STATE: +media-jam"). Standard
library only and nothing of ours: it is started for each job and should cost no time.
"""

from __future__ import annotations

import json
import os
import socket
import sys


def main() -> int:
    """Relays the emulator's lines until it says how the job ended."""
    job = {
        "file": sys.argv[-1],
        "id": int(os.environ.get("IPP_JOB_ID", "0")),
        "name": os.environ.get("IPP_JOB_NAME", ""),
        "copies": int(os.environ.get("IPP_COPIES", "1")),
        "media": os.environ.get("IPP_MEDIA", os.environ.get("IPP_MEDIA_DEFAULT", "")),
    }
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as link:
        link.connect(os.environ["A4_JOBS"])
        with link.makefile("rw", encoding="utf-8") as lines:
            lines.write(json.dumps(job) + "\n")
            lines.flush()
            for line in lines:
                if line.startswith("EXIT"):
                    return int(line.split()[1])
                sys.stderr.write(line)
                sys.stderr.flush()
    return 1


if __name__ == "__main__":
    sys.exit(main())
