// The keyboard on the glass: for each kind of answer its own keys, and Chinese by its sounds.
// What is typed stands in the field alone. A keyboard of the computer, and its own way of writing
// Chinese, work beside it.

import * as pinyin from "./form-pinyin.js";
import { screen } from "./live.js";
import { seen } from "./station.js";

const keyboard = document.getElementById("keys");
const LETTERS = ["qwertyuiop", "asdfghjkl", "zxcvbnm"];
const MARKS = ["1234567890", "-/.,:;()", "，。、：；（）？", "@#&+·\"'"];
const PADS = {
  digits: ["123", "456", "789", "C0<"],
  number: ["123", "456", "789", ".0<"],
  identity: ["123", "456", "789", "X0<"],
  phone: ["123", "456", "789", "-0<"],
  date: ["123", "456", "789", "C0<"],
};
const UPPER = ["1234567890", "QWERTYUP", "ASDFGHJKL", "ZXCBNMV"];

let field = null;
let kind = "";
let mode = ""; // of the keys for words: chinese, latin, digits
let capitals = false;
let spelt = ""; // the letters of what is not chosen yet
let from = 0; // the first candidate that is seen

export function open(answer) {
  const another = answer !== field;
  if (answer.dataset.keys !== kind || another) spelt = "";
  field = answer;
  kind = answer.dataset.keys;
  if (kind === "words" && !mode) mode = document.documentElement.lang.startsWith("zh") ? "chinese" : "latin";
  if (kind === "words" && mode === "chinese") pinyin.load(keyboard.dataset.table).then(drawCandidates);
  draw();
  if (another) answer.scrollIntoView({ block: "center" });
}

export function close() {
  field = null;
  kind = spelt = mode = "";
  capitals = false;
  keyboard.hidden = true;
  keyboard.replaceChildren();
  document.body.classList.remove("typing");
}

// A page was drawn: the keys stay with the field that is typed in, and go with it.
export function drawn() {
  const active = document.activeElement?.closest?.(".answer");
  if (active && screen.contains(active)) {
    field = active;
    if (keyboard.hidden) open(active);
  } else if (field) {
    const kept = mode;
    close();
    mode = kept;
  }
}

// The next field of the page, if there is one.
export function next(answer) {
  const all = [...screen.querySelectorAll(".answer")];
  const after = all[all.indexOf(answer) + 1];
  after?.focus({ preventScroll: true });
  return Boolean(after);
}

export function pressed(button) {
  if (!keyboard.contains(button) || !field) return keyboard.contains(button);
  const { key, candidate, letters } = button.dataset;
  if (key) press(key);
  else if (candidate) choose(candidate, Number(letters));
  seen();
  return true;
}

const COMMANDS = {
  done: () => field.blur(),
  delete: erase,
  clear: () => put("", 0, field.value.length),
  space: () => (spelt ? chooseFirst() : type(" ")),
  newline: () => type("\n"),
  today: () => day(0),
  tomorrow: () => day(1),
  shift: () => turn({ capitals: !capitals }),
  chinese: () => turn({ mode: "chinese" }),
  latin: () => turn({ mode: "latin" }),
  digits: () => turn({ mode: "digits" }),
  more: () => page(1),
  before: () => page(-1),
};

function press(key) {
  if (key.length > 1) COMMANDS[key]();
  else if (kind === "words" && mode === "chinese" && /[a-z]/.test(key)) spell(spelt + key);
  else type(key);
}

function turn(change) {
  ({ mode = mode, capitals = capitals } = change);
  spelt = "";
  if (mode === "chinese") pinyin.load(keyboard.dataset.table).then(drawCandidates);
  draw();
}

// --- into the field ---

function type(text) {
  put(capitals ? text.toUpperCase() : text, field.selectionStart, field.selectionEnd);
}

function erase() {
  if (spelt) {
    spell(spelt.slice(0, -1));
    return;
  }
  const { selectionStart: start, selectionEnd: end } = field;
  put("", start === end ? Math.max(0, start - 1) : start, end);
}

