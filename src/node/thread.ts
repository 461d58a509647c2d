import { statSync } from "node:fs";
import { Readable } from "node:stream";
import type { Worker } from "node:worker_threads";
import type { Bundle, BundleEntry, Outcome } from "../archive/entry.ts";
import { AnalyzerError, type ErrorCode } from "../errors.ts";
import { LIMITS, type Raised } from "../limits.ts";
import { hasWorker, OPTIONS, WORKER } from "./worker-file.ts";

/**
 * What the reading thread says, in the order of the bundle: `opened`, then for each entry `entry`, its
 * blocks and `ended`, then `done`; or at any time `failed`, after which nothing follows.
 */
export type Message =
  | { is: "opened"; name: string }
  | { is: "entry"; path: string }
  | { is: "block"; slot: number; length: number; consumed: number }
  | { is: "ended"; outcome: Outcome }
  | ({ is: "done" } & Pick<Bundle, "skipped" | "damage" | "doubted">)
  | { is: "failed"; code: ErrorCode | null; message: string };

/** What the thread is started with. It copies its blocks into slots of this memory. */
export interface Start {
  target: string;
  memory: SharedArrayBuffer;
  /** Ceilings that a caller has raised: the thread has its own. */
  raised: Raised;
}

/** Bytes of a slot, and how many there are: so far the thread may be ahead of the parsers. */
export const SLOT = 1024 * 1024;
export const SLOTS = 4;

/** Bytes of a file below which it is read sooner than a thread starts. */
const SMALL = 512 * 1024;

/**
 * As `openBundle`, in a thread of its own: the bundle is read and unpacked while the parsers count what
 * came before. A small file is read right here, and so is any where the sources are run as they are. For
 * a path, since standard input belongs to the main thread.
 */
export async function openInThread(target: string): Promise<Bundle> {
  if (!isLarge(target) || !hasWorker()) {
    const { openBundle } = await import("./open.ts");
    return openBundle(target, () => Readable.from([]));
  }
  const { Worker } = await import("node:worker_threads");
  const memory = new SharedArrayBuffer(SLOT * SLOTS);
  const { entries: most, linesPerEntry } = LIMITS;
  const start: Start = { target, memory, raised: { entries: most, linesPerEntry } };
  const worker = new Worker(WORKER, {
    ...OPTIONS,
    workerData: start,
    resourceLimits: { maxYoungGenerationSizeMb: 1 },
  });
  const messages = receive(worker);
  const opened = await next(messages);
  if (opened.is !== "opened") throw new TypeError(`the reading thread began with ${opened.is}`);
  const bundle: Bundle = {
    name: opened.name,
    entries: entries(),
    consumed: 0,
    skipped: [],
    damage: [],
    doubted: [],
  };
  return bundle;

  async function* entries(): AsyncGenerator<BundleEntry> {
    try {
      for (;;) {
        const message = await next(messages);
        if (message.is === "entry") {
          const outcome: Outcome = { bytes: 0, cut: null };
          yield { path: message.path, outcome, blocks: blocksOf(outcome) };
        } else if (message.is === "block") {
          // its reader wanted no more of this entry
          worker.postMessage(message.slot);
        } else if (message.is === "done") {
          bundle.skipped.push(...message.skipped);
          bundle.damage.push(...message.damage);
          bundle.doubted.push(...message.doubted);
          return;
        }
      }
    } finally {
      await worker.terminate();
    }
  }

  async function* blocksOf(outcome: Outcome): AsyncGenerator<Uint8Array> {
    for (;;) {
      const message = await next(messages);
      if (message.is === "ended") {
        Object.assign(outcome, message.outcome);
        return;
      }
      if (message.is !== "block") throw new TypeError(`an entry goes on with ${message.is}`);
      bundle.consumed = message.consumed;
      try {
        yield new Uint8Array(memory, message.slot * SLOT, message.length);
      } finally {
        worker.postMessage(message.slot);
      }
    }
  }
}

/** Whether it takes longer to read than a thread takes to begin; what is not there does not. */
function isLarge(target: string): boolean {
  try {
    const stats = statSync(target);
    return !stats.isFile() || stats.size >= SMALL;
  } catch {
    return false;
  }
}

/** The next message; what the thread failed of is thrown here. */
async function next(messages: AsyncIterator<Message>): Promise<Message> {
  const { value, done } = await messages.next();
  if (done)
    throw new AnalyzerError("BUNDLE_UNREADABLE", "the reading thread ended before its time");
  if (value.is !== "failed") return value;
  throw value.code === null
    ? new Error(value.message)
    : new AnalyzerError(value.code, value.message);
}

/** A thread's messages in their order. */
async function* receive(worker: Worker): AsyncGenerator<Message> {
  const waiting: Message[] = [];
  let wake = (): void => {};
  let failure: unknown = null;
  let ended = false;
  worker.on("message", (message: Message) => {
    waiting.push(message);
    wake();
  });
  worker.on("error", (error) => {
    failure = error;
    wake();
  });
  worker.on("exit", () => {
    ended = true;
    wake();
  });
  for (;;) {
    const message = waiting.shift();
    if (message !== undefined) yield message;
    else if (failure !== null) throw failure;
    else if (ended) return;
    else
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
  }
}
