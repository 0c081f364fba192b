// What passes by: requests of the bot and updates to it, newest first.
import { make, room, word } from "./room.js";

const traffic = document.getElementById("traffic");
const trafficButton = document.getElementById("traffic-button");
const passedRows = new Map();

export function drawPassed() {
  if (traffic.hidden) return;
  const list = document.getElementById("passed");
  const now = new Set(room.state.passed.map((one) => one.number));
  for (const [number, row] of passedRows) if (!now.has(number)) { row.remove(); passedRows.delete(number); }
  list.querySelector(".none")?.remove();
  for (const one of room.state.passed) {
    if (passedRows.has(one.number)) continue;
    const refused = one.answer && one.answer.refused;
    const head = make("summary", { className: refused ? "refused" : one.kind }, make("b", {}, one.name), make("small", {}, word(`passed.${refused ? "refused" : one.kind}`)));
    const row = make("li", {}, make("details", {}, head, make("pre", {}, JSON.stringify(one.body, null, 1)),
      one.answer === null ? null : make("pre", {}, typeof one.answer === "string" ? one.answer : JSON.stringify(one.answer, null, 1))));
    passedRows.set(one.number, row);
    list.prepend(row);
  }
  if (!room.state.passed.length) list.append(make("li", { className: "none" }, word("traffic_empty")));
}

function toggleTraffic() {
  traffic.hidden = !traffic.hidden;
  trafficButton.setAttribute("aria-expanded", String(!traffic.hidden));
  drawPassed();
  (traffic.hidden ? trafficButton : document.getElementById("traffic-close")).focus();
}

trafficButton.addEventListener("click", toggleTraffic);
document.getElementById("traffic-close").addEventListener("click", toggleTraffic);
traffic.addEventListener("keydown", (event) => { if (event.key === "Escape") toggleTraffic(); });
