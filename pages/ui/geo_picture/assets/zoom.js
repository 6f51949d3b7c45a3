// Zoom and pan by the viewBox of the picture. At its own size the page scrolls as usual.

export class Zoom {
  constructor(svg, width, height) {
    Object.assign(this, { svg, width, height, scale: 1, x: 0, y: 0, moved: false });
    svg.addEventListener("pointerdown", (event) => this.grab(event));
  }

  by(factor) {
    const scale = Math.min(12, Math.max(1, this.scale * factor));
    const middle = [this.x + this.width / this.scale / 2, this.y + this.height / this.scale / 2];
    this.scale = scale;
    this.to(middle[0] - this.width / scale / 2, middle[1] - this.height / scale / 2);
  }

  fit() {
    this.scale = 1;
    this.to(0, 0);
  }

  to(x, y) {
    const [wide, high] = [this.width / this.scale, this.height / this.scale];
    this.x = Math.min(this.width - wide, Math.max(0, x));
    this.y = Math.min(this.height - high, Math.max(0, y));
    this.svg.setAttribute("viewBox", `${this.x} ${this.y} ${wide} ${high}`);
    this.svg.classList.toggle("near", this.scale > 1);
  }

  grab(event) {
    this.moved = false;
    if (this.scale === 1) return;
    const from = { x: event.clientX, y: event.clientY, left: this.x, top: this.y };
    const per = this.width / this.scale / this.svg.clientWidth;
    const drag = (now) => {
      this.moved ||= Math.hypot(now.clientX - from.x, now.clientY - from.y) > 4;
      if (this.moved) this.to(from.left - (now.clientX - from.x) * per, from.top - (now.clientY - from.y) * per);
    };
    const drop = () => {
      window.removeEventListener("pointermove", drag);
      window.removeEventListener("pointerup", drop);
    };
    window.addEventListener("pointermove", drag);
    window.addEventListener("pointerup", drop);
  }
}