function put(text, start, end) {
  const room = (field.maxLength < 0 ? Infinity : field.maxLength) - field.value.length + end - start;
  field.setRangeText([...text].slice(0, Math.max(0, room)).join(""), start, end, "end");
  shape();
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

// A date and a code are written with their hyphens, whoever types them how.
function shape() {
  const parts = { date: [4, 2, 2], code: [4, 4] }[kind];
  if (!parts) return;
  let rest = field.value.toUpperCase().replace(kind === "date" ? /[^0-9]/g : /[^0-9A-Z]/g, "");
  const groups = [];
  for (const length of parts) {
    if (rest) groups.push(rest.slice(0, length));
    rest = rest.slice(length);
  }
  field.value = groups.join("-");
}

function day(ahead) {
  const now = new Date();
  const then = new Date(now.getFullYear(), now.getMonth(), now.getDate() + ahead);
  const two = (number) => String(number).padStart(2, "0");
  const text = `${then.getFullYear()}-${two(then.getMonth() + 1)}-${two(then.getDate())}`;
  put(text, 0, field.value.length);
}

// --- Chinese ---

function spell(letters) {
  spelt = letters.slice(0, 40);
  from = 0;
  drawCandidates();
}

function chooseFirst() {
  const [likeliest] = pinyin.candidates(spelt);
  if (likeliest) choose(likeliest.text, likeliest.used);
}

function choose(text, used) {
  put(text, field.selectionStart, field.selectionEnd);
  spell(spelt.slice(used));
}

function page(by) {
  const shown = keyboard.querySelectorAll("[data-candidate]").length;
  from = Math.max(0, from + by * Math.max(1, shown));
  drawCandidates();
}

// --- what it looks like ---

function draw() {
  const rows = kind === "words" ? wordRows() : padRows();
  keyboard.className = `keys-${kind === "words" ? mode : kind in PADS ? "pad" : "code"}`;
  keyboard.replaceChildren(...rows);
  keyboard.hidden = false;
  document.body.classList.add("typing");
  drawCandidates();
}

function padRows() {
  const pad = PADS[kind];
  const rows = (pad ?? UPPER).map((row) => line([...row].map(padKey)));
  const days = kind === "date" ? [key("today"), key("tomorrow")] : [];
  const asides = pad ? [...days, key("done")] : [key("clear"), key("delete"), key("done")];
  return [...rows, line(asides, "asides")];
}

function padKey(character) {
  if (character === "<") return key("delete");
  return character === "C" && kind !== "company" && kind !== "code" ? key("clear") : key(character);
}

function wordRows() {
  const rows = mode === "digits" ? MARKS : LETTERS;
  const shown = rows.map((row) => line([...row].map((each) => key(capitals ? each.toUpperCase() : each))));
  const last = mode === "latin" ? [key("shift")] : [];
  shown.at(-1).prepend(...last);
  shown.at(-1).append(key("delete"));
  const modes = ["chinese", "latin", "digits"].filter((each) => each !== mode).map(key);
  const long = field.tagName === "TEXTAREA" ? [key("newline")] : [];
  const foot = line([...modes, key("space"), ...long, key("done")], "asides");
  return mode === "chinese" ? [...strip(), ...shown, foot] : [...shown, foot];
}

function strip() {
  const letters = document.createElement("div");
  letters.className = "spelt";
  const row = document.createElement("div");
  row.className = "candidates";
  row.setAttribute("aria-live", "polite");
  return [letters, row];
}

function drawCandidates() {
  const row = keyboard.querySelector(".candidates");
  if (!row) return;
  row.replaceChildren();
  keyboard.querySelector(".spelt").textContent = spelt;
  const found = pinyin.candidates(spelt);
  if (from >= found.length) from = 0;
  const forth = key("more");
  const back = key("before");
  row.append(back, forth);
  back.disabled = from === 0;
  for (const each of found.slice(from)) {
    row.insertBefore(candidate(each), back);
    if (row.scrollWidth <= row.clientWidth) continue;
    back.previousSibling.remove();
    break;
  }
  forth.disabled = from + row.querySelectorAll("[data-candidate]").length >= found.length;
  row.classList.toggle("none", !spelt);
}

function candidate({ text, used }) {
  const button = blank("candidate", text);
  button.dataset.candidate = text;
  button.dataset.letters = used;
  button.lang = "zh-CN";
  return button;
}

function line(buttons, name = "") {
  const row = document.createElement("div");
  row.className = `row ${name}`;
  row.append(...buttons);
  return row;
}

function key(name) {
  const button = blank(`key ${name.length > 1 ? `word ${name}` : ""}`, name);
  button.dataset.key = name;
  if (name.length > 1) button.replaceChildren(...words(name));
  if (name === "shift") button.setAttribute("aria-pressed", String(capitals));
  return button;
}

function blank(name, text) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = name;
  button.textContent = text;
  return button;
}

const languages = keyboard.dataset.languages.split(" ");
const tags = keyboard.dataset.tags.split(" ");

// Two languages on a key, as everywhere: the one that the page speaks, and English, or Chinese.
function words(name) {
  const first = languages[Math.max(0, tags.indexOf(document.documentElement.lang))];
  const order = [first, first === "en" ? "zh" : "en"];
  return order.map((language, at) => {
    const text = document.createElement("span");
    text.className = at ? "second" : "first";
    text.lang = tags[languages.indexOf(language)];
    text.textContent = keyboard.getAttribute(`data-${language}-${name}`);
    return text;
  });
}

// A key takes the finger and leaves the field its caret.
keyboard.addEventListener("mousedown", (event) => event.preventDefault());

screen.addEventListener("focusout", (event) => {
  if (!event.target.closest(".answer")) return;
  setTimeout(() => {
    if (!document.activeElement?.closest(".answer")) drawn();
  });
});
