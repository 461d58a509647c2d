import { NO_HOST } from "../parsers/log-host.ts";
import { Cast } from "./cast.ts";
import { clean, partsOf } from "./clean.ts";
import type { Context } from "./context.ts";
import { Documents } from "./documents.ts";
import { Examples } from "./examples.ts";
import { beginsAsKernels, isKernelLine } from "./forms/kernel.ts";
import { METRIC_HEAD } from "./forms/metrics.ts";
import { formOf } from "./forms.ts";
import { Frames } from "./frames.ts";
import { Lists } from "./lists.ts";
import { Mail } from "./mail.ts";
import { isWorthPeeling, meansSomething } from "./means.ts";
import { type Peeled, peel, peelAs } from "./peel.ts";
import { readPrompt } from "./prompt.ts";
import { respell } from "./respell.ts";
import type { Respelt } from "./respelt.ts";
import { aboutOf, type Line, type Receiver } from "./section.ts";
import { Surroundings } from "./surroundings.ts";
import { Turns } from "./turns.ts";

/**
 * Cuts a text into the outputs that it holds, line by line: undoes prompts, quoting and the like, and
 * recognizes each run of lines by how its sources' lines look. Keeps no more than a few lines.
 */
export class Cutter {
  readonly #to: Receiver;
  readonly #around: Surroundings;
  readonly #turns: Turns;
  readonly #frames: Frames;
  readonly #documents: Documents;
  readonly #lists: Lists;
  readonly #mail = new Mail();
  readonly #examples = new Examples();
  readonly #cast = new Cast();
  /** The number of the line before. */
  #last = 1;
  /** What stood around the line before. */
  #layers: readonly number[] = [];

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
    this.#frames = new Frames(to, this.#around, this.#turns);
    this.#documents = new Documents({
      respelt: (lines, number) => this.#respelt(lines, number),
      part: (number) => to.frame?.(number),
      line: (text, bare, number) => this.#one(text, bare, number),
      about: () => aboutOf(this.#around.own),
    });
    this.#lists = new Lists((lines, number) => this.#respelt(lines, number));
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
    if (this.#turns.open !== open) this.#layers = [];
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
      else if (!this.#documents.take(text, bare, number)) this.#one(text, bare, number);
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

  #one(text: string, bare: string, number: number): void {
    if (bare === "") {
      this.#turns.blank(number);
      return;
    }
    const wished = this.#frames.goesOn(bare, number);
    if (wished !== null) {
      this.#respelt(wished, number);
      return;
    }
    // what stood around the line before stands around this one, too
    if (this.#layers.length > 0) {
      const peeled = peelAs(text, this.#layers);
      if (peeled?.text.trim() === "") {
        this.#turns.blank(number);
        return;
      }
      if (peeled !== null && this.#take(peeled, number, this.#layers)) return;
    }
    if (this.#isOfHost(text, bare, number)) return;
    // a quote's sign is never a line's own, even where the rest would be known behind anything
    const isQuoted = bare.startsWith(">");
    if (!isQuoted && this.#take({ text }, number, [], bare)) return;
    const { own } = this.#around;
    if (isWorthPeeling(bare, own)) {
      const found = peel(text, (inner) => meansSomething(inner.trim(), own));
      if (found !== null && this.#take(found.peeled, number, found.layers)) return;
    }
    if (isQuoted && this.#take({ text }, number, [], bare)) return;
    this.#other(text, bare, number);
  }

  /** Takes a line of the kernel's behind the name of its machine, where it would be known with it, too. */
  #isOfHost(text: string, bare: string, number: number): boolean {
    if (!isKernelLine(bare) || beginsAsKernels(bare)) return false;
    if (respell(bare, aboutOf(this.#around.own)) !== null) return false;
    const found = peel(text, (inner) => beginsAsKernels(inner.trim()));
    const host = found?.peeled.host;
    return (
      host !== undefined && !NO_HOST.test(host) && this.#take(found!.peeled, number, found!.layers)
    );
  }

  /** Lines that say in the words of a source what one line says in others. */
  #respelt(lines: readonly Respelt[], number: number): void {
    for (const { configured, isAsPasted, ...peeled } of lines) {
      if (isAsPasted) {
        for (const part of partsOf(peeled.text)) {
          const text = clean(part);
          this.#one(text, text.trim(), number);
        }
        continue;
      }
      const read = () => {
        if (!this.#take(peeled, number, this.#layers, peeled.text))
          this.#to.unread(peeled.text, number);
      };
      if (!configured) read();
      else {
        this.#turns.close();
        this.#around.whileWished(() => {
          read();
          this.#turns.close();
        });
      }
    }
  }

  /** Takes a line without what stands around it; false where nobody knows it. */
  #take(
    peeled: Peeled,
    number: number,
    layers: readonly number[],
    bare = peeled.text.trim(),
  ): boolean {
    const { text, host } = peeled;
    if (host !== undefined && !this.#turns.turnTo(host)) return false;
    const line: Line = { text, bare, number, layers, own: this.#around.of(peeled) };
    const about = aboutOf(line.own);
    if (this.#lists.take(bare, number, about)) {
      this.#to.frame?.(number);
      return true;
    }
    const respelt = respell(bare, about);
    if (respelt !== null) {
      this.#layers = layers;
      // what a prefix says holds for each, unless it says more itself
      const { text: _, ...said } = peeled;
      this.#respelt(
        respelt.map((one) => ({ ...said, ...one })),
        number,
      );
      return true;
    }
    if (this.#isOutput(line)) return true;
    const frame = this.#frames.take(line, host ?? null);
    if (frame === null) return false;
    if (frame.isHead) this.#layers = layers;
    this.#respelt(frame.wished, number);
    if (layers.length > 0) this.#layers = layers;
    return true;
  }

  /** Takes a line that goes on as the one before, or shows by itself what it is of. */
  #isOutput(line: Line): boolean {
    const { bare, own, layers } = line;
    if (this.#turns.takes(line)) {
      this.#layers = layers;
      return true;
    }
    // a date before a number looks like a log's
    if (this.#around.answering.isLine(own) && this.#frames.answer(line)) return true;
    const form = formOf(bare, aboutOf(own));
    const isPrompt =
      form?.source === "kernel-log" && bare.startsWith("[") && readPrompt(bare) !== null;
    if (form !== null && !isPrompt) this.#turns.begin(form, line);
    else if (METRIC_HEAD.test(bare)) this.#turns.beginMetrics(line);
    else return false;
    this.#layers = layers;
    return true;
  }

  /** A line that nobody knows. */
  #other(text: string, bare: string, number: number): void {
    // what cannot be read among rows is the table's to count
    if (/\bsrc=|\bdst=/.test(bare) && this.#turns.toTable(bare, number)) return;
    const isChanged = this.#around.isChangedBy(bare, text);
    // settings behind words may be those of another time
    if (isChanged || this.#turns.open?.source === "sysctl") this.#turns.close();
    this.#to.unread(bare, number);
    this.#frames.unknown(bare, number);
    if (isChanged) this.#to.frame?.(number);
  }
}
