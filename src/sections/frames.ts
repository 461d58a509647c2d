import { giveAnswer } from "./answers.ts";
import { dateOf, isOfNamedZone } from "./dates.ts";
import { Headings } from "./headings.ts";
import { isEmptyPrompt, readBareCommand, readPrompt } from "./prompt.ts";
import { isElision, isNoise, readRefusal } from "./refusals.ts";
import type { Respelt } from "./respelt.ts";
import type { Line, Receiver } from "./section.ts";
import type { Surroundings } from "./surroundings.ts";
import type { Title } from "./titles.ts";
import { takeTrailer } from "./tool-says.ts";
import type { Turns } from "./turns.ts";
import { goesOnTyped, type Typed } from "./typed.ts";
import { wishes } from "./wishes.ts";

/** What a line was that stands between outputs. */
interface Frame {
  /** A prompt or a title: what stands around it stands around what follows. */
  isHead: boolean;
  /** The settings that a command would write. */
  wished: readonly Respelt[];
}

const IS_ONE: Frame = { isHead: false, wished: [] };
const IS_HEAD: Frame = { isHead: true, wished: [] };

/** Reads what stands between outputs: prompts, titles, dates, refusals, bare values that were asked for. */
export class Frames {
  readonly #to: Receiver;
  readonly #around: Surroundings;
  readonly #turns: Turns;
  /** The last prompt was nothing but a hash. */
  #isHash = false;
  /** The command of the last prompt. */
  #typed: Typed | null = null;
  readonly #headings = new Headings();

  constructor(to: Receiver, around: Surroundings, turns: Turns) {
    this.#to = to;
    this.#around = around;
    this.#turns = turns;
  }

  /** Takes a line; null where it is none of these. `host` is the machine that its prefix names. */
  take(line: Line, host: string | null): Frame | null {
    const { bare, number, own } = line;
    const { context } = this.#around;
    const isNote = context.configured && /^[#;]/.test(bare);
    // a file that asks for settings explains itself in comments, unless commands stood behind a bare # before
    const prompt = isNote && !this.#isHash ? null : (readPrompt(bare) ?? readBareCommand(bare));
    if (prompt !== null) {
      this.#isHash = bare.startsWith("#");
      this.#to.frame?.(number);
      this.#turns.closeAll();
      const described = this.#headings.endDescription();
      if (described !== null) this.#around.backTo(described.host);
      this.#typed = { host: prompt.host ?? host, command: prompt.command.trimEnd(), number };
      this.#around.prompted(this.#typed.host, prompt.command);
      return { isHead: true, wished: wishes(prompt.command) ?? [] };
    }
    if (takeTrailer(line, this.#turns, this.#to)) return IS_ONE;
    const refusal = readRefusal(bare, context.command, number);
    if (refusal !== null) {
      this.#to.refusal(refusal, own.context);
      this.#around.refused(own, bare);
      return IS_ONE;
    }
    const time = dateOf(bare);
    if (time !== null) {
      this.#to.frame?.(number);
      this.#turns.close();
      this.#around.at(time, isOfNamedZone(bare));
      return IS_ONE;
    }
    const name = this.#around.answering.nameOf(bare);
    if (name !== null) {
      this.#to.frame?.(number);
      this.#turns.closeAll();
      this.#around.goesOver(name);
      return IS_HEAD;
    }
    if (this.answer(line)) return IS_ONE;
    const title = this.#headings.of(line, context.host);
    // a key of a document is no machine
    const isKey = isNote || (context.configured && /^[\w.-]{1,100}:$/.test(bare));
    if (title !== null && !(isKey && title.host !== undefined)) return this.#titled(title, number);
    if (isNote) return IS_ONE;
    if (isNoise(bare) || isEmptyPrompt(bare)) return this.#noise(bare, number);
    const wished = wishes(bare);
    if (wished !== null) this.#to.frame?.(number);
    return wished && { isHead: false, wished };
  }

  #titled(title: Title, number: number): Frame {
    this.#to.frame?.(number);
    this.#turns.closeAll();
    this.#around.titled(title);
    return IS_HEAD;
  }

  /** Takes a line of signs, which may say something of the lines above it. */
  #noise(bare: string, number: number): Frame {
    const above = this.#headings.above(bare, number);
    if (above !== null) {
      this.#to.frame?.(above.number);
      return this.#titled(above.title, number);
    }
    if (/^(?:```|~~~|\{(?:code|noformat))/.test(bare)) this.#around.endDocument();
    const { open } = this.#turns;
    if (isElision(bare) && open !== null) open.head.elided = true;
    if (this.#headings.isRule(number) || isElision(bare)) this.#to.frame?.(number);
    return IS_ONE;
  }

  /** Notes a line that nobody knows: what stands below it may make it a heading. */
  unknown(text: string, number: number): void {
    this.#headings.unknown(text, number);
  }

  /** Takes a line with which the command of the last prompt goes on: the settings it would write; null of any other. */
  goesOn(bare: string, number: number): readonly Respelt[] | null {
    const typed = this.#typed;
    const command = typed === null ? null : goesOnTyped(typed, bare, number);
    if (command === null) return null;
    this.#typed = { host: typed!.host, command, number };
    this.#to.frame?.(number);
    this.#around.prompted(typed!.host, command);
    return wishes(typed!.command) === null ? (wishes(command) ?? []) : [];
  }

  /** Takes a value that stands alone, because the command before it prints just that. */
  answer(line: Line): boolean {
    const answer = this.#around.answer(line.own, line.bare);
    if (answer === null) return false;
    this.#turns.close();
    if (answer.isUnread) this.#to.unread(line.bare, line.number);
    this.#to.frame?.(line.number);
    giveAnswer(this.#to, line, answer);
    return true;
  }
}
