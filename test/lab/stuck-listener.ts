/** A server that listens and then hangs: the kernel still queues clients, nobody accepts them. */
import { createServer } from "node:net";
import { reside } from "./resident.ts";

/** The queue holds one more than this. */
const BACKLOG = 8;

const LONGEST_MS = 180_000;

const listen = (port: number): Promise<void> =>
  new Promise((resolve) => createServer().listen({ port, backlog: BACKLOG }, resolve));

const stuckListenerApi = {
  /** Listens on `port` and accepts, with a queue that is as short. */
  listen,
  /** Listens on `port`, accepts, and never reads a byte. */
  listenAndIgnore: (port: number): Promise<void> =>
    new Promise((resolve) => createServer({ pauseOnConnect: true }).listen(port, resolve)),
  /** Listens on `port`, and hangs as soon as that has been answered. */
  listenAndHang: async (port: number): Promise<void> => {
    await listen(port);
    setTimeout(() => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, LONGEST_MS), 100);
  },
};

export type StuckListenerApi = typeof stuckListenerApi;

reside(stuckListenerApi);
