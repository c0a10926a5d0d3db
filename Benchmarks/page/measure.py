#!/usr/bin/env python3
"""The page with a school's people, in Chromium: how soon it shows, how large it is, how long a roll takes, many onlookers at
once, and what a page that stays open costs. Needs Debian's chromium, chromium-driver and python3-selenium.

usage: .local/venv/bin/python Benchmarks/page/measure.py [--people 500] [--minutes 60] [--onlookers 20] [--browsers 20]
           [--rollcall PATH] [--build FOLDER] [--screenshots FOLDER]

With --screenshots only takes pictures of every view: wide and narrow, light and dark.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "scripts"))
sys.path.append("/usr/lib/python3/dist-packages")
from local_stack import ROOT, LocalStack  # noqa: E402
from school import DEVICE, Camera, School  # noqa: E402

try:
    from selenium import webdriver
    from selenium.webdriver.chrome.service import Service
    from selenium.webdriver.common.by import By
    from selenium.webdriver.support.ui import WebDriverWait
except ImportError:
    sys.exit("bench-page: install a browser first (apt-get install chromium chromium-driver python3-selenium)")

VIEWS = ["now", "roll", "unknown", "people", "health"]


def browser(width=1400, height=900, is_dark=False):
    options = webdriver.ChromeOptions()
    options.binary_location = "/usr/bin/chromium"
    for argument in ("headless=new", "no-sandbox", "disable-dev-shm-usage", "disable-gpu", f"window-size={width},{height}"):
        options.add_argument("--" + argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    driver = webdriver.Chrome(service=Service("/usr/bin/chromedriver"), options=options)
    # Windows have a least width; pages need not.
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride",
                           {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 500})
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [
        {"name": "prefers-color-scheme", "value": "dark" if is_dark else "light"}]})
    return driver


def wait(driver, selector, seconds=60):
    return WebDriverWait(driver, seconds, poll_frequency=0.05).until(lambda d: d.find_elements(By.CSS_SELECTOR, selector))


def check_quiet(driver, address):
    """No error on the console, no request to another host, since it was asked last."""
    errors = [entry["message"] for entry in driver.get_log("browser") if entry["level"] == "SEVERE"]
    hosts = set()
    for entry in driver.get_log("performance"):
        message = json.loads(entry["message"])["message"]
        if message["method"] == "Network.requestWillBeSent":
            url = urllib.parse.urlsplit(message["params"]["request"]["url"])
            if url.scheme in ("http", "https"):
                hosts.add(url.netloc)
    if errors or hosts - {urllib.parse.urlsplit(address).netloc}:
        raise SystemExit(f"errors: {errors}, hosts: {hosts}")


class Page:
    """rollcall page, and what it is asked."""

    def __init__(self, stack, rollcall, spool):
        self.process = stack.run(
            rollcall, "page", "--port", "0", "--device", DEVICE, stderr=subprocess.PIPE, text=True,
            extra={"ROLLCALL_SPOOL_FOLDER": spool, "ROLLCALL_PAGE_PASSWORDS": spool + "/none.json", "PATH": os.environ["PATH"]})
        line = next(line for line in self.process.stderr if "The page is at " in line)
        self.address = line.split("The page is at ")[1].strip()

    def memory(self):
        """The server's resident memory, in MB."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(status.split("VmRSS:")[1].split()[0]) / 1000

    def request(self, path):
        """A request of a browser that has just come."""
        with urllib.request.urlopen(self.address + "session") as answer:
            cookie = answer.headers["Set-Cookie"].split(";")[0]
        return urllib.request.Request(self.address + path, headers={"Cookie": cookie})

    def seconds(self, path, tries=10):
        """The first of so many requests, and their median."""
        request, times = self.request(path), []
        for _ in range(tries):
            start = time.monotonic()
            with urllib.request.urlopen(request) as answer:
                answer.read()
            times.append(time.monotonic() - start)
        return times[0], statistics.median(times)


def first_paint(page, view):
    """Milliseconds to the first paint and to the first rows, and all bytes that came."""
    driver = browser()
    try:
        driver.get(f"{page.address}#{view}")
        wait(driver, f".view.{view} tr[data-name], .view.{view} .room li")
        shown = driver.execute_script("return performance.now()")
        time.sleep(1)
        entries = driver.execute_script(
            "return [performance.getEntriesByType('paint'), performance.getEntriesByType('navigation'), "
            "performance.getEntriesByType('resource')].flat().map(e => e.toJSON())")
        paint = next(e["startTime"] for e in entries if e["name"] == "first-contentful-paint")
        sizes = {urllib.parse.urlsplit(e["name"]).path: e["transferSize"] for e in entries if e.get("transferSize")}
        check_quiet(driver, page.address)
        return round(paint), round(shown), sum(size for path, size in sizes.items() if path != "/api/picture"), sizes
    finally:
        driver.quit()


def many(page, count):
    """So many onlookers at once, each with a stream of events as a browser's page has: how late each has a clip."""
    def look(_):
        with urllib.request.urlopen(page.request("events"), timeout=60) as stream:
            kind = ""
            for line in stream:
                name, _, value = line.decode().strip().partition(":")
                if name == "event":
                    kind = value.strip()
                elif name == "data" and kind == "clip":
                    return int(time.time() * 1000) - json.loads(value)["result"]["timestamp"]
        raise SystemExit("the page's events ended")

    with ThreadPoolExecutor(count) as pool:
        lags = list(pool.map(look, range(count)))
    return len(lags), max(lags)


