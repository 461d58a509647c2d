import { LIMITS } from "../limits.ts";
import { type Blocks, type Bundle, type BundleEntry, type Outcome, peek } from "./entry.ts";
import { decompress, type Inflate } from "./inflate.ts";
import { looksLikeTar, tarEntries } from "./tar.ts";

/**
 * Opens a stream as a bundle: a tar archive, or a file that is the only entry; compressed or not.
 *
 * @param file what a file that is no archive is called as an entry; as the bundle, without
 */
export async function openBlocks(
  name: string,
  blocks: Blocks,
  inflate: Inflate,
  file = name,
): Promise<Bundle> {
  const bundle = emptyBundle(name);
  const onDamage = (reason: string) => bundle.damage.push(reason);
  const plain = await decompress(counted(blocks, bundle), inflate, onDamage);
  const { head, blocks: whole } = await peek(plain, 512);
  bundle.entries = bounded(
    looksLikeTar(head) ? tarEntries(whole, bundle, inflate) : single(file, whole, bundle),
    bundle,
  );
  return bundle;
}

/** A bundle of no entries, to be given some. */
export const emptyBundle = (name: string): Bundle => ({
  name,
  entries: none(),
  consumed: 0,
  skipped: [],
  damage: [],
});

async function* counted(
  blocks: Blocks,
  bundle: Pick<Bundle, "consumed">,
): AsyncGenerator<Uint8Array> {
  for await (const block of blocks) {
    bundle.consumed += block.length;
    yield block;
  }
}

async function* none(): AsyncGenerator<BundleEntry> {}

/** A file that is no archive is a bundle of one entry. */
async function* single(
  path: string,
  blocks: Blocks,
  { damage }: Pick<Bundle, "damage">,
): AsyncGenerator<BundleEntry> {
  const outcome: Outcome = { bytes: 0, cut: null };
  async function* counted(): AsyncGenerator<Uint8Array> {
    for await (const block of blocks) {
      outcome.bytes += block.length;
      yield block;
    }
    // what damages the bundle cuts its only entry
    outcome.cut ??= damage[0] ?? null;
  }
  yield { path, blocks: counted(), outcome };
}

/** Stops reading, and says so, when the bundle as a whole passes its ceiling. */
export async function* bounded(
  entries: AsyncIterable<BundleEntry>,
  bundle: Bundle,
): AsyncGenerator<BundleEntry> {
  let total = 0;
  let over = false;
  for await (const entry of entries) {
    const { blocks } = entry;
    async function* capped(): AsyncGenerator<Uint8Array> {
      for await (const block of blocks) {
        total += block.length;
        if (total > LIMITS.bundleBytes) {
          over = true;
          entry.outcome.cut = `the bundle holds more than ${LIMITS.bundleBytes} bytes`;
          return;
        }
        yield block;
      }
    }
    yield { path: entry.path, outcome: entry.outcome, blocks: capped() };
    if (over) {
      bundle.damage.push(`only its first ${LIMITS.bundleBytes} bytes were read`);
      return;
    }
  }
}
