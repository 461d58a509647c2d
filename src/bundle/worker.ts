import { parentPort, workerData } from "node:worker_threads";
import { AnalyzerError } from "../errors.ts";
import { openBundle } from "./open.ts";
import { type Message, SLOT, SLOTS, type Start } from "./thread.ts";

/** The reading thread of `thread.ts`: reads a bundle and copies its blocks into the slots that are free. */
const { target, memory } = workerData as Start;
const port = parentPort!;
const bytes = new Uint8Array(memory);
const free = Array.from({ length: SLOTS }, (_, slot) => slot);
let wake = (): void => {};

const say = (message: Message): void => port.postMessage(message);

port.on("message", (slot: number) => {
  free.push(slot);
  wake();
});

try {
  const bundle = await openBundle(target, () => []);
  say({ is: "opened", name: bundle.name });
  for await (const { path, blocks, outcome } of bundle.entries) {
    say({ is: "entry", path });
    for await (const block of blocks)
      for (let from = 0; from < block.length; from += SLOT)
        await send(block.subarray(from, from + SLOT));
    say({ is: "ended", outcome });
  }
  say({ is: "done", skipped: bundle.skipped, damage: bundle.damage });
} catch (error) {
  const code = error instanceof AnalyzerError ? error.code : null;
  say({ is: "failed", code, message: (error as Error).message });
} finally {
  port.close();
}

async function send(block: Uint8Array): Promise<void> {
  while (free.length === 0)
    await new Promise<void>((resolve) => {
      wake = resolve;
    });
  const slot = free.pop()!;
  bytes.set(block, slot * SLOT);
  say({ is: "block", slot, length: block.length });
}
