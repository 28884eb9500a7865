// What the page says aloud. One voice a screen: a new page begins a new sentence, and no page says
// the same twice by itself.

const player = new Audio();
let saying = "";

export function say(address) {
  if (address === saying) return;
  saying = address;
  player.pause();
  if (!address) return player.removeAttribute("src");
  player.src = address;
  player.play().catch(() => {}); // without a voice the page is read as before
}

export function hush() {
  saying = "";
  player.pause();
  player.removeAttribute("src");
}
