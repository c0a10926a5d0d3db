// The views: each fills its element and says what it does when something happens.
import { texts } from "/texts.js";
import { ask, ask_in_dialog as askInDialog, attempt, clock, field, h, picture, seconds, setLive, state, toast } from "/page.js";

const fold = text => text.normalize("NFD").replace(/\p{M}/gu, "").toLocaleLowerCase();
const details = (...parts) => parts.filter(Boolean).join(", ");
/// The minute of the day of 08:05, and back.
const minute = time => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
const clockTime = minute => [minute / 60, minute % 60].map(part => String(Math.floor(part)).padStart(2, "0")).join(":");

// Now

async function now(root) {
  const t = texts.now;
  const image = h("img", { alt: t.noPicture, hidden: true });
  const boxes = h("div", { class: "boxes", "aria-hidden": "true" });
  const empty = h("p", { class: "empty" }, t.noPicture);
  const caption = h("figcaption");
  const room = h("ul", { class: "room", "aria-label": t.title });
  const figures = h("div", { class: "figures" });
  const findings = h("ul", { class: "findings" });
  const doctor = h("button", { class: "operate", type: "button", onclick: () => attempt(examine) }, t.examine);
  root.append(h("div", { class: "stage" },
    h("figure", { class: "picture-frame", "data-testid": "picture" }, h("div", { class: "picture" }, image, boxes, empty), caption),
    h("section", null, h("h1", null, t.title), room, figures,
      h("h2", null, t.wrong), findings, doctor)));
  root.querySelector("figure").style.margin = "0";

  let shownAt = 0;
  let shownTime = 0;
  let isLoading = false;
  let seen = new Map();
  let answer = {};
  function showRoom() {
    const recent = [...seen.values()].filter(one => Date.now() - one.time < 60_000).sort((a, b) => (a.name ?? "￿").localeCompare(b.name ?? "￿"));
    room.replaceChildren(...recent.map(one => h("li", { class: one.name ? null : "stranger", "data-name": one.name ?? "" },
      h("b", null, one.name ?? t.strangers), h("small", null, clock(one.time)), h("small", null, details(one.major, one.year)))));
    if (!recent.length) room.replaceChildren(h("li", { class: "stranger" }, t.nobody));
  }
  function showFigures() {
    const values = [
      [answer.p50 === undefined || answer.p50 === null ? texts.none : seconds(answer.p50), t.latency, t.latencyHint],
      [answer.waiting ?? 0, t.waiting, t.waitingHint], [answer.clips ?? 0, t.clips, ""], [answer.failed ?? 0, t.failedClips, ""],
    ];
    figures.replaceChildren(...values.map(([value, name, hint]) => h("div", { class: "figure", title: hint }, h("b", null, String(value)), h("span", null, name))));
  }
  function showFindings(list) {
    const bad = list.filter(one => one.verdict !== "ok");
    findings.replaceChildren(...bad.map(one => h("li", { class: one.verdict }, `${one.subject}: ${one.detail}`, one.remedy && h("small", null, one.remedy))));
    if (!bad.length) findings.append(h("li", null, t.allWell));
  }
  async function examine() {
    doctor.disabled = true;
    doctor.textContent = t.examining;
    try { showFindings((await ask("/api/doctor", {})).findings); } finally { doctor.disabled = false; doctor.textContent = t.examine; }
  }
  function note(line) {
    for (const person of line.result.people) {
      const key = person.name ?? "";
      if (!(seen.get(key)?.time > line.result.timestamp)) {
        seen.set(key, { name: person.name, major: person.major, year: person.year, time: line.result.timestamp });
      }
    }
  }
  function showPicture(line) {
    const result = line.result;
    const face = result.people.find(person => person.face)?.face;
    const frame = face ? Number(face.split("@")[0]) : 0;
    const source = picture(result.framesOf ?? result.clip, frame);
    const next = new Image();
    // The server waits for a picture that is still being stored; then there is none.
    next.onerror = () => { isLoading = false; if (image.hidden) empty.textContent = t.notKept; };
    next.onload = () => {
      isLoading = false;
      if (line.result.timestamp < shownTime) return;
      shownTime = line.result.timestamp;
      image.src = source;
      image.hidden = false;
      empty.hidden = true;
      const names = result.people.map(person => person.name ?? t.stranger).join(", ");
      image.alt = names;
      caption.textContent = t.picture + clock(result.timestamp) + (names ? `: ${names}` : "");
      image.parentElement.style.setProperty("--ratio", next.naturalWidth / next.naturalHeight);
      boxes.replaceChildren(...result.people.map(person => {
        const { x, y, width, height } = person.box;
        const box = h("div", { class: (person.name ? "box" : "box stranger") + (y < next.naturalHeight / 10 ? " low" : "") }, h("span", null, person.name ?? t.stranger));
        Object.assign(box.style, { left: `${100 * x / next.naturalWidth}%`, top: `${100 * y / next.naturalHeight}%`,
          width: `${100 * width / next.naturalWidth}%`, height: `${100 * height / next.naturalHeight}%` });
        return box;
      }));
    };
    isLoading = true;
    next.src = source;
  }
  async function load() {
    answer = await ask("/api/now");
    setLive(answer.filming);
    seen = new Map(answer.seen.map(one => [one.name ?? "", one]));
    showRoom();
    showFigures();
    showFindings(answer.filming ? [] : [{ verdict: "warn", subject: texts.notLive, detail: t.notFilming + answer.device + ".", remedy: t.notFilmingHint }]);
    if (answer.last) showPicture(answer.last);
  }
  await load();
  const timers = [setInterval(showRoom, 5000), setInterval(() => { if (!document.hidden) attempt(load); }, 600_000)];
  return {
    clip(line) {
      note(line);
      showRoom();
      answer.clips = (answer.clips ?? 0) + (line.answer === "provisional" ? 0 : 1);
      answer.p50 = line.p50 ?? answer.p50;
      if (line.result.status === "failed") answer.failed = (answer.failed ?? 0) + 1;
      answer.waiting = line.waiting ?? answer.waiting;
      showFigures();
      if (!isLoading && Date.now() - shownAt > 900) { shownAt = Date.now(); showPicture(line); }
    },
    change: () => attempt(load),
    leave: () => timers.forEach(clearInterval),
  };
}

