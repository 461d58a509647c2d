import { stat } from "node:fs/promises";
import type { Bundle } from "../archive/entry.ts";
import { formatNumber, formatSeconds } from "../format.ts";
import { STEP, sayProgress, telling } from "../read-progress.ts";
import { isTerminal, type Screen } from "./terminal.ts";

/** Milliseconds of work that nobody needs to be told of. */
const PATIENCE = 1000;
const CLEAR = "\r\u001b[K";

type Open = (target: string) => Promise<Bundle>;

/**
 * Shows on one line how far the reading of a bundle is, after a second and at most ten times a second.
 * Returns the bundle to read instead, and what takes the line off the screen.
 *
 * @param now milliseconds of a clock that does not run backwards
 */
export function progressOn(
  screen: Screen,
  total: number | null,
  now?: () => number,
): { watch(bundle: Bundle): Bundle; clear(): void } {
  let shown = false;
  const watch = telling(
    total,
    PATIENCE,
    (stand) => {
      shown = true;
      // a terminal that does not know its columns says 0
      screen.write(CLEAR + sayProgress(stand).slice(0, (screen.columns || 80) - 1));
    },
    now,
  );
  return {
    watch,
    clear() {
      if (shown) screen.write(CLEAR);
      shown = false;
    },
  };
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
