// The chat page: shows bubbles as the stream brings them, and sends what is typed, again and again until it arrives.
import { trusted } from "/static/trusted.js";
import { card, Intake } from "/static/files.js";
import { Queue } from "/static/queue.js";
import { WORDS } from "/static/words.js";

const $ = (id) => document.getElementById(id);
const log = $("log"), list = $("bubbles"), text = $("text");
let say = WORDS[document.documentElement.lang] || WORDS.vi;
let zone;

function element(tag, className, content) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (content) made.append(content);
  return made;
}

// ---- words -------------------------------------------------------------------------------------------------------
function speak(language) {
  say = WORDS[language] || WORDS.vi;
  document.documentElement.lang = WORDS[language] ? language : "vi";
  document.title = say.bot;
  $("bot-name").textContent = say.bot;
  $("demo-badge").textContent = say.demo;
  $("switcher-label").textContent = say.as;
  $("offline").textContent = say.offline;
  text.placeholder = say.write;
  text.setAttribute("aria-label", say.write);
  $("send").setAttribute("aria-label", say.send);
  $("attach").setAttribute("aria-label", say.attach);
  $("attach").title = say.attach;
  $("drop").textContent = say.drop;
  $("to-end").setAttribute("aria-label", say.end);
  log.setAttribute("aria-label", say.log);
  $("chips").setAttribute("aria-label", say.shortcuts);
  $("chips").replaceChildren(...say.chips.map(([label, command]) => {
    const chip = element("button", "", label);
    chip.type = "button";
    chip.onclick = () => send({ text: command });
    return chip;
  }));
}

function clock(moment, options) {
  const locale = document.documentElement.lang;
  return new Intl.DateTimeFormat(locale, { timeZone: zone, ...options }).format(moment);
}

// ---- bubbles -----------------------------------------------------------------------------------------------------
let follows = true;  // until the person scrolls up to read
const atEnd = () => log.scrollHeight - log.scrollTop - log.clientHeight < 120;

let newest = null;

function toEnd(item) {
  newest = item;
  log.scrollTop = log.scrollHeight;
  // The start of an answer that is longer than the screen is where reading begins.
  const above = item ? log.getBoundingClientRect().top - item.getBoundingClientRect().top : 0;
  if (above > 0) log.scrollTop -= above + 8;
}

function keys(rows, id) {
  const box = element("div", "keys");
  for (const row of rows) {
    const line = element("div");
    for (const [label, data] of row) {
      const button = element("button", "", label);
      button.type = "button";
      button.onclick = () => { button.setAttribute("aria-busy", "true"); send({ button: data, message: id }); };
      line.append(button);
    }
    box.append(line);
  }
  return box;
}

function fill(item, bubble) {
  const moment = new Date(bubble.at);
  const box = element("div", "bubble");
  const words = element("div", "words", trusted(bubble.html));
  const meta = element("div", "meta");
  if (bubble.waiting) {
    meta.append(element("span", "state", say.sending));
    if (bubble.file) {
      const bar = element("progress");
      bar.setAttribute("aria-label", say.sending);
      meta.prepend(bar);
    }
  } else {
    const time = element("time", "", clock(moment, { hour: "2-digit", minute: "2-digit", hour12: false }));
    time.dateTime = bubble.at;
    meta.append(time);
  }
  if (bubble.html) box.append(words);
  if (bubble.file) box.append(card(bubble.file, say, document.documentElement.lang));
  box.append(meta);
  item.className = (bubble.mine ? "mine" : "theirs") + (bubble.waiting ? " waiting" : "");
  item.dataset.day = clock(moment, { dateStyle: "full" });
  item.replaceChildren(box);
  if (bubble.buttons?.length) item.append(keys(bubble.buttons, bubble.id));
  item.rest = JSON.stringify([bubble.buttons, bubble.file]);
}

