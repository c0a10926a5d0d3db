#!/usr/bin/python3
"""Uses the page in Chromium as an operator does, while a film runs: sees names come, names a stranger, marks, exports,
adds and removes people. Ends with 1, and says why, where something is not as it should be.

usage: browse_page.py ROLLCALL PHOTOGRAPHS FOLDER [SCREENSHOTS]
"""

import json
import os
import subprocess
import sys
import urllib.parse
from pathlib import Path

from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import Select, WebDriverWait

ODD_NAME = "Zoë \"<b>&'` 李 Љ אב ́x"


def browser(width=1400, height=900):
    options = webdriver.ChromeOptions()
    options.binary_location = "/usr/bin/chromium"
    for argument in ("headless=new", "no-sandbox", "disable-dev-shm-usage", "disable-gpu", f"window-size={width},{height}"):
        options.add_argument("--" + argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    return webdriver.Chrome(service=Service("/usr/bin/chromedriver"), options=options)


def make_film(photographs, path):
    """Half a minute of two people in turn, then both once more."""
    if path.exists():
        return
    parts = []
    for index, name in enumerate(["obama.jpg", "biden.jpg"]):
        part = path.with_suffix(f".{index}.h264")
        subprocess.run(
            ["ffmpeg", "-v", "error", "-y", "-loop", "1", "-framerate", "15", "-t", "2", "-i", photographs / name, "-vf",
             "scale=480:-2,crop=480:480:0:30", "-c:v", "libx264", "-preset", "veryfast", "-tune", "zerolatency",
             "-pix_fmt", "yuv420p", "-g", "7", part], check=True)
        parts.append(part.read_bytes())
    path.write_bytes(b"".join(parts) * 60)


def start(rollcall, *arguments):
    """A rollcall that serves a page, and the page's address."""
    process = subprocess.Popen([rollcall, *arguments], stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True)
    for line in process.stderr:
        if "The page is at " in line:
            return process, line.split("The page is at ")[1].strip()
    raise SystemExit(f"{' '.join(map(str, arguments))} served no page")


def stop(process):
    """Asks it to end; and where it waits for results that do not come, once more, which ends it at once."""
    process.terminate()
    try:
        process.wait(1)
    except subprocess.TimeoutExpired:
        process.terminate()
        process.wait(60)


class Visit:
    """A browser on the page."""

    def __init__(self, address, screenshots=None):
        self.address = address
        self.driver = browser()
        self.screenshots = screenshots

    def wait(self, condition, what, seconds=240):
        try:
            return WebDriverWait(self.driver, seconds, poll_frequency=0.05).until(condition)
        except Exception:
            text = self.driver.find_element(By.TAG_NAME, "body").text
            raise SystemExit(f"waited in vain for: {what}. The page shows:\n{text}") from None

    def view(self, name):
        self.driver.get(f"{self.address}#{name}")
        self.wait(lambda d: d.find_elements(By.CSS_SELECTOR, f".view.{name} > *"), f"the view {name}")

    def find(self, selector, what=None, seconds=240):
        return self.wait(lambda d: next(iter(d.find_elements(By.CSS_SELECTOR, selector)), None), what or selector, seconds)

    def row(self, name, view):
        selector = f".view.{view} [data-name={json.dumps(name)}]"
        return self.find(selector, f"{name} in {view}")

    def button(self, within, text):
        return next(b for b in within.find_elements(By.TAG_NAME, "button") if text in (b.text, b.get_attribute("aria-label")))

    def fill(self, closes=True, **values):
        form = self.find("dialog[open] form")
        for name, value in values.items():
            field = form.find_element(By.NAME, name)
            if field.tag_name == "select":
                Select(field).select_by_value(value)
            elif field.get_attribute("type") == "checkbox":
                field.click()
            else:
                self.driver.execute_script("arguments[0].value = ''", field) if field.get_attribute("type") != "file" else None
                field.send_keys(value)
        form.find_elements(By.CSS_SELECTOR, ".buttons button")[-1].click()
        if not closes:
            return self.wait(lambda d: form.find_element(By.CSS_SELECTOR, ".message").text, "a word in the dialog")
        self.wait(lambda d: not d.find_elements(By.CSS_SELECTOR, "dialog[open]"), "the dialog to close")

    def shorten_intervals(self):
        """What the page does every few seconds, it does ten times a second from the next page on."""
        script = "const original = setInterval; window.setInterval = (work, time) => original(work, Math.min(time, 100));"
        self.driver.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": script})
        self.driver.refresh()

    def shoot(self, name):
        if self.screenshots:
            self.driver.save_screenshot(str(self.screenshots / f"{name}.png"))

    def check_names(self):
        """Everything that can be used has a name for who does not see it, and every view can be reached by keys."""
        roles = {"button", "link", "textbox", "searchbox", "combobox", "checkbox", "Date", "image"}
        for node in self.driver.execute_cdp_cmd("Accessibility.getFullAXTree", {})["nodes"]:
            role, name = (node.get(key, {}).get("value", "") for key in ("role", "name"))
            if role in roles and not node["ignored"] and not name.strip():
                raise SystemExit(f"a {role} of {self.driver.current_url} has no name")

    def press(self, key):
        webdriver.ActionChains(self.driver).send_keys(key).perform()

    def walk_by_keys(self):
        """From the top of the page to the roll and into its first field, by the tabulator and Enter alone."""
        self.driver.get(f"{self.address}#health")
        self.find(".view.health h1")
        self.driver.execute_script("document.activeElement.blur(); window.scrollTo(0, 0)")
        for _ in range(20):
            self.press(Keys.TAB)
            if self.driver.execute_script("return document.activeElement.hash") == "#roll":
                break
        outline = self.driver.execute_script("return getComputedStyle(document.activeElement).outlineStyle")
        if outline == "none":
            raise SystemExit("who uses keys does not see where they are")
        self.press(Keys.ENTER)
        self.find(".view.roll input[type=search]")
        for _ in range(20):
            self.press(Keys.TAB)
            if self.driver.execute_script("return document.activeElement.name") == "find":
                return
        raise SystemExit("keys do not lead into the roll")

    def check_quiet(self, expected_errors=0):
        """No errors on the console, and no request to another host."""
        errors = [entry["message"] for entry in self.driver.get_log("browser") if entry["level"] == "SEVERE"]
        if len(errors) > expected_errors:
            raise SystemExit(f"errors on the console: {errors}")
        own = urllib.parse.urlsplit(self.address).netloc
        for entry in self.driver.get_log("performance"):
            message = json.loads(entry["message"])["message"]
            if message["method"] != "Network.requestWillBeSent":
                continue
            url = message["params"]["request"]["url"]
            if urllib.parse.urlsplit(url).netloc != own and not url.startswith(("data:", "about:", "chrome:")):
                raise SystemExit(f"the page asked another host: {url}")


def make_blank(folder):
    """A photograph of nobody."""
    path = folder / "blank.jpg"
    subprocess.run(["ffmpeg", "-v", "error", "-f", "lavfi", "-i", "color=gray:s=320x240", "-frames:v", "1", path], check=True)
    return path


def operate(visit, photographs, folder):
    visit.view("now")
    visit.row("Barack Obama", "now")
    visit.wait(lambda d: d.execute_script("const i = document.querySelector('.picture img'); return i && i.naturalWidth > 0"),
               "the last picture")
    visit.shoot("now")

    visit.view("unknown")
    card = visit.find(".view.unknown .card .primary", "a stranger's card")
    visit.shoot("unknown")
    card.click()
    visit.fill(name="Joe Biden", major="History", year="1965")
    visit.view("now")
    visit.row("Joe Biden", "now")

    visit.view("roll")
    row = visit.row("Joe Biden", "roll")
    visit.button(row, "Mark").click()
    visit.fill(status="excused", reason="at the dentist")
    visit.wait(lambda d: "at the dentist" in visit.row("Joe Biden", "roll").text, "the mark")
    visit.shoot("roll")
    csv = visit.driver.execute_async_script(
        "const done = arguments[0]; fetch([...document.querySelectorAll('a')].find(a => a.textContent === 'CSV').href)"
        ".then(r => r.text()).then(done)")
    if "Barack Obama" not in csv or "at the dentist" not in csv:
        raise SystemExit(f"the list has not what the page shows: {csv}")

    visit.view("people")
    visit.row("Barack Obama", "people")
    visit.find(".view.people .tools button").click()
    word = visit.fill(closes=False, name=ODD_NAME, major="<script>alert(1)</script>", groups="algebra, logic",
                      files=str(make_blank(folder)))
    if "refused" not in word:
        raise SystemExit(f"a picture without a face: {word}")
    # The person is there, and the dialog goes on from there.
    visit.fill()
    rows = visit.wait(lambda d: [r for r in d.find_elements(By.CSS_SELECTOR, "tr[data-name]") if "Zoë" in r.text], "the odd name")
    if "<script>alert(1)</script>" not in rows[0].text:
        raise SystemExit(f"the markup of a major is gone: {rows[0].text}")
    visit.shoot("people")
    visit.button(rows[0], "Remove").click()
    visit.fill(attendance=True)
    visit.wait(lambda d: "Zoë" not in d.find_element(By.CSS_SELECTOR, ".view.people").text, "the odd name to go")
    obama = visit.row("Barack Obama", "people")
    visit.button(obama, "Add photographs").click()
    visit.fill(files=str(photographs / "obama2.jpg"))
    visit.wait(lambda d: "3 photographs" in visit.row("Barack Obama", "people").text, "the photograph to count")
    if "People (2)" not in visit.driver.find_element(By.CSS_SELECTOR, ".view.people").text:
        raise SystemExit("the photograph made another person")

    visit.view("health")
    visit.find(".view.health .waterfall .time")
    visit.shoot("health")
    for view in "now", "roll", "unknown", "people", "health":
        visit.view(view)
        visit.check_names()
    visit.walk_by_keys()
    visit.check_quiet()


def log_in(rollcall, folder, screenshots):
    passwords = folder / "page.json"
    os.environ["ROLLCALL_PAGE_PASSWORDS"] = str(passwords)
    for role, password in (("operator", "correct horse"), ("viewer", "just looking")):
        subprocess.run([rollcall, "page", "--set-password", role], input=password + "\n", text=True, check=True,
                       stdout=subprocess.DEVNULL)
    if passwords.stat().st_mode & 0o077:
        raise SystemExit("others may read the passwords' hashes")
    process, address = start(rollcall, "page", "--port", "0")
    visit = Visit(address, screenshots)
    try:
        visit.driver.get(address)
        field = visit.find("form.login input")
        visit.shoot("login")
        field.send_keys("wrong password\n")
        visit.wait(lambda d: "wrong" in d.find_element(By.CSS_SELECTOR, ".message").text, "a word on the wrong password")
        field.clear()
        field.send_keys("just looking\n")
        visit.find(".view.now")
        visit.view("roll")
        row = visit.row("Joe Biden", "roll")
        if any(b.is_displayed() for b in row.find_elements(By.TAG_NAME, "button")):
            raise SystemExit("a viewer can press Mark")
        visit.check_quiet(expected_errors=1)
        visit.shorten_intervals()
        visit.view("health")
        visit.find("#leave").click()
        field = visit.find("form.login input")
        field.send_keys("just")
        # The view that was left would have asked ten times by now.
        visit.driver.execute_async_script("setTimeout(arguments[0], 1000)")
        if field.get_property("value") != "just":
            raise SystemExit("the password is gone while it is being typed")
        field.send_keys(" looking\n")
        visit.find(".view.health h1")
        visit.view("now")
        stop(process)
        visit.wait(lambda d: d.find_element(By.ID, "live").get_attribute("class") == "live off", "a word on the lost connection")
        process, _ = start(rollcall, "page", "--port", address.rstrip("/").rsplit(":", 1)[1])
        visit.find("form.login", "the page after the server's restart")
    finally:
        visit.driver.quit()
        stop(process)


def main():
    rollcall, photographs, folder = map(Path, sys.argv[1:4])
    screenshots = Path(sys.argv[4]) if len(sys.argv) > 4 else None
    film = folder / "film.h264"
    make_film(photographs, film)
    os.environ["ROLLCALL_SPOOL_FOLDER"] = str(folder / "spool")
    os.environ["ROLLCALL_PAGE_PASSWORDS"] = str(folder / "none.json")
    os.environ["ROLLCALL_DEVICE"] = "page-test"
    subprocess.run([rollcall, "enroll", "--replace", "Barack Obama", photographs / "obama.jpg", photographs / "obama3.jpg"],
                   check=True, stdout=subprocess.DEVNULL)
    subprocess.run([rollcall, "students", "remove", "Joe Biden"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    process, address = start(rollcall, "run", "--source", film, "--page", "--port", "0")
    visit = Visit(address, screenshots)
    try:
        operate(visit, photographs, folder)
    finally:
        visit.driver.quit()
        stop(process)
    log_in(rollcall, folder, screenshots)


if __name__ == "__main__":
    main()
