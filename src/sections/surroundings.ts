import { Answering } from "./answering.ts";
import type { Answer } from "./answers.ts";
import { Asking } from "./asking.ts";
import { contextOf, readCommand } from "./command.ts";
import { isOnHost } from "./command-place.ts";
import { type Context, NO_CONTEXT } from "./context.ts";
import { dateOf, isOfNamedZone } from "./dates.ts";
import { quotesMail } from "./mail.ts";
import { expectsOf, isConfigured } from "./path.ts";
import type { Peeled } from "./peelers.ts";
import type { Own } from "./section.ts";
import type { Title } from "./titles.ts";

/** What prompts, titles and dates of a text say of the lines that follow them. */
export class Surroundings {
  #base: Context;
  #context: Context;
  #path: string | null;
  readonly #name: string;
  readonly #asking = new Asking();
  /** What the last command prints. */
  readonly answering = new Answering();

  /** @param base what is known of the whole text: by its path, its layout
   *  @param name what the text is called */
  constructor(base: Partial<Context>, path: string | null, name: string) {
    this.#base = { ...NO_CONTEXT, ...base };
    this.#context = this.#base;
    this.#path = path;
    this.#name = name;
  }

  get context(): Context {
    return this.#context;
  }

  /** Of a line whose prefix says nothing. */
  get own(): Own {
    return { context: this.#context, path: this.#path, name: this.#name, isDated: false };
  }

  /** What is known of a line, with what its own prefix says. */
  of({ host, namespace, path, time: said }: Omit<Peeled, "text">): Own {
    const time = said === undefined ? null : dateOf(said);
    const context =
      host === undefined && namespace === undefined && time === null
        ? this.#context
        : {
            ...this.#context,
            host: host ?? this.#context.host,
            namespace: namespace ?? this.#context.namespace,
            time: time ?? this.#context.time,
          };
    return { context, path: path ?? this.#path, name: this.#name, isDated: time !== null };
  }

  /** What follows is of the machine again that was named before. */
  backTo(host: string | null): void {
    this.#context = { ...this.#context, host };
  }

  at(time: number, isWall = false): void {
    this.#context = { ...this.#context, time, isWall };
  }

  /** What a command would write, as long as its lines are read. */
  whileWished(read: () => void): void {
    const before = this.#context;
    this.#context = { ...before, configured: true, isWish: true };
    read();
    this.#context = before;
  }

  /** What follows is no more of a document. */
  endDocument(): void {
    if (this.#asking.endDocument())
      this.#context = { ...this.#context, configured: this.#base.configured };
  }

  /** What follows is that much earlier than the text around it. */
  #isEarlier(by: number): void {
    const earlier = 2 * Math.floor(this.#base.earlier / 2) + by;
    this.#base = { ...this.#base, earlier };
    this.#context = { ...this.#context, earlier };
  }

  /** "Add this to /etc/sysctl.conf:" is said of what follows, up to the next such line or prompt. */
  isChangedBy(prose: string, text: string): boolean {
    if (quotesMail(prose)) {
      this.#isEarlier(2);
      this.#context = { ...this.#context, host: this.#base.host };
      return true;
    }
    const isAsking = this.#asking.isSaidBy(prose, text);
    if (isAsking === null) return false;
    const configured = isAsking || this.#base.configured;
    if (configured === this.#context.configured) return false;
    this.#context = { ...this.#context, configured };
    return true;
  }

  prompted(host: string | null, command: string): void {
    const hints = readCommand(command);
    this.#asking.begins(hints.configured);
    this.answering.by(command, hints);
    this.#context = contextOf(command, hints, host, this.#base, this.#context);
    this.#path = null;
  }

  /** What follows is of the one that a loop named. */
  goesOver(name: string): void {
    if (this.answering.isNamespaced && !isOnHost(name)) this.#within(name);
    else this.titled({ host: name });
  }

  #within(namespace: string): void {
    this.#context = { ...this.#context, namespace };
    this.answering.anew();
  }

  titled({ host, namespace, command, path, time, phase }: Title): void {
    if (phase !== undefined) this.#isEarlier(phase === "before" ? 1 : 0);
    if (command !== undefined) this.prompted(host ?? null, command);
    else if (namespace !== undefined) this.#within(namespace);
    else if (path !== undefined) {
      const [expects, configured] = [expectsOf(path), isConfigured(path)];
      this.#asking.shows(configured);
      this.#context = { ...this.#context, expects, configured };
      this.answering.anew();
      this.#path = path;
    } else if (host !== undefined && (this.answering.isRemote || host !== this.#context.host)) {
      // of a command that runs on many machines each answers under its name
      const asked = this.answering.isRemote
        ? { ...this.#context, namespace: this.#base.namespace }
        : this.#base;
      this.#context = { ...asked, host, time: this.#context.time, isWall: this.#context.isWall };
      this.answering.anewOf(host);
    }
    const at = time === undefined ? null : dateOf(time);
    if (at !== null) this.at(at, isOfNamedZone(time!));
  }

  /** What a refusal names is not answered any more; where it names no setting, nor is a count. */
  refused({ context }: Own, text: string): void {
    const { expects, host } = this.#context;
    const left = this.answering.behind(text, context.host ?? host, expects);
    if (left.length < expects.length) this.#context = { ...this.#context, expects: left };
  }

  /** Reads a line as the value that is expected next, or null. */
  answer(own: Own, bare: string): Answer | null {
    const answer = this.answering.answer(own, bare);
    if (answer === null) return null;
    const { time, host } = this.#context;
    this.#context = { ...this.#context, time: answer.time ?? time, host: answer.host ?? host };
    return answer;
  }
}
