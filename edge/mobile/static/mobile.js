// A page that stays true while it is looked at. Without this script it is reloaded by hand.

const SILENT_MS = 40000; // the server is heard every fifteen seconds
const AGAIN_MS = 20000;

const page = document.getElementById("main").dataset.page;
const lost = document.getElementById("lost");
let source = null;
let silence;
let again;
let leaving = false;
let drawn = Promise.resolve();

// What stands behind the # is for scanners in the hall: it need not be shown or passed on.
if (location.hash) history.replaceState(null, "", location.pathname + location.search);

function heard() {
  lost.hidden = true;
  clearTimeout(silence);
  silence = setTimeout(() => (lost.hidden = false), SILENT_MS);
}

function isFilledIn(field) {
  const changed = field.value !== field.defaultValue || field.checked !== field.defaultChecked;
  return changed || (field === document.activeElement && field.type !== "radio");
}

// What somebody opens or fills in is not taken away under their finger.
function isBusy(part) {
  const fields = [...part.querySelectorAll("textarea, input:not([type=hidden])")];
  return part.querySelector("details[open]") !== null || fields.some(isFilledIn);
}

function plain(part) {
  return part.innerHTML.replaceAll(part.dataset.key, ""); // each answer draws another key
}

function drawNews(fresh) {
  const news = document.getElementById("news");
  // The part itself stays: whoever has the page read out hears what has changed in it.
  if (news.innerHTML !== fresh.innerHTML) news.replaceChildren(...fresh.childNodes);
}

function drawWishes(fresh) {
  const wishes = document.getElementById("wishes");
  if (!wishes || !fresh) return;
  if (wishes.dataset.state === fresh.dataset.state && isBusy(wishes)) return;
  if (plain(wishes) !== plain(fresh)) wishes.replaceWith(fresh);
}

async function refresh() {
  const answer = await fetch(location.href, { headers: { accept: "text/html" } });
  if (answer.status === 404) location.reload();
  if (!answer.ok || leaving) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  drawNews(fresh.getElementById("news"));
  drawWishes(fresh.getElementById("wishes"));
}

function look() {
  heard();
  // One after the other: what was asked first is drawn first.
  drawn = drawn.then(refresh).catch(() => (lost.hidden = false));
}

function follow() {
  source = new EventSource(`${page}/live`);
  source.addEventListener("open", look);
  source.addEventListener("changed", look);
  source.addEventListener("beat", heard);
  source.addEventListener("error", () => {
    if (source.readyState !== EventSource.CLOSED) return void (lost.hidden = false);
    // As many pages are followed as the server feeds: this one is looked at from time to time.
    look();
    again = setTimeout(follow, AGAIN_MS);
  });
}

function rest() {
  source.close();
  source = null;
  clearTimeout(silence);
  clearTimeout(again);
}

// A telephone in a pocket neither listens nor draws.
document.addEventListener("visibilitychange", () => {
  if (document.hidden && source) rest();
  if (!document.hidden && !source) follow();
});
document.addEventListener("submit", (event) => {
  const button = event.target.querySelector("button");
  leaving = true;
  setTimeout(() => (button.disabled = true)); // a second tap says nothing new
});
// Coming back by the browser's own button finds the page as it was left.
addEventListener("pageshow", () => {
  leaving = false;
  for (const button of document.querySelectorAll("button[data-asks]")) button.disabled = false;
});

if (!document.hidden) follow();
