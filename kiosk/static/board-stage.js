// What is played on a board: one clip after the other, until a call takes its place, and on after
// it. Two pictures and a film player are all there ever is; no clip leaves anything behind.

const AGAIN_MS = 60000; // where nothing can be played, until it is tried once more

const stage = document.getElementById("stage");
const pictures = [...stage.querySelectorAll("img")];
const film = stage.querySelector("video");
const card = stage.querySelector(".card");

let reel = [];
let written = "[]";
let at = -1;
let endsAt = 0;
let leftMs = 0; // of the clip that a call has interrupted
let failures = 0;
let called = "";

export function setReel(media) {
  const news = JSON.stringify(media);
  if (news === written) return;
  const playing = reel[at]?.file;
  written = news;
  reel = media;
  failures = 0;
  at = reel.findIndex((clip) => clip.file === playing);
  if (at < 0) next();
}

export function playOn(now) {
  if (called || !reel.length || now < endsAt) return;
  next();
}

// The calls that have just come, the newest first; none: the clip goes on where it was.
export function callOver(rows) {
  const who = rows.map((row) => row.dataset.call).join();
  if (who === called) return;
  if (!called) pause();
  called = who;
  card.replaceChildren(...rows.map((row) => row.cloneNode(true)));
  card.style.setProperty("--calls", rows.length);
  card.hidden = !called;
  if (!called) goOn();
}

function pause() {
  leftMs = Math.max(0, endsAt - performance.now());
  film.pause();
}

function goOn() {
  endsAt = performance.now() + leftMs;
  if (reel[at]?.kind === "film") play();
}

function next() {
  if (!reel.length) {
    at = -1;
    clear();
    return;
  }
  const before = reel[at]?.file;
  at = (at + 1) % reel.length;
  const clip = reel[at];
  endsAt = performance.now() + clip.seconds * 1000;
  if (clip.kind === "film") playFilm(clip, clip.file === before);
  else if (clip.file !== before || failures) showPicture(clip);
}

function showPicture(clip) {
  const free = pictures.find((picture) => picture.hidden) ?? pictures[0];
  free.src = address(clip);
}

function playFilm(clip, again) {
  if (again && !failures) film.currentTime = 0;
  else film.src = address(clip);
  if (!called) play();
}

// It is refused where a call comes in between; what cannot be played at all is an error event.
function play() {
  film.play().catch(() => {});
}

function address(clip) {
  return `/board/media/${clip.file}`;
}

function seen(element) {
  failures = 0;
  for (const each of [...pictures, film]) each.hidden = each !== element;
  if (element !== film) empty(film);
  for (const picture of pictures) if (picture !== element) picture.removeAttribute("src");
}

function empty(player) {
  if (!player.hasAttribute("src")) return;
  player.pause();
  player.removeAttribute("src");
  player.load();
}

function clear() {
  empty(film);
  film.hidden = true;
  for (const picture of pictures) {
    picture.hidden = true;
    picture.removeAttribute("src");
  }
}

// A clip that this browser cannot play is passed over; where it can play none, it does not hurry.
function failed() {
  failures += 1;
  endsAt = performance.now() + (failures < reel.length ? 0 : AGAIN_MS);
}

for (const picture of pictures) {
  picture.addEventListener("load", () => {
    if (reel[at] && picture.src.endsWith(reel[at].file)) seen(picture);
  });
  picture.addEventListener("error", failed);
}
film.addEventListener("playing", () => seen(film));
film.addEventListener("error", () => {
  if (film.hasAttribute("src")) failed();
});
film.addEventListener("ended", () => {
  endsAt = 0;
});
