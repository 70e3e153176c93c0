// Draws what a tile holds on a canvas, and tells how far it is from a place.

export const SIDE = 512; // pixels of a tile
export const EXTENT = 4096;
const FEW = 200; // so many points of a tile have room to be larger
const CELL = EXTENT / 32;
const [POINT, LINE, AREA] = [1, 2, 3];

const classOf = (count, counts) => Math.min(Math.floor(Math.log10(count)), counts.length - 1);

function trace(pen, path) {
  path.forEach(([x, y], place) => (place ? pen.lineTo(x, y) : pen.moveTo(x, y)));
}

// Traces a mark: a disc, or a figure of so many corners with one at its top.
function mark(pen, [x, y], radius, corners) {
  if (!corners) return pen.arc(x, y, radius, 0, 2 * Math.PI);
  for (let corner = 0; corner < corners; corner += 1) {
    const turn = (2 * Math.PI * corner) / corners;
    const at = [x + 1.25 * radius * Math.sin(turn), y - 1.25 * radius * Math.cos(turn)];
    if (corner) pen.lineTo(...at);
    else pen.moveTo(...at);
  }
  return pen.closePath();
}

// Draws a tile as `look` says: colours, corners of a point, and the classes of counts.
export function drawTile(canvas, tile, look) {
  const pen = canvas.getContext("2d");
  const scale = SIDE / EXTENT;
  const dense = Math.min(window.devicePixelRatio || 1, 2);
  canvas.width = canvas.height = SIDE * dense;
  pen.scale(dense * scale, dense * scale);
  Object.assign(pen, { lineJoin: "round", lineCap: "round" });
  const { counts } = look;
  const features = tile.layer?.features ?? [];
  const radius = features.length < FEW ? 6 : 4;
  for (const feature of features) {
    pen.beginPath();
    const [first] = feature.paths;
    const count = feature.kind === POINT ? tile.layer.counts(feature) : 0;
    if (count) {
      // Size and colour say the same: how many there are.
      const size = classOf(count, counts);
      const half = (CELL / 2) * (0.44 + (0.48 * (size + 1)) / counts.length);
      pen.fillStyle = counts[size];
      pen.rect(first[0][0] - half, first[0][1] - half, 2 * half, 2 * half);
      pen.fill();
      Object.assign(pen, { strokeStyle: "#5c2a04", lineWidth: 0.6 / scale });
      pen.stroke();
    } else if (feature.kind === POINT) {
      mark(pen, first[0], radius / scale, look.corners);
      Object.assign(pen, { fillStyle: look.point, strokeStyle: "#fff", lineWidth: 1.2 / scale });
      pen.fill();
      pen.stroke();
    } else {
      for (const path of feature.paths) {
        trace(pen, path);
        if (feature.kind === AREA) pen.closePath();
      }
      pen.lineWidth = (feature.kind === AREA ? 1.2 : 3) / scale;
      pen.strokeStyle = feature.kind === AREA ? look.border : look.line;
      if (feature.kind === AREA) {
        pen.fillStyle = look.area;
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
