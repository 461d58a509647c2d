import { permutation } from "./permute.ts";
import type { Prf } from "./prf.ts";
import { isGeneric, isGenericNumbered, isTaken } from "./words.ts";

/** What a pseudonym begins with, so that it is no word of a report. */
const MARK = "x";
/** What is second in that of a word that begins with a digit, which it does, too; an x would make some a number. */
const SECOND_MARK = "z";
/** Letters and digits of the hashes that kube-proxy gives its chains. */
const BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const HEX = "0123456789abcdef";
const LETTERS = "abcdefghijklmnopqrstuvwxyz";
const DIGITS = "0123456789";
/** Letters of a word that change places with those of others at once: a permutation's time grows with their cube. */
const PIECE = 64;
/** Digits behind a word that stay: `worker-12` and `eth0` are numbered, and a number says little. */
export const NUMBERED = /^([A-Za-z]+)(\d{1,3})$/;

/**
 * Pseudonyms of words, each of the same shape: letters for letters, digits for digits, capitals for capitals.
 * One key gives one pseudonym to a word, wherever it stands, and none to two.
 */
export class Names {
  readonly #prf: Prf;
  readonly #permutations = new Map<string, ReturnType<typeof permutation>>();
  readonly #known = new Map<string, string>();
  /** By pseudonym, what it stands for. */
  readonly seen = new Map<string, string>();

  constructor(prf: Prf) {
    this.#prf = prf;
  }

  /** A word of a name; what is nobody's stays, unless it names somebody where it stands. */
  word(word: string, always = false): string {
    const [, letters = word, number = ""] = NUMBERED.exec(word) ?? [];
    if (!always && (isGeneric(word) || (number !== "" && isGenericNumbered(letters)))) return word;
    return this.#pseudonym(letters, () => this.#hidden(letters)) + number;
  }

  /** A hash of kube-proxy's, which a guess at the name would confirm. */
  hash(text: string): string {
    return this.#pseudonym(text, () =>
      this.#spelt(
        text,
        [...text].map(() => BASE32),
        "hash",
      ),
    );
  }

  #pseudonym(text: string, make: () => string): string {
    const known = this.#known.get(text);
    if (known !== undefined) return known;
    const made = make();
    this.#known.set(text, made);
    this.seen.set(made, text);
    return made;
  }

  #hidden(text: string): string {
    const plain = text.toLowerCase();
    // ids are told by their length and their letters
    if (/^(?=.*\d)[0-9a-f]{32,}$/.test(text))
      return this.#spelt(
        text,
        [...text].map(() => HEX),
        "hex",
      );
    if (/[^a-z0-9]/.test(plain)) return MARK + this.#letters(text);
    const alphabets = [...plain].map((c) => (c >= "a" ? LETTERS : DIGITS));
    const shape = [...plain].map((c) => (c >= "a" ? "l" : "d")).join("");
    let hidden = this.#spelt(plain, alphabets, shape);
    if (shape.startsWith("d")) {
      const cased = casedAs(text, hidden);
      return cased[0] + SECOND_MARK + cased.slice(1);
    }
    while (isTaken(MARK + hidden)) hidden = this.#spelt(hidden, alphabets, shape);
    return (text[0] === plain[0] ? MARK : MARK.toUpperCase()) + casedAs(text, hidden);
  }

  /** The text that a permutation of all texts of a shape puts in another's place. */
  #spelt(text: string, alphabets: readonly string[], shape: string): string {
    // no name is as long; a piece after the other still gives no two words one pseudonym
    if (text.length > PIECE) {
      const pieces: string[] = [];
      for (let at = 0; at < text.length; at += PIECE) {
        const [from, to] = [at, at + PIECE];
        pieces.push(
          this.#spelt(text.slice(from, to), alphabets.slice(from, to), shape.slice(from, to)),
        );
      }
      return pieces.join("");
    }
    let size = 1n;
    let value = 0n;
    for (const [at, c] of [...text].entries()) {
      const radix = BigInt(alphabets[at]!.length);
      value = value * radix + BigInt(alphabets[at]!.indexOf(c));
      size *= radix;
    }
    const tweak = `${shape} ${text.length}`;
    const known = this.#permutations.get(tweak) ?? permutation(this.#prf, size, tweak);
    this.#permutations.set(tweak, known);
    let left = known(value);
    const spelt: string[] = [];
    for (const alphabet of [...alphabets].reverse()) {
      const radix = BigInt(alphabet.length);
      spelt.unshift(alphabet[Number(left % radix)]!);
      left /= radix;
    }
    return spelt.join("");
  }

  /** Letters that a text of other alphabets is told by. */
  #letters(text: string): string {
    let value = this.#prf(`letters ${text}`, 0);
    let letters = "";
    for (let n = 0; n < 12; n++, value /= 26n) letters += LETTERS[Number(value % 26n)];
    return letters;
  }
}

/** Capitals where a text has them. */
const casedAs = (text: string, hidden: string): string =>
  [...hidden].map((c, at) => (/[A-Z]/.test(text[at]!) ? c.toUpperCase() : c)).join("");
