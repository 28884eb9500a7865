// What stands in the fields of a page: read for a press, and kept when the page is drawn anew.

// Every field by its name, as lists: boxes that are not ticked are not there.
export function filled(form) {
  const fields = {};
  for (const field of form?.querySelectorAll("[name]") ?? []) {
    const tickable = field.type === "checkbox" || field.type === "radio";
    if (field.dataset.finds || (tickable && !field.checked)) continue;
    (fields[field.name] ??= []).push(field.value);
  }
  return fields;
}

export function keep(screen) {
  const focused = document.activeElement;
  const fields = [...screen.querySelectorAll("[name]")];
  return {
    fields: fields.filter(isTyped).map((field) => [keyOf(field), field.value, field.checked]),
    focus: focused?.name ? keyOf(focused) : "",
    scrolled: [...screen.querySelectorAll("[data-scroll]")].map((part) => [
      part.dataset.scroll,
      part.scrollTop,
    ]),
  };
}

// A form that is not the same any more begins empty.
export function restore(screen, kept, sameForm) {
  if (sameForm) {
    const before = new Map(kept.fields.map(([key, ...rest]) => [key, rest]));
    for (const field of screen.querySelectorAll("[name]")) putBack(field, before.get(keyOf(field)));
    const focused = [...screen.querySelectorAll("[name]")].find(
      (field) => keyOf(field) === kept.focus,
    );
    focused?.focus();
  }
  const scrolled = new Map(kept.scrolled);
  for (const part of screen.querySelectorAll("[data-scroll]")) {
    part.scrollTop = scrolled.get(part.dataset.scroll) ?? 0;
  }
  for (const field of screen.querySelectorAll("[data-finds]")) findIn(screen, field);
  weigh(screen);
}

function putBack(field, before) {
  if (!before || !isTyped(field)) return;
  const [value, checked] = before;
  if (isTickable(field)) field.checked = checked;
  else field.value = value;
}

// What the server has put there is the server's.
function isTyped(field) {
  return field.type !== "hidden";
}

function isTickable(field) {
  return field.type === "checkbox" || field.type === "radio";
}

function keyOf(field) {
  const of = field.closest("[data-of]")?.dataset.of ?? "";
  return `${of}/${field.name}/${isTickable(field) ? field.value : ""}`;
}

// Shows what holds every word that was typed, and hides the rest.
export function findIn(screen, field) {
  const wanted = field.value.toLowerCase().split(/\s+/).filter(Boolean);
  for (const part of screen.querySelectorAll(field.dataset.finds)) {
    const chosen = part.querySelector("input:checked") !== null;
    part.hidden = !chosen && !wanted.every((word) => part.dataset.words.includes(word));
  }
  for (const group of screen.querySelectorAll(".group")) {
    group.hidden = group.querySelector("[data-words]:not([hidden])") === null;
  }
}

// More than one service in one visit: only then it matters whether they are done at one counter.
export function weigh(screen) {
  const together = screen.querySelector(".together");
  const services = screen.querySelectorAll("[name=service]:checked").length;
  if (together) together.hidden = services < 2;
}

export function stepBy(button) {
  const field = button.parentElement.querySelector("input");
  const next = (Number(field.value) || 1) + Number(button.dataset.step);
  field.value = Math.min(Math.max(1, next), Number(field.dataset.most));
}
