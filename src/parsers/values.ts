import { AnalyzerError } from "../errors.ts";
import { LIMITS } from "../limits.ts";

/** A number of the bundle and the line where it stands. */
export interface NumberAt {
  value: number;
  line: number;
  /** The entry, where one fact holds values of several. */
  entry?: string;
}

/** A text of the bundle and the line where it stands. Untrusted: escape it before it is shown. */
export interface TextAt {
  value: string;
  line: number;
  /** The entry, where one fact holds values of several. */
  entry?: string;
}

/** The error for an entry that as a whole is not what its name says. `message` is one line. */
export function parseFailed(entry: string, line: number, message: string): AnalyzerError {
  return new AnalyzerError("PARSE_FAILED", message, { entry, line });
}

/** The words between blanks; none for a blank line. A carriage return counts as a blank. */
export function words(text: string): string[] {
  const trimmed = text.trim();
  return trimmed === "" ? [] : trimmed.split(/\s+/);
}

/** A whole number without a sign, or null: not a number, or too large to be held exactly. */
export function decimal(text: string): number | null {
  if (text.length > 16 || !/^\d+$/.test(text)) return null;
  const value = Number(text);
  return Number.isSafeInteger(value) ? value : null;
}

/** As {@link decimal}, with a minus sign allowed. */
export function integer(text: string): number | null {
  if (!text.startsWith("-")) return decimal(text);
  const value = decimal(text.slice(1));
  return value === null ? null : 0 - value;
}

/** A number without a sign, with or without a fraction, or null. */
export function fractional(text: string): number | null {
  return text.length <= 24 && /^\d+(?:\.\d+)?$/.test(text) ? Number(text) : null;
}

/** A hexadecimal counter of up to 32 bits, without `0x`, or null. */
export function hex32(text: string): number | null {
  return /^[0-9a-fA-F]{1,8}$/.test(text) ? Number.parseInt(text, 16) : null;
}

/** A TCP, UDP or SCTP port from 1 to 65535, or null. */
export function portNumber(text: string): number | null {
  const value = decimal(text);
  return value !== null && value >= 1 && value <= 65_535 ? value : null;
}

/** Puts a key that the input names, unless the map is at its ceiling. True when it is in the map. */
export function putBounded<V>(
  map: Map<string, V>,
  key: string,
  value: V,
  ceiling: number = LIMITS.keysPerEntry,
): boolean {
  if (map.size >= ceiling && !map.has(key)) return false;
  map.set(key, value);
  return true;
}
