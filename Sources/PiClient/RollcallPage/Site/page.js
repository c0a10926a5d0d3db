// The frame of the page: who looks, which view shows, and what comes live.
import { texts } from "/texts.js";
import { views } from "/views.js";

export const state = { role: null, token: null, hasPassword: false, live: null };
const $ = id => document.getElementById(id);

/// An element. Texts become text nodes, so that nothing in them is markup.
export function h(tag, attributes, ...children) {
  const svg = ["svg", "path", "image", "rect"].includes(tag);
  const element = svg ? document.createElementNS("http://www.w3.org/2000/svg", tag) : document.createElement(tag);
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "value" || name === "checked") element[name] = value;
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat(3).filter(child => child !== null && child !== undefined && child !== false));
  return element;
}

/// Asks the server, and throws its words where it refuses. A session that has ended is begun again where that needs no
/// password, and the server asked once more.
export async function ask(path, change, isAgain) {
  const options = { headers: {}, credentials: "same-origin" };
  if (change !== undefined) {
    options.method = "POST";
    options.headers["X-Rollcall-Token"] = state.token;
    const isFile = change instanceof Blob;
    options.headers["Content-Type"] = isFile ? "image/jpeg" : "application/json";
    options.body = isFile ? change : JSON.stringify(change);
  }
  const response = await fetch(path, options);
  if (response.status === 401) {
    await enter();
    if (state.role && !isAgain) return ask(path, change, true);
    throw new Error(texts.logIn);
  }
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.error ?? response.statusText);
  return answer;
}

let toastTimer;
export function toast(text, isBad) {
  $("toast").textContent = text;
  $("toast").className = isBad ? "shown bad" : "shown";
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => { $("toast").className = ""; }, isBad ? 8000 : 4000);
}

/// Does something that a person asked for, and says so where it goes wrong.
export async function attempt(work) {
  try { return await work(); } catch (error) { toast(texts.failed + error.message, true); }
}

/// Opens a dialog with a form; `submit` does the work, and the dialog closes when it is done.
export function ask_in_dialog(title, fields, action, submit, isDangerous) {
  const dialog = $("dialog");
  const message = h("p", { class: "message", role: "alert" });
  const button = h("button", { class: isDangerous ? "danger" : "primary" }, action);
  const form = h("form", { onsubmit: async event => {
    event.preventDefault();
    button.disabled = true;
    message.textContent = "";
    try {
      if (await submit(new FormData(form), message) !== false) dialog.close();
    } catch (error) { message.textContent = error.message; }
    button.disabled = false;
  } }, h("h2", { id: "dialog-title" }, title), fields, message,
  h("p", { class: "buttons" }, h("button", { type: "button", class: "quiet", onclick: () => dialog.close() }, texts.cancel), button));
  dialog.replaceChildren(form);
  dialog.showModal();
}

export function field(label, attributes, ...children) {
  const tag = children.length ? "select" : "input";
  return h("label", { class: "field" }, h("span", null, label), h(tag, attributes, children));
}

export const clock = ms => new Date(ms).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", second: "2-digit", hour12: false });
export const seconds = value => `${value.toFixed(2)} s`;
export const picture = (clip, frame) => `/api/picture?clip=${encodeURIComponent(clip)}&frame=${frame}`;

let current = null;
async function show() {
  const wanted = location.hash.slice(1).split("?")[0];
  const name = views[wanted] ? wanted : "now";
  if (current?.leave) current.leave();
  for (const link of $("nav").children) {
    if (link.hash === "#" + name) link.setAttribute("aria-current", "page"); else link.removeAttribute("aria-current");
  }
  document.title = `${texts.views[name]} – Rollcall`;
  const root = h("div", { class: "view " + name });
  $("view").replaceChildren(root);
  current = { name };
  const own = current;
  try {
    const made = await views[name](root);
    // Who has gone on to another view while this one was loading leaves it now.
    if (own === current) Object.assign(own, made); else made.leave?.();
  } catch (error) {
    if (own === current) root.replaceChildren(h("p", { class: "empty", role: "alert" }, texts.failed + error.message));
  }
}

let events = null;
function listen() {
  events?.close();
  events = new EventSource("/events");
  events.addEventListener("clip", event => { setLive(true); current?.clip?.(JSON.parse(event.data)); });
  events.addEventListener("state", event => { setLive(JSON.parse(event.data).filming); current?.change?.(); });
  events.addEventListener("change", () => current?.change?.());
  events.onerror = () => {
    $("live").className = "live off";
    $("live").textContent = texts.offline;
    // A browser tries again by itself, but for good gives up a server that is there and refuses.
    if (events.readyState === EventSource.CLOSED) setTimeout(comeBack, 2000);
  };
  events.onopen = () => setLive(state.live);
}
async function comeBack() {
  try {
    await readSession();
    if (!state.role) await enter(); else if (!document.hidden) { listen(); current?.change?.(); }
  } catch { setTimeout(comeBack, 5000); }
}
function setLive(isLive) {
  state.live = isLive;
  const text = isLive ? texts.live : texts.notLive;
  if ($("live").textContent !== text) $("live").textContent = text;
  $("live").className = isLive ? "live on" : "live";
}
export { setLive };

async function readSession() {
  Object.assign(state, { role: null, token: null }, await (await fetch("/session")).json());
}

async function enter() {
  await readSession();
  const isIn = Boolean(state.role);
  $("nav").hidden = !isIn;
  $("leave").hidden = !(isIn && state.hasPassword);
  document.body.classList.toggle("operator", state.role === "operator");
  if (isIn) { listen(); await show(); return; }
  events?.close();
  // Nothing of the view goes on behind the form.
  current?.leave?.();
  current = null;
  $("dialog").close();
  // A question that was still on its way comes here, too, while somebody types.
  if ($("view").querySelector("form.login")) return;
  $("live").textContent = "";
  const message = h("p", { class: "message", role: "alert" });
  const form = h("form", { class: "login", onsubmit: async event => {
    event.preventDefault();
    const response = await fetch("/login", { method: "POST", headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ password: new FormData(form).get("password") }) });
    if (response.ok) await enter(); else message.textContent = (await response.json()).error;
  } }, h("h1", null, "Rollcall"), field(texts.password, { type: "password", name: "password", autocomplete: "current-password", required: true }),
  message, h("button", { class: "primary" }, texts.logIn));
  $("view").replaceChildren(form);
  form.querySelector("input").focus();
}

for (const [name, title] of Object.entries(texts.views)) $("nav").append(h("a", { href: "#" + name }, title));
$("leave").textContent = texts.logOut;
$("leave").onclick = () => attempt(async () => { await ask("/logout", {}); events?.close(); await enter(); });
addEventListener("hashchange", () => { if (state.role) show(); });
// Browsers open six connections to a server for all their tabs together: one that nobody looks at takes none.
document.addEventListener("visibilitychange", () => {
  if (!state.role) return;
  if (document.hidden) events?.close(); else { listen(); current?.change?.(); }
});
enter();
