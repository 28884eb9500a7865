// Joins the page's terminal to the server that the page came from, and gives it the keys.
"use strict";

const terminal = document.getElementById("terminal");
const scheme = location.protocol === "https:" ? "wss:" : "ws:";
terminal.dataset.sessionWebsocketUrl = `${scheme}//${location.host}/ws`;

const body = document.body;
new MutationObserver(() => {
  if (body.classList.contains("-closed")) {
    document.querySelector(".ends .button").focus();
  } else if (body.classList.contains("-first-byte")) {
    terminal.querySelector(".xterm-helper-textarea").focus();
  }
}).observe(body, { attributes: true, attributeFilter: ["class"] });
