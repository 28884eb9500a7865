// A page that stays true: when headquarters has news it is fetched anew and its middle swapped.

const SILENT_MS = 40000; // the server is heard every fifteen seconds
const lost = document.getElementById("lost");

let silence;

function heard() {
  lost.hidden = true;
  clearTimeout(silence);
  silence = setTimeout(() => (lost.hidden = false), SILENT_MS);
}

async function refresh() {
  const answer = await fetch(location.href);
  if (!answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  document.getElementById("main").replaceWith(page.getElementById("main"));
  document.title = page.title;
}

function follow(address) {
  const source = new EventSource(address);
  source.addEventListener("open", () => {
    heard();
    refresh().catch(() => {});
  });
  source.addEventListener("beat", heard);
  source.addEventListener("changed", () => {
    heard();
    refresh().catch(() => {});
  });
  source.addEventListener("error", () => (lost.hidden = false));
}

if (document.body.dataset.live) follow(document.body.dataset.live);
