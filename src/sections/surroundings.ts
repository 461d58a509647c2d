import { type Answer, answerTo } from "./answers.ts";
import { beginsAsking, goesOnAsking, isAdvice } from "./asking.ts";
import { readCommand } from "./command.ts";
import { isOnHost } from "./command-place.ts";
import { type Context, NO_CONTEXT } from "./context.ts";
import { dateOf, isOfNamedZone } from "./dates.ts";
import { type Named, namesOf } from "./loop-names.ts";
import { expectsOf, isConfigured } from "./path.ts";
import type { Peeled } from "./peel.ts";
import type { Phase } from "./phases.ts";
import type { Own } from "./section.ts";
import type { Title } from "./titles.ts";

/** Prose that ends with the name of a file which asks for settings. */
const NAMES_FILE = /(?:^|[\s`'"(])\/etc\/sysctl\.(?:conf|d\/[\w.-]{1,100})[`'")]{0,2}\s?[:.]?$/;

/** What mail programs write above the mail that is answered, which they quote below the answer. */
const QUOTES_MAIL =
  /^(?:> ?){0,8}(?:(?:On|Am|Le|El|Il|Em|Op|Den|W dniu) .{4,120} (?:wrote|schrieb|a écrit|escribió|ha scritto|escreveu|schreef|skrev|pisze)\b.{0,120}:|(?:On|Am|Le|El|Il) .{4,120} <[^<>\s]{3,80}@[^<>\s]{1,80}>|-{2,12} ?(?:Original Message|Ursprüngliche Nachricht|Message d'origine|Forwarded message|Weitergeleitete Nachricht) ?-{2,12})$/;

/** What tells apart what lines alone do not: the command, the path, the name of the text. */
export const aboutOf = ({ context, path, name }: Own): string =>
  `${context.command ?? ""} ${path ?? ""} ${name}`;

/** What prompts, titles and dates of a text say of the lines that follow them. */
export class Surroundings {
  #base: Context;
  #context: Context;
  #path: string | null;
  readonly #name: string;
  /** How many of the expected values have come, by the machine that answers. */
  readonly #came = new Map<string | null, number>();
  /** The text is within a document of what somebody asks for. */
  #isDocument = false;
  /** The command or the title says that what follows is asked for, whatever stands in it. */
  #isShown = false;
  /** The command runs on other machines. */
  #isRemote = false;
  /** The loop goes over network namespaces. */
  #isNamespaced = false;
  /** Of a loop that prints the name of each machine that it asks: the names, as far as it tells them. */
  #named: Named | null = null;

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
    if (!this.#isDocument) return;
    this.#isDocument = false;
    this.#context = { ...this.#context, configured: this.#base.configured };
  }

  /** What follows is quoted of an earlier mail. */
  #quotes(): void {
    this.#isEarlier(2 * Math.floor(this.#base.earlier / 2) + 2);
    this.#context = { ...this.#context, host: this.#base.host };
  }

  /** Takes what a heading says of the moment: "Before the restart". */
  #takesPhase(phase: Phase): void {
    this.#isEarlier(2 * Math.floor(this.#base.earlier / 2) + (phase === "before" ? 1 : 0));
  }

  #isEarlier(earlier: number): void {
    this.#base = { ...this.#base, earlier };
    this.#context = { ...this.#context, earlier };
  }

  /** "Add this to /etc/sysctl.conf:" is said of what follows, up to the next such line or prompt. */
  isChangedBy(prose: string, text: string): boolean {
    if (QUOTES_MAIL.test(prose)) {
      this.#quotes();
      return true;
    }
    if (this.#isDocument && goesOnAsking(prose)) return false;
    this.#isDocument = beginsAsking(prose, text);
    const configured =
      this.#isDocument ||
      this.#isShown ||
      NAMES_FILE.test(prose) ||
      isAdvice(prose) ||
      this.#base.configured;
    if (configured === this.#context.configured) return false;
    this.#context = { ...this.#context, configured };
    return true;
  }

  prompted(host: string | null, command: string): void {
    this.#isDocument = false;
    const { remote, isRemote, ...hints } = readCommand(command);
    this.#isShown = hints.configured;
    const local = host ?? this.#context.host;
    this.#isRemote = isRemote;
    this.#isNamespaced = hints.namespace?.startsWith("$") ?? false;
    this.#named = isRemote || this.#isNamespaced ? namesOf(command) : null;
    this.#context = {
      ...this.#base,
      ...hints,
      command,
      namespace: hints.namespace ?? this.#base.namespace,
      configured: hints.configured || this.#base.configured,
      reduced: hints.reduced ?? this.#base.reduced,
      host: remote ?? (isRemote ? this.#base.host : (local ?? this.#base.host)),
      time: this.#context.time,
      isWall: this.#context.isWall,
    };
    this.#came.clear();
    this.#path = null;
  }

  /** The name, maybe between signs, of what the next answer of a loop is of; null for any other line. */
  nameOf(bare: string): string | null {
    const name =
      /^(?:[-=#*>+]{1,16} ?)?(?:(?:pod|node)\/)?([A-Za-z0-9][\w.-]{0,252}?)(?: ?[-=#*:<+]{1,16})?$/.exec(
        bare,
      )?.[1];
    if (this.#named === null || name === undefined) return null;
    const isOne =
      this.#named.all.length > 0
        ? this.#named.all.includes(name)
        : /[A-Za-z]/.test(name) && /[\d.-]/.test(name);
    return isOne ? name : null;
  }

  /** What follows is of the one that a loop named. */
  goesOver(name: string): void {
    if (this.#isNamespaced && !isOnHost(name)) this.#within(name);
    else this.titled({ host: name });
  }

  #within(namespace: string): void {
    this.#context = { ...this.#context, namespace };
    this.#came.clear();
  }

  titled({ host, namespace, command, path, time, phase }: Title): void {
    if (phase !== undefined) this.#takesPhase(phase);
    if (command !== undefined) this.prompted(host ?? null, command);
    else if (namespace !== undefined) this.#within(namespace);
    else if (path !== undefined) {
      const [expects, configured] = [expectsOf(path), isConfigured(path)];
      this.#isShown = configured;
      this.#context = { ...this.#context, expects, configured };
      this.#came.clear();
      this.#path = path;
    } else if (host !== undefined && (this.#isRemote || host !== this.#context.host)) {
      // of a command that runs on many machines each answers under its name
      const asked = this.#isRemote
        ? { ...this.#context, namespace: this.#base.namespace }
        : this.#base;
      this.#context = { ...asked, host, time: this.#context.time, isWall: this.#context.isWall };
      this.#came.delete(host);
    }
    const at = time === undefined ? null : dateOf(time);
    if (at !== null) this.at(at, isOfNamedZone(time!));
  }

  /** What a refusal names is not answered any more; where it names no setting, nor is a count: wc prints 0 of nothing. */
  refused({ context }: Own, text: string): void {
    const { expects, host } = this.#context;
    const came = this.#came.get(context.host ?? host) ?? 0;
    const names = (one: Context["expects"][number]): boolean =>
      one.is === "setting" &&
      (text.includes(one.name) || text.includes(one.name.replaceAll(".", "/")));
    const isNamed = expects.some(names);
    const left = expects.filter(
      (one, at) => at < came || !(isNamed ? names(one) : one.is === "count"),
    );
    if (left.length < expects.length) this.#context = { ...this.#context, expects: left };
  }

  /** Whether the next value that is expected is one line of several. */
  expectsLine({ context }: Own): boolean {
    return context.expects[this.#came.get(context.host) ?? 0]?.is === "line";
  }

  /** The first value that a loop asks for, behind the name of which it is asked on the same line. */
  #behindName(bare: string): Answer | null {
    const [, before, rest] = /^(\S{1,260})\s{1,40}(\S.{0,200})$/.exec(bare) ?? [];
    const host = before === undefined ? null : this.nameOf(before);
    const [first] = this.#context.expects;
    const answer = host === null || first === undefined ? null : answerTo(first, rest!);
    return answer === null || first!.is === "line" ? null : { ...answer, host: host! };
  }

  /** Reads a line as the value that is expected next, or null. */
  answer({ context, isDated }: Own, bare: string): Answer | null {
    const { host, expects, repeats } = context;
    const at = this.#came.get(host) ?? 0;
    const expected = expects[at];
    const alone = expected === undefined ? null : answerTo(expected, bare);
    const behind = alone === null ? this.#behindName(bare) : null;
    const told = alone ?? behind;
    if (told === null) return null;
    const answer = this.#isNamespaced ? placed(told) : told;
    const name = told.host;
    this.#context = {
      ...this.#context,
      time: answer.time ?? this.#context.time,
      host: answer.host ?? this.#context.host,
    };
    // a line that names its machine may come of the next machine as well
    if (expected?.is === "line" && name !== undefined) return answer;
    const came = (behind === null ? at : 0) + 1;
    const isLast = came >= expects.length;
    const key = (behind === null ? null : answer.host) ?? host;
    this.#came.set(key, isLast && (repeats || isDated) ? 0 : came);
    return answer;
  }
}

/** What a loop over namespaces prints before its values is a namespace, unless it is a pod in that of its node. */
const placed = ({ host, ...values }: Answer): Answer =>
  host === undefined
    ? values
    : isOnHost(host)
      ? { ...values, host, namespace: null }
      : { ...values, namespace: host };
