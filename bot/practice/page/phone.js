// One phone: its tabs, its messages, what is new in a chat nobody looks at.
import { bubble } from "./bubble.js";
import { drawFoot } from "./foot.js";
import { button, make, room, word } from "./room.js";

const SOON = 4000; // ms in which what comes is an answer to a press
const TOGETHER = 2; // seconds between messages that came together

export function makePhone(person) {
  const title = make("h2", { id: `name${person.id}` }, person.name);
  const tabs = make("div", { className: "tabs", role: "tablist", "aria-label": word("chats", { name: person.name }) });
  const element = make("section", { className: "phone", "aria-labelledby": `name${person.id}` },
    make("div", { className: "head" }, make("span", { className: "face", "aria-hidden": "true" }, person.name[0]), title), tabs);
  const phone = { person: person.id, name: person.name, element, tabs, panes: new Map(), shown: null };
  tabs.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const chats = [...phone.panes.keys()];
    const next = chats[(chats.indexOf(phone.shown) + step + chats.length) % chats.length];
    show(phone, next);
    phone.panes.get(next).tab.focus();
  });
  return phone;
}

function makePane(phone, chat, title, group) {
  const tab = button(title, { role: "tab", id: `tab${phone.person}_${chat}`, onclick: () => show(phone, chat) });
  const log = make("div", { className: "log", role: "log", "aria-live": "polite", tabIndex: 0, "aria-label": word("talk", { name: phone.name, other: title }) });
  const busy = make("p", { className: "busy", role: "status", hidden: true }, word("busy", { name: room.state.bot.name }));
  const foot = make("div", { className: "write" });
  const body = make("div", { className: "pane", role: "tabpanel", "aria-labelledby": tab.id, hidden: true }, log, busy, foot);
  const pane = { chat, title, group, tab, log, busy, foot, body, bubbles: new Map(), fresh: 0, footing: "",
    follows: true, first: null, latest: 0, parted: true, press: null };
  // A scroll that comes with another shape was the browser's after a reflow: nobody chose to read further up.
  log.addEventListener("scroll", () => {
    const shape = `${log.clientWidth} ${log.clientHeight} ${log.scrollHeight}`;
    if (shape === pane.shape && Math.abs(log.scrollTop - pane.put) >= 2) {
      pane.follows = log.scrollHeight - log.scrollTop - log.clientHeight < 60;
      pane.put = NaN;
      if (pane.follows) pane.first = null;
    }
    pane.shape = shape;
  });
  log.addEventListener("load", () => toNewest(pane), true);
  new ResizeObserver(() => toNewest(pane)).observe(log);
  body.addEventListener("keydown", () => { pane.press = null; }, true);
  body.addEventListener("click", (event) => {
    const element = event.target.closest("button");
    if (element) pane.press = { element, at: performance.now(), keyboard: event.detail === 0 };
  }, true);
  phone.tabs.append(tab);
  phone.element.append(body);
  phone.panes.set(chat, pane);
  return pane;
}

export function show(phone, chat) {
  phone.shown = chat;
  for (const [id, pane] of phone.panes) {
    const open = id === chat;
    pane.body.hidden = !open;
    pane.tab.setAttribute("aria-selected", String(open));
    pane.tab.tabIndex = open ? 0 : -1;
    if (open) { pane.fresh = 0; pane.follows = true; toNewest(pane); }
    label(pane);
  }
}

function label(pane) {
  pane.tab.replaceChildren(pane.title);
  if (pane.fresh) pane.tab.append(make("span", { className: "fresh" }, `${pane.fresh} ${word("unread")}`));
}

// Reading further up stays where it is; whoever follows goes along, also when a picture arrives late.
export function keepingPlace(pane, change) {
  const before = pane.log.scrollTop;
  change();
  if (pane.follows) toNewest(pane);
  else pane.log.scrollTop = before;
}

