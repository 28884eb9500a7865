// A page that stays true while it is looked at. Without this script it is reloaded by hand.

const SILENT_MS = 40000; // the server is heard every fifteen seconds

// What stands behind the # is for scanners in the hall: it need not be shown or passed on.
if (location.hash) history.replaceState(null, "", location.pathname + location.search);

const lost = document.getElementById("lost");
let source = null;
let silence;
let touched = false; // a form that somebody fills in is not taken away under their finger

function heard() {
  lost.hidden = true;
  clearTimeout(silence);
  silence = setTimeout(() => (lost.hidden = false), SILENT_MS);
}

async function refresh() {
  const answer = await fetch(location.href, { headers: { accept: "text/html" } });
  if (answer.status === 404) location.reload();
  if (!answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const news = page.getElementById("main");
  const main = document.getElementById("main");
  if (touched && main.dataset.state === news.dataset.state) return;
  touched = false;
  main.replaceWith(news);
}

function look() {
  heard();
  refresh().catch(() => (lost.hidden = false));
}

function follow() {
  source = new EventSource(`${location.pathname}/live`);
  source.addEventListener("open", look);
  source.addEventListener("changed", look);
  source.addEventListener("beat", heard);
  source.addEventListener("error", () => (lost.hidden = false));
}

function rest() {
  source.close();
  source = null;
  clearTimeout(silence);
}

// A telephone in a pocket neither listens nor draws.
document.addEventListener("visibilitychange", () => {
  if (document.hidden && source) rest();
  if (!document.hidden && !source) follow();
});
document.addEventListener("input", () => (touched = true));
document.addEventListener("toggle", () => (touched = true), true);
document.addEventListener("submit", (event) => {
  const button = event.target.querySelector("button");
  setTimeout(() => (button.disabled = true)); // a second tap says nothing new
});

if (!document.hidden) follow();
