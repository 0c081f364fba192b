// The map of a case: made shape by shape from what the server read in the drawing, so that no markup is ever read here.
// What somebody did is lit, and a step can be picked to begin there.
import { button, make, word } from "./room.js";

const SVG = "http://www.w3.org/2000/svg";
const GAP = 6; // points between a step and the button at it

const place = document.getElementById("map");
const calm = matchMedia("(prefers-reduced-motion: reduce)");
let steps = new Map(); // name in the drawing -> its group
let lines = []; // [from, to, group]
let sign = null; // marks the box where somebody is
let start = null; // the button at the step that was picked
let at = ""; // the box that was scrolled to
let drawnCase = ""; // another version of the same case stays where it was scrolled to

function shape(tag, attributes, text = "") {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  if (text) element.textContent = text;
  return element;
}

// Puts the drawing of a case in the pane; `begin` is called with the name of a step.
export function putMap(drawn, name, begin) {
  const [left, top, width, height] = drawn.box;
  const graph = shape("g", { transform: `translate(${drawn.shift.join(" ")})` });
  steps = new Map();
  lines = [];
  if (name !== drawnCase) at = "";
  drawnCase = name;
  for (const part of drawn.parts) {
    const group = shape("g", { class: part.kind || "plain" });
    group.append(...part.shapes.map(([tag, attributes, text]) => shape(tag, attributes, text)));
    if (part.kind === "edge") lines.push([...part.name.split("->"), group]);
    else steps.set(part.name, group);
    group.words = part.words;
    if (part.kind === "step") pickable(group, part, begin);
    graph.append(group);
  }
  const svg = shape("svg", { viewBox: drawn.box.join(" "), width, height, role: "group", "aria-label": drawn.alt });
  svg.append(graph);
  sign = shape("g", { class: "sign", "aria-hidden": "true" });
  graph.append(sign);
  const { scrollLeft, scrollTop } = place;
  place.replaceChildren(svg);
  if (at) place.scrollTo({ left: scrollLeft, top: scrollTop, behavior: "instant" });
  start = null;
}

export function putWords(words) {
  [steps, lines, sign, at, drawnCase] = [new Map(), [], null, "", ""];
  place.replaceChildren(make("p", {}, words));
}

function pickable(group, part, begin) {
  group.setAttribute("tabindex", "0");
  group.setAttribute("role", "button");
  group.setAttribute("aria-label", part.words);
  group.addEventListener("click", (event) => { event.stopPropagation(); pick(group, part.name, begin); });
  group.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    pick(group, part.name, begin);
  });
}

function pick(group, name, begin) {
  unpick();
  start = button(word("author.begin"), { className: "begin", onclick: () => { unpick(); begin(name); }, onkeydown: (event) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    unpick();
    group.focus();
  } });
  start.setAttribute("aria-label", `${word("author.begin")}: ${group.words}`);
  place.append(start);
  const box = group.getBoundingClientRect();
  const inside = place.getBoundingClientRect();
  // Beside the step, on the side where there is room; below it are its options.
  const fits = box.right + GAP + start.offsetWidth < inside.right;
  const left = fits ? box.right + GAP : box.left - GAP - start.offsetWidth;
  start.style.left = `${Math.max(inside.left, left) - inside.left + place.scrollLeft}px`;
  start.style.top = `${box.top - inside.top + place.scrollTop + (box.height - start.offsetHeight) / 2}px`;
  group.classList.add("picked");
  start.focus({ preventScroll: true });
}

function unpick() {
  start?.remove();
  start = null;
  place.querySelector(".picked")?.classList.remove("picked");
}

// Lights the way of a walk, null for none, and shows where it is.
export function light(walk) {
  const gone = new Set(walk?.boxes);
  const ways = new Set(walk?.lines);
  for (const [name, group] of steps) {
    group.classList.toggle("gone", gone.has(name) || ways.has(name));
    group.classList.toggle("here", name === walk?.here);
    if (name === walk?.here) group.setAttribute("aria-current", "step"); else group.removeAttribute("aria-current");
  }
  for (const [from, to, group] of lines) {
    const chosen = gone.has(from) && gone.has(to) && to.startsWith(`${from}.`);
    group.classList.toggle("gone", chosen || ways.has(`${from}/${to}`) || ways.has(from) || ways.has(to));
  }
  const here = steps.get(walk?.here);
  putSign(here);
  const name = here ? walk.here : [...steps.keys()][0]; // where nobody is, the map is read from its first step on
  if (name && name !== at) reveal(steps.get(name), at ? "smooth" : "instant");
  at = name ?? "";
}

function putSign(here) {
  sign?.replaceChildren();
  if (!here) return;
  const box = here.getBBox();
  const text = shape("text", { x: box.x + 7, y: box.y - 2 }, word("author.here"));
  sign.append(text);
  const { width } = text.getBBox();
  sign.prepend(shape("rect", { x: box.x, y: box.y - 14, width: width + 14, height: 17, rx: 4 }));
}

// Whole, the map fits the pane; else it has its own size. Either way the place where somebody is comes into sight.
export function showWhole(whole) {
  unpick();
  place.classList.toggle("whole", whole);
  const here = place.querySelector(".here");
  if (here) reveal(here, "instant");
}

function reveal(group, behavior) {
  const box = group.getBoundingClientRect();
  const inside = place.getBoundingClientRect();
  place.scrollTo({
    left: place.scrollLeft + box.left - inside.left - (inside.width - box.width) / 2,
    top: place.scrollTop + box.top - inside.top - Math.min(80, inside.height / 4), // what follows matters more than what was
    behavior: calm.matches ? "instant" : behavior,
  });
}

place.addEventListener("click", unpick);