// To the end, but never past the beginning of what the bot said last.
function toNewest(pane) {
  if (!pane.follows) return;
  const { log } = pane;
  const first = pane.bubbles.get(pane.first);
  const end = log.scrollHeight - log.clientHeight;
  log.scrollTop = first ? Math.min(end, first.offsetTop - log.offsetTop - 8) : end;
  pane.put = log.scrollTop;
}

const pressed = (pane) => (pane.press && performance.now() - pane.press.at < SOON ? pane.press : null);

// Messages of the bot that come together are read from the first; one's own is read at the end.
function noteNewest(phone, pane, message, fresh) {
  if (message.who === phone.person || pressed(pane)) pane.follows = true;
  if (message.who !== room.state.bot.id) pane.first = null;
  else if (!fresh || pane.parted || pane.first === null || message.date - pane.latest > TOGETHER) pane.first = message.id;
  pane.parted = false;
  pane.latest = message.date;
}

// A press from the keyboard leads to the first button of the answer; where that is out of sight, to the answer itself.
function leadOn(pane, made) {
  const press = pressed(pane);
  const next = made.querySelector(".keys button, .keys a");
  const active = document.activeElement;
  const stayed = active === document.body || active === press?.element || (pane.body.contains(active) && active.tagName !== "TEXTAREA");
  if (!press?.keyboard || !next || !stayed) return;
  pane.press = null;
  const shown = next.getBoundingClientRect().bottom <= pane.log.getBoundingClientRect().bottom;
  if (!shown) made.tabIndex = -1;
  (shown ? next : made).focus({ preventScroll: true });
}

export function drawMessage(phone, pane, message, fresh = true) {
  const content = JSON.stringify(message);
  const old = pane.bubbles.get(message.id);
  if (old && old.content === content) return;
  const made = bubble(phone, pane, message);
  made.content = content;
  keepingPlace(pane, () => {
    pane.bubbles.set(message.id, made);
    if (old) {
      const had = old.contains(document.activeElement);
      old.replaceWith(made);
      if (had) (made.querySelector(".keys button, .keys a") ?? pane.log).focus({ preventScroll: true });
      return;
    }
    noteNewest(phone, pane, message, fresh);
    pane.log.querySelector(".empty")?.remove();
    const later = [...pane.bubbles.keys()].filter((id) => id > message.id).sort((a, b) => a - b)[0];
    if (fresh) made.classList.add("new");
    pane.log.insertBefore(made, later ? pane.bubbles.get(later) : null);
  });
  if (!old && message.who === room.state.bot.id) leadOn(pane, made);
  if (fresh && !old && phone.shown !== pane.chat && message.who !== phone.person) { pane.fresh += 1; label(pane); }
  if (message.who === room.state.bot.id) pane.busy.hidden = true;
}

function drawPane(phone, pane, messages) {
  const now = new Set(messages.map((message) => message.id));
  for (const [id, element] of pane.bubbles) if (!now.has(id)) { element.remove(); pane.bubbles.delete(id); }
  for (const message of messages) drawMessage(phone, pane, message, false);
  pane.log.querySelector(".empty")?.remove();
  if (!messages.length)
    pane.log.append(make("p", { className: "empty" }, pane.group ? word("empty_group") : room.state.description || word("start_hint")));
}

export function drawPhone(phone, person) {
  const groups = room.state.groups.filter((group) => group.members.includes(person.id));
  const wanted = [[person.id, room.state.bot.name, false], ...groups.map((group) => [group.id, group.title, true])];
  for (const [id, pane] of phone.panes)
    if (!wanted.some(([chat]) => chat === id)) { pane.tab.remove(); pane.body.remove(); phone.panes.delete(id); }
  for (const [chat, title, group] of wanted) {
    const pane = phone.panes.get(chat) ?? makePane(phone, chat, title, group);
    drawPane(phone, pane, room.state.chats[chat] ?? []);
    drawFoot(phone, pane);
  }
  if (!phone.panes.has(phone.shown)) show(phone, person.id);
}
