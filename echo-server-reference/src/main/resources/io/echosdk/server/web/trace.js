// The heart's own signal, drawn as it comes: points arrive in small lots, the pen moves evenly.

const SECONDS = 6;
const LAG_SECONDS = 0.25; // what is held back so that the pen never runs dry
const KEPT = 2048;

export class Trace {
  #canvas;
  #context;
  #still;
  #points = [];
  #first = 0; // index of #points[0]
  #rate = 0;
  #pen = 0; // index that is drawn at the right edge, to a fraction
  #lastTime = 0;
  #low = -1;
  #high = 1;
  #beats = [];
  #beatCount = -1;

  constructor(canvas, still) {
    this.#canvas = canvas;
    this.#context = canvas.getContext("2d");
    this.#still = still;
    new ResizeObserver(() => this.#fit()).observe(canvas);
    requestAnimationFrame((time) => this.#frame(time));
  }

  // A stretch of points from the server, or null while nothing runs.
  add(stretch) {
    if (!stretch) {
      this.#clear(0);
      return;
    }
    const end = this.#first + this.#points.length;
    if (stretch.rateHz !== this.#rate || stretch.first < end - KEPT) this.#clear(stretch.rateHz);
    if (this.#points.length === 0) {
      this.#first = stretch.first;
      this.#pen = stretch.first;
    }
    for (let at = this.#first + this.#points.length; at < stretch.first; at++) {
      this.#points.push(null); // a lot was missed: a gap, not a line
    }
    const known = this.#first + this.#points.length - stretch.first;
    if (known < 0 || known > stretch.points.length) {
      if (stretch.points.length && stretch.first < this.#first) this.#clear(stretch.rateHz);
      return;
    }
    this.#points.push(...stretch.points.slice(known));
    const spare = this.#points.length - KEPT;
    if (spare > 0) {
      this.#points.splice(0, spare);
      this.#first += spare;
    }
  }

  // A beat was decided; its fiducial was measured that long ago.
  beat(count, ageMs) {
    if (this.#beatCount >= 0 && count > this.#beatCount && this.#rate) {
      this.#beats.push(this.#first + this.#points.length - (ageMs / 1000) * this.#rate);
      if (this.#beats.length > 40) this.#beats.shift();
    }
    this.#beatCount = count;
  }

  #clear(rate) {
    this.#points = [];
    this.#beats = [];
    this.#rate = rate;
  }

  #fit() {
    const ratio = Math.min(window.devicePixelRatio || 1, 2);
    this.#canvas.width = Math.round(this.#canvas.clientWidth * ratio);
    this.#canvas.height = Math.round(this.#canvas.clientHeight * ratio);
  }

  #frame(time) {
    const step = Math.min(0.1, (time - this.#lastTime) / 1000);
    this.#lastTime = time;
    this.#move(step);
    this.#draw();
    if (this.#still.matches) setTimeout(() => requestAnimationFrame((t) => this.#frame(t)), 1000);
    else requestAnimationFrame((t) => this.#frame(t));
  }

  // Follows the newest point at an even pace: a little faster when behind, slower when ahead.
  #move(step) {
    if (!this.#rate) return;
    const goal = this.#first + this.#points.length - LAG_SECONDS * this.#rate;
    const behind = goal - this.#pen;
    if (this.#still.matches || Math.abs(behind) > 1.5 * this.#rate) this.#pen = goal;
    else this.#pen += step * this.#rate * (1 + Math.max(-0.5, Math.min(0.5, behind / this.#rate)));
  }

  #draw() {
    const { width, height } = this.#canvas;
    const context = this.#context;
    context.clearRect(0, 0, width, height);
    this.#grid(width, height);
    if (!this.#rate || this.#points.length < 2) return;
    const span = SECONDS * this.#rate;
    const from = Math.max(0, Math.floor(this.#pen - span - this.#first));
    const to = Math.min(this.#points.length - 1, Math.floor(this.#pen - this.#first));
    if (to <= from) return;
    this.#scale(from, to);
    const x = (index) => width - ((this.#pen - index) / span) * width;
    const y = (value) =>
      height * 0.92 - ((value - this.#low) / (this.#high - this.#low)) * height * 0.84;
    this.#marks(x, height);
    this.#line(from, to, x, y, width, height);
  }

  #grid(width, height) {
    const context = this.#context;
    context.strokeStyle = "#ffffff0c";
    context.lineWidth = 1;
    context.beginPath();
    const phase = this.#rate ? ((this.#pen / this.#rate) % 1) * (width / SECONDS) : 0;
    for (let second = 0; second <= SECONDS; second++) {
      const at = Math.round(width - phase - (second * width) / SECONDS) + 0.5;
      context.moveTo(at, 0);
      context.lineTo(at, height);
    }
    context.stroke();
  }

  #scale(from, to) {
    let low = Infinity;
    let high = -Infinity;
    for (let i = from; i <= to; i++) {
      const value = this.#points[i];
      if (value === null) continue;
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
    if (!(high > low)) return;
    const ease = Math.abs(high - this.#high) > 5 * (high - low) ? 1 : 0.08;
    this.#low += (low - this.#low) * ease;
    this.#high += (high - this.#high) * ease;
  }

  #marks(x, height) {
    const context = this.#context;
    context.fillStyle = "#ff7a8f";
    for (const beat of this.#beats) {
      if (beat > this.#pen) continue;
      context.globalAlpha = Math.max(0.15, Math.min(1, x(beat) / this.#canvas.width));
      context.beginPath();
      context.arc(x(beat), height * 0.965, height * 0.018 + 1.2, 0, 7);
      context.fill();
    }
    context.globalAlpha = 1;
  }

  #line(from, to, x, y, width, height) {
    const context = this.#context;
    const ink = context.createLinearGradient(0, 0, width, 0);
    ink.addColorStop(0, "#ff7a8f00");
    ink.addColorStop(0.25, "#ff7a8f99");
    ink.addColorStop(1, "#ffa9b6");
    context.strokeStyle = ink;
    context.lineJoin = "round";
    context.lineWidth = Math.max(1.5, height / 64);
    context.shadowColor = "#ff5c7899";
    context.shadowBlur = height / 10;
    context.beginPath();
    let drawing = false;
    let last = null;
    for (let i = from; i <= to; i++) {
      const value = this.#points[i];
      if (value === null) {
        drawing = false;
        continue;
      }
      const px = x(this.#first + i);
      const py = y(value);
      if (drawing) context.lineTo(px, py);
      else context.moveTo(px, py);
      drawing = true;
      last = [px, py];
    }
    context.stroke();
    if (last && drawing) {
      context.fillStyle = "#fff";
      context.beginPath();
      context.arc(Math.min(last[0], width - 4), last[1], Math.max(2.5, height / 42), 0, 7);
      context.fill();
    }
    context.shadowBlur = 0;
  }
}
