"use strict";
// The panel shows what the server sends and posts what is pressed; it decides nothing.

const faces = [["非常满意", "very satisfied"], ["满意", "satisfied"], ["一般", "fair"], ["不满意", "not satisfied"]];
const $ = (selector, within = document) => within.querySelector(selector);

function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

async function post(path, body) {
  const trouble = $("#trouble");
  try {
    const answer = await fetch(path, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-Atrium-Panel": "1" },
      body: JSON.stringify(body),
    });
    trouble.hidden = answer.ok;
    if (!answer.ok) trouble.textContent = (await answer.json()).error;
  } catch {
    trouble.hidden = false;
    trouble.textContent = "演示已结束 · the demo has ended";
  }
}

const act = (device, action, values = {}) => post(`/devices/${device}/act`, { action, values });

function button(words, small, press, kind = "") {
  const made = element("button", { type: "button", class: kind }, words);
  if (small) made.append(element("small", {}, small));
  made.addEventListener("click", press);
  return made;
}

function fill(place, key, make) {
  // Rebuilt only when it changed, so that a press is never lost to a redraw.
  if (place.dataset.key === key) return;
  place.dataset.key = key;
  place.replaceChildren(...make());
}

function showPlug(card, device, plugged) {
  let plug = $(".plug", card);
  if (!plug) {
    plug = element("button", { type: "button", class: "plug" });
    plug.addEventListener("click", () => post(`/devices/${device}/plug`, { in: plug.getAttribute("aria-pressed") === "false" }));
    $("h2", card).append(plug);
  }
  plug.setAttribute("aria-pressed", String(plugged));
  plug.textContent = plugged ? "● 已接 · pull the plug" : "○ 已拔 · plug in";
}

function showReader(card, look) {
  $(".state", card).textContent = look.card
    ? `卡片在上面 · card: ${look.name} ${look.number}` : "没有卡片 · no card";
}

function showPrinter(card, look, tickets) {
  const paper = { full: "有纸 · full", low: "纸将尽 · low", out: "缺纸 · out", jammed: "卡纸 · jammed" }[look.paper] || look.paper;
  $(".state", card).textContent = `${paper} (${(look.paper_mm / 1000).toFixed(2)} m) · 上盖 cover ${look.cover} · 切刀 cutter ${look.cutter} · 已打印 printed ${look.printed}`;
  fill($("#tickets"), tickets.join(), () => tickets.map((number) =>
    element("img", { src: `/tickets/${number}.png`, alt: `小票 ${number}: ${number === look.printed ? look.last_lines.join(" ") : ""}` })));
}

function showStrips(look) {
  fill($("#strips"), JSON.stringify(look), () => Object.entries(look.strips).map(([unit, strip]) => {
    const shown = element("div", { class: strip.text ? "strip" : "strip dark" }, strip.text || "—");
    const quiet = button(strip.silent ? "恢复应答" : "不应答", strip.silent ? "answer again" : "go silent",
      () => act("strips", strip.silent ? "speak" : "silence", { unit }), "fault");
    return element("div", { class: "unit" }, element("h3", {}, `${unit}号窗口 · counter ${unit}`), shown, element("div", { class: "keys" }, quiet));
  }));
}

function showCallers(look) {
  fill($("#callers"), JSON.stringify(look), () => Object.entries(look.units).map(([unit, caller]) => {
    const digits = caller.ticket ? caller.ticket : `等 ${caller.waiting || 0}`;
    const rate = element("div", { class: "faces" }, ...faces.map(([zh, en], key) =>
      button(zh, en, () => act("callers", "press_rating", { unit, key }))));
    const keys = element("div", { class: "keys" },
      button("下一位", "next", () => act("callers", "press_key", { unit, key: "next" })),
      button("重呼", "recall", () => act("callers", "press_key", { unit, key: "recall" })));
    return element("div", { class: caller.asking ? "unit asking" : "unit" },
      element("h3", {}, `${unit}号窗口${caller.asking ? " · 请评价 please rate" : ""}`),
      element("div", { class: "digits" }, digits), keys, rate);
  }));
}

const outputs = { 7: ["大门", "door"], 8: ["照明", "lights"] };

function showRelays(look) {
  fill($("#relays"), JSON.stringify(look.relays), () => Object.entries(look.relays)
    .filter(([unit]) => unit !== "6")
    .map(([unit, on]) => {
      const [zh, en] = outputs[unit] || [`${unit}号灯`, `lamp ${unit}`];
      return element("div", { class: on ? "lamp on" : "lamp" }, `${on ? "●" : "○"} ${zh}`, element("small", {}, en));
    }));
}

function showScanner(card, look) {
  const read = look.characters ? `上次 last: ${look.symbology}, ${look.characters} 个字符 characters` : "未扫码 · nothing scanned yet";
  $(".state", card).textContent = read;
}

function showUps(card, look) {
  const [ups] = Object.values(look.upses);
  const mains = ups.mains ? "市电 mains" : "电池供电 on battery";
  $(".state", card).textContent = `${mains} · ${ups.charge_percent} %${ups.low ? " · 电量低 low" : ""}`;
}

function showSounds(names) {
  fill($("#sounds"), names.join(), () => names.map((name) => element("div", { class: "sound" },
    element("span", {}, name), element("audio", { controls: "", preload: "none", src: `/sounds/${encodeURIComponent(name)}.wav` }))));
}

function showServices(services) {
  fill($("#services"), JSON.stringify(services), () => Object.entries(services).map(([name, service]) =>
    element("div", { class: "row" },
      element("span", { class: service.running ? "good" : "bad" }, service.running ? "●" : "○"),
      element("span", { class: "grow" }, service.title),
      button(service.wanted ? "杀死" : "启动", service.wanted ? "kill" : "start",
        () => post(`/services/${name}`, { on: !service.wanted }), service.wanted ? "fault" : ""))));
}

function show(look) {
  for (const card of document.querySelectorAll("[data-device]")) {
    const device = look.devices[card.dataset.device];
    if (!device) continue;
    showPlug(card, card.dataset.device, device.plugged);
    if (card.dataset.device.startsWith("reader")) showReader(card, device);
    if (card.dataset.device.startsWith("scanner")) showScanner(card, device);
  }
  const { "printer-1": printer, strips, callers, "relay-1": relays, "ups-1": ups } = look.devices;
  if (printer) showPrinter($('[data-device="printer-1"]'), printer, look.tickets);
  if (strips) showStrips(strips);
  if (callers) showCallers(callers);
  if (relays) showRelays(relays);
  if (ups) showUps($('[data-device="ups-1"]'), ups);
  showSounds(look.sounds);
  showServices(look.services);
}

for (const card of document.querySelectorAll("[data-device]")) {
  for (const key of card.querySelectorAll("[data-act]")) {
    key.addEventListener("click", () => act(card.dataset.device, key.dataset.act, JSON.parse(key.dataset.values || "{}")));
  }
}

const events = new EventSource("/events");
events.onmessage = (message) => { $("#link").textContent = ""; show(JSON.parse(message.data)); };
events.onerror = () => { $("#link").textContent = "正在重新连接 · reconnecting"; };
