"""How a page is judged in the browser: how large its buttons are, how readable its texts."""

# Every button as [text, width, height, bottom], in pixels.
BUTTONS = """[...document.querySelectorAll("#screen button")].map((button) => {
  const box = button.getBoundingClientRect();
  return [button.innerText, box.width, box.height, box.bottom];
})"""

# WCAG 2.2 contrast of every text with the ground it stands on, as [text, ratio].
CONTRASTS = """(() => {
  const parse = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => [r, g, b]
    .map((part) => part / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
    .reduce((sum, part, i) => sum + part * [0.2126, 0.7152, 0.0722][i], 0);
  const ground = (element) => {
    for (let e = element; e; e = e.parentElement) {
      const colour = parse(getComputedStyle(e).backgroundColor);
      if (colour.length < 4 || colour[3] === 1) return colour;
    }
    return [255, 255, 255];
  };
  return [...document.querySelectorAll("#screen *")]
    .filter((e) => [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim()))
    .map((e) => {
      const [a, b] = [light(parse(getComputedStyle(e).color)), light(ground(e))];
      return [e.innerText, (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)];
    });
})()"""
