// A touch evaluator: shows the state the server sends, and tells it of the one touch that counts.

import { follow, screen } from "./live.js";

const counter = encodeURIComponent(screen.dataset.counter);

let current = { run: "", version: -1, question: screen.dataset.question, html: null };

function show(state) {
  // The answer to a touch and the stream are two lines: one may bring what the other has outrun.
  if (state.run === current.run && state.version < current.version) return;
  if (state.html !== current.html) screen.innerHTML = state.html;
  screen.dataset.stage = state.stage;
  screen.dataset.question = state.question;
  current = state;
  release();
}

function release() {
  document.body.classList.remove("busy");
  for (const button of document.querySelectorAll(".pressed")) button.classList.remove("pressed");
}

async function tell(touched) {
  document.body.classList.add("busy");
  try {
    const answer = await fetch(`/evaluator/${counter}/touch`, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-Atrium-Screen": "evaluator" },
      body: JSON.stringify({ question: current.question, ...touched }),
    });
    if (!answer.ok) throw new Error(`status ${answer.status}`);
    show(await answer.json());
  } catch {
    line.lost();
  }
}

// A finger on a face is answered in the same frame, whatever the server does.
document.addEventListener("pointerdown", (event) => {
  event.target.closest("button")?.classList.add("pressed");
});

for (const end of ["pointerup", "pointercancel"]) {
  document.addEventListener(end, () => {
    // The click comes after this.
    setTimeout(() => {
      if (!document.body.classList.contains("busy")) release();
    });
  });
}

document.addEventListener("click", (event) => {
  if (document.body.classList.contains("busy")) return;
  const button = event.target.closest("button:enabled");
  if (!button) return;
  button.classList.add("pressed");
  tell("help" in button.dataset ? { help: true } : { grade: Number(button.dataset.grade) });
});

document.addEventListener("contextmenu", (event) => event.preventDefault());

screen.addEventListener("away", () => {
  current = { ...current, run: "", html: null };
  release();
});

const line = follow(`/evaluator/${counter}/events`, show);
