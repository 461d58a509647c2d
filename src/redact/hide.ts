import type { Hide } from "../parsers/redaction.ts";
import { Addresses, readIpv6 } from "./addresses.ts";
import { Names, NUMBERED } from "./names.ts";
import { prfOf } from "./prf.ts";
import { DAY, IS_WHEN, LONG_NUMBER, MOMENT, NAME_PARTS, OTHER_MAC, PARTS } from "./shapes.ts";
import { dashedIpv4, dashedIpv6, reversedZone } from "./spelt-addresses.ts";
import { isGeneric, SETTINGS } from "./words.ts";

const NO_MAC = "00:00:00:00:00:00";
const NONE: ReadonlySet<string> = new Set();

/** Hides what is somebody's, by a key. */
export class KeyedHide implements Hide {
  readonly addresses: Addresses;
  readonly names: Names;
  /** Addresses that were met, where somebody asks for them. */
  readonly met: Set<string> | null;

  constructor(key: Uint8Array, met: Set<string> | null = null) {
    this.addresses = new Addresses(key);
    this.names = new Names(prfOf(key));
    this.met = met;
  }

  name(text: string): string {
    return this.#hide(text, NAME_PARTS, NONE);
  }

  words(text: string, shown: ReadonlySet<string> = NONE): string {
    return this.#hide(text, PARTS, shown);
  }

  /** An entry's path: below a copy of the kernel's settings it has their names. A folder may be called by a number, as of a case. */
  path(path: string): string {
    const at = /(?:^|[/!])(?:proc[-/]sys[-/]|sys\/module\/)/.exec(path)?.index ?? path.length;
    const folders = path.slice(0, at).split("/");
    const named = folders.map((folder, n) =>
      LONG_NUMBER.test(folder) && !IS_WHEN.test(folder) && folders[n - 1] !== "proc"
        ? this.names.word(folder)
        : this.name(folder),
    );
    return named.join("/") + this.words(path.slice(at), SETTINGS);
  }

  /** Text that may hold a machine's name anywhere: as words, and also names that are words with a number. */
  framed(text: string, shown: ReadonlySet<string>): string {
    return this.#hide(text, NAME_PARTS, shown);
  }

  hash(text: string): string {
    return this.names.hash(text);
  }

  hexAddress(text: string): string {
    const bytes = Number.parseInt(text, 16);
    const hidden = this.addresses.ipv4(bytes).toString(16).padStart(8, "0");
    return /[a-f]/.test(text) ? hidden : hidden.toUpperCase();
  }

  /** Undoes it, by the words that were hidden. */
  shown(text: string, words: ReadonlyMap<string, string>): string {
    const wordOf = (part: string): string => {
      const [, letters = part, number = ""] = NUMBERED.exec(part) ?? [];
      return words.get(part) ?? (words.get(letters) ?? letters) + number;
    };
    return text.replace(PARTS, (whole, ...rest) => {
      const groups = rest.at(-1) as Record<string, string | undefined>;
      if (groups["word"] !== undefined) return whole.split("_").map(wordOf).join("_");
      if (groups["hash"] !== undefined) return words.get(whole) ?? whole;
      if (groups["six"] !== undefined && readIpv6(whole.split("/")[0]!) === null)
        return whole.replace(/\w+/g, wordOf);
      if (groups["six"] !== undefined || groups["four"] !== undefined)
        return this.addresses.text(whole, true) ?? whole;
      if (groups["reversed"] !== undefined) return this.#reversed(whole, true);
      if (groups["dashedsix"] !== undefined) {
        const six = dashedIpv6(whole, (hidden) => this.#address(hidden, true));
        return six ?? whole.replace(/\w+/g, wordOf);
      }
      return groups["dashed"] === undefined ? whole : this.#dashed(whole, groups["sign"]!, true);
    });
  }

  #hide(given: string, pattern: RegExp, shown: ReadonlySet<string>): string {
    const text = given.replace(OTHER_MAC, (mac) =>
      MOMENT.test(mac) ? mac : mac.replace(/[0-9A-Fa-f]/g, "0"),
    );
    return text.replace(pattern, (whole, ...rest) => {
      const groups = rest.at(-1) as Record<string, string | undefined>;
      const at = rest.at(-3) as number;
      if (groups["word"] !== undefined) return this.#word(whole, shown, text, at);
      if (groups["mac"] !== undefined) return NO_MAC;
      if (groups["six"] !== undefined)
        return readIpv6(whole.split("/")[0]!) === null
          ? this.#parts(whole, shown)
          : this.#address(whole);
      if (groups["four"] !== undefined) return this.#address(whole);
      if (groups["reversed"] !== undefined) return this.#reversed(whole);
      if (groups["dashed"] !== undefined) return this.#dashed(whole, groups["sign"]!);
      if (groups["dashedsix"] !== undefined) {
        const hidden = dashedIpv6(whole, (six) => this.#address(six));
        return hidden ?? this.#parts(whole, shown);
      }
      if (groups["id"] !== undefined)
        return whole.replace(/\w+/g, (part) => this.names.word(part, true));
      if (groups["hash"] !== undefined) return this.names.hash(whole);
      // `nodes` is a word, and no node called s
      if (groups["machine"] !== undefined && !isGeneric(whole))
        return whole.replace(/[A-Za-z]+/g, (word) => this.names.word(word, true));
      return whole;
    });
  }

  #address(text: string, back = false): string {
    if (!back) this.met?.add(text);
    return this.addresses.text(text, back) ?? text;
  }

  /** What has colons and is no address. */
  #parts(text: string, shown: ReadonlySet<string>): string {
    return text.replace(/\w+/g, (word, at: number) => this.#word(word, shown, text, at));
  }

  #dashed(text: string, sign: string, back = false): string {
    return dashedIpv4(text, sign, (dotted) => this.#address(dotted, back));
  }

  #reversed(text: string, back = false): string {
    return reversedZone(text, (four) => this.addresses.ipv4(four, back));
  }

  #word(word: string, shown: ReadonlySet<string>, text: string, at: number): string {
    if (shown.has(word)) return word;
    return word
      .split(/(_)/)
      .map((part) => {
        if (part === "_" || part === "" || shown.has(part)) return part;
        if (LONG_NUMBER.test(part)) {
          const isOfName =
            /[A-Za-z][-_]$/.test(text.slice(0, at)) ||
            /^[-_][A-Za-z]/.test(text.slice(at + word.length));
          return isOfName && !DAY.test(part) ? this.names.word(part) : part;
        }
        // InfluxDB's whole numbers end with their kind
        return /^\d+[iu]?$/.test(part) ? part : this.names.word(part);
      })
      .join("");
  }
}
