// One message as a bubble: formatted text, pictures and buttons. No text is ever set as HTML.
import { button, deed, make, room, word } from "./room.js";
import { toast } from "./toast.js";

const opened = new Set(); // quotes and spoilers that were opened, so that an edit leaves them open

// Entities count UTF-16 units, as strings do here, and are nested or apart, never crossing.
function formatted(text, entities, name) {
  const place = document.createDocumentFragment();
  const build = (parent, begin, end, inner) => {
    let at = begin;
    while (inner.length) {
      const entity = inner.shift();
      const stop = Math.min(entity.offset + entity.length, end);
      if (entity.offset < at) continue;
      parent.append(text.slice(at, entity.offset));
      const within = [];
      while (inner.length && inner[0].offset < stop) within.push(inner.shift());
      const [outer, hole] = wrapped(entity, `${name}/${entity.offset}`, text.slice(entity.offset, stop));
      build(hole, entity.offset, stop, within);
      parent.append(outer);
      at = stop;
      // A quote and a piece of a file stand on lines of their own: the break beside them would make an empty line.
      if ((entity.type.endsWith("blockquote") || entity.type === "pre") && text[at] === "\n") at += 1;
    }
    parent.append(text.slice(at, end));
  };
  build(place, 0, text.length, entities.map((one) => ({ ...one })));
  return place;
}

function wrapped(entity, name, inside) {
  const plain = { bold: "b", italic: "i", underline: "u", strikethrough: "s", code: "code", pre: "pre" }[entity.type];
  if (plain) { const element = make(plain); return [element, element]; }
  if (entity.type === "text_link") { const link = make("a", { href: entity.url, target: "_blank", rel: "noreferrer", title: word("leaves") }); return [link, link]; }
  if (entity.type === "spoiler") { const hidden = spoiler(name); return [hidden, hidden.firstChild]; }
  if (entity.type === "blockquote") { const quote = make("span", { className: "quote" }); return [quote, quote]; }
  if (entity.type === "expandable_blockquote") return folding(name, inside);
  const span = make("span"); return [span, span];
}

function spoiler(name) {
  const inner = make("span");
  const hidden = button(inner, { className: "spoiler" });
  const show = (open) => {
    hidden.setAttribute("aria-expanded", String(open));
    if (open) hidden.removeAttribute("aria-label"); else hidden.setAttribute("aria-label", word("hidden"));
  };
  hidden.addEventListener("click", () => { opened.add(name); show(true); });
  show(opened.has(name));
  return hidden;
}

function folding(name, inside) {
  const inner = make("span", { className: "inner" });
  const quote = make("span", { className: "quote" }, inner);
  if (inside.length < 90 && inside.split("\n").length < 3) return [quote, inner];
  const toggle = button("", { className: "fold" });
  const show = (open) => {
    quote.classList.toggle("folded", !open);
    toggle.setAttribute("aria-expanded", String(open));
    toggle.textContent = word(open ? "less_text" : "more_text");
  };
  toggle.addEventListener("click", () => {
    const open = !opened.has(name);
    if (open) opened.add(name); else opened.delete(name);
    show(open);
  });
  show(opened.has(name));
  quote.append(toggle);
  return [quote, inner];
}

export function bubble(phone, pane, message) {
  if (message.kind === "came_in" || message.kind === "moved")
    return make("p", { className: "service" }, word(`kind.${message.kind}`));
  const own = message.who === phone.person;
  const box = make("div", { className: "words" });
  if (pane.group && !own) box.append(make("span", { className: "who" }, message.name));
  if (message.answers) box.append(make("span", { className: "answers" }, `${message.answers.name}: ${message.answers.text}`));
  if (message.photo) box.append(picture(message.photo));
  if (message.document) box.append(attachment(message.document));
  if (message.kind) box.append(make("span", { className: "kind" }, word(`kind.${message.kind}`) + (message.text ? "\n" : "")));
  if (message.text) box.append(make("div", { className: "text" }, formatted(message.text, message.entities, `${phone.person}/${pane.chat}/${message.id}`)));
  const clock = new Date(message.date * 1000).toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
  box.append(make("span", { className: "when" }, message.edited ? `${word("edited")} ${clock}` : clock));
  const element = make("div", { className: own ? "bubble own" : "bubble" }, box);
  if (message.rows.length) element.append(keys(phone, pane, message));
  return element;
}

function picture(photo) {
  if (photo.file === "theirs") return make("span", { className: "kind" }, word("kind.photo"));
  return make("img", { className: "picture", src: `files/${photo.file}`, width: photo.width, height: photo.height, alt: word("picture") });
}

function attachment(file) {
  if (file.file === "theirs") return make("span", { className: "kind" }, word("kind.document"));
  return make("a", { href: `files/${file.file}`, download: file.name }, word("file", { name: file.name }));
}

function moveOn(pane, home) {
  if (!home) return;
  home.press = pane.press && { ...pane.press, element: home.tab };
  home.tab.click();
  if (home.press?.keyboard) home.tab.focus();
}

function keys(phone, pane, message) {
  const rows = message.rows.map((row) => make("div", {}, ...row.map((key) => {
    const look = key.style === "primary" ? "onward" : undefined;
    if (key.url && !key.url.startsWith(`https://t.me/${room.state.bot.username}?`))
      return make("a", { className: look, href: key.url, target: "_blank", rel: "noreferrer", title: word("leaves") }, key.text);
    const held = (event) => { if (event.repeat) event.preventDefault(); }; // a key held down would play on by itself
    return button(key.text, { className: look, onkeydown: held, onclick: async (event) => {
      const pressed = event.currentTarget;
      pressed.setAttribute("aria-busy", "true");
      const went = await deed({ do: "press", person: phone.person, chat: pane.chat, message: message.id, button: key.callback_data ?? key.text }, (text) => toast(phone, text));
      if (!went || key.url) pressed.removeAttribute("aria-busy");
      if (went && key.url?.includes("?start=")) moveOn(pane, phone.panes.get(phone.person)); // the link leads to the private chat
    } });
  })));
  return make("div", { className: "keys" }, ...rows);
}
