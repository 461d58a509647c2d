import { KeyedHide } from "./hide.ts";
import { readKey } from "./prf.ts";

const SCHEMA = "conntriage/redaction/1";

/** What undoes a redaction: the key, by which addresses are found again, and every word that was hidden. */
export interface RedactionMap {
  schema: typeof SCHEMA;
  /** 64 hexadecimal digits. */
  key: string;
  /** By pseudonym. */
  words: Readonly<Record<string, string>>;
}

/** The map of a redaction, with what an earlier one by the same key has hidden. */
export const mapOfWords = (
  key: Uint8Array,
  words: ReadonlyMap<string, string>,
  before: RedactionMap | null,
): RedactionMap => ({
  schema: SCHEMA,
  key: hexOf(key),
  words: Object.fromEntries(
    [...new Map([...Object.entries(before?.words ?? {}), ...words])].sort(),
  ),
});

export const hexOf = (key: Uint8Array): string =>
  Array.from(key, (byte) => byte.toString(16).padStart(2, "0")).join("");

/** Reads a map's text; null of anything else. */
export function readMap(text: string): RedactionMap | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  if (typeof value !== "object" || value === null) return null;
  const { schema, key, words } = value as Partial<Record<keyof RedactionMap, unknown>>;
  if (schema !== SCHEMA || typeof key !== "string" || readKey(key) === null) return null;
  if (typeof words !== "object" || words === null) return null;
  return Object.values(words).every((word) => typeof word === "string")
    ? { schema, key, words: words as Record<string, string> }
    : null;
}

/** Puts the names and addresses back into a text of any format. */
export function restorer({ key, words }: RedactionMap): (text: string) => string {
  const hide = new KeyedHide(readKey(key)!);
  const known = new Map(Object.entries(words));
  return (text) => hide.shown(text, known);
}
