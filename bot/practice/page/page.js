// The practice page: phones side by side, drawn from the state the server gives and from what it tells afterwards.
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
  const notice = document.getElementById("notice");
  notice.textContent = room.state.notice;
  notice.hidden = !room.state.notice;
  drawPassed();
}

// On a narrow screen one phone is shown at a time; the row above chooses, and a swipe does too.
const seen = new IntersectionObserver((entries) => {
  for (const entry of entries) if (entry.intersectionRatio > .6) mark([...drawn.values()].find((phone) => phone.element === entry.target));
}, { root: phones, threshold: .61 });

function drawSwitch() {
  const row = document.getElementById("switch");
  if (row.childElementCount === drawn.size) return;
  const current = row.querySelector("[aria-current=true]")?.dataset.person;
  row.replaceChildren(...[...drawn.values()].map((phone) => {
    const choice = button(phone.name, { onclick: () => phones.scrollTo({ left: phone.element.offsetLeft - phones.offsetLeft }) });
    choice.dataset.person = phone.person;
    choice.setAttribute("aria-current", String(String(phone.person) === (current ?? String(room.state.people[0].id))));
    return choice;
  }));
}

function mark(phone) {
  if (!phone) return;
  for (const choice of document.getElementById("switch").children)
    choice.setAttribute("aria-current", String(choice.dataset.person === String(phone.person)));
}

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
