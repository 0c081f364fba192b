// What all parts of the page share: the words, the state the server gave, making elements, telling what somebody did.

const words = JSON.parse(document.getElementById("words").textContent);
export const room = { state: JSON.parse(document.getElementById("state").textContent) };

export const word = (key, values = {}) =>
  (words[key] ?? key).replace(/\{(\w+)\}/g, (all, name) => (name in values ? String(values[name]) : all));

export function make(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === null) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name in element && name !== "role") element[name] = value;
    else element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

export const button = (label, properties = {}) => make("button", { type: "button", ...properties }, label);

const FILE_LIMIT = 600_000; // bytes, as the server says

// Does what somebody asked; `sorry` gets a sentence when it could not be done.
export async function deed(what, sorry = () => {}, path = "do") {
  try {
    const answer = await fetch(path, {
      method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(what),
    });
    if (answer.ok) return true;
    const { why } = await answer.json().catch(() => ({ why: "not_understood" }));
    sorry(word(`cannot.${why}`));
  } catch {
    sorry(word("cannot.lost"));
  }
  return false;
}

// Sends a file of this computer to the bot.
export async function sendFile(file, whose, sorry) {
  if (file.size > FILE_LIMIT) return sorry(word("cannot.large"));
  const reader = new FileReader();
  const read = new Promise((done) => { reader.onload = () => done(reader.result); reader.onerror = () => done(""); });
  reader.readAsDataURL(file);
  const content = (await read).split(",")[1] ?? ""; // data:<kind>;base64,<content>
  return deed({ ...whose, name: file.name, content }, sorry, "file");
}
