/** A steady flow of small datagrams, of which each is answered: what others on a node notice of a recorder. */
import { createSocket } from "node:dgram";
import { reside } from "../resident.ts";

/** Of both sides. */
export const PORT = 4070;
/** In which nothing more is sent and answers are waited for. */
const LATE_MS = 3_000;

export interface Steady {
  readonly perSecond: number;
  readonly sent: number;
  readonly answered: number;
}

let perSecond = 0;
let begun = 0;
let sent = 0;
const open = new Set<number>();

const steadyApi = {
  /** Sends back what arrives at any address of this namespace. */
  answer: (address: string): Promise<void> => {
    const socket = createSocket("udp4");
    socket.on("message", (text, { port, address: from }) => socket.send(text, port, from));
    return new Promise((resolve) => socket.bind(PORT, address, resolve));
  },
  /** Asks until the lab node is gone, and counts each number that comes back. */
  ask: (rate: number, from: string, to: string): Promise<void> => {
    const socket = createSocket("udp4");
    socket.on("message", (text) => open.delete(Number(text.toString())));
    perSecond = rate;
    begun = performance.now();
    setInterval(() => {
      for (const due = ((performance.now() - begun) * perSecond) / 1000; sent < due; sent++) {
        open.add(sent);
        socket.send(String(sent), PORT, to);
      }
    }, 1000 / rate);
    return new Promise((resolve) => socket.bind(PORT, from, resolve));
  },
  /** Of all that was sent until now, once what is late had its time. */
  told: async (): Promise<Steady> => {
    const until = sent;
    await new Promise((resolve) => setTimeout(resolve, LATE_MS));
    const missing = [...open].filter((number) => number < until).length;
    return { perSecond, sent: until, answered: until - missing };
  },
};

export type SteadyApi = typeof steadyApi;

reside(steadyApi);
