// One phone: its tabs, its messages, what is new in a chat nobody looks at.
import { bubble } from "./bubble.js";
import { drawFoot, firstIn } from "./foot.js";
import { button, make, room, word } from "./room.js";

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
  const pane = { chat, title, group, tab, log, busy, foot, body, bubbles: new Map(), fresh: 0, footing: "", follows: true };
  // A scroll that comes with another shape was ours, or the browser's after a reflow: nobody chose to read further up.
  log.addEventListener("scroll", () => {
    const shape = `${log.clientWidth} ${log.clientHeight} ${log.scrollHeight}`;
    if (shape === pane.shape) pane.follows = log.scrollHeight - log.scrollTop - log.clientHeight < 60;
    pane.shape = shape;
  });
  log.addEventListener("load", () => toEnd(pane), true);
  new ResizeObserver(() => toEnd(pane)).observe(log);
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
    if (open) { pane.fresh = 0; pane.follows = true; toEnd(pane); }
    label(pane);
  }
}

function label(pane) {
  pane.tab.replaceChildren(pane.title);
  if (pane.fresh) pane.tab.append(make("span", { className: "fresh" }, `${pane.fresh} ${word("unread")}`));
}

// Reading further up stays where it is; whoever reads at the end follows, also when a picture arrives late.
export function keepingPlace(pane, change) {
  const before = pane.log.scrollTop;
  change();
  pane.log.scrollTop = pane.follows ? pane.log.scrollHeight : before;
}

function toEnd(pane) {
  if (pane.follows) pane.log.scrollTop = pane.log.scrollHeight;
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
      if (had) (made.querySelector(".keys button") ?? firstIn(pane.foot))?.focus();
      return;
    }
    pane.log.querySelector(".empty")?.remove();
    const later = [...pane.bubbles.keys()].filter((id) => id > message.id).sort((a, b) => a - b)[0];
    if (fresh) made.classList.add("new");
    pane.log.insertBefore(made, later ? pane.bubbles.get(later) : null);
  });
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
