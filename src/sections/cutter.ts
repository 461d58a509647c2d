import { Cast } from "./cast.ts";
import { clean, partsOf } from "./clean.ts";
import type { Context } from "./context.ts";
import { Documents } from "./documents.ts";
import { Examples } from "./examples.ts";
import { LineReader } from "./line-reader.ts";
import { Lists } from "./lists.ts";
import { Mail } from "./mail.ts";
import { aboutOf, type Receiver } from "./section.ts";
import { Surroundings } from "./surroundings.ts";
import { Turns } from "./turns.ts";

/**
 * Cuts a text into the outputs that it holds, line by line: undoes what a recording, a mail or a terminal made of the
 * lines, holds back what means something as a whole only, and has the rest read one by one. Keeps no more than a few
 * lines.
 */
export class Cutter {
  readonly #to: Receiver;
  readonly #around: Surroundings;
  readonly #turns: Turns;
  readonly #lists: Lists;
  readonly #reader: LineReader;
  readonly #documents: Documents;
  readonly #mail = new Mail();
  readonly #examples = new Examples();
  readonly #cast = new Cast();
  /** The number of the line before. */
  #last = 1;

  /** @param base what is known of the whole text: by its path, its layout
   *  @param name what the text is called */
  constructor(
    to: Receiver,
    base: Partial<Context> = {},
    path: string | null = null,
    name: string = "",
  ) {
    this.#to = to;
    this.#around = new Surroundings(base, path, name);
    this.#turns = new Turns(to);
    this.#lists = new Lists((lines, number) => this.#reader.respelt(lines, number));
    this.#reader = new LineReader(to, this.#around, this.#turns, this.#lists);
    this.#documents = new Documents({
      respelt: (lines, number) => this.#reader.respelt(lines, number),
      part: (number) => to.frame?.(number),
      line: (text, bare, number) => this.#reader.one(text, bare, number),
      about: () => aboutOf(this.#around.own),
    });
  }

  /** What is known at this line of the text. */
  get context(): Context {
    return this.#around.context;
  }

  /**
   * Takes rows of the table that stand as the tool printed them, as bytes of whole lines. Answers where the
   * first line begins that is no row, and its number.
   */
  rows(block: Uint8Array, from: number, to: number, first: number): { at: number; line: number } {
    if (this.#mail.isEncoded || this.#examples.mayHave) return { at: from, line: first };
    this.#endWhole();
    const { open } = this.#turns;
    const after = this.#turns.rows(block, from, to, first, this.#around.own);
    if (this.#turns.open !== open) this.#reader.unlayered();
    return after;
  }

  /** Takes the next line. */
  line(raw: string, number: number): void {
    this.#last = number;
    const lines = this.#cast.take(raw) ?? this.#mail.take(raw);
    // of a line that goes on, the whole is read at its end
    if (lines.length === 0) this.#to.frame?.(number);
    for (const line of lines) this.#plain(line, number);
  }

  #plain(raw: string, number: number): void {
    for (const part of partsOf(raw)) {
      const text = clean(part);
      const bare = text.trim();
      if (this.#examples.has(bare, text)) this.#to.unread(bare, number);
      else if (this.#lists.goesOn(bare)) this.#to.frame?.(number);
      else if (!this.#documents.take(text, bare, number)) this.#reader.one(text, bare, number);
    }
  }

  end(): void {
    for (const line of [...this.#mail.end(), ...this.#cast.end()]) this.#plain(line, this.#last);
    this.#endWhole();
    this.#turns.closeAll();
  }

  /** Ends what means something as a whole only. */
  #endWhole(): void {
    this.#documents.end();
    this.#lists.end();
  }
}
