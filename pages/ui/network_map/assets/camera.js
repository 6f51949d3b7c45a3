// What part of the map is in the picture: `scale` pixels a map unit, around the middle (`x`, `y`).

const LEAST = 0.02;
const MOST = 6;

export class Camera {
  constructor() {
    this.scale = 1;
    this.x = 0;
    this.y = 0;
    this.wide = 0;
    this.high = 0;
  }

  toScreen(x, y) {
    return [(x - this.x) * this.scale + this.wide / 2, (y - this.y) * this.scale + this.high / 2];
  }

  toMap(x, y) {
    return [(x - this.wide / 2) / this.scale + this.x, (y - this.high / 2) / this.scale + this.y];
  }

  /** Zoom so that what is under a point of the screen stays there. */
  zoom(factor, x = this.wide / 2, y = this.high / 2) {
    const [mapX, mapY] = this.toMap(x, y);
    this.scale = Math.min(MOST, Math.max(LEAST, this.scale * factor));
    this.x = mapX - (x - this.wide / 2) / this.scale;
    this.y = mapY - (y - this.high / 2) / this.scale;
  }

  pan(x, y) {
    this.x -= x / this.scale;
    this.y -= y / this.scale;
  }

  /** Show a box of the map whole. */
  fit(box, most = 1.4) {
    if (!box || !this.wide) return;
    const [left, top, right, bottom] = box;
    const head = this.wide > 500 ? 46 : 0; // the buttons on the map
    const [wide, high] = [this.wide * 0.94, (this.high - head) * 0.92];
    this.scale = Math.min(most, Math.max(LEAST, Math.min(wide / Math.max(right - left, 1), high / Math.max(bottom - top, 1))));
    this.x = (left + right) / 2;
    this.y = (top + bottom) / 2 - head / 2 / this.scale;
  }

  inside(x, y, margin = 0) {
    const [sx, sy] = this.toScreen(x, y);
    return sx >= -margin && sy >= -margin && sx <= this.wide + margin && sy <= this.high + margin;
  }
}
