import { readJson } from "./json.ts";
import type { Respelt } from "./respelt.ts";

/** Lines and characters of a document that are held until it ends. */
const MOST_LINES = 20_000;
const MOST_CHARACTERS = 4 * 2 ** 20;

/** Whether a line begins a document of several lines. */
const beginsJson = (bare: string): boolean => /^[{[]$|^\{\s?"|^\[\s?\{/.test(bare);

/** What Ansible writes before a result: which machine it is of. */
const TOLD =
  /^((?:ok|changed|fatal|failed|skipping): \[[\w.-]{1,253}\](?: \(item=.{0,200}\))?(?:: [A-Z]+!)?) => (\{.*)$/;

/** Who takes what the lines of a document say. */
interface Taker {
  /** The document in other words. */
  respelt(lines: readonly Respelt[], number: number): void;
  /** A line of a document that is read as a whole. */
  part(number: number): void;
  /** A line of what is none that is known. */
  line(text: string, bare: string, number: number): void;
  /** What tells where the text comes from. */
  about(): string;
}

/** Holds back the lines of a text that mean something as a whole only. */
export class Documents {
  readonly #to: Taker;
  #open: JsonLines | null = null;

  constructor(to: Taker) {
    this.#to = to;
  }

  /** Takes a line that is of a document or begins one; false for any other. */
  take(text: string, bare: string, number: number): boolean {
    const [, head, rest] = this.#open === null ? (TOLD.exec(bare) ?? []) : [];
    if (head !== undefined) {
      this.#to.line(head, head, number);
      return this.take(rest!, rest!, number);
    }
    if (this.#open === null && !beginsJson(bare)) return false;
    this.#open ??= new JsonLines();
    const state = this.#open.take(text, bare, number);
    if (state !== "more") this.end(state === "whole");
    return true;
  }

  /** Gives the lines on that are held: as what the whole says, or one by one. */
  end(isWhole = false): void {
    const { lines } = this.#open ?? { lines: [] };
    this.#open = null;
    const read =
      isWhole && lines.length > 1
        ? readJson(lines.map(({ raw }) => raw).join("\n"), this.#to.about())
        : null;
    if (read !== null) {
      for (const { number } of lines) this.#to.part(number);
      this.#to.respelt(read, lines[0]!.number);
    } else for (const { raw, number } of lines) this.#to.line(raw, raw.trim(), number);
  }
}

/** Holds the lines of one JSON document until its last brace. */
class JsonLines {
  readonly lines: { raw: string; number: number }[] = [];
  #depth = 0;
  #characters = 0;
  #quoted = false;

  /** Takes a line. Answers whether the document goes on, is whole, or is too large or none. */
  take(raw: string, bare: string, number: number): "more" | "whole" | "none" {
    this.lines.push({ raw, number });
    this.#characters += raw.length;
    for (let at = 0; at < bare.length; at++) {
      const c = bare[at]!;
      if (this.#quoted) {
        if (c === "\\") at++;
        else if (c === '"') this.#quoted = false;
      } else if (c === '"') this.#quoted = true;
      else if (c === "{" || c === "[") this.#depth++;
      else if (c === "}" || c === "]") this.#depth--;
    }
    // no string goes over a line's end
    if (this.#quoted || this.#depth < 0) return "none";
    if (this.#depth === 0) return "whole";
    return this.lines.length > MOST_LINES || this.#characters > MOST_CHARACTERS ? "none" : "more";
  }
}
