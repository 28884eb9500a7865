// Announcements where nobody is called: one after the other, which one by the clock.

import { screen } from "./live.js";

let timer;

function turn() {
  const news = screen.querySelector(".news");
  if (!news) return;
  const each_ms = Number(news.dataset.turnS) * 1000;
  const now = Math.floor(Date.now() / each_ms) % news.children.length;
  [...news.children].forEach((article, place) => {
    article.hidden = place !== now;
  });
  timer = setTimeout(turn, each_ms - (Date.now() % each_ms));
}

export function drawn() {
  clearTimeout(timer);
  turn();
}
