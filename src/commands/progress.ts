import { stat } from "node:fs/promises";
import type { Blocks, Bundle, BundleEntry } from "../archive/entry.ts";
import { formatBytes, formatNumber, formatSeconds } from "../format.ts";
import { formOf } from "../sections/forms.ts";
import { isTerminal, type Screen } from "./terminal.ts";

/** Milliseconds of work that nobody needs to be told of. */
const PATIENCE = 1000;
/** Milliseconds from one picture to the next. */
const STEP = 100;
/** Bytes of each block whose rows are counted; the rest of the block is taken to have as many. */
const SAMPLE = 16 * 1024;
/** Bytes by which an entry is told to be a dump of the table. */
const HEAD_BYTES = 4096;
const LF = 10;
const CLEAR = "\r\u001b[K";

type Open = (target: string) => Promise<Bundle>;

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

/**
 * Shows on one line how far the reading of a bundle is, after a second and at most ten times a second.
 * Returns the bundle to read instead, and what takes the line off the screen.
 *
 * @param now milliseconds of a clock that does not run backwards
 */
export function progressOn(
  screen: Screen,
  total: number | null,
  now: () => number = () => performance.now(),
): { watch(bundle: Bundle): Bundle; clear(): void } {
  const start = now();
  const stand: Stand = { bytes: 0, total, seconds: 0, rows: 0, rowSeconds: 0 };
  let drawn = start + PATIENCE - STEP;
  let shown = false;

  function draw(time: number): void {
    if (time - drawn < STEP) return;
    drawn = time;
    shown = true;
    stand.seconds = (time - start) / 1000;
    // a terminal that does not know its columns says 0
    screen.write(CLEAR + sayProgress(stand).slice(0, (screen.columns || 80) - 1));
  }

  async function* watched(
    { path, blocks }: BundleEntry,
    bundle: Bundle,
  ): AsyncGenerator<Uint8Array> {
    let isTable: boolean | null = null;
    let before = now();
    for await (const block of blocks) {
      isTable ??= beginsTable(path, block);
      stand.bytes = total === null ? stand.bytes + block.length : bundle.consumed;
      if (isTable) stand.rows += rowsOf(block);
      yield block;
      const time = now();
      if (isTable) stand.rowSeconds += (time - before) / 1000;
      before = time;
      draw(time);
    }
  }

  async function* entriesOf(bundle: Bundle): AsyncGenerator<BundleEntry> {
    for await (const entry of bundle.entries)
      yield { ...entry, blocks: watched(entry, bundle) as Blocks };
  }

  return {
    watch: (bundle) => ({ ...bundle, entries: entriesOf(bundle) }),
    clear() {
      if (shown) screen.write(CLEAR);
      shown = false;
    },
  };
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

/** Bytes of a file; null of all else. */
export async function fileSize(path: string): Promise<number | null> {
  const stats = await stat(path).catch(() => null);
  return stats?.isFile() ? stats.size : null;
}

/** Runs work that opens a bundle, with its progress on standard error where that is a terminal and wanted. */
export async function withProgress<T>(
  open: Open,
  work: (open: Open) => Promise<T>,
  quiet = false,
): Promise<T> {
  const screen = process.stderr;
  if (quiet || !isTerminal(screen, process.env)) return work(open);
  let clear = (): void => {};
  const interrupted = () => {
    clear();
    process.kill(process.pid, "SIGINT");
  };
  process.once("SIGINT", interrupted);
  try {
    return await work(async (target) => {
      clear();
      const progress = progressOn(screen, await fileSize(target));
      clear = progress.clear;
      return progress.watch(await open(target));
    });
  } finally {
    clear();
    process.off("SIGINT", interrupted);
  }
}

/** Shows on one line how many of some bundles are read, after a second; nothing where nobody looks. */
export function countOn(
  screen: Screen,
  total: number,
  quiet: boolean,
): { step(): void; clear(): void } {
  if (quiet || !isTerminal(screen, process.env)) return { step() {}, clear() {} };
  const start = performance.now();
  let drawn = start + PATIENCE - STEP;
  let count = 0;
  let shown = false;
  return {
    step() {
      count++;
      const time = performance.now();
      if (time - drawn < STEP) return;
      drawn = time;
      shown = true;
      screen.write(
        `${CLEAR}read ${formatNumber(count)} of ${formatNumber(total)} bundles, for ${formatSeconds(Math.ceil((time - start) / 1000))}`,
      );
    },
    clear() {
      if (shown) screen.write(CLEAR);
      shown = false;
    },
  };
}
