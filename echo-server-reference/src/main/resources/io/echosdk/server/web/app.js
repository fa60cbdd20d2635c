// The page: one live message in, every part shows its share of it; the controls call the server's verbs.

import * as api from "./api.js";
import { follow } from "./live.js";
import { Places, duration } from "./places.js";
import { Player } from "./player.js";
import { Trace } from "./trace.js";
import { Vitals } from "./vitals.js";

const $ = (id) => document.getElementById(id);
const still = window.matchMedia("(prefers-reduced-motion: reduce)");
const video = $("video");
const screen = $("screen");

const trace = new Trace($("trace"), still);
const vitals = new Vitals(still);
const places = new Places($("places"), removePlace);
const player = new Player(video, (state) => {
  screen.dataset.state = state;
});

let session = null;
let busy = false;

follow(
  (message) => {
    showSession(message.session);
    vitals.show(message.state);
    trace.add(message.trace);
    trace.beat(message.state.beatCount, message.state.beatAgeMs);
    $("trace-note").textContent = traceNote(message);
    places.show(message.destinations);
    const own = message.destinations.find((place) => place.own);
    player.wanted = own !== undefined && (own.state === "live" || own.state === "degraded");
  },
  (connected) => {
    if (connected) {
      loadSources();
      return;
    }
    session = null;
    player.wanted = false;
    $("onair").dataset.state = "stopped";
    $("onair-text").textContent = "Connecting…";
    $("elapsed").textContent = "";
    $("veil-text").textContent = "Waiting for the server";
    $("toggle").disabled = true;
    $("source").disabled = true;
  },
);

// ---- the session ----

const SAY = { stopped: "Off air", starting: "Starting…", running: "On air", failed: "Failed" };

function showSession(next) {
  const changed = session?.state !== next.state;
  session = next;
  $("elapsed").textContent = next.state === "running" ? duration(next.uptimeMs) : "";
  $("toggle").disabled = busy || next.state === "starting";
  $("source").disabled = busy;
  if (!busy && $("source").value !== next.source.id) $("source").value = next.source.id;
  $("figures").textContent = figures(next);
  $("veil-text").textContent = veil(next);
  if (!changed) return;
  $("onair").dataset.state = next.state;
  $("onair-text").textContent = SAY[next.state];
  const does = next.state === "running" ? "stop" : "start";
  $("toggle").dataset.does = does;
  $("toggle").textContent = does === "stop" ? "Stop" : "Start";
}

function figures(next) {
  if (next.state !== "running" || next.framesPerSecond === undefined) return "";
  const delay = player.delay;
  const late = Number.isFinite(delay) ? ` · ${delay.toFixed(1)} s behind` : "";
  return `${next.width ? `${next.height}p · ` : ""}${next.framesPerSecond.toFixed(0)} fps${late}`;
}

function veil(next) {
  if (next.state === "failed") return next.trouble;
  if (next.state === "stopped") return "Press Start to begin";
  return "The picture is on its way";
}

function traceNote({ session: { sourceState, state }, trace: stretch }) {
  if (state !== "running") return "";
  if (sourceState === "closed") return "The recording has ended";
  if (sourceState === "connecting") return "Looking for the device";
  if (sourceState === "stale") return "Nothing of use arrives";
  if (sourceState === "reconnecting") return "The device is away";
  if (sourceState === "lost") return "The device is lost: look after it";
  return stretch && stretch.rateHz ? "" : "No heart signal in this source";
}

$("toggle").addEventListener("click", () =>
  act(async () => {
    const stop = session?.state === "running";
    await (stop ? api.stop() : api.start());
    say(stop ? "The programme has stopped" : "The programme is on air");
  }),
);

$("source").addEventListener("change", () =>
  act(async () => {
    const picked = $("source").selectedOptions[0];
    await api.choose(picked.value);
    say(`Now driven by ${picked.textContent}`);
  }),
);

async function loadSources() {
  try {
    const list = await api.sources();
    $("source").replaceChildren(...list.map(({ id, label }) => new Option(label, id)));
    if (session) $("source").value = session.source.id;
  } catch (error) {
    say(error.message);
  }
}

async function act(verb) {
  busy = true;
  $("toggle").disabled = true;
  try {
    await verb();
  } catch (error) {
    say(error.message);
  } finally {
    busy = false;
    $("toggle").disabled = false;
  }
}

// ---- sound and size ----

screen.dataset.sound = "off";
$("sound").addEventListener("click", () => {
  video.muted = !video.muted;
  $("sound").setAttribute("aria-pressed", String(!video.muted));
  $("sound-text").textContent = video.muted ? "Turn the sound on" : "Turn the sound off";
  screen.dataset.sound = video.muted ? "off" : "on";
});
$("full").addEventListener("click", () => {
  if (document.fullscreenElement) document.exitFullscreen();
  else screen.requestFullscreen();
});

// ---- destinations ----

$("add").addEventListener("click", () => {
  $("adding-error").textContent = "";
  $("adding").showModal();
  $("new-name").focus();
});
$("adding-cancel").addEventListener("click", () => $("adding").close());
$("adding").addEventListener("close", () => $("adding-form").reset());

$("adding-form").addEventListener("submit", async (event) => {
  event.preventDefault();
  const values = Object.fromEntries(new FormData(event.target));
  const empty = [...event.target.elements].find((field) => field.required && !field.value.trim());
  if (empty) {
    $("adding-error").textContent = "Name, server and stream key are all needed.";
    empty.focus();
    return;
  }
  $("adding-send").disabled = true;
  try {
    await api.add({ name: values.name.trim(), url: values.url.trim(), key: values.key.trim() });
    $("adding").close();
    say(`${values.name} is added`);
  } catch (error) {
    $("adding-error").textContent = error.message;
  } finally {
    $("adding-send").disabled = false;
  }
});

async function removePlace(name) {
  try {
    await api.remove(name);
    say(`${name} is removed`);
    $("add").focus();
  } catch (error) {
    say(error.message);
  }
}

// ---- the toast ----

let hide = 0;

function say(sentence) {
  const toast = $("toast");
  toast.textContent = sentence;
  toast.classList.add("shown");
  clearTimeout(hide);
  hide = setTimeout(() => toast.classList.remove("shown"), 5000);
}
