import { LIMITS } from "../limits.ts";
import type { Bundle } from "./entry.ts";

/** Where an archive says what it does not give. */
export interface Log {
  /** An entry that is not looked at. */
  skip(entry: string, reason: string): void;
  /** What is wrong with the archive. */
  damage(reason: string): void;
  /** Whether something was. */
  damaged(): boolean;
  /** Counts an entry, wherever in the bundle it lies. Answers whether it is below the ceiling. */
  count(): boolean;
}

export function logOf(bundle: Pick<Bundle, "skipped" | "damage">): Log {
  let entries = 0;
  return {
    skip(entry, reason) {
      if (bundle.skipped.length < LIMITS.entries) bundle.skipped.push({ entry, reason });
    },
    damage(reason) {
      // each of a hundred thousand archives within may have something to say
      if (bundle.damage.length < LIMITS.entries) bundle.damage.push(reason);
    },
    damaged: () => bundle.damage.length > 0,
    count() {
      if (++entries === LIMITS.entries + 1)
        bundle.damage.push(`only its first ${LIMITS.entries} entries were read`);
      return entries <= LIMITS.entries;
    },
  };
}

/** The log of an archive that is itself an entry. */
export function logWithin(log: Log, path: string): Log {
  let damaged = false;
  return {
    skip: (entry, reason) => log.skip(`${path}!${entry}`, reason),
    damage(reason) {
      damaged = true;
      log.damage(`${path}: ${reason}`);
    },
    damaged: () => damaged,
    count: () => log.count(),
  };
}
