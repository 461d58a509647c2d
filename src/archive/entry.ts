/** Bytes as they come; a block is valid only until the next one is asked for. */
export type Blocks = AsyncIterable<Uint8Array>;

/** One file of the bundle. Its blocks must be taken to their end before the next entry is asked for. */
export interface BundleEntry {
  /** The path as the archive spells it, without a leading `./`. A label only: nothing is opened by it. */
  path: string;
  blocks: Blocks;
  /** Filled in while the blocks are taken. */
  outcome: Outcome;
}

export interface Outcome {
  bytes: number;
  /** Why the entry ended before its time, or null when it came whole. */
  cut: string | null;
}

/** An opened bundle. `skipped` and `damage` are complete once `entries` has ended. */
export interface Bundle {
  name: string;
  entries: AsyncIterable<BundleEntry>;
  /** Bytes taken so far of the file or stream as it came, before its compression is taken off; 0 of a folder. */
  consumed: number;
  /** Entries that were not looked at, with the reason: links, devices, past a ceiling. */
  skipped: { entry: string; reason: string }[];
  /** What is wrong with the archive as a whole: it ends too early, its data is damaged. */
  damage: string[];
}

/** Reads ahead until `bytes` are there (or the end), and answers them with the whole stream again. */
export async function peek(
  blocks: Blocks,
  bytes: number,
): Promise<{ head: Uint8Array; blocks: Blocks }> {
  const iterator = blocks[Symbol.asyncIterator]();
  const taken: Uint8Array[] = [];
  let length = 0;
  let ended = false;
  while (length < bytes && !ended) {
    const next = await iterator.next();
    if (next.done) ended = true;
    else {
      // a copy, since the block need not outlive the next one
      taken.push(next.value.slice());
      length += next.value.length;
    }
  }
  const head = new Uint8Array(length);
  let at = 0;
  for (const block of taken) {
    head.set(block, at);
    at += block.length;
  }
  async function* again(): AsyncGenerator<Uint8Array> {
    if (length > 0) yield head;
    while (!ended) {
      const next = await iterator.next();
      if (next.done) return;
      yield next.value;
    }
  }
  return { head, blocks: again() };
}
