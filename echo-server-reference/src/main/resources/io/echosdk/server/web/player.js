// Plays the programme with little delay, and begins again by itself whenever the stream does.

import mpegts from "./vendor/mpegts.js";

const RETRY_MS = 1200;
const STALL_MS = 5000;

mpegts.LoggingControl.enableAll = false;

export class Player {
  #video;
  #onState;
  #player = null;
  #wanted = false;
  #retry = 0;
  #lastTime = 0;
  #lastMove = 0;

  // onState hears "idle", "waiting" or "playing".
  constructor(video, onState) {
    this.#video = video;
    this.#onState = onState;
    video.addEventListener("timeupdate", () => this.#moved());
    setInterval(() => this.#watch(), 1000);
  }

  // Whether there is a programme to play.
  set wanted(wanted) {
    if (wanted === this.#wanted) return;
    this.#wanted = wanted;
    clearTimeout(this.#retry);
    if (wanted) this.#open();
    else this.#drop("idle");
  }

  // Seconds between the newest picture that has arrived and the one on the screen.
  get delay() {
    const buffered = this.#video.buffered;
    return buffered.length === 0
      ? NaN
      : Math.max(0, buffered.end(buffered.length - 1) - this.#video.currentTime);
  }

  #open() {
    this.#drop("waiting");
    this.#lastMove = performance.now();
    const player = mpegts.createPlayer(
      { type: "flv", isLive: true, url: `${location.origin}/live/programme.flv` },
      {
        enableWorker: false,
        enableStashBuffer: false,
        liveBufferLatencyChasing: true,
        liveBufferLatencyMaxLatency: 1.6,
        liveBufferLatencyMinRemain: 0.4,
        autoCleanupSourceBuffer: true,
        autoCleanupMaxBackwardDuration: 30,
        autoCleanupMinBackwardDuration: 10,
      },
    );
    player.on(mpegts.Events.ERROR, () => this.#again(player));
    player.on(mpegts.Events.LOADING_COMPLETE, () => this.#again(player));
    player.attachMediaElement(this.#video);
    player.load();
    this.#player = player;
    this.#play();
  }

  #play() {
    this.#video.play().catch(() => {
      // The browser refuses sound without a gesture, or the stream ended while it began: both are
      // seen by the watch, which begins again.
    });
  }

  #again(player) {
    if (player !== this.#player || !this.#wanted) return;
    this.#drop("waiting");
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => this.#open(), RETRY_MS);
  }

  #drop(state) {
    const player = this.#player;
    this.#player = null;
    if (player) {
      player.destroy();
    }
    this.#onState(state);
  }

  #moved() {
    if (this.#player && this.#video.currentTime !== this.#lastTime) {
      this.#lastTime = this.#video.currentTime;
      this.#lastMove = performance.now();
      this.#onState("playing");
    }
  }

  #watch() {
    if (!this.#wanted || !this.#player || document.hidden) return;
    if (this.#video.paused) this.#play();
    if (performance.now() - this.#lastMove > STALL_MS) this.#again(this.#player);
  }
}