// Roll

async function roll(root) {
  const t = texts.roll;
  const query = new URLSearchParams(location.hash.split("?")[1] ?? "");
  const day = h("input", { type: "date", name: "day" });
  const group = h("select", { name: "group" });
  const lesson = h("select", { name: "lesson" });
  const find = h("input", { type: "search", name: "find" });
  const labeled = (text, control) => h("label", { class: "field" }, h("span", null, text), control);
  const csv = h("a", { class: "button", download: true }, t.csv);
  const list = h("div");
  root.append(h("form", { class: "tools", onsubmit: event => event.preventDefault() },
    labeled(t.day, day), labeled(t.group, group), labeled(t.lesson, lesson), labeled(t.find, find), csv,
    h("button", { type: "button", onclick: () => print() }, t.print)), list);

  const choices = () => new URLSearchParams(Object.entries({ day: day.value, group: group.value, lesson: lesson.value }).filter(([, value]) => value));
  function fill(select, first, values, chosen) {
    select.replaceChildren(h("option", { value: "" }, first), ...values.map(value => h("option", { value }, value)));
    select.value = values.includes(chosen) ? chosen : "";
  }
  /// The minutes that the strips show: the lesson's, or of a whole day the hours in which somebody was seen.
  function hours(lesson) {
    if (lesson.from) return [minute(lesson.from), minute(lesson.to)];
    const seen = lesson.people.flatMap(person => person.seen.flat().map(minute));
    if (!seen.length) return [0, 1440];
    const [first, last] = seen.reduce(([low, high], one) => [Math.min(low, one), Math.max(high, one)], [1440, 0]);
    return [first - first % 60, last - last % 60 + 60];
  }
  function strip([start, end], person) {
    const path = person.seen.map(([from, to]) => [minute(from), minute(to)]).map(([from, to]) => `M${from - start} 0h${to - from + 1}v1h${from - to - 1}z`).join("");
    return h("svg", { class: "strip", viewBox: `0 0 ${end - start} 1`, preserveAspectRatio: "none", role: "img", "aria-label": t.strip }, h("path", { d: path }));
  }
  function row(lesson, person, range) {
    const notes = [person.expected ? null : t.guest, person.mark && details(`${t.marked} ${person.mark.author}`, person.mark.reason)];
    return h("tr", { "data-name": person.name, "data-find": fold(details(person.name, person.major, person.year)) },
      h("th", { scope: "row" }, person.name, h("small", null, details(person.major, person.year))),
      h("td", null, h("span", { class: "badge " + person.status }, texts.status[person.status] ?? texts.awaited), h("small", null, details(...notes))),
      h("td", { class: "small", "data-label": t.first }, person.first ?? ""), h("td", { class: "small", "data-label": t.last }, person.last ?? ""),
      h("td", { class: "number small", "data-label": t.minutes }, person.minutes ? String(person.minutes) : ""), h("td", { class: "wide" }, strip(range, person)),
      h("td", { class: "end operate" }, h("button", { type: "button", class: "small", "aria-label": `${t.mark}: ${person.name}`, onclick: () => mark(lesson, person) }, t.mark)));
  }
  function table(lesson) {
    const range = hours(lesson);
    const head = [t.name, t.status, t.first, t.last, t.minutes].map((name, index) => h("th", { scope: "col", class: index === 4 ? "number" : null }, name));
    return h("section", { class: "lesson" }, h("table", { class: "rows" },
      h("caption", null, lesson.title), h("thead", null, h("tr", null, head, h("th", { scope: "col" }, h("span", { class: "hours" }, range.map(time => h("span", null, clockTime(time))))), h("th", { scope: "col", class: "operate" }, ""))),
      h("tbody", null, lesson.people.map(person => row(lesson, person, range)))));
  }
  function counts(lesson) {
    const parts = Object.entries({ ...texts.status, awaited: texts.awaited }).filter(([status]) => lesson.counts[status]).map(([status, name]) => h("li", { class: status }, `${lesson.counts[status]} ${name}`));
    if (lesson.strangerMinutes) parts.push(h("li", { class: "late" }, t.strangers(lesson.strangerMinutes)));
    return h("ul", { class: "counts" }, parts);
  }
  function mark(lesson, person) {
    askInDialog(`${t.mark}: ${person.name}`, [
      h("p", { class: "soft" }, t.onlyDay + lesson.title),
      field(t.markAs, { name: "status" }, Object.entries(texts.status).map(([value, name]) => h("option", { value, selected: value === person.status }, name))),
      field(t.why, { name: "reason", maxlength: 200 }),
    ], t.mark, async form => {
      await ask("/api/mark", { name: person.name, day: lesson.day, lesson: lesson.name, status: form.get("status"), reason: form.get("reason") });
      await load();
    });
  }
  function narrow() {
    const wanted = fold(find.value.trim());
    for (const line of list.querySelectorAll("tr[data-find]")) line.hidden = !line.dataset.find.includes(wanted);
  }
  async function load() {
    const asked = [group.value, lesson.value];
    const answer = await ask("/api/roll?" + choices());
    day.value = answer.day;
    fill(group, t.everybody, answer.groups, group.value || answer.group);
    fill(lesson, t.wholeDay, answer.names, lesson.value);
    // Another day may not have what was chosen.
    if (asked[0] && !group.value || asked[1] && !lesson.value) return load();
    csv.href = "/api/roll.csv?" + choices();
    const open = answer.lessons.map(one => { const section = table(one); section.querySelector("table").before(counts(one)); return section; });
    list.replaceChildren(...open);
    if (!open.length) list.append(h("p", { class: "empty" }, t.noLesson));
    else if (!answer.lessons.some(one => one.people.length)) list.append(h("p", { class: "empty" }, t.nobody));
    narrow();
  }
  day.value = query.get("day") ?? "";
  for (const control of [day, group, lesson]) control.addEventListener("change", () => attempt(load));
  find.addEventListener("input", narrow);
  await load();
  const timer = setInterval(() => { if (!document.hidden) attempt(load); }, 60_000);
  return { leave: () => clearInterval(timer), change: () => attempt(load) };
}

