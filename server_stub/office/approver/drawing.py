"""`python -m server_stub.office.approver.drawing MOST`: a PDF on standard input, its pages as PNG on standard output.

Each picture with its length before it, four bytes, most significant first.
"""

from __future__ import annotations

import io
import resource
import struct
import sys

_WIDTH = 1_000  # pixels
_MEMORY = 1_500_000_000
_CPU_SECONDS = 15


def main(most: int) -> int:
    """0; not reached where the file takes more memory or time than it may."""
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (_CPU_SECONDS, _CPU_SECONDS))
    import pypdfium2  # late: under its limits from the start

    document = pypdfium2.PdfDocument(sys.stdin.buffer.read())
    for number in range(min(len(document), most)):
        page = document[number]
        picture = page.render(scale=min(_WIDTH / max(page.get_width(), 1), 4)).to_pil()
        kept = io.BytesIO()
        picture.save(kept, "PNG")
        sys.stdout.buffer.write(struct.pack(">I", len(kept.getvalue())) + kept.getvalue())
    return 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1])))
