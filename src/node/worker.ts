import { Readable } from "node:stream";
import { parentPort, workerData } from "node:worker_threads";
import * as zlib from "node:zlib";
import { sumBy } from "../archive/inflater.ts";
import { BLOCK_BYTES, BLOCKS, lend } from "../archive/relay.ts";
import { raise } from "../limits.ts";
import { openBundle } from "./open.ts";
import type { Start } from "./thread.ts";

/** The reading thread of `thread.ts`: reads a bundle into the slots that are free. */
const { target, memory, raised } = workerData as Start;
raise(raised);
// Node has it from 20.15, and our types are those of 20.0
const { crc32 } = zlib as { crc32?: (bytes: Uint8Array, before: number) => number };
if (crc32 !== undefined) sumBy(crc32);
const port = parentPort!;
const taken = new Int32Array(memory, BLOCK_BYTES * BLOCKS);
let last = -1;

void lend(() => openBundle(target, () => Readable.from([])), {
  free: async () => {
    // slots come back in the order in which they were given
    last = (last + 1) % BLOCKS;
    Atomics.wait(taken, last, 1);
    Atomics.store(taken, last, 1);
    return last;
  },
  bytesOf: (slot) => new Uint8Array(memory, slot * BLOCK_BYTES, BLOCK_BYTES),
  say: (message) => port.postMessage(message),
}).then(() => port.close());