// An answer that grows is edited several times a second: only its words change, and readers hear it once it rests.
function edit(item, bubble) {
  const words = item.querySelector(".words");
  if (words && item.rest === JSON.stringify([bubble.buttons, bubble.file])) words.replaceChildren(trusted(bubble.html));
  else fill(item, bubble);
  item.setAttribute("aria-busy", "true");
  clearTimeout(item.resting);
  item.resting = setTimeout(() => item.removeAttribute("aria-busy"), 1500);
}

function show(bubble) {
  const stays = follows;
  let item = document.getElementById(`e-${bubble.event}`);
  if (!item) {
    item = element("li");
    item.id = `e-${bubble.event}`;
  }
  if (bubble.id) item.dataset.id = bubble.id;
  fill(item, bubble);
  place(item);
  if (!bubble.mine) thinking(false);
  if (stays || bubble.mine) {
    toEnd(bubble.mine ? null : item);
    follows = true;
  } else $("to-end").hidden = false;
}

function place(item) {
  // In order of id; what is still waiting has none yet and stands at the end.
  const id = Number(item.dataset.id || Infinity);
  const next = [...list.children].find((other) => other !== item && !other.matches(".day, .typing")
    && Number(other.dataset.id || Infinity) > id);
  if (!item.isConnected || (next && next.previousElementSibling !== item)) list.insertBefore(item, next || $("typing"));
  days();
}

function days() {
  list.querySelectorAll(".day").forEach((line) => line.remove());
  const today = clock(new Date(), { dateStyle: "full" });
  let last = "";
  for (const item of [...list.children]) {
    const day = item.dataset.day;
    if (day && day !== last) list.insertBefore(element("li", "day", day === today ? say.today : day), item);
    last = day || last;
  }
}

let patience;
function thinking(on, seconds = 15, words = "") {
  $("typing")?.remove();
  clearTimeout(patience);
  if (!on) return;
  const item = element("li", "theirs typing");
  item.id = "typing";
  const box = element("div", "bubble");
  box.setAttribute("aria-label", words || say.thinking);
  box.append(element("i"), element("i"), element("i"));
  if (words) box.append(element("span", "doing", words));
  item.append(box);
  list.append(item);
  patience = setTimeout(() => thinking(false), 1000 * seconds);
}

// ---- sending -----------------------------------------------------------------------------------------------------
const escaped = (words) => words.replace(/[&<>]/g, (sign) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;" })[sign]);

const queue = new Queue({
  waiting(message) {
    if (message.button) return;
    const { id: event, at, file } = message;
    const told = file && { name: file.name, size: file.size };
    show({ event, mine: true, html: escaped(message.text || ""), file: told, at, waiting: true });
  },
  progress(message, share) {
    const bar = document.querySelector(`#e-${message.id} progress`);
    if (bar) bar.value = share;
  },
  gone: () => say.gone,
  sent(message) { message.file ? thinking(true, 300, say.reading) : thinking(true); toEnd(); $("notice").hidden = true; online(true); },
  refused(message, sentence) {
    document.getElementById(`e-${message.id}`)?.remove();
    notice(sentence || say.failed);
    free();
  },
  later(sentence) { if (sentence) notice(sentence); else online(false); },
});

function send(what) {
  queue.add({ id: uuid(), at: new Date().toISOString(), ...what });
}

function uuid() {
  // randomUUID is missing on pages that are served over plain http.
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = [...crypto.getRandomValues(new Uint8Array(16))].map((b) => b.toString(16).padStart(2, "0")).join("");
  return bytes.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/, "$1-$2-4$3-8$4-$5");
}

function notice(sentence) { $("notice").textContent = sentence; $("notice").hidden = false; }
function online(on) { $("offline").hidden = on; }
function free() { list.querySelectorAll("button[aria-busy]").forEach((b) => b.removeAttribute("aria-busy")); }

