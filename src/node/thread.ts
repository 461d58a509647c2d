import { statSync } from "node:fs";
import { Readable } from "node:stream";
import type { Bundle } from "../archive/entry.ts";
import { Mailbox } from "../archive/mailbox.ts";
import { BLOCK_BYTES, BLOCKS, borrow, type Message } from "../archive/relay.ts";
import { LIMITS, type Raised } from "../limits.ts";
import { hasWorker, OPTIONS, WORKER } from "./worker-file.ts";

/** What the thread is started with. A block is the number of a slot of this memory. */
export interface Start {
  target: string;
  /** The slots; behind them a word for each, 1 as long as it is taken. */
  memory: SharedArrayBuffer;
  /** Ceilings that a caller has raised: the thread has its own. */
  raised: Raised;
}

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
  const memory = new SharedArrayBuffer((BLOCK_BYTES + Int32Array.BYTES_PER_ELEMENT) * BLOCKS);
  const taken = new Int32Array(memory, BLOCK_BYTES * BLOCKS);
  const { entries: most, linesPerEntry } = LIMITS;
  const start: Start = { target, memory, raised: { entries: most, linesPerEntry } };
  const worker = new Worker(WORKER, {
    ...OPTIONS,
    workerData: start,
    resourceLimits: { maxYoungGenerationSizeMb: 1 },
  });
  const box = new Mailbox<Message<number>>();
  worker.on("message", (message: Message<number>) => box.put(message));
  worker.on("error", (error) => box.fail(error));
  worker.on("exit", () => box.end());
  return borrow({
    messages: box.all(),
    bytesOf: (slot, length) => new Uint8Array(memory, slot * BLOCK_BYTES, length),
    // a message to the thread would take ten times as long
    giveBack: (slot) => {
      Atomics.store(taken, slot, 0);
      Atomics.notify(taken, slot);
    },
    end: async () => void (await worker.terminate()),
  });
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
