// Draws what a tile holds on a canvas, and tells how far it is from a place.

export const SIDE = 512; // pixels of a tile
export const EXTENT = 4096;
const FEW = 200; // so many points of a tile have room to be larger
const CELL = EXTENT / 32;
const [POINT, LINE, AREA] = [1, 2, 3];

const classOf = (count, amounts) => Math.min(Math.floor(Math.log10(count)), amounts.length - 1);

function trace(pen, path) {
  path.forEach(([x, y], place) => (place ? pen.lineTo(x, y) : pen.moveTo(x, y)));
}

// Draws a tile in the colours of `look`: style and the classes of amounts.
export function drawTile(canvas, tile, look) {
  const pen = canvas.getContext("2d");
  const scale = SIDE / EXTENT;
  const dense = Math.min(window.devicePixelRatio || 1, 2);
  canvas.width = canvas.height = SIDE * dense;
  pen.scale(dense * scale, dense * scale);
  Object.assign(pen, { lineJoin: "round", lineCap: "round" });
  const { style, amounts } = look;
  const features = tile.layer?.features ?? [];
  const radius = features.length < FEW ? 6 : 4;
  for (const feature of features) {
    pen.beginPath();
    const [first] = feature.paths;
    const count = feature.kind === POINT ? tile.layer.counts(feature) : 0;
    if (count) {
      // Size and colour say the same: how many there are.
      const size = classOf(count, amounts);
      const half = (CELL / 2) * (0.44 + (0.48 * (size + 1)) / amounts.length);
      pen.fillStyle = amounts[size];
      pen.rect(first[0][0] - half, first[0][1] - half, 2 * half, 2 * half);
      pen.fill();
      Object.assign(pen, { strokeStyle: "#3d6c75", lineWidth: 0.6 / scale });
      pen.stroke();
    } else if (feature.kind === POINT) {
      pen.arc(first[0][0], first[0][1], radius / scale, 0, 2 * Math.PI);
      Object.assign(pen, { fillStyle: style.point, strokeStyle: "#fff", lineWidth: 1.2 / scale });
      pen.fill();
      pen.stroke();
    } else {
      for (const path of feature.paths) {
        trace(pen, path);
        if (feature.kind === AREA) pen.closePath();
      }
      pen.lineWidth = (feature.kind === AREA ? 1.2 : 3) / scale;
      pen.strokeStyle = feature.kind === AREA ? style.border : style.line;
      if (feature.kind === AREA) {
        pen.fillStyle = style.area;
        pen.fill();
      }
      pen.stroke();
    }
  }
}

function fromSegment([x, y], [ax, ay], [bx, by]) {
  const [dx, dy] = [bx - ax, by - ay];
  const along = ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy || 1);
  const at = Math.max(0, Math.min(1, along));
  return Math.hypot(x - ax - at * dx, y - ay - at * dy);
}

function inside([x, y], rings) {
  let within = false;
  for (const ring of rings) {
    ring.forEach(([ax, ay], place) => {
      const [bx, by] = ring[(place + 1) % ring.length];
      if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) within = !within;
    });
  }
  return within;
}

// How far a feature is from a place, in the tile's units; what holds the place is at no distance.
export function distance(tile, feature, place) {
  if (feature.kind === AREA) return inside(place, feature.paths) ? 0 : Infinity;
  if (feature.kind === LINE) {
    return Math.min(
      ...feature.paths.flatMap((path) =>
        path.slice(1).map((to, before) => fromSegment(place, path[before], to)),
      ),
    );
  }
  const [x, y] = feature.paths[0][0];
  const away = Math.hypot(place[0] - x, place[1] - y);
  if (!tile.layer.counts(feature)) return away;
  return Math.max(Math.abs(place[0] - x), Math.abs(place[1] - y)) <= CELL / 2 ? 0.5 : Infinity;
}
