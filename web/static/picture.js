// Draws the map as it is seen onto a canvas and saves it as PNG: areas, symbols, names, legend,
// scale and notices. Everything comes from the page itself; nothing is asked for.

const SHARPNESS = 2;
const EDGE = 20;
const COPIED = [
  "fill", "fill-opacity", "fill-rule", "stroke", "stroke-width", "stroke-opacity",
  "stroke-dasharray", "stroke-linecap", "stroke-linejoin", "opacity", "visibility", "display",
];
const FONT = getComputedStyle(document.body).fontFamily;
const INK = "#1d2a33";
const SOFT = "#51606b";

function image(svg) {
  const xml = new XMLSerializer().serializeToString(svg);
  return new Promise((done, failed) => {
    const picture = new Image();
    picture.onload = () => done(picture);
    picture.onerror = () => failed(new Error("a part of the map could not be drawn"));
    picture.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(xml)}`;
  });
}

// A picture of its own holds what it refers to: hatches and symbols stand elsewhere in the page.
function holding(svg) {
  const ids = new Set(
    [...new XMLSerializer().serializeToString(svg).matchAll(/url\((?:"|&quot;)?#([\w-]+)/g)].map((one) => one[1]),
  );
  const defs = document.createElementNS("http://www.w3.org/2000/svg", "defs");
  for (const id of ids) {
    const found = document.getElementById(id);
    if (found && !svg.querySelector(`[id="${CSS.escape(id)}"]`)) defs.append(found.cloneNode(true));
  }
  svg.prepend(defs);
  return svg;
}

async function drawVectors(pen, svg, at) {
  const copy = svg.cloneNode(true);
  const originals = svg.querySelectorAll("path, circle, rect, line, polyline, polygon, g");
  copy.querySelectorAll("path, circle, rect, line, polyline, polygon, g").forEach((one, place) => {
    const style = getComputedStyle(originals[place]);
    for (const name of COPIED) one.setAttribute(name, style.getPropertyValue(name));
  });
  copy.removeAttribute("style");
  const box = svg.getBoundingClientRect();
  copy.setAttribute("width", box.width * SHARPNESS);
  copy.setAttribute("height", box.height * SHARPNESS);
  pen.drawImage(await image(holding(copy)), box.left - at.left, box.top - at.top, box.width, box.height);
}

async function drawUse(pen, svg, at) {
  const symbol = document.querySelector(svg.querySelector("use").getAttribute("href"));
  const made = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  made.setAttribute("viewBox", symbol.getAttribute("viewBox"));
  made.append(...[...symbol.childNodes].map((one) => one.cloneNode(true)));
  const { left, top, width, height } = at;
  made.setAttribute("width", width * SHARPNESS);
  made.setAttribute("height", height * SHARPNESS);
  pen.drawImage(await image(holding(made)), left, top, width, height);
}

function within(box, at) {
  return { left: box.left - at.left, top: box.top - at.top, width: box.width, height: box.height };
}

function drawGround(pen, element, at) {
  const style = getComputedStyle(element);
  if (style.backgroundColor === "rgba(0, 0, 0, 0)") return;
  const { left, top, width, height } = within(element.getBoundingClientRect(), at);
  pen.fillStyle = style.backgroundColor;
  pen.beginPath();
  pen.roundRect(left, top, width, height, Math.min(parseFloat(style.borderRadius) || 0, height / 2));
  pen.fill();
}

function drawWords(pen, element, at, halo) {
  const texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  for (let node = texts.nextNode(); node; node = texts.nextNode()) {
    if (!node.textContent.trim()) continue;
    const style = getComputedStyle(node.parentElement);
    const range = document.createRange();
    range.selectNodeContents(node);
    const { left, top, width, height } = within(range.getBoundingClientRect(), at);
    pen.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
    pen.textAlign = "center";
    pen.textBaseline = "middle";
    if (halo) {
      pen.lineWidth = 3;
      pen.lineJoin = "round";
      pen.strokeStyle = "rgb(255 255 255 / 90%)";
      pen.strokeText(node.textContent, left + width / 2, top + height / 2);
    }
    pen.fillStyle = style.color;
    pen.fillText(node.textContent, left + width / 2, top + height / 2);
  }
}

async function drawElement(pen, element, at) {
  if (!element.checkVisibility({ checkVisibilityCSS: true, checkOpacity: true })) return;
  if (element instanceof SVGSVGElement) await drawVectors(pen, element, at);
  else if (element instanceof HTMLCanvasElement || element instanceof HTMLImageElement) {
    const { left, top, width, height } = within(element.getBoundingClientRect(), at);
    pen.drawImage(element, left, top, width, height);
  } else if (element.classList.contains("symbol")) {
    const svg = element.querySelector("svg");
    if (svg) await drawUse(pen, svg, within(svg.getBoundingClientRect(), at));
    const badge = element.querySelector("b");
    if (badge) drawGround(pen, badge, at);
    if (badge) drawWords(pen, badge, at, false);
  } else if (element.classList.contains("town-label")) {
    drawGround(pen, element, at);
    drawWords(pen, element, at, true);
  } else {
    for (const child of element.children) await drawElement(pen, child, at);
  }
}

async function drawMap(pen, map) {
  const at = map.getBoundingClientRect();
  pen.fillStyle = getComputedStyle(map).backgroundColor;
  pen.fillRect(0, 0, at.width, at.height);
  const panes = [...map.querySelectorAll(".leaflet-map-pane > .leaflet-pane")]
    .filter((pane) => !pane.matches(".leaflet-popup-pane, .leaflet-tooltip-pane, .leaflet-shadow-pane"))
    .map((pane) => [Number(getComputedStyle(pane).zIndex) || 0, pane])
    .sort((a, b) => a[0] - b[0]);
  for (const [, pane] of panes) for (const child of pane.children) await drawElement(pen, child, at);
  const scale = map.querySelector(".leaflet-control-scale-line");
  if (!scale) return;
  const { left, top, width, height } = within(scale.getBoundingClientRect(), at);
  pen.fillStyle = "rgb(255 255 255 / 80%)";
  pen.fillRect(left, top, width, height);
  pen.strokeStyle = SOFT;
  pen.lineWidth = 2;
  pen.beginPath();
  pen.moveTo(left, top);
  pen.lineTo(left, top + height);
  pen.lineTo(left + width, top + height);
  pen.lineTo(left + width, top);
  pen.stroke();
  drawWords(pen, scale, at, false);
}

// The legend as lines of pieces: a swatch and its words, set like text.
function legendPieces() {
  const pieces = [];
  const add = (box, words) => pieces.push({ swatches: [...box.querySelectorAll("svg.swatch")], words });
  for (const entry of document.querySelectorAll(".legend > *")) {
    const input = entry.querySelector("input");
    if (input && !input.checked) continue;
    if (!entry.querySelector("ol")) add(entry, entry.textContent.trim());
    else {
      pieces.push({ swatches: [], words: entry.querySelector(".legend-title").textContent.trim() });
      for (const one of entry.querySelectorAll("li")) add(one, one.textContent.trim());
    }
  }
  return pieces;
}

function laidOut(pen, width) {
  const [line, gap] = [26, 20];
  let [left, top] = [EDGE, 0];
  pen.font = `400 13px ${FONT}`;
  const pieces = legendPieces().map((piece) => {
    const wide = piece.swatches.length * 28 + pen.measureText(piece.words).width;
    if (left > EDGE && left + wide > width - EDGE) [left, top] = [EDGE, top + line];
    const placed = { ...piece, left, top };
    left += wide + gap;
    return placed;
  });
  return { pieces, height: pieces.length ? top + line : 0 };
}

function swatchSize(svg) {
  return svg.classList.contains("area") ? [24, 16] : [18, 18];
}

async function drawLegend(pen, pieces, top) {
  for (const piece of pieces) {
    let { left } = piece;
    const middle = top + piece.top + 13;
    for (const svg of piece.swatches) {
      const [width, height] = swatchSize(svg);
      await drawUse(pen, svg, { left, top: middle - height / 2, width, height });
      left += 28;
    }
    pen.font = `400 13px ${FONT}`;
    pen.textAlign = "left";
    pen.textBaseline = "middle";
    pen.fillStyle = INK;
    pen.fillText(piece.words, left, middle);
  }
}

function wrapped(pen, words, width) {
  const lines = [""];
  for (const piece of words.match(/[\u2e80-\uffff]|[^\s\u2e80-\uffff]+\s*|\s+/g) ?? []) {
    if (pen.measureText(lines.at(-1) + piece).width > width && lines.at(-1)) lines.push("");
    lines[lines.length - 1] += piece;
  }
  return lines;
}

function notices() {
  const said = [document.querySelector(".map-attribution"), ...document.querySelectorAll(".bottom-inner p:not([data-parts])")];
  return said.filter(Boolean).map((one) => one.textContent.replace(/\s+/g, " ").trim());
}

function fileName() {
  const title = document.querySelector("h1").textContent.trim().replace(/[^\p{L}\p{N}]+/gu, "-");
  const edition = document.querySelector(".bottom code")?.textContent ?? "";
  return ["guantu", title, edition].filter(Boolean).join("-").slice(0, 90);
}

/** Return the map as seen, with title, legend and notices, as a canvas. */
export async function pictureOf(map) {
  const { width, height } = map.getBoundingClientRect();
  const canvas = document.createElement("canvas");
  const pen = canvas.getContext("2d");
  const legend = laidOut(pen, width);
  pen.font = `400 12px ${FONT}`;
  const lines = notices().flatMap((words) => wrapped(pen, words, width - 2 * EDGE));
  const head = 56;
  canvas.width = Math.round(width * SHARPNESS);
  canvas.height = Math.round((head + height + 14 + legend.height + 8 + lines.length * 18 + 12) * SHARPNESS);
  pen.scale(SHARPNESS, SHARPNESS);
  pen.fillStyle = "#fff";
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.font = `700 20px ${FONT}`;
  pen.textBaseline = "middle";
  pen.fillStyle = INK;
  pen.fillText(document.querySelector("h1").textContent.trim(), EDGE, head / 2, width - 2 * EDGE);
  pen.save();
  pen.translate(0, head);
  pen.beginPath();
  pen.rect(0, 0, width, height);
  pen.clip();
  await drawMap(pen, map);
  pen.restore();
  await drawLegend(pen, legend.pieces, head + height + 14);
  pen.font = `400 12px ${FONT}`;
  pen.textAlign = "left";
  pen.fillStyle = SOFT;
  lines.forEach((words, place) => {
    pen.fillText(words, EDGE, head + height + 14 + legend.height + 17 + place * 18);
  });
  return canvas;
}

/** Save the page's map as a PNG file. */
export async function savePicture() {
  const canvas = await pictureOf(document.querySelector(".folium-map"));
  const content = await new Promise((done) => canvas.toBlob(done, "image/png"));
  const link = document.createElement("a");
  link.href = URL.createObjectURL(content);
  link.download = `${fileName()}.png`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
