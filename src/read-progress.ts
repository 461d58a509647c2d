import type { Bundle, BundleEntry } from "./archive/entry.ts";
import { formatBytes, formatNumber, formatSeconds } from "./format.ts";
import { formOf } from "./sections/forms.ts";

/** Bytes of each block whose rows are counted; the rest of the block is taken to have as many. */
const SAMPLE = 16 * 1024;
/** Bytes by which an entry is told to be a dump of the table. */
const HEAD_BYTES = 4096;
const LF = 10;

/** How far the reading is. Seconds are those of the whole work, and of the dumps within it. */
export interface Stand {
  /** As they lie in the file, packed; of a folder or a stream as the parsers take them. */
  bytes: number;
  /** Bytes that there are; null of a folder or a stream. */
  total: number | null;
  seconds: number;
  rows: number;
  rowSeconds: number;
}

/** One line: `read 104 MiB of 200 MiB, about 1,200,000 rows/s, 2 s left`. */
export function sayProgress({ bytes, total, seconds, rows, rowSeconds }: Stand): string {
  const whole = (value: number) => formatSeconds(Math.ceil(value));
  const rate =
    rows === 0 || rowSeconds === 0
      ? `${formatBytes(bytes / seconds)}/s`
      : `about ${formatNumber(Number((rows / rowSeconds).toPrecision(2)))} rows/s`;
  if (total === null) return `read ${formatBytes(bytes)}, ${rate}, for ${whole(seconds)}`;
  const left = (Math.max(0, total - bytes) / bytes) * seconds;
  return `read ${formatBytes(bytes)} of ${formatBytes(total)}, ${rate}, ${whole(left)} left`;
}

/** Milliseconds from one word on how far it is to the next. */
export const STEP = 100;

/**
 * Bundles to read instead, which count what is taken of them, and tell of it at most ten times a second.
 *
 * @param total bytes that there are, where that is known
 * @param patience milliseconds of work that nobody needs to be told of
 * @param now milliseconds of a clock that does not run backwards
 */
export function telling(
  total: number | null,
  patience: number,
  tell: (stand: Stand) => void,
  now: () => number = () => performance.now(),
): (bundle: Bundle) => Bundle {
  const start = now();
  const stand: Stand = { bytes: 0, total, seconds: 0, rows: 0, rowSeconds: 0 };
  let told = start + patience - STEP;
  return (bundle) =>
    counted(bundle, stand, now, (time) => {
      if (time - told < STEP) return;
      told = time;
      stand.seconds = (time - start) / 1000;
      tell(stand);
    });
}

/** The bundle to read instead, which counts in `stand` what is taken of it, and gives the time after each block. */
function counted(
  bundle: Bundle,
  stand: Stand,
  now: () => number,
  told: (time: number) => void,
): Bundle {
  async function* watched({ path, blocks }: BundleEntry): AsyncGenerator<Uint8Array> {
    let isTable: boolean | null = null;
    let before = now();
    for await (const block of blocks) {
      isTable ??= beginsTable(path, block);
      stand.bytes = stand.total === null ? stand.bytes + block.length : bundle.consumed;
      if (isTable) stand.rows += rowsOf(block);
      yield block;
      const time = now();
      if (isTable) stand.rowSeconds += (time - before) / 1000;
      before = time;
      told(time);
    }
  }

  async function* entries(): AsyncGenerator<BundleEntry> {
    for await (const entry of bundle.entries) yield { ...entry, blocks: watched(entry) };
  }

  return { ...bundle, entries: entries() };
}

const beginsTable = (path: string, block: Uint8Array): boolean =>
  /conntrack-L|nf_conntrack/.test(path) ||
  new TextDecoder()
    .decode(block.slice(0, HEAD_BYTES))
    .split("\n", 8)
    .some((line) => formOf(line.trim())?.source === "conntrack-table");

function rowsOf(block: Uint8Array): number {
  const sample = block.subarray(0, SAMPLE);
  let rows = 0;
  for (const byte of sample) if (byte === LF) rows++;
  return (rows / sample.length) * block.length;
}
