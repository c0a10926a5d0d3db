import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "scripts"))
from local_stack import free_port  # noqa: E402


class FreePortTests(unittest.TestCase):
    def test_is_not_one_that_a_connection_is_given(self):
        first = int(Path("/proc/sys/net/ipv4/ip_local_port_range").read_text().split()[0])
        for _ in range(20):
            self.assertLess(free_port(), first)


if __name__ == "__main__":
    unittest.main()
