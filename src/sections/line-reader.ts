import { begins } from "./begins.ts";
import { clean, partsOf } from "./clean.ts";
import { isKernelLine } from "./forms/kernel.ts";
import { Frames } from "./frames.ts";
import type { Lists } from "./lists.ts";
import { peelToKernel, peelToMeaning } from "./means.ts";
import { peelAs } from "./peel.ts";
import type { Peeled } from "./peelers.ts";
import { respell } from "./respell.ts";
import type { Respelt } from "./respelt.ts";
import { SaidLater } from "./said-later.ts";
import { aboutOf, type Line, type Receiver } from "./section.ts";
import type { Surroundings } from "./surroundings.ts";
import type { Turns } from "./turns.ts";

/**
 * Reads one line after the other: takes off what stands around it, and gives it to the list, the output or the frame
 * that it is of.
 */
export class LineReader {
  readonly #to: Receiver;
  readonly #around: Surroundings;
  readonly #turns: Turns;
  readonly #lists: Lists;
  readonly #frames: Frames;
  readonly #said = new SaidLater();
  /** What stood around the line before. */
  #layers: readonly number[] = [];

  constructor(to: Receiver, around: Surroundings, turns: Turns, lists: Lists) {
    this.#to = to;
    this.#around = around;
    this.#turns = turns;
    this.#lists = lists;
    this.#frames = new Frames(to, around, turns);
  }

  /** What follows stands as the tool printed it. */
  unlayered(): void {
    this.#layers = [];
  }

  /** Takes a line that is read by itself. */
  one(text: string, bare: string, number: number): void {
    if (bare === "") {
      this.#turns.blank(number);
      return;
    }
    const wished = this.#frames.goesOn(bare, number);
    if (wished !== null) {
      this.respelt(wished, number);
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
    const ofHost = isKernelLine(bare) ? peelToKernel(text, bare, this.#around.own) : null;
    if (ofHost !== null && this.#take(ofHost.peeled, number, ofHost.layers)) return;
    // a quote's sign is never a line's own, even where the rest would be known behind anything
    const isQuoted = bare.startsWith(">");
    if (!isQuoted && this.#take({ text }, number, [], bare)) return;
    const found = peelToMeaning(text, bare, this.#around.own);
    if (found !== null && this.#take(found.peeled, number, found.layers)) return;
    if (isQuoted && this.#take({ text }, number, [], bare)) return;
    this.#other(text, bare, number);
  }

  /** Lines that say in the words of a source what one line says in others. */
  respelt(lines: readonly Respelt[], number: number): void {
    for (const { configured, isAsPasted, ...peeled } of lines) {
      if (isAsPasted) {
        for (const part of partsOf(peeled.text)) {
          const text = clean(part);
          this.one(text, text.trim(), number);
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
    this.#said.heard(bare, line.own.context.host);
    if (this.#lists.take(bare, number, about)) {
      this.#to.frame?.(number);
      return true;
    }
    const respelt = respell(bare, about);
    if (respelt !== null) {
      this.#layers = layers;
      // what a prefix says holds for each, unless it says more itself
      const { text: _, ...said } = peeled;
      this.respelt(
        respelt.map((one) => ({ ...said, ...one })),
        number,
      );
      return true;
    }
    if (this.#isOutput(line)) return true;
    const frame = this.#frames.take(line, host ?? null);
    if (frame === null) return false;
    if (frame.isHead) this.#layers = layers;
    this.respelt(frame.wished, number);
    if (layers.length > 0) this.#layers = layers;
    return true;
  }

  /** Takes a line that goes on as the one before, or shows by itself what it is of. */
  #isOutput(line: Line): boolean {
    if (!this.#turns.takes(line)) {
      // a date before a number looks like a log's
      if (this.#around.answering.isLine(line.own) && this.#frames.answer(line)) return true;
      if (!begins(this.#turns, line)) return false;
    }
    this.#layers = line.layers;
    return true;
  }

  /** A line that nobody knows. */
  #other(text: string, bare: string, number: number): void {
    const said = this.#said.read(text);
    if (said !== null) {
      this.respelt(said, number);
      return;
    }
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
