/** Sends datagrams that nobody answers, each a birth: `send.ts RATE SECONDS`. Prints how many each source sent. */
import { createSocket, type Socket } from "node:dgram";

/** Source addresses, and of how many ports each sends. */
export const SOURCES = { "127.0.0.2": 160, "127.0.0.3": 100, "127.0.0.4": 80, "127.0.0.5": 60 };
export const DESTINATIONS = Array.from({ length: 250 }, (_, at) => `127.0.9.${at + 1}`);
export const PORT = 8125;
const TICK_MS = 2;

const bound = (address: string): Promise<Socket> =>
  new Promise((resolve) => {
    const socket = createSocket("udp4");
    socket.on("error", () => undefined); // refused by a full table, which is no birth
    socket.bind(0, address, () => resolve(socket));
  });

async function send(rate: number, seconds: number): Promise<void> {
  const list = Object.entries(SOURCES);
  const sockets = await Promise.all(
    list.flatMap(([address, ports]) => Array.from({ length: ports }, () => bound(address))),
  );
  const sent: Record<string, number> = Object.fromEntries(list.map(([address]) => [address, 0]));
  const most = sockets.length * DESTINATIONS.length;
  let all = 0;
  const began = performance.now();
  const timer = setInterval(() => {
    const passed = Math.min(seconds, (performance.now() - began) / 1000);
    for (const due = Math.min(most, Math.floor(passed * rate)); all < due; all++) {
      const socket = sockets[all % sockets.length]!;
      // each pair of a port and a destination once
      socket.send("x", PORT, DESTINATIONS[Math.floor(all / sockets.length)]!);
      sent[socket.address().address]!++;
    }
    if (passed < seconds) return;
    clearInterval(timer);
    setTimeout(() => {
      console.log(JSON.stringify(sent));
      process.exit(0);
    }, 500);
  }, TICK_MS);
}

const [rate, seconds] = process.argv.slice(2);
if (import.meta.url.endsWith(process.argv[1]!)) await send(Number(rate), Number(seconds));
