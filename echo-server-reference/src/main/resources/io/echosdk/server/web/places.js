// The destinations: a row each, changed in place so that focus and reading position stay.

const WORDS = {
  idle: "Ready",
  connecting: "Connecting",
  live: "Live",
  degraded: "Live, slowed",
  backoff: "Trying again",
  failed: "Refused",
  stopped: "Stopped",
};
const BIN =
  '<svg viewBox="0 0 24 24" aria-hidden="true"><path d="M5 7h14M10 7V5h4v2M7 7l1 12h8l1-12M10.5 10.5V16m3-5.5V16"/></svg>';

export class Places {
  #body;
  #onRemove;
  #rows = new Map();

  constructor(body, onRemove) {
    this.#body = body;
    this.#onRemove = onRemove;
  }

  show(places) {
    const names = new Set(places.map((place) => place.name));
    for (const [name, row] of this.#rows) {
      if (!names.has(name)) {
        row.remove();
        this.#rows.delete(name);
      }
    }
    for (const place of places) this.#fill(this.#row(place), place);
  }

  #row(place) {
    let row = this.#rows.get(place.name);
    if (!row) {
      row = document.createElement("tr");
      row.setAttribute("role", "row");
      for (const label of ["Name", "State", "Sending", "Queue", "Dropped", "Live for", "Last trouble", ""]) {
        const cell = row.insertCell();
        cell.setAttribute("role", "cell");
        cell.dataset.label = label;
      }
      this.#build(row, place);
      this.#rows.set(place.name, row);
      this.#body.append(row);
    }
    return row;
  }

  #build(row, place) {
    const name = document.createElement("b");
    name.textContent = place.own ? "This page" : place.name;
    const url = document.createElement("small");
    url.textContent = place.own ? "what you are watching" : place.url;
    row.cells[0].append(name, url);
    const badge = document.createElement("span");
    badge.className = "badge";
    row.cells[1].append(badge);
    for (let i = 2; i <= 5; i++) row.cells[i].className = "number";
    row.cells[6].className = "trouble";
    if (!place.own) {
      const remove = document.createElement("button");
      remove.className = "remove";
      remove.type = "button";
      remove.innerHTML = BIN;
      remove.setAttribute("aria-label", `Remove ${place.name}`);
      remove.addEventListener("click", () => this.#onRemove(place.name));
      row.cells[7].append(remove);
    }
  }

  #fill(row, place) {
    const badge = row.cells[1].firstChild;
    badge.dataset.state = place.state;
    set(badge, WORDS[place.state] ?? place.state);
    const sending = place.state === "live" || place.state === "degraded";
    set(row.cells[2], sending ? `${place.sendKbps.toLocaleString("en")} kbps` : "—");
    set(row.cells[3], sending ? `${place.queueMs} ms` : "—");
    set(row.cells[4], place.state === "idle" ? "—" : String(place.droppedVideo));
    set(row.cells[5], sending ? duration(place.uptimeMs) : "—");
    set(row.cells[6], place.detail);
  }
}

export function duration(ms) {
  const seconds = Math.floor(ms / 1000);
  const two = (n) => String(n).padStart(2, "0");
  const hours = Math.floor(seconds / 3600);
  const rest = `${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  return hours ? `${hours}:${rest}` : rest;
}

function set(element, value) {
  if (element.textContent !== value) element.textContent = value;
}