$("form").onsubmit = (event) => {
  event.preventDefault();
  const typed = text.value.trim();
  if (!typed) return;
  send({ text: typed });
  text.value = "";
  grow();
  text.focus();
};
text.onkeydown = (event) => {
  // While an input method (Vietnamese, Bengali) composes, Enter belongs to it.
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); $("form").requestSubmit(); }
};
function grow() { text.style.height = "auto"; text.style.height = `${text.scrollHeight + 3}px`; }
text.oninput = grow;
const intake = new Intake({
  button: $("attach"), input: $("files"), drop: $("drop"), text,
  take(file, typed) {
    send({ file, text: typed });
    text.value = "";
    grow();
  },
  refuse: (file) => notice(`${file.name}: ${say.large}`),
});
addEventListener("beforeunload", (event) => { if (queue.messages.some((message) => message.file)) event.preventDefault(); });
log.onscroll = () => { if (atEnd()) { follows = true; $("to-end").hidden = true; } };
for (const gesture of ["wheel", "touchmove", "keydown"]) log.addEventListener(gesture, () => { follows = atEnd(); }, { passive: true });
// Letters that load late and a keyboard that slides in change heights after we scrolled.
const heights = new ResizeObserver(() => { if (follows) toEnd(newest); });
for (const part of [log, list]) heights.observe(part);
$("to-end").onclick = () => { follows = true; toEnd(); };

// ---- receiving ---------------------------------------------------------------------------------------------------
function listen() {
  // The browser reconnects by itself, with the version it has seen last.
  const stream = new EventSource("/chat/stream");
  stream.onopen = () => { online(true); queue.go(); };
  stream.onerror = () => {
    online(false);
    // A refusal (the session ended, a proxy's error page) is final for an EventSource: load the page anew.
    if (stream.readyState === EventSource.CLOSED) setTimeout(() => location.reload(), 5000);
  };
  stream.onmessage = (event) => {
    const bubble = JSON.parse(event.data);
    const edited = list.querySelector(`[data-id="${Number(bubble.id)}"]`);
    if (edited && !bubble.mine) { edit(edited, bubble); thinking(false); } else show(bubble);
    if (bubble.mine) queue.done(bubble.event);
    free();
  };
  stream.addEventListener("me", (event) => {
    const me = JSON.parse(event.data);
    zone = me.timezone;
    speak(me.language);
    $("my-name").textContent = me.name || say.stranger;
    intake.allow(Boolean(me.name));
  });
}

// ---- invitation and demo -----------------------------------------------------------------------------------------
function invitation() {
  const path = location.pathname.match(/^\/(join|here)\/([A-Za-z0-9-]{4,20})$/);
  const code = path ? path[2] : new URLSearchParams(location.search).get("code");
  if (!code) return;
  const here = path?.[1] === "here";
  history.replaceState(null, "", "/");
  // Only a press uses the code: chat apps open links before people do.
  const item = element("li", "theirs");
  item.dataset.id = "1e15";
  item.append(element("div", "bubble", element("div", "words", here ? say.hall : say.invited)));
  const button = element("button", "", here ? say.here : say.join);
  button.type = "button";
  button.onclick = () => { item.remove(); send({ text: here ? code : `/start ${code}` }); };
  item.append(element("div", "keys", button));
  list.append(item);
}

async function demo() {
  if (!document.documentElement.dataset.demo) return;
  $("demo-badge").hidden = false;
  const people = await (await fetch("/demo/people")).json();
  $("people").replaceChildren(...people.map((person) => {
    const option = element("option", "", `${person.name} – ${person.post}`);
    option.value = person.key;
    option.selected = person.me;
    return option;
  }));
  $("switcher").hidden = false;
  $("people").onchange = async () => {
    queue.clear();
    const headers = { "Content-Type": "application/json" };
    await fetch("/demo/person", { method: "POST", headers, body: JSON.stringify({ person: $("people").value }) });
    location.assign("/");
  };
}

speak(document.documentElement.lang);
invitation();
listen();
queue.restore();
demo();
if (matchMedia("(pointer: fine)").matches) text.focus();
