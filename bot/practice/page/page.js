// The practice page: phones side by side, drawn from the state the server gives and from what it tells afterwards.
import * as author from "./author.js";
import { button, deed, room, word } from "./room.js";
import { drawMessage, drawPhone, keepingPlace, makePhone } from "./phone.js";
import { alertBox, toast } from "./toast.js";
import { drawPassed } from "./traffic.js";

const phones = document.getElementById("phones");
const drawn = new Map(); // person id -> what belongs to one phone

function draw() {
  const chosen = new Set(room.state.people.map((person) => person.id));
  for (const [id, phone] of drawn) if (!chosen.has(id)) { phone.element.remove(); drawn.delete(id); }
  for (const person of room.state.people) {
    if (!drawn.has(person.id)) {
      const phone = makePhone(person);
      drawn.set(person.id, phone);
      phones.append(phone.element);
      seen.observe(phone.element);
    }
    drawPhone(drawn.get(person.id), person);
  }
  drawSwitch();
  drawNotice();
  drawPassed();
  author.refresh();
}

function drawNotice() {
  const notice = document.getElementById("notice");
  notice.textContent = author.open() ? room.state.notice_beside : room.state.notice;
  notice.hidden = !notice.textContent;
}

// On a narrow screen one phone is shown at a time, or the author's pane; the row above chooses, and a swipe does too.
const narrow = matchMedia("(max-width: 46rem)");
const seen = new IntersectionObserver((entries) => {
  for (const entry of entries) {
    const phone = [...drawn.values()].find((one) => one.element === entry.target);
    if (entry.intersectionRatio <= .6 || !phone) continue;
    mark(phone);
    if (phones.clientWidth < 1.5 * phone.element.offsetWidth) author.follow(phone.person);
  }
}, { root: phones, threshold: .61 });

function drawSwitch() {
  const row = document.getElementById("switch");
  if (row.childElementCount === drawn.size + 1) return;
  const current = row.querySelector("[aria-current=true]")?.dataset.person;
  const choices = [...drawn.values()].map((phone) => choice(phone.name, phone.person, () => goTo(phone)));
  row.replaceChildren(...choices, choice(word("author.title"), "", () => author.toggle(true, false)));
  mark(current === "" ? null : drawn.get(Number(current)) ?? drawn.values().next().value);
}

function choice(name, person, onclick) {
  const made = button(name, { onclick });
  made.dataset.person = person;
  return made;
}

// Marks what is in sight: a phone, or, for null, the author's pane.
function mark(phone) {
  for (const each of document.getElementById("switch").children)
    each.setAttribute("aria-current", String(each.dataset.person === String(phone?.person ?? "")));
}

function goTo(phone, beside = false) {
  if (narrow.matches && beside) return;
  if (narrow.matches) author.toggle(false, false);
  phones.scrollTo({ left: phone.element.offsetLeft - phones.offsetLeft });
  mark(phone);
  author.follow(phone.person);
}

author.connect(drawn, goTo, (open, phone) => { drawNotice(); mark(open && narrow.matches ? null : phone); });
for (const does of ["pointerdown", "focusin"])
  phones.addEventListener(does, (event) => author.follow([...drawn.values()].find((one) => one.element.contains(event.target))?.person));

function eachPane(chat, act) {
  for (const phone of drawn.values()) if (phone.panes.has(chat)) act(phone, phone.panes.get(chat));
}

// What the bot says after it heard something is another answer than what it said before.
function parted(passed) {
  if (passed.kind !== "update" || room.state.passed.some((one) => one.number === passed.number)) return;
  const message = passed.body.message ?? passed.body.callback_query?.message;
  if (message) eachPane(message.chat.id, (_, pane) => { pane.parted = true; });
}

const news = {
  state: (one) => { room.state = one.state; draw(); },
  message: (one) => {
    const kept = room.state.chats[one.chat] ??= [];
    const at = kept.findIndex((message) => message.id === one.message.id);
    if (at < 0) kept.push(one.message); else kept[at] = one.message;
    eachPane(one.chat, (phone, pane) => drawMessage(phone, pane, one.message));
    author.refresh();
  },
  gone: (one) => {
    room.state.chats[one.chat] = (room.state.chats[one.chat] ?? []).filter((message) => message.id !== one.message);
    eachPane(one.chat, (phone, pane) => keepingPlace(pane, () => { pane.bubbles.get(one.message)?.remove(); pane.bubbles.delete(one.message); }));
  },
  toast: (one) => {
    const phone = drawn.get(one.person);
    if (!phone) return;
    for (const busy of phone.element.querySelectorAll(".keys [aria-busy]")) busy.removeAttribute("aria-busy");
    if (one.text) (one.alert ? alertBox : toast)(phone, one.text);
  },
  busy: (one) => eachPane(one.chat, (_, pane) => {
    pane.busy.hidden = false;
    clearTimeout(pane.waiting);
    pane.waiting = setTimeout(() => { pane.busy.hidden = true; }, 5000);
  }),
  passed: (one) => { parted(one.passed); room.state.passed.push(one.passed); if (room.state.passed.length > 150) room.state.passed.shift(); drawPassed(); },
};

const sorry = (text) => toast(drawn.values().next().value, text);
document.getElementById("newcomer").addEventListener("click", () => deed({ do: "newcomer" }, sorry));
document.getElementById("again").addEventListener("click", () => {
  if (window.confirm(word("again_sure"))) deed({ do: "again" }, sorry);
});

draw();
const stream = new EventSource("events");
stream.addEventListener("message", (event) => { const one = JSON.parse(event.data); news[one.kind]?.(one); });
stream.addEventListener("open", () => { document.getElementById("lost").hidden = true; });
stream.addEventListener("error", () => { document.getElementById("lost").hidden = false; });
