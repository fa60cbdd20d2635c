// What the server knows, about fifteen times a second: one JSON document per binary message.

const RETRY_MS = [500, 1000, 2000, 4000];

export function follow(onMessage, onState) {
  const decoder = new TextDecoder();
  let tries = 0;

  const open = () => {
    const socket = new WebSocket(`${location.origin.replace(/^http/, "ws")}/api/v1/live`);
    socket.binaryType = "arraybuffer";
    socket.onopen = () => {
      tries = 0;
      onState(true);
    };
    socket.onmessage = (event) => onMessage(JSON.parse(decoder.decode(event.data)));
    socket.onclose = () => {
      onState(false);
      setTimeout(open, RETRY_MS[Math.min(tries++, RETRY_MS.length - 1)]);
    };
  };
  open();
}
