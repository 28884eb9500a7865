// A form that asks only what applies. Without this script all is asked, and the server sorts it out.

const form = document.querySelector("form");

function holds(asked) {
  const answers = new FormData(form);
  const when = JSON.parse(asked.dataset.when);
  return Object.entries(when).every(([name, values]) => values.includes(answers.get(name)));
}

function ask() {
  for (const asked of form.querySelectorAll("[data-when]")) asked.hidden = !holds(asked);
}

form.addEventListener("change", ask);
addEventListener("pageshow", ask);
ask();
document.querySelector("[role=alert]")?.scrollIntoView();
