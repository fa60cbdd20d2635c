// The server's verbs. A refusal becomes an Error whose message is the sentence of the problem document.

async function call(method, path, body) {
  let answer;
  try {
    answer = await fetch(path, {
      method,
      headers: body ? { "content-type": "application/json" } : {},
      body: body && JSON.stringify(body),
    });
  } catch {
    throw new Error("The server cannot be reached.");
  }
  if (answer.status === 204) return null;
  const value = await answer.json();
  if (!answer.ok) throw new Error(sentence(value.detail));
  return value;
}

const sentence = (text) => text.charAt(0).toUpperCase() + text.slice(1) + ".";

export const sources = () => call("GET", "/api/v1/sources");
export const start = () => call("POST", "/api/v1/session/start");
export const stop = () => call("POST", "/api/v1/session/stop");
export const choose = (source) => call("POST", "/api/v1/session/source", { source });
export const add = (destination) => call("POST", "/api/v1/destinations", destination);
export const remove = (name) => call("DELETE", `/api/v1/destinations/${encodeURIComponent(name)}`);
