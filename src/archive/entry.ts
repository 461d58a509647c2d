/** Bytes as they come; a block is valid only until the next one is asked for. */
export type Blocks = AsyncIterable<Uint8Array>;

/** One file of the bundle. Its blocks must be taken to their end before the next entry is asked for. */
export interface BundleEntry {
  /**
   * The path as the archive spells it, without a leading `./`; behind that of an archive within, `!`
   * and the path there. A label only: nothing is opened by it.
   */
  path: string;
  blocks: Blocks;
  /** Filled in while the blocks are taken. */
  outcome: Outcome;
}

export interface Outcome {
  bytes: number;
  /** Why the entry ended before its time, or null when it came whole. */
  cut: string | null;
  /** Why its bytes may be wrong, though they came. Of an archive's entries it is known once all have ended. */
  doubt?: string;
  /** A checksum of its own says that its bytes are right, whatever else of the archive is wrong. */
  isVouched?: boolean;
  /** What became of the archive within an archive that it lies in. */
  within?: Outcome;
}

/** Why an entry's bytes may be wrong: of its own, or because those of the archive may be that it lies in. */
export function doubtOf({ doubt, isVouched, within }: Outcome): string | null {
  if (doubt !== undefined) return doubt;
  return isVouched || within === undefined ? null : doubtOf(within);
}

/** The blocks of a file of a folder, which counts in `outcome` what it gives, and why it gives no more. */
export async function* countedIn(outcome: Outcome, blocks: Blocks): AsyncGenerator<Uint8Array> {
  try {
    for await (const block of blocks) {
      outcome.bytes += block.length;
      yield block;
    }
  } catch (error) {
    outcome.cut = `it cannot be read: ${(error as Error).message}`;
  }
}

/** A file as it lies in an archive or a folder: perhaps compressed, perhaps an archive itself. */
export interface Source extends BundleEntry {
  /** Opens it for reading at any place, where that can be done. */
  seek?: () => Promise<Seekable>;
}

/** Bytes that can be read at any place, as a zip must be, whose directory stands at its end. */
export interface Seekable {
  size: number;
  /** The bytes from a place on; fewer at the end. */
  read(from: number, length: number): Promise<Uint8Array>;
  close(): Promise<void>;
}

/** An opened bundle. `skipped`, `damage` and `doubted` are complete once `entries` has ended. */
export interface Bundle {
  name: string;
  entries: AsyncIterable<BundleEntry>;
  /** Bytes taken so far of the file or stream as it came, before its compression is taken off; 0 of a folder. */
  consumed: number;
  /** Entries that were skipped, with the reason: links, devices, past a ceiling. */
  skipped: { entry: string; reason: string }[];
  /** What is wrong with the archive as a whole: it ends too early, its data is damaged. */
  damage: string[];
  /** Entries whose bytes may be wrong, with the reason. */
  doubted: { entry: string; reason: string }[];
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
  const head = taken.length === 1 ? taken[0]! : joined(taken);
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

/** Blocks as one. */
export function joined(blocks: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(blocks.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const block of blocks) {
    whole.set(block, at);
    at += block.length;
  }
  return whole;
}
