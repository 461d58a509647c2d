import { Readable } from "node:stream";
import { parentPort, workerData } from "node:worker_threads";
import type { Blocks, Bundle } from "../archive/entry.ts";
import { AnalyzerError } from "../errors.ts";
import { raise } from "../limits.ts";
import { openBundle } from "./open.ts";
import { type Message, SLOT, SLOTS, type Start } from "./thread.ts";

/** The reading thread of `thread.ts`: reads a bundle and copies its blocks into the slots that are free. */
const { target, memory, raised } = workerData as Start;
raise(raised);
const port = parentPort!;
const slots = new Uint8Array(memory);
const free = Array.from({ length: SLOTS }, (_, slot) => slot);
let wake = (): void => {};

const say = (message: Message): void => port.postMessage(message);

port.on("message", (slot: number) => {
  free.push(slot);
  wake();
});

void read();

async function read(): Promise<void> {
  try {
    const bundle = await openBundle(target, () => Readable.from([]));
    say({ is: "opened", name: bundle.name });
    for await (const { path, blocks, outcome } of bundle.entries) {
      say({ is: "entry", path });
      await copy(blocks, bundle);
      // what else is known of it is told in the end
      const { bytes, cut } = outcome;
      say({ is: "ended", outcome: { bytes, cut } });
    }
    const { skipped, damage, doubted } = bundle;
    say({ is: "done", skipped, damage, doubted });
  } catch (error) {
    const code = error instanceof AnalyzerError ? error.code : null;
    say({ is: "failed", code, message: (error as Error).message });
  } finally {
    port.close();
  }
}

/** Fills slots with an entry's bytes, however its blocks are cut. */
async function copy(blocks: Blocks, bundle: Bundle): Promise<void> {
  let slot = -1;
  let length = 0;
  for await (const block of blocks)
    for (let from = 0; from < block.length; ) {
      if (slot < 0) slot = await freeSlot();
      const part = block.subarray(from, from + SLOT - length);
      slots.set(part, slot * SLOT + length);
      length += part.length;
      from += part.length;
      if (length === SLOT) flush();
    }
  if (length > 0) flush();

  function flush(): void {
    say({ is: "block", slot, length, consumed: bundle.consumed });
    slot = -1;
    length = 0;
  }
}

async function freeSlot(): Promise<number> {
  while (free.length === 0)
    await new Promise<void>((resolve) => {
      wake = resolve;
    });
  return free.pop()!;
}
