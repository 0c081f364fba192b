// What the check says about a file: how much is wrong, and each thing with its line and a caret under the place.
import { make } from "./room.js";

// What is typed in a file stands between backticks in a sentence.
const set = (sentence) => sentence.split("`").map((part, at) => (at % 2 ? make("code", {}, part) : part));

function issue(one) {
  const head = make("p", {}, make("b", {}, one.where), ` ${one.kind} `, make("small", {}, one.code));
  const rows = [head, make("p", {}, ...set(one.sentence))];
  if (one.source.length) rows.push(make("pre", {}, one.source.join("\n")));
  if (one.hint) rows.push(make("p", { className: "hint" }, one.hint));
  return make("li", { className: one.severity === "F" ? "fault" : "warning" }, ...rows);
}

export function drawReports(place, reports) {
  const content = JSON.stringify(reports);
  if (place.content === content) return;
  place.content = content;
  place.replaceChildren(...reports.flatMap((one) => [
    make("p", { className: "file" }, make("b", {}, one.file), " · ", one.sum),
    one.issues.length ? make("ul", {}, ...one.issues.map(issue), ...one.more.map((line) => make("li", { className: "more" }, line))) : null,
  ]).filter((part) => part !== null));
}
