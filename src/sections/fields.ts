import { stampTime } from "../parsers/kernel-stamp.ts";

/** What a document holds at `a.b`, or undefined. */
export function at(value: unknown, path: string): unknown {
  let inner = value;
  for (const key of path.split(".")) {
    if (typeof inner !== "object" || inner === null || !Object.hasOwn(inner, key)) return undefined;
    inner = (inner as Record<string, unknown>)[key];
  }
  return inner;
}

/** What the first path at which a document holds something that is known says; else null. */
export function first<T>(
  record: unknown,
  paths: readonly string[],
  read: (value: unknown) => T | null,
): T | null {
  for (const path of paths) {
    const value = at(record, path);
    const known = value === undefined ? null : read(value);
    if (known !== null) return known;
  }
  return null;
}

/** Milliseconds since 1970, of such a number or a date. */
export function momentOf(value: unknown): number | null {
  if (typeof value === "number")
    return value > 1e12 && value < 1e13
      ? value
      : value > 1e9 && value < 1e10
        ? Math.round(value * 1000)
        : null;
  // Loki's are nanoseconds
  if (typeof value === "string" && /^1\d{18}$/.test(value)) return Number(value.slice(0, 13));
  return typeof value === "string" && /^\d{4}-/.test(value) ? stampTime(value).time : null;
}
