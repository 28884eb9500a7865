// What hands can do to a page beyond touching it: none of it happens here. What belongs to the browser
// and not to its page is the policies' (docs/lockdown.md).

const FIELDS = "input, textarea";
const EDITING = new Set(["a", "x", "c", "v", "z", "ArrowLeft", "ArrowRight", "Home", "End", "Backspace", "Delete"]);
const FUNCTION_KEY = /^F([1-9]|1[0-9]|2[0-4])$/;
const OF_BROWSERS = /^(Browser|Launch|Media|Zoom|ContextMenu|Print|Help|Open|Save|Close|Find)/;

const inField = (event) => event.target instanceof Element && event.target.closest(FIELDS) !== null;
const stop = (event) => event.preventDefault();
const stopOutsideFields = (event) => inField(event) || event.preventDefault();

function isForTheBrowser(event) {
  if (FUNCTION_KEY.test(event.key) || OF_BROWSERS.test(event.key)) return true;
  if (event.altKey || event.metaKey) return true;
  if (event.ctrlKey) return !(inField(event) && EDITING.has(event.key));
  return event.key === "Backspace" && !inField(event);
}

function onKey(event) {
  if (isForTheBrowser(event)) event.preventDefault();
}

function onTouches(event) {
  if (event.touches.length > 1) event.preventDefault();
}

// No page of a screen has links: whatever one leads to is not ours.
function onClick(event) {
  if (event.target instanceof Element && event.target.closest("a, area")) event.preventDefault();
}

function onWheel(event) {
  if (event.ctrlKey) event.preventDefault();
}

const early = { capture: true, passive: false };
for (const name of ["contextmenu", "dragstart", "dragenter", "dragover", "drop", "auxclick"]) {
  addEventListener(name, stop, early);
}
for (const name of ["selectstart", "copy", "cut", "paste"]) {
  addEventListener(name, stopOutsideFields, early);
}
addEventListener("keydown", onKey, early);
addEventListener("click", onClick, early);
addEventListener("wheel", onWheel, early);
for (const name of ["touchstart", "touchmove"]) addEventListener(name, onTouches, early);
for (const name of ["open", "print", "alert", "confirm", "prompt"]) {
  Object.defineProperty(window, name, { value: () => null });
}
