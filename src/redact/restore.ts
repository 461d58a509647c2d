import { KeyedHide } from "./hide.ts";
import { readKey } from "./prf.ts";

/** What undoes a redaction: the key, by which addresses are found again, and every word that was hidden. */
export interface RedactionMap {
  schema: "conntriage/redaction/1";
  /** 64 hexadecimal digits. */
  key: string;
  /** By pseudonym. */
  words: Readonly<Record<string, string>>;
}

/** Puts the names and addresses back into a text of any format. */
export function restorer({ key, words }: RedactionMap): (text: string) => string {
  const bytes = readKey(key);
  if (bytes === null) throw new TypeError("the map's key is no key");
  const hide = new KeyedHide(bytes);
  const known = new Map(Object.entries(words));
  return (text) => hide.shown(text, known);
}
