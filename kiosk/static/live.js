// A screen's line to its server: whole states as they come, and honesty when they stop.

const SILENT_MS = 25000; // the server is heard every ten seconds
const AGAIN_MS = 1000;

export const screen = document.getElementById("screen");

export function follow(address, onState, onBeat = () => {}) {
  let source;
  let silence;
  let again;

  const heard = () => {
    clearTimeout(silence);
    silence = setTimeout(lost, SILENT_MS);
  };

  const lost = () => {
    source.close();
    clearTimeout(silence);
    showAway();
    clearTimeout(again);
    again = setTimeout(connect, AGAIN_MS);
  };

  const connect = () => {
    source = new EventSource(address);
    heard();
    source.addEventListener("state", (event) => {
      heard();
      const state = JSON.parse(event.data);
      if (state.revision === document.body.dataset.revision) onState(state);
      else location.reload();
    });
    source.addEventListener("beat", (event) => {
      heard();
      onBeat(JSON.parse(event.data));
    });
    source.addEventListener("error", lost);
  };

  connect();
  return { lost };
}

// Nobody's name or number stays on a glass whose server has gone.
export function showAway() {
  screen.replaceChildren(document.getElementById("away").content.cloneNode(true));
  screen.dispatchEvent(new Event("away"));
}