// Unknown

async function unknown(root) {
  const t = texts.unknown;
  const cards = h("ul", { class: "cards" });
  root.append(h("h1", null, t.title), h("p", { class: "soft" }, t.hint), cards);
  let names = [];
  function face(one) {
    const { x, y, width, height } = one.box;
    const side = Math.max(width, height) * 1.5;
    const image = h("image", { href: picture(one.clip, one.face.split("@")[0]), onerror: () => whole.replaceWith(h("p", { class: "face" }, texts.now.notKept)) });
    const whole = h("svg", { class: "face", viewBox: `${x + width / 2 - side / 2} ${y + height / 2 - side / 2} ${side} ${side}`, role: "img", "aria-label": t.stranger }, image);
    return whole;
  }
  function name(group) {
    askInDialog(t.name, [
      h("datalist", { id: "names" }, names.map(value => h("option", { value }))),
      field(t.who, { name: "name", list: "names", required: true, maxlength: 200, autocomplete: "off", placeholder: t.known }),
      field(t.major, { name: "major", maxlength: 100 }), field(t.year, { name: "year", maxlength: 100 }),
    ], texts.save, async form => {
      await ask("/api/unknown/name", { name: form.get("name"), major: form.get("major"), year: form.get("year"), faces: group.ids });
      toast(t.named(form.get("name")));
      await load();
    });
  }
  const put = (group, verdict) => attempt(async () => { await ask("/api/unknown/" + verdict, { faces: group.ids }); await load(); });
  async function load() {
    const answer = await ask("/api/unknown");
    names = answer.names;
    cards.replaceChildren(...answer.groups.map(group => h("li", { class: "card" }, face(group.best), h("div", null,
      h("p", null, t.seen(group.ids.length)), h("p", null, new Date(group.last).toLocaleString()),
      h("p", { class: "actions operate" }, h("button", { type: "button", class: "primary small", onclick: () => name(group) }, t.name),
        h("button", { type: "button", class: "small", onclick: () => put(group, "noface") }, t.notFace),
        h("button", { type: "button", class: "small", onclick: () => put(group, "ignore") }, t.ignore))))));
    if (!answer.groups.length) cards.replaceChildren(h("li", { class: "empty" }, t.none));
  }
  await load();
  let due = null;
  return {
    clip(line) { if (!due && line.result.people.some(person => !person.name)) due = setTimeout(() => { due = null; attempt(load); }, 3000); },
    leave: () => clearTimeout(due),
  };
}

