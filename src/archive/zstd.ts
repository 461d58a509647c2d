import { Decompress } from "fzstd";
import { LIMITS } from "../limits.ts";
import { Patience } from "./bounded.ts";
import { DAMAGED, Damage, ENDS_EARLY, WRONG_SUM } from "./damage.ts";
import type { Blocks } from "./entry.ts";
import { giveBack, type Inflater, takeInflater } from "./inflater.ts";
import { byteReader } from "./reader.ts";

const FRAME = 0xfd2fb528;
/** The first of sixteen marks of a frame that is to be skipped. */
const SKIPPABLE = 0x184d2a50;
const RLE = 1;
/** Bytes before each block. */
const BLOCK_HEAD = 3;

/** The decoder may not end, or take hours, on a block that was made for it. */
const patience = new Patience(LIMITS.zstdSlow);

/**
 * Takes zstd off, frame by frame. The frames are walked here and the decoder is given one block at a
 * time, so that it answers 128 KiB at most, and its window is known before it asks for the memory.
 */
export async function* unzstd(blocks: Blocks): AsyncGenerator<Uint8Array> {
  const summer = takeInflater();
  try {
    yield* frames(blocks, summer);
  } finally {
    if (summer !== null) giveBack(summer);
  }
}

/** @param summer takes the checksums, which the decoder passes over; without, nobody does */
async function* frames(blocks: Blocks, summer: Inflater | null): AsyncGenerator<Uint8Array> {
  const input = byteReader(blocks);
  for (let first = true; ; first = false) {
    const mark = await input.take(4);
    if (mark.length === 0) return;
    const magic = mark.length < 4 ? 0 : wordOf(mark);
    if ((magic & 0xfffffff0) >>> 0 === SKIPPABLE) {
      await input.skip(wordOf(await whole(4)));
      continue;
    }
    if (magic !== FRAME) {
      // padding behind the last frame is no damage
      if (!first && mark.every((byte) => byte === 0)) return;
      throw new Damage(first || mark.length === 4 ? DAMAGED : ENDS_EARLY);
    }
    yield* frame(mark);
  }

  async function* frame(mark: Uint8Array): AsyncGenerator<Uint8Array> {
    const out: Uint8Array[] = [];
    const decoder = new Decompress((block) => {
      if (block.length === 0) return;
      out.push(block);
      summer?.hash(block);
    });
    summer?.beginHash();
    const { header, checksum } = await frameHeader();
    push(decoder, joined(mark, header), false);
    for (let last = false; !last; ) {
      const head = await whole(BLOCK_HEAD);
      const word = head[0]! | (head[1]! << 8) | (head[2]! << 16);
      last = (word & 1) === 1;
      const size = ((word >> 1) & 3) === RLE ? 1 : word >> 3;
      push(decoder, joined(head, await whole(size)), last && !checksum);
      yield* out.splice(0);
    }
    if (checksum) {
      const sum = await whole(4);
      push(decoder, sum, true);
      yield* out.splice(0);
      if (summer !== null && summer.endHash() !== wordOf(sum)) throw new Damage(WRONG_SUM);
    }
  }

  /** A frame's header behind its mark, and whether a checksum ends the frame. */
  async function frameHeader(): Promise<{ header: Uint8Array; checksum: boolean }> {
    const [flags] = await whole(1);
    const alone = (flags! & 0x20) !== 0;
    const dictionary = [0, 1, 2, 4][flags! & 3]!;
    const sizeBytes = flags! >> 6 === 0 ? Number(alone) : 1 << (flags! >> 6);
    const rest = await whole(Number(!alone) + dictionary + sizeBytes);
    const header = Uint8Array.of(flags!, ...rest);
    const size = rest
      .subarray(rest.length - sizeBytes)
      .reduceRight((sum, byte) => sum * 256 + byte, 0);
    const power = 2 ** (10 + (rest[0]! >> 3));
    const window = alone ? size : power + (power / 8) * (rest[0]! & 7);
    if (window > LIMITS.zstdWindow)
      throw new Damage(
        `its zstd data looks back more than ${LIMITS.zstdWindow} bytes: unpack it first`,
      );
    if (dictionary > 0 && rest.subarray(Number(!alone), Number(!alone) + dictionary).some(Boolean))
      throw new Damage("its zstd data needs a dictionary: unpack it first");
    return { header, checksum: (flags! & 4) !== 0 };
  }

  async function whole(bytes: number): Promise<Uint8Array> {
    const taken = await input.take(bytes);
    if (taken.length < bytes) throw new Damage(ENDS_EARLY);
    return taken;
  }
}

function push(decoder: Decompress, bytes: Uint8Array, final: boolean): void {
  try {
    patience.run(() => decoder.push(bytes, final));
  } catch (error) {
    throw error instanceof Damage ? error : new Damage(DAMAGED);
  }
}

const wordOf = (bytes: Uint8Array): number =>
  (bytes[0]! | (bytes[1]! << 8) | (bytes[2]! << 16) | (bytes[3]! << 24)) >>> 0;

function joined(head: Uint8Array, body: Uint8Array): Uint8Array {
  const both = new Uint8Array(head.length + body.length);
  both.set(head);
  both.set(body, head.length);
  return both;
}
