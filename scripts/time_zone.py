"""Time zones as rules (POSIX.1-2017, "Environment Variables", TZ), which need no database where the functions run."""

import os
import re
from pathlib import Path

DATABASE = Path("/usr/share/zoneinfo")
# A name of three letters or more, or in angle brackets, and an offset; the Recognizer looks for the same in what it is given.
RULE = re.compile(r"(<[^>]+>|[A-Za-z]{3,})[+-]?[0-9][!-~]*")


def rule_of(zone):
    """The rule of a zone of the IANA database, such as Europe/Berlin, or of what is a rule itself; None for what is neither."""
    return rule_in(DATABASE / zone) or (zone if RULE.fullmatch(zone) else None)


def machine_rule():
    """The rule of this machine's time zone, which is a client's where no other is set."""
    zone = os.environ.get("TZ", "").removeprefix(":")
    return zone and rule_of(zone) or rule_in("/etc/localtime") or "UTC0"


def rule_in(path):
    """The rule that holds from now on, the last line of a file of the database (RFC 8536, section 3.3); None without one."""
    try:
        content = Path(path).read_bytes()
        # The first version has no such line.
        if content[:4] != b"TZif" or content[4:5] < b"2":
            return None
        return content.rsplit(b"\n", 2)[1].decode() or None
    except (OSError, IndexError, UnicodeDecodeError):
        return None
