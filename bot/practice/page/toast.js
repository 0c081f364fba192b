// What a phone shows after a tap: a passing line, or a window that waits for an answer.
import { button, make, word } from "./room.js";

export function toast(phone, text) {
  phone.element.querySelector(".toast")?.remove();
  const line = make("p", { className: "toast", role: "status" });
  phone.element.append(line);
  line.textContent = text;
  setTimeout(() => line.remove(), Math.max(3500, text.length * 60));
}

export function alertBox(phone, text) {
  const before = document.activeElement;
  const close = () => { box.remove(); before?.focus?.(); };
  const ok = button(word("ok"), { className: "wide onward", onclick: close });
  const line = make("p", { id: `alert${phone.person}` }, text);
  const box = make("div", { className: "alert", role: "alertdialog", "aria-modal": "true", "aria-labelledby": line.id }, make("div", {}, line, ok));
  box.addEventListener("keydown", (event) => { if (event.key === "Escape") close(); if (event.key === "Tab") event.preventDefault(); });
  phone.element.append(box);
  ok.focus();
}
