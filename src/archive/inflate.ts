import { AnalyzerError } from "../errors.ts";
import { LIMITS } from "../limits.ts";
import { Damage } from "./damage.ts";
import { type Blocks, peek } from "./entry.ts";

/** Compressions that a platform may take off by itself, sooner than code of ours can. */
export type Native = "gzip" | "zstd";

/**
 * What the platform inflates by: `node:zlib`, or a browser's `DecompressionStream`. Answers null for
 * what the platform has not. It throws {@link Damage} for data that is not whole, after all that could
 * be read of it.
 */
export type Inflate = (how: Native, blocks: Blocks) => Blocks | null;

/** Each compression with the bytes that it begins with. */
const MAGIC: readonly (readonly [Native, readonly number[]])[] = [
  ["gzip", [0x1f, 0x8b]],
  ["zstd", [0x28, 0xb5, 0x2f, 0xfd]],
];
const LONGEST_MAGIC = 6;

/**
 * Takes the compression off a stream, told by its first bytes; an uncompressed one passes as it is.
 * A damaged or truncated stream yields all that could be read, then tells `onDamage` why it ended.
 */
export async function decompress(
  raw: Blocks,
  inflate: Inflate,
  onDamage: (reason: string) => void,
): Promise<Blocks> {
  const { head, blocks } = await peek(raw, LONGEST_MAGIC);
  const how = MAGIC.find(([, magic]) => magic.every((byte, at) => head[at] === byte))?.[0];
  if (how === undefined) return blocks;
  let taken = 0;
  async function* counted(): AsyncGenerator<Uint8Array> {
    for await (const block of blocks) {
      taken += block.length;
      yield block;
    }
  }
  const inflated = inflate(how, counted());
  if (inflated === null) {
    onDamage(`its ${how} compression cannot be read here: unpack it first`);
    return nothing();
  }
  return within(inflated, () => taken, onDamage);
}

async function* nothing(): AsyncGenerator<Uint8Array> {}

/** Ends a stream that inflates without bounds, or whose data is not whole, and tells why. */
async function* within(
  inflated: Blocks,
  taken: () => number,
  onDamage: (reason: string) => void,
): AsyncGenerator<Uint8Array> {
  let given = 0;
  try {
    for await (const block of inflated) {
      given += block.length;
      if (given > LIMITS.inflationGrace && given > taken() * LIMITS.inflationRatio) {
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
