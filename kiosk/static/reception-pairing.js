// A tablet that is not paired: shows its code, and asks for its token once somebody has confirmed.

import { follow, screen } from "./live.js";

let asking = false;
let hidden = false; // the code has gone from the screen, because the server had

async function ask() {
  if (hidden) location.reload();
  if (asking || hidden) return;
  asking = true;
  try {
    const answer = await fetch("/reception/pairing", {
      method: "POST",
      headers: { "X-Atrium-Screen": "reception" },
    });
    if (!answer.ok || (await answer.json()).stage !== "waiting") location.reload();
  } catch {
    line.lost();
  } finally {
    asking = false;
  }
}

const line = follow("/reception/pairing/events", ask);
// A code is good for a while: then the page is fetched anew, with another.
setTimeout(ask, (Number(screen.dataset.leftS) + 1) * 1000);
screen.addEventListener("away", () => {
  hidden = true;
});