def browsers(page, count):
    """So many browsers at once, each a process with a window of its own: the most seconds between two clips that one shows."""
    drivers = []
    try:
        for _ in range(count):
            drivers.append(browser())
            drivers[-1].get(page.address + "#now")
        for driver in drivers:
            wait(driver, ".view.now figcaption:not(:empty)", 120)
            driver.execute_script(
                "const caption = document.querySelector('.view.now figcaption'); window.clips = [performance.now()];"
                "new MutationObserver(() => window.clips.push(performance.now())).observe("
                "caption, { childList: true, characterData: true, subtree: true });")
        time.sleep(20)
        gaps = []
        for driver in drivers:
            clips = driver.execute_script("return [...window.clips, performance.now()]")
            gaps.append(max(b - a for a, b in zip(clips, clips[1:])) / 1000)
            check_quiet(driver, page.address)
        return statistics.median(gaps), max(gaps)
    finally:
        for driver in drivers:
            driver.quit()


def stay_open(page, camera, minutes):
    """The heap of a page that stays open, after a collection of garbage, and the server's memory, each few minutes."""
    driver = browser()
    try:
        driver.execute_cdp_cmd("Performance.enable", {})
        driver.get(page.address + "#now")
        wait(driver, ".view.now .room li b")
        samples = []
        for step in range(13):
            if step:
                time.sleep(minutes * 5)
            driver.execute_cdp_cmd("HeapProfiler.collectGarbage", {})
            metrics = {m["name"]: m["value"] for m in driver.execute_cdp_cmd("Performance.getMetrics", {})["metrics"]}
            samples.append((round(metrics["JSHeapUsedSize"] / 1e6, 2), int(metrics["Nodes"]),
                            int(metrics["JSEventListeners"]), round(page.memory(), 1), camera.sent))
            print("   heap MB, nodes, listeners, server MB, clips:", *samples[-1], flush=True)
            check_quiet(driver, page.address)
        return samples
    finally:
        driver.quit()


def shoot(page, folder, people):
    for is_dark in (False, True):
        for width, height in ((1400, 900), (390, 844)):
            driver = browser(width, height, is_dark)
            try:
                for view in VIEWS:
                    driver.get(f"{page.address}#{view}")
                    wait(driver, f".view.{view} > *")
                    time.sleep(3)
                    name = f"{view}-{people}-{width}-{'dark' if is_dark else 'light'}.png"
                    driver.save_screenshot(str(folder / name))
                check_quiet(driver, page.address)
            finally:
                driver.quit()


def measure(page, camera, options, stack, rollcall):
    print(f"{options.people} people:")
    for view in ("now", "roll", "people"):
        paints = [first_paint(page, view) for _ in range(5)]
        paint, shown = (statistics.median(p[i] for p in paints) for i in (0, 1))
        print(f"  {view}: first paint {paint} ms, rows {shown} ms, {paints[0][2]} bytes but for pictures", flush=True)
    print(f"  files: {paints[0][3]}")
    for path in ("api/roll", "api/people"):
        # What is read from the tables is kept for some seconds.
        time.sleep(6)
        first, median = page.seconds(path)
        print(f"  GET /{path}: the first {first * 1000:.0f} ms, the median {median * 1000:.0f} ms", flush=True)
    times = []
    for _ in range(10):
        start = time.monotonic()
        stack.run(rollcall, "roll", "--csv", stdout=subprocess.DEVNULL).wait()
        times.append(time.monotonic() - start)
    print(f"  rollcall roll --csv: {statistics.median(times) * 1000:.0f} ms", flush=True)
    count, lag = many(page, options.onlookers)
    print(f"  {count} onlookers: the slowest has a clip {lag} ms after its first picture; server {page.memory():.0f} MB", flush=True)
    if options.browsers:
        usual, longest = browsers(page, options.browsers)
        print(f"  {options.browsers} browsers: between two clips at most {usual:.1f} s in the median one, {longest:.1f} s in the "
              f"slowest; server {page.memory():.0f} MB", flush=True)
    print(f"  a page left open for {options.minutes} minutes:", flush=True)
    stay_open(page, camera, options.minutes)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=500)
    parser.add_argument("--minutes", type=float, default=60, help="how long the page stays open")
    parser.add_argument("--onlookers", type=int, default=20)
    parser.add_argument("--browsers", type=int, default=0, help="how many browsers look on at once, 150 MB each")
    parser.add_argument("--speed", type=float, default=1, help="how much faster clips come than from one camera")
    parser.add_argument("--build", type=Path, default=ROOT / ".build/release", help="where the functions are")
    parser.add_argument("--rollcall", type=Path, help="the command; that of --build without it")
    parser.add_argument("--screenshots", type=Path)
    options = parser.parse_args()
    rollcall = (options.rollcall or options.build / "rollcall").resolve()
    with tempfile.TemporaryDirectory() as spool, LocalStack(options.build, folder=ROOT / ".local/page") as stack:
        school = School(stack, options.people)
        camera = Camera(school, spool, ROOT / ".local/photographs", min(options.people, 120), options.speed)
        page = Page(stack, rollcall, spool)
        camera.strangers(8)
        time.sleep(5)
        if options.screenshots:
            options.screenshots.mkdir(parents=True, exist_ok=True)
            shoot(page, options.screenshots, options.people)
        else:
            measure(page, camera, options, stack, rollcall)
        camera.stop()


if __name__ == "__main__":
    main()
