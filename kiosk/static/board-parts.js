// Parts of a board are renewed only where they have changed, and pages turn by the clock alone:
// whatever happens in a day, nothing is left behind.

const sources = new WeakMap(); // part -> the markup it was made from
const holder = document.createElement("template");

export function renew(screen, html) {
  holder.innerHTML = html;
  const known = new Map();
  for (const part of screen.children) known.set(part.dataset.part, part);
  const parts = [...holder.content.children].map((fresh) => {
    const source = fresh.outerHTML;
    const old = known.get(fresh.dataset.part);
    if (old && sources.get(old) === source) return old;
    sources.set(fresh, source);
    return fresh;
  });
  const same = parts.length === screen.children.length
    && parts.every((part, place) => part === screen.children[place]);
  if (!same) screen.replaceChildren(...parts);
  holder.innerHTML = "";
}

// Of each list of pages one is seen; what has page 0 stands on all of them.
export function turnPages(screen, now) {
  const pageMs = Number(screen.querySelector("[data-page-ms]")?.dataset.pageMs ?? 8000);
  for (const list of screen.querySelectorAll("ol, .waiting ul, .pager")) {
    const last = list.lastElementChild;
    const pages = Number(last?.dataset.page ?? 0);
    if (pages < 2) continue;
    const page = (Math.floor(now / pageMs) % pages) + 1;
    for (const entry of list.children) {
      show(entry, entry.dataset.page === "0" || Number(entry.dataset.page) === page);
    }
  }
  for (const ticker of screen.querySelectorAll(".ticker")) turnTexts(ticker.children, now);
}

function turnTexts(texts, now) {
  let whole = 0;
  for (const text of texts) whole += Number(text.dataset.seconds) * 1000;
  let left = now % whole;
  let found = false;
  for (const text of texts) {
    left -= Number(text.dataset.seconds) * 1000;
    show(text, !found && left < 0);
    found ||= left < 0;
  }
}

function show(element, seen) {
  if (element.hidden === seen) element.hidden = !seen;
}
