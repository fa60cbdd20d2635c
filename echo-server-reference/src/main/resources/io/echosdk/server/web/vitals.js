// The body in figures. What is unknown shows a dash; what is old says how old.

const OLD_MS = { breathRate: 15000, coherence: 15000, rmssd: 15000, heartRate: 4000, rrInterval: 4000 };
const OLD_BANDS_MS = 5000;
const SHOW = {
  heartRate: (v) => v.toFixed(0),
  rrInterval: (v) => v.toFixed(0),
  rmssd: (v) => v.toFixed(0),
  coherence: (v) => (100 * v).toFixed(0),
  breathRate: (v) => v.toFixed(1),
};

export class Vitals {
  #still;
  #cards = new Map();
  #bands = new Map();
  #heart = document.getElementById("beat");
  #arc = document.getElementById("coherence-arc");
  #lung = document.getElementById("lung");
  #eegAge = document.getElementById("eeg-age");
  #beats = -1;
  #breath = null; // phase, rate and the time both were heard
  #size = 0.62;

  constructor(still) {
    this.#still = still;
    for (const card of document.querySelectorAll("[data-metric]")) {
      this.#cards.set(card.dataset.metric, card);
    }
    for (const band of document.querySelectorAll("[data-band]")) {
      this.#bands.set(band.dataset.band, band);
    }
    requestAnimationFrame(() => this.#frame());
  }

  // Returns true when a beat is new.
  show(state) {
    for (const [name, card] of this.#cards) this.#figure(card, name, state.metrics[name]);
    this.#coherence(state.metrics.coherence);
    this.#eeg(state.metrics);
    this.#breathe(state.metrics);
    return this.#beat(state);
  }

  #figure(card, name, metric) {
    text(card.querySelector(".value"), metric.value === null ? "—" : SHOW[name](metric.value));
    card.style.setProperty("--trust", metric.confidence);
    const old = metric.value !== null && metric.ageMs > OLD_MS[name];
    card.classList.toggle("stale", old);
    const age = card.querySelector(".age");
    if (age) text(age, old ? ago(metric.ageMs) : "");
  }

  #coherence(metric) {
    this.#arc.style.setProperty("--part", metric.value === null ? 0 : 100 * metric.value);
    this.#arc.style.setProperty("--known", metric.value === null ? 0 : 1);
  }

  #eeg(metrics) {
    let oldest = 0;
    for (const [name, band] of this.#bands) {
      const { value, ageMs } = metrics[name];
      text(band.querySelector(".value"), value === null ? "—" : `${(100 * value).toFixed(0)}%`);
      band.style.setProperty("--part", value ?? 0);
      oldest = Math.max(oldest, value === null ? 0 : ageMs);
    }
    text(this.#eegAge, oldest > OLD_BANDS_MS ? ago(oldest) : "");
  }

  #breathe({ breathPhase, breathRate }) {
    this.#lung.style.setProperty("--known", breathPhase.value === null ? 0 : 1);
    this.#breath =
      breathPhase.value === null
        ? null
        : {
            phase: breathPhase.value,
            perMs: breathRate.value === null ? 0 : breathRate.value / 60000,
            heard: performance.now() - Math.min(breathPhase.ageMs, 1000),
          };
  }

  #frame() {
    const now = performance.now();
    if (this.#breath) {
      const phase = (this.#breath.phase + (now - this.#breath.heard) * this.#breath.perMs) % 1;
      const goal = 0.62 + 0.19 * (1 - Math.cos(2 * Math.PI * phase));
      this.#size += (goal - this.#size) * 0.12;
      this.#lung.style.transform = `scale(${this.#size.toFixed(3)})`;
    }
    if (this.#still.matches) setTimeout(() => this.#frame(), 1000);
    else requestAnimationFrame(() => this.#frame());
  }

  #beat({ beatCount }) {
    const isNew = this.#beats >= 0 && beatCount > this.#beats;
    this.#beats = beatCount;
    if (isNew && !this.#still.matches) {
      this.#heart.animate(
        [
          { transform: "scale(1)" },
          { transform: "scale(1.24)", offset: 0.2 },
          { transform: "scale(1)" },
        ],
        { duration: 420, easing: "ease-out" },
      );
    }
    return isNew;
  }
}

function text(element, value) {
  if (element.textContent !== value) element.textContent = value;
}

function ago(ms) {
  return ms < 60000 ? `${Math.round(ms / 1000)} s ago` : `${Math.round(ms / 60000)} min ago`;
}