// People

async function people(root) {
  const t = texts.people;
  const list = h("tbody");
  const find = h("input", { type: "search" });
  const title = h("caption", null, t.title);
  root.append(h("div", { class: "tools" }, h("label", { class: "field" }, h("span", null, t.find), find),
    h("button", { type: "button", class: "primary operate", onclick: () => enroll(null) }, t.add)),
  h("table", { class: "rows" }, title, h("thead", null, h("tr", null, [t.name, t.groups, t.files, ""].map(name => h("th", { scope: "col" }, name.split(/[,(]/)[0])))), list));
  const fields = person => [
    field(t.name, { name: "name", value: person?.name ?? "", required: true, maxlength: 200 }), field(t.major, { name: "major", value: person?.major ?? "", maxlength: 100 }),
    field(t.year, { name: "year", value: person?.year ?? "", maxlength: 100 }), field(t.groups, { name: "groups", value: person?.groups.join(", ") ?? "" }),
  ];
  const photographs = () => [
    field(t.files, { name: "files", type: "file", accept: "image/jpeg", multiple: true }),
    h("label", { class: "check" }, h("input", { type: "checkbox", name: "camera" }), t.camera),
  ];
  async function send(name, form, message) {
    const verdicts = [];
    const told = (label, photograph) => verdicts.push(`${label}: ${photograph.accepted ? t.accepted : t.refused + photograph.reason}`);
    const query = new URLSearchParams({ name });
    for (const file of form.getAll("files").filter(file => file.size)) {
      const reply = await ask("/api/people/photograph?" + query, file);
      reply.photographs.forEach(one => told(file.name, one));
    }
    if (form.get("camera")) (await ask("/api/people/camera?" + query, {})).photographs.forEach(one => told(t.camera, one));
    await load();
    if (verdicts.some(text => text.includes(t.refused))) { message.textContent = verdicts.join(" · "); return false; }
    if (verdicts.length) toast(verdicts.join(" · "));
    return true;
  }
  const enroll = person => {
    let name = person?.name;
    askInDialog(person ? t.photographsOf + name : t.add, [person ? [] : fields(null), photographs()], texts.save, async (form, message) => {
      const inputs = message.closest("form").elements;
      if (!name) {
        await ask("/api/people/add", Object.fromEntries(["name", "major", "year", "groups"].map(key => [key, form.get(key)])));
        name = form.get("name");
        // Another photograph may be chosen now, but it is this person's.
        for (const key of ["name", "major", "year", "groups"]) inputs[key].readOnly = true;
      }
      if (await send(name, form, message)) return true;
      inputs.files.value = "";
      return false;
    });
  };
  const edit = person => askInDialog(`${t.edit}: ${person.name}`, fields(person), texts.save, async form => {
    await ask("/api/people/change", { old: person.name, ...Object.fromEntries(["name", "major", "year", "groups"].map(key => [key, form.get(key)])) });
    await load();
  });
  const remove = person => askInDialog(t.removeTitle + person.name, [
    h("p", null, t.removes), h("ul", null, h("li", null, t.faces(person.photographs)), h("li", null, t.corrections(person.corrections)), h("li", null, t.gallery)),
    h("label", { class: "check" }, h("input", { type: "checkbox", name: "attendance" }), t.attendance),
    h("label", { class: "check" }, h("input", { type: "checkbox", name: "frames" }), t.frames),
  ], t.removeNow, async form => {
    const answer = await ask("/api/people/remove", { name: person.name, attendance: Boolean(form.get("attendance")), frames: Boolean(form.get("frames")) });
    toast(t.removed + answer.removed.join(", "));
    await load();
  }, true);
  function narrow() {
    const wanted = fold(find.value.trim());
    for (const line of list.children) if (line.dataset.find) line.hidden = !line.dataset.find.includes(wanted);
  }
  async function load() {
    const answer = await ask("/api/people");
    title.textContent = `${t.title} (${answer.people.length})`;
    list.replaceChildren(...answer.people.map(person => h("tr", { "data-name": person.name, "data-find": fold(details(person.name, person.major, person.year, ...person.groups)) },
      h("th", { scope: "row" }, person.name, h("small", null, details(person.major, person.year))), h("td", { class: "small", "data-label": "" }, person.groups.join(", ")),
      h("td", { class: "small", "data-label": "" }, person.photographs ? t.photographs(person.photographs) : t.noFace),
      h("td", { class: "end operate" }, [[t.addPhotographs, enroll], [t.edit, edit], [texts.remove, remove]].map(([label, act]) =>
        h("button", { type: "button", class: "small quiet", "aria-label": `${label}: ${person.name}`, onclick: () => act(person) }, label))))));
    if (!answer.people.length) list.replaceChildren(h("tr", null, h("td", { class: "empty", colspan: 4 }, t.none)));
    narrow();
  }
  find.addEventListener("input", narrow);
  await load();
  return { change: () => attempt(load) };
}

// Health

async function health(root) {
  const t = texts.health;
  async function load() {
    const answer = await ask("/api/health");
    const colors = Object.fromEntries(answer.stages.map(stage => [stage.key, stage]));
    const style = (element, values) => { Object.assign(element.style, values); return element; };
    if (!answer.clips) { root.replaceChildren(h("h1", null, t.title), h("p", { class: "empty" }, t.none)); return; }
    const figures = [["p50", answer.p50], ["p95", answer.p95], ["p99", answer.p99]].filter(([, value]) => value !== undefined)
      .map(([name, value]) => [seconds(value), name]).concat([[String(answer.clips), t.count]], answer.heldBack ? [[String(answer.heldBack), t.held]] : [],
        answer.dollars === undefined ? [] : [[`$ ${answer.dollars.toFixed(4)}`, t.costs]]);
    const longest = Math.max(...answer.slow.map(clip => clip.latency), 0.001);
    const rows = answer.slow.flatMap(clip => {
      let before = 0;
      const track = h("div", { class: "track", role: "img", "aria-label": clip.stages.map(([key, ms]) => `${colors[key].label} ${ms} ms`).join(", ") }, clip.stages.map(([key, ms]) => {
        const part = style(h("i", { title: `${colors[key].label}: ${Math.round(ms - before)} ms` }),
          { left: `${before / longest / 10}%`, width: `${Math.max(0, ms - before) / longest / 10}%`, background: colors[key].color });
        before = Math.max(before, ms);
        return part;
      }));
      return [h("span", null, clock(clip.time)), track, h("span", { class: "time" }, seconds(clip.latency))];
    });
    root.replaceChildren(h("h1", null, t.title), h("h2", null, t.percentiles),
      h("div", { class: "figures" }, figures.map(([value, name]) => h("div", { class: "figure", title: name === t.costs ? t.cost : null }, h("b", null, value), h("span", null, name)))),
      h("h2", null, t.slow), h("div", { class: "legend" }, answer.stages.map(stage => h("span", null, style(h("i"), { background: stage.color }), stage.label))),
      h("div", { class: "waterfall" }, rows));
  }
  await load();
  const timer = setInterval(() => attempt(load), 5000);
  return { leave: () => clearInterval(timer) };
}

export const views = { now, roll, unknown, people, health };
