// The author's pane: the map of the case that somebody plays, what the check says, and beginning a trial at a step.
import { light, putMap, putWords, showWhole } from "./map.js";
import { drawReports } from "./report.js";
import { show } from "./phone.js";
import { deed, make, room, word } from "./room.js";
import { toast } from "./toast.js";

const SOON = 120; // ms: several messages that come together are one look
const pane = document.getElementById("author");
const opener = document.getElementById("author-button");
const who = document.getElementById("author-who");
const which = document.getElementById("author-which");
const where = document.getElementById("map-where");
const whole = document.getElementById("map-whole");

let phones = new Map();
let goTo = () => {};
let changed = () => {};
let person = 0;
let shown = null; // the case that is on the map
let firm = false; // it was chosen here, and stays until the walk goes on
let walked = "";
let asked = 0;
let waiting = 0;

// Takes the phones by person, what brings one into sight (or, beside this pane, leaves it open), and what wants to know
// when the pane opened or closed.
export function connect(all, bring, told) {
  [phones, goTo, changed] = [all, bring, told];
  person = room.state.people[0].id;
}

export const open = () => !pane.hidden;

export function toggle(wanted = pane.hidden, focus = true) {
  if (wanted === open()) return;
  pane.hidden = !wanted;
  document.getElementById("main").classList.toggle("authoring", wanted);
  opener.setAttribute("aria-expanded", String(wanted));
  changed(wanted, phones.get(person));
  if (wanted) look();
  if (focus) (wanted ? document.getElementById("author-close") : opener).focus();
}

// The pane goes along with whoever somebody is at.
export function follow(id) {
  if (!id || id === person) return;
  person = id;
  firm = false;
  refresh();
}

// Something changed: looks again soon.
export function refresh() {
  clearTimeout(waiting);
  if (open()) waiting = setTimeout(look, SOON);
}

async function get(path) {
  try {
    const answer = await fetch(path);
    return answer.ok ? await answer.json() : null;
  } catch {
    return { busy: true }; // the line above the phones says that the connection is gone
  }
}

async function look() {
  const mine = ++asked;
  if (!phones.has(person)) person = room.state.people[0].id;
  const query = new URLSearchParams({ person, case: shown?.case ?? "" });
  if (firm) query.set("firm", "1");
  const found = await get(`author?${query}`);
  if (mine !== asked || !found || found.busy) return; // when the bot is back, the page hears of it and looks again
  const before = walked;
  walked = JSON.stringify([person, found.walk?.snapshot, found.walk?.here, found.walk?.boxes]);
  if (firm && before !== walked) { firm = false; refresh(); }
  choices(who, room.state.people.map((one) => [one.id, one.name]), person);
  choices(which, listed(found), found.shown?.case);
  drawReports(document.getElementById("reports"), found.reports);
  await drawMap(found, mine);
}

// A case that is tried from a draft is in no list.
function listed({ cases, shown: now }) {
  const known = cases.map((one) => [one.case, one.title]);
  return now && !cases.some((one) => one.case === now.case) ? [...known, [now.case, now.title]] : known;
}

function choices(select, entries, chosen) {
  const content = JSON.stringify(entries);
  if (select.content !== content) {
    select.content = content;
    select.replaceChildren(...entries.map(([value, text]) => make("option", { value }, text)));
  }
  select.value = chosen ?? "";
}

async function drawMap(found, mine) {
  const next = found.shown;
  if (next?.snapshot !== shown?.snapshot) {
    const drawn = next && await get(`map/${next.snapshot}`);
    if (mine !== asked || drawn?.busy) return;
    if (drawn) putMap(drawn, next.case, (step) => begin(next.case, step));
    else putWords(word(next ? "author.no_map" : "author.no_cases"));
  }
  shown = next;
  const here = found.walk && found.walk.snapshot === next?.snapshot;
  light(here ? found.walk : null);
  const said = !found.walk ? "none" : !here ? "elsewhere" : found.walk.ended ? "ended" : "at";
  const words = [word(`author.${said}`, { name: phones.get(person).name, step: found.walk?.at })];
  if (next) words.push(word("author.pick"));
  where.textContent = words.join(" ");
}

async function begin(of, step) {
  const phone = phones.get(person);
  firm = false;
  const went = await deed({ do: "try", person, case: of, step }, (line) => toast(phone, line));
  if (!went) return;
  show(phone, person);
  goTo(phone);
}

who.addEventListener("change", () => {
  const phone = phones.get(Number(who.value));
  if (!phone) return;
  follow(phone.person);
  goTo(phone, true);
});
which.addEventListener("change", () => { shown = { ...shown, case: which.value }; firm = true; look(); });
whole.addEventListener("click", () => {
  const pressed = whole.getAttribute("aria-pressed") !== "true";
  whole.setAttribute("aria-pressed", String(pressed));
  showWhole(pressed);
});
opener.addEventListener("click", () => toggle());
document.getElementById("author-close").addEventListener("click", () => toggle(false));
pane.addEventListener("keydown", (event) => { if (event.key === "Escape") toggle(false); });
