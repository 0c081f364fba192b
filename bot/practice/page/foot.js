// Below the messages: the button to start, or the place to write with its menus.
import { button, deed, make, room, sendFile, word } from "./room.js";
import { toast } from "./toast.js";

export function drawFoot(phone, pane) {
  const person = room.state.people.find((one) => one.id === phone.person);
  const group = room.state.groups.find((one) => one.id === pane.chat);
  const footing = person.blocked && !pane.group ? "blocked" : pane.group && !group.inside ? "outside" : !pane.group && !person.started ? "new" : "open";
  const commands = JSON.stringify(pane.group ? room.state.commands.group : room.state.commands.private);
  if (pane.footing === footing + commands) return;
  const active = pane.foot.contains(document.activeElement) ? document.activeElement : null;
  pane.footing = footing + commands;
  const go = (what) => () => deed({ do: what, person: phone.person, chat: pane.chat }, (line) => toast(phone, line));
  const wide = (text, what) => button(text, { className: "wide onward", onclick: go(what) });
  if (footing === "blocked") pane.foot.replaceChildren(make("p", {}, word("blocked")), wide(word("unblock"), "unblock"));
  else if (footing === "outside") pane.foot.replaceChildren(make("p", {}, word("add_bot_hint")), wide(word("add_bot"), "add_bot"));
  else if (footing === "new") pane.foot.replaceChildren(wide(word("start"), "start"));
  else pane.foot.replaceChildren(...composer(phone, pane));
  if (active) settle(pane, active.tagName === "TEXTAREA" && !matchMedia("(pointer: coarse)").matches);
}

// Only who was typing goes on typing: in a text field a touch screen puts its keyboard over the message to read.
function settle(pane, typing) {
  const next = typing ? pane.foot.querySelector("textarea") : null;
  (next ?? pane.foot.querySelector(".wide") ?? pane.log).focus({ preventScroll: true });
}

function composer(phone, pane) {
  const field = make("textarea", { rows: 1, placeholder: word("write"), "aria-label": word("write"), title: pane.group ? word("privacy") : "" });
  const send = async (text) => {
    if (text.trim() && await deed({ do: "write", person: phone.person, chat: pane.chat, text }, (line) => toast(phone, line))) { field.value = ""; grow(); }
  };
  const grow = () => { field.style.height = "auto"; field.style.height = `${field.scrollHeight + 2}px`; };
  field.addEventListener("input", grow);
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); send(field.value); }
  });
  const kinds = ["photo", "voice", "sticker", "document", "location"].map((what) => [word(`what.${what}`), { do: "send", what }]);
  const chooser = make("input", { type: "file", accept: ".yaml,.yml,.txt", hidden: true, tabIndex: -1, onchange: async () => {
    for (const file of chooser.files) await sendFile(file, { person: phone.person, chat: pane.chat }, (line) => toast(phone, line));
    chooser.value = ""; // the same file may be chosen again
  } });
  kinds.push([word("what.forwarded"), { do: "send", what: "forwarded", text: word("forwarded_text") }]);
  kinds.push(pane.group ? [word("what.remove_bot"), { do: "remove_bot" }] : [word("what.block"), { do: "block" }]);
  const entries = kinds.map(([text, what]) => [text, "", () => deed({ person: phone.person, chat: pane.chat, ...what }, (line) => toast(phone, line))]);
  const others = menu([[word("what.file"), "", () => chooser.click()], ...entries]);
  const known = pane.group ? room.state.commands.group : room.state.commands.private;
  const listed = menu(known.map((one) => [`/${one.command}`, one.description, () => send(`/${one.command}`)]));
  const form = make("form", { onsubmit: (event) => { event.preventDefault(); send(field.value); } },
    opener("+", word("more"), others, listed),
    known.length ? opener("/", word("commands"), listed, others) : null,
    field, make("button", { type: "submit", className: "round go", title: word("send"), "aria-label": word("send") }, "↑"));
  return [others, listed, chooser, form];
}

function menu(entries) {
  const box = make("div", { className: "menu", hidden: true });
  for (const [text, more, act] of entries)
    box.append(button(text, { onclick: () => {
      box.parentElement.querySelector("[aria-expanded=true]")?.focus();
      box.hidden = true;
      for (const one of box.parentElement.querySelectorAll("[aria-expanded]")) one.setAttribute("aria-expanded", "false");
      act();
    } }));
  [...box.children].forEach((one, row) => { if (entries[row][1]) one.append(" ", make("small", {}, entries[row][1])); });
  return box;
}

function opener(sign, name, box, other) {
  return button(sign, { className: "round", title: name, "aria-label": name, "aria-expanded": "false", onclick: (event) => {
    box.hidden = !box.hidden;
    other.hidden = true;
    for (const one of box.parentElement.querySelectorAll(".round[aria-expanded]")) one.setAttribute("aria-expanded", "false");
    event.currentTarget.setAttribute("aria-expanded", String(!box.hidden));
  } });
}
