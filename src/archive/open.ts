import { AnalyzerError } from "../errors.ts";
import { LIMITS } from "../limits.ts";
import {
  type Blocks,
  type Bundle,
  type BundleEntry,
  doubtOf,
  type Outcome,
  peek,
  type Seekable,
  type Source,
} from "./entry.ts";
import type { Inflate } from "./inflate.ts";
import { logOf } from "./log.ts";
import { insideOf, openSource, unpack, watched } from "./unpack.ts";
import { looksLikeZip, zipSources } from "./zip.ts";

/**
 * Opens a stream as a bundle: a tar archive, or a file that is the only entry; compressed or not.
 *
 * @param file what a file that is no archive is called as an entry; as the bundle, without
 * @throws AnalyzerError `BUNDLE_UNREADABLE` for a zip: see {@link openZip}
 */
export async function openBlocks(
  name: string,
  blocks: Blocks,
  inflate: Inflate,
  file = name,
): Promise<Bundle> {
  const bundle = emptyBundle(name);
  const log = logOf(bundle);
  const outcome: Outcome = { bytes: 0, cut: null };
  const whole: Source = { path: file, outcome, blocks: counted(blocks, bundle) };
  const opened = await openSource(whole, inflate, ({ reason }) => log.damage(reason));
  if (opened.is === "zip")
    throw new AnalyzerError(
      "BUNDLE_UNREADABLE",
      `${file}: a zip cannot be read as a stream, since its directory stands at its end: save it to a file and give that, or unzip it`,
    );
  const inside = opened.is === "tar" ? await insideOf(opened, log, inflate) : null;
  bundle.entries = bounded(
    inside === null
      ? single({ path: file, outcome, blocks: await noReport(watched(opened, outcome), file) })
      : unpack(inside, log, inflate, 1),
    bundle,
  );
  return bundle;
}

/** How the reports that programs read begin. Their numbers would be taken for some machine's own. */
const REPORT =
  /^\ufeff?\s{0,20}\{\s{0,20}"schema"\s{0,5}:\s{0,5}"(conntriage\/(?:analysis|check|compare|digest|fleet|fleet-row|redaction|timeline)\/\d{1,4})"/;
const HEAD_BYTES = 128;

/** A file that is the only entry, and no report of ours. */
async function noReport(blocks: Blocks, file: string): Promise<Blocks> {
  const { head, blocks: all } = await peek(blocks, HEAD_BYTES);
  const [, schema] = REPORT.exec(new TextDecoder().decode(head.subarray(0, HEAD_BYTES))) ?? [];
  if (schema !== undefined)
    throw new AnalyzerError(
      "BUNDLE_UNREADABLE",
      `${file}: it is ${schema}, which was made from bundles: give those`,
    );
  return all;
}

/** Opens a zip as a bundle. Its directory stands at its end, so it must be a file that can be read anywhere. */
export function openZip(name: string, file: Seekable, inflate: Inflate): Bundle {
  const bundle = emptyBundle(name);
  const log = logOf(bundle);
  const watched: Seekable = {
    ...file,
    async read(from, length) {
      const bytes = await file.read(from, length);
      bundle.consumed += bytes.length;
      return bytes;
    },
  };
  bundle.entries = bounded(unpack(zipSources(watched, log, inflate), log, inflate, 1), bundle);
  return bundle;
}

/** Opens the files of a folder as a bundle. What is wrong with the folder stands in `bundle`. */
export function openFiles(bundle: Bundle, files: AsyncIterable<Source>, inflate: Inflate): Bundle {
  bundle.entries = bounded(unpack(files, logOf(bundle), inflate, 0), bundle);
  return bundle;
}

/** Whether a file is to be opened as a zip. */
export async function isZip(file: Seekable): Promise<boolean> {
  return looksLikeZip(await file.read(0, 4));
}

/** A bundle of no entries, to be given some. */
export const emptyBundle = (name: string): Bundle => ({
  name,
  entries: none(),
  consumed: 0,
  skipped: [],
  damage: [],
  doubted: [],
});

async function* none(): AsyncGenerator<BundleEntry> {}

async function* counted(
  blocks: Blocks,
  bundle: Pick<Bundle, "consumed">,
): AsyncGenerator<Uint8Array> {
  for await (const block of blocks) {
    bundle.consumed += block.length;
    yield block;
  }
}

/** A file that is no archive is a bundle of one entry. */
async function* single(entry: BundleEntry): AsyncGenerator<BundleEntry> {
  const { blocks, outcome } = entry;
  async function* counted(): AsyncGenerator<Uint8Array> {
    for await (const block of blocks) {
      outcome.bytes += block.length;
      yield block;
    }
  }
  yield { ...entry, blocks: counted() };
}

/**
 * Stops reading, and says so, when the bundle as a whole passes its ceiling. When all entries have ended, those
 * are listed whose bytes may be wrong.
 */
async function* bounded(
  entries: AsyncIterable<BundleEntry>,
  bundle: Bundle,
): AsyncGenerator<BundleEntry> {
  let total = 0;
  let over = false;
  // not the entries themselves, whose blocks hold the head of each
  const ended: Pick<BundleEntry, "path" | "outcome">[] = [];
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
    ended.push({ path: entry.path, outcome: entry.outcome });
    if (over) {
      bundle.damage.push(`only its first ${LIMITS.bundleBytes} bytes were read`);
      break;
    }
  }
  for (const { path, outcome } of ended) {
    const reason = doubtOf(outcome);
    if (reason !== null) bundle.doubted.push({ entry: path, reason });
  }
}
