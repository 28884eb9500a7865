// The list of who waits is whole, however many services a hall has: where it has no room for all,
// it goes without one thing after the other, and at last says that there is more.

const SAVINGS = ["brief-waits", "one-language", "small", "busy-only"];

let fitted = null; // the list as it was when it was last fitted
let room = "";

export function fitWaiting(screen) {
  const waiting = screen.querySelector(".waiting");
  const list = waiting?.querySelector("ul");
  if (!list || (list === fitted && roomOf(waiting, list) === room)) return;
  fit(waiting, list);
  fitted = list;
  waiting.dataset.fitted = innerWidth;
  room = roomOf(waiting, list);
}

function roomOf(waiting, list) {
  return [innerWidth, waiting.clientWidth, waiting.clientHeight, list.clientHeight].join();
}

function fit(waiting, list) {
  const rows = [...list.children];
  const before = rows.map((row) => row.hidden);
  for (const row of rows) row.classList.remove("left-out");
  waiting.classList.remove(...SAVINGS);
  sayMore(waiting, rows);
  for (const saving of SAVINGS) {
    if (pagesOf(rows).every((page) => pageFits(list, rows, page))) break;
    waiting.classList.add(saving);
    sayMore(waiting, rows);
  }
  for (const page of pagesOf(rows)) leaveOut(waiting, list, rows, page);
  rows.forEach((row, place) => {
    row.hidden = before[place];
  });
}

function pagesOf(rows) {
  return [...new Set(rows.map((row) => row.dataset.page))];
}

function pageFits(list, rows, page) {
  for (const row of rows) row.hidden = row.dataset.page !== page;
  const end = list.getBoundingClientRect().bottom + 0.5;
  return rows.every((row) => {
    const low = row.getBoundingClientRect().bottom > end;
    return !low && row.scrollWidth <= row.clientWidth + 1;
  });
}

function leaveOut(waiting, list, rows, page) {
  if (!waiting.classList.contains("busy-only")) return;
  const shown = rows.filter((row) => row.dataset.page === page && row.matches(".busy"));
  while (shown.length > 1 && !pageFits(list, rows, page)) {
    shown.pop().classList.add("left-out");
    sayMore(waiting, rows);
  }
}

function sayMore(waiting, rows) {
  const quiet = waiting.classList.contains("busy-only") && rows.some((row) => !row.matches(".busy"));
  const more = quiet || rows.some((row) => row.classList.contains("left-out"));
  waiting.querySelector(".further").hidden = !more;
}
