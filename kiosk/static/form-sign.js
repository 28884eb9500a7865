// A signature: drawn with a finger or a pen, held here as SVG path data until it is handed in.

import { screen } from "./live.js";
import { seen } from "./station.js";

// The drawing is so many units wide, however large the glass is; as high as the box says.
const UNITS = 1000;
const STEP = 3; // nearer points tell nothing more
const LENGTH_MIN = 40; // a dot is no signature
const CHARS_MAX = 18000;

let strokes = []; // each a list of [x, y] in units
let pen = null;

export function drawn() {
  const canvas = screen.querySelector("canvas.drawing");
  if (!canvas) {
    forget();
    return;
  }
  if (!canvas.dataset.ready) prepare(canvas);
  redraw(canvas);
}

export function forget() {
  strokes = [];
  pen = null;
}

export function clear() {
  strokes = [];
  const canvas = screen.querySelector("canvas.drawing");
  if (canvas) redraw(canvas);
  seen();
}

export function path() {
  return strokes
    .map((points) => points.map(([x, y], at) => `${at ? "L" : "M"}${x} ${y}`).join(""))
    .join("");
}

function prepare(canvas) {
  canvas.dataset.ready = "yes";
  const sharp = window.devicePixelRatio || 1;
  canvas.width = canvas.clientWidth * sharp;
  canvas.height = canvas.clientHeight * sharp;
  canvas.addEventListener("pointerdown", (event) => {
    if (pen !== null) return; // a hand that rests on the glass draws nothing
    pen = event.pointerId;
    canvas.setPointerCapture(pen);
    strokes.push([point(canvas, event)]);
    seen();
  });
  canvas.addEventListener("pointermove", (event) => {
    if (event.pointerId !== pen) return;
    for (const each of event.getCoalescedEvents?.() ?? [event]) extend(point(canvas, each));
    redraw(canvas);
  });
  for (const end of ["pointerup", "pointercancel"]) {
    canvas.addEventListener(end, (event) => {
      if (event.pointerId === pen) pen = null;
      redraw(canvas);
    });
  }
}

function point(canvas, event) {
  const box = canvas.getBoundingClientRect();
  const unit = (value) => Math.max(0, Math.round((value / box.width) * UNITS));
  return [unit(event.clientX - box.left), unit(event.clientY - box.top)];
}

function extend([x, y]) {
  const points = strokes.at(-1);
  const [lastX, lastY] = points.at(-1);
  if (Math.hypot(x - lastX, y - lastY) < STEP || path().length > CHARS_MAX) return;
  points.push([x, y]);
}

function length() {
  let sum = 0;
  for (const points of strokes) {
    for (let at = 1; at < points.length; at += 1) {
      sum += Math.hypot(points[at][0] - points[at - 1][0], points[at][1] - points[at - 1][1]);
    }
  }
  return sum;
}

function redraw(canvas) {
  const pens = canvas.getContext("2d");
  const scale = canvas.width / UNITS;
  pens.clearRect(0, 0, canvas.width, canvas.height);
  pens.lineWidth = 5 * scale;
  pens.lineCap = pens.lineJoin = "round";
  pens.strokeStyle = getComputedStyle(canvas).color;
  for (const points of strokes) {
    pens.beginPath();
    for (const [x, y] of points) pens.lineTo(x * scale, y * scale);
    pens.stroke();
  }
  const handsIn = screen.querySelector("[data-hands-in]");
  if (handsIn) handsIn.disabled = length() < LENGTH_MIN;
}
