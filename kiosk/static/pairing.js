// A screen that is not paired: shows its code, and asks for its token once somebody has confirmed.

import { follow, screen } from "./live.js";

let asking = false;
let news = false; // something was heard while the answer to an earlier question was on its way
let hidden = false; // the code has gone from the screen, because the server had

async function ask() {
  if (hidden) location.reload();
  news = true;
  if (asking || hidden) return;
  asking = true;
  try {
    while (news) await askOnce();
  } catch {
    line.lost();
  } finally {
    asking = false;
  }
}

async function askOnce() {
  news = false;
  const answer = await fetch(screen.dataset.claim, {
    method: "POST",
    headers: { "X-Atrium-Screen": "pairing" },
  });
  if (!answer.ok || (await answer.json()).stage !== "waiting") location.reload();
}

const line = follow(screen.dataset.events, ask);
// A code is good for a while: then the page is fetched anew, with another.
setTimeout(ask, (Number(screen.dataset.leftS) + 1) * 1000);
screen.addEventListener("away", () => {
  hidden = true;
});
