// The camera of the form screen: looks while its page is on the glass and at no other time. A
// picture stands in a canvas until it is kept, and nowhere once the page is gone.

import { screen } from "./live.js";
import { send } from "./station.js";

const EDGE_MAX = 2000;
const BYTES_MAX = 2 * 1024 * 1024;
const QUALITIES = [0.85, 0.6, 0.4];

let stream = null;
let opening = false;
let taken = null; // a canvas with the picture that was taken

function part(selector) {
  return screen.querySelector(selector);
}

export async function drawn() {
  if (!screen.querySelector("[data-camera]")) {
    forget();
    return;
  }
  if (!stream && !opening) await open();
  show();
}

async function open() {
  opening = true;
  try {
    const found = await navigator.mediaDevices.getUserMedia({
      audio: false,
      video: { width: { ideal: EDGE_MAX }, height: { ideal: EDGE_MAX }, facingMode: "environment" },
    });
    stream = found;
  } catch {
    stream = null;
  }
  opening = false;
  if (!screen.querySelector("[data-camera]")) forget();
}

function show() {
  const video = part("video");
  if (!video) return;
  part("[data-no-camera]").hidden = stream !== null;
  if (stream && video.srcObject !== stream) {
    video.srcObject = stream;
    video.onplaying = show;
  }
  const canvas = part("canvas");
  canvas.hidden = !taken;
  video.hidden = Boolean(taken);
  if (taken) draw(canvas, taken, taken.width, taken.height);
  part("[data-shutter]").hidden = Boolean(taken);
  part("[data-shutter]").disabled = !video.videoWidth;
  part("[data-retake]").hidden = !taken;
  part("[data-keeps]").hidden = !taken;
}

function draw(canvas, image, width, height) {
  canvas.width = width;
  canvas.height = height;
  canvas.getContext("2d").drawImage(image, 0, 0, width, height);
}

export function pressed(button) {
  const { shutter, retake, keeps } = button.dataset;
  if (shutter !== undefined) take();
  else if (retake !== undefined) taken = null;
  else if (keeps !== undefined) keep();
  else return false;
  button.classList.remove("pressed");
  show();
  return true;
}

function take() {
  const video = part("video");
  const scale = Math.min(1, EDGE_MAX / Math.max(video.videoWidth, video.videoHeight));
  taken = document.createElement("canvas");
  draw(taken, video, Math.round(video.videoWidth * scale), Math.round(video.videoHeight * scale));
}

async function keep() {
  for (const quality of QUALITIES) {
    const picture = await new Promise((done) => taken.toBlob(done, "image/jpeg", quality));
    if (picture.size > BYTES_MAX) continue;
    await send("picture", picture);
    return;
  }
}

export function forget() {
  for (const track of stream?.getTracks() ?? []) track.stop();
  stream = null;
  taken = null;
}
