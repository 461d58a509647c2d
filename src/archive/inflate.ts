import { AnalyzerError } from "../errors.ts";
import { LIMITS } from "../limits.ts";
import { Damage } from "./damage.ts";
import type { Blocks } from "./entry.ts";

/** Compressions that a platform may take off by itself, sooner than code of ours can. */
export type Native = "gzip" | "zstd" | "deflate-raw";
/** Compressions that are told by their first bytes. */
export type Compression = "gzip" | "zstd" | "xz" | "bzip2";

/**
 * What the platform inflates by: `node:zlib`, or a browser's `DecompressionStream`. Returns null for
 * what the platform has not; gzip and deflate it must have. It throws {@link Damage} for data that is not
 * whole, after all that could be read of it.
 */
export type Inflate = (how: Native, blocks: Blocks) => Blocks | null;

/** Each compression with the bytes that it begins with. */
const MAGIC: readonly (readonly [Compression, readonly number[]])[] = [
  ["gzip", [0x1f, 0x8b]],
  ["zstd", [0x28, 0xb5, 0x2f, 0xfd]],
  ["xz", [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00]],
  ["bzip2", [0x42, 0x5a, 0x68]],
];

/** Bytes of a head by which its compression is told. */
export const MAGIC_BYTES = 10;

/** What the bytes that begin so are compressed by, or null. */
export function compressionOf(head: Uint8Array): Compression | null {
  const how = MAGIC.find(([, magic]) => magic.every((byte, at) => head[at] === byte))?.[0] ?? null;
  return how === "bzip2" && !beginsBzip2(head) ? null : how;
}

/** `BZh` is also how a text may begin: a level follows, and the mark of a block or of the end. */
const beginsBzip2 = (head: Uint8Array): boolean =>
  head[3]! >= 0x31 && head[3]! <= 0x39 && (head[4] === 0x31 || head[4] === 0x17);

/**
 * Takes a compression off. A damaged or truncated stream yields all that could be read, and so does one
 * that inflates without bounds; then `onDamage` is told why it ended.
 */
export async function* decompress(
  how: Compression | "deflate-raw",
  blocks: Blocks,
  inflate: Inflate,
  onDamage: (reason: string) => void,
): AsyncGenerator<Uint8Array> {
  let taken = 0;
  let given = 0;
  async function* counted(): AsyncGenerator<Uint8Array> {
    for await (const block of blocks) {
      taken += block.length;
      yield block;
    }
  }
  try {
    for await (const block of await decoder(how, counted(), inflate)) {
      given += block.length;
      if (given > LIMITS.inflationGrace && given > taken * LIMITS.inflationRatio) {
        onDamage(`it inflates to more than ${LIMITS.inflationRatio} times its size`);
        return;
      }
      yield block;
    }
  } catch (error) {
    if (error instanceof AnalyzerError) throw error;
    onDamage(
      error instanceof Damage
        ? error.message
        : `it cannot be read further: ${(error as Error).message}`,
    );
  }
}

/** The decoder of a compression; those of our own are loaded when they are needed. */
async function decoder(
  how: Compression | "deflate-raw",
  blocks: Blocks,
  inflate: Inflate,
): Promise<Blocks> {
  switch (how) {
    case "xz":
      return (await import("./xz.ts")).unxz(blocks);
    case "bzip2":
      return (await import("./bzip2.ts")).bunzip2(blocks);
    case "zstd":
      return inflate(how, blocks) ?? (await import("./zstd.ts")).unzstd(blocks);
    default: {
      const inflated = inflate(how, blocks);
      if (inflated === null) throw new Damage(`its ${how} compression cannot be read here`);
      return inflated;
    }
  }
}
