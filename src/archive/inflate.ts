import { AnalyzerError } from "../errors.ts";
import { LIMITS } from "../limits.ts";
import { Damage, ENDS_EARLY, type Fault } from "./damage.ts";
import type { Blocks } from "./entry.ts";
import { gunzip } from "./gunzip.ts";
import { giveBack, takeInflater } from "./inflater.ts";
import { byteReader } from "./reader.ts";

/** Compressions that a platform may take off by itself. */
export type Native = "gzip" | "zstd" | "deflate-raw";
/** Compressions that are told by their first bytes. */
export type Compression = "gzip" | "zstd" | "xz" | "bzip2";

/**
 * What the platform inflates by, such as `node:zlib`, for zstd, and for gzip and deflate where there is no
 * WebAssembly. Returns null for what the platform has not. It throws {@link Damage} for data that is not whole.
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
 * that inflates without bounds; `onFault` is told of each thing that is wrong.
 */
export async function* decompress(
  how: Compression | "deflate-raw",
  blocks: Blocks,
  inflate: Inflate,
  onFault: (fault: Fault) => void,
): AsyncGenerator<Uint8Array> {
  let taken = 0;
  let given = 0;
  async function* counted(): AsyncGenerator<Uint8Array> {
    for await (const block of blocks) {
      taken += block.length;
      yield block;
    }
  }
  /** What came is right, and what is missing is missing. */
  const cut = (reason: string): void => onFault({ reason, from: given, to: given, isShort: true });
  try {
    for await (const block of await decoder(how, counted(), inflate, onFault)) {
      given += block.length;
      if (given > LIMITS.inflationGrace && given > taken * LIMITS.inflationRatio) {
        cut(`it inflates to more than ${LIMITS.inflationRatio} times its size`);
        return;
      }
      yield block;
    }
  } catch (error) {
    if (error instanceof AnalyzerError) throw error;
    if (!(error instanceof Damage)) cut(`it cannot be read further: ${(error as Error).message}`);
    else if (error.message === ENDS_EARLY) cut(ENDS_EARLY);
    // none says where it began
    else onFault({ reason: error.message, from: 0, to: given, isShort: true });
  }
}

/** The decoder of a compression; those that are seldom wanted are loaded when they are needed. */
async function decoder(
  how: Compression | "deflate-raw",
  blocks: Blocks,
  inflate: Inflate,
  onFault: (fault: Fault) => void,
): Promise<Blocks> {
  switch (how) {
    case "xz":
      return (await import("./xz.ts")).unxz(blocks);
    case "bzip2":
      return (await import("./bzip2.ts")).bunzip2(blocks);
    case "zstd":
      return inflate(how, blocks) ?? (await import("./zstd.ts")).unzstd(blocks);
    default:
      return inflated(how, blocks, onFault) ?? orThrow(how, inflate(how, blocks));
  }
}

/** The same by our own code, or null. */
function inflated(
  how: "gzip" | "deflate-raw",
  blocks: Blocks,
  onFault: (fault: Fault) => void,
): Blocks | null {
  const inflater = takeInflater();
  if (inflater === null) return null;
  async function* all(code: typeof inflater & object): AsyncGenerator<Uint8Array> {
    try {
      if (how === "gzip") yield* gunzip(blocks, code, onFault);
      else {
        const ending = yield* code.inflate(byteReader(blocks));
        if (ending !== "whole") throw new Damage(ending);
      }
    } finally {
      giveBack(code);
    }
  }
  return all(inflater);
}

function orThrow(how: Native, blocks: Blocks | null): Blocks {
  if (blocks === null) throw new Damage(`its ${how} compression cannot be read here`);
  return blocks;
}
