import { type Answer, answerTo } from "./answers.ts";
import { type CommandPlace, isOnHost } from "./command-place.ts";
import type { Expected } from "./context.ts";
import { type Named, nameIn, namesOf } from "./loop-names.ts";
import type { Own } from "./section.ts";

/** The values that the last command prints, and how many of them have come. */
export class Answering {
  /** How many of the expected values have come, by the machine that answers. */
  readonly #came = new Map<string | null, number>();
  /** The command runs on other machines. */
  #isRemote = false;
  /** The loop goes over network namespaces. */
  #isNamespaced = false;
  /** Of a loop that prints the name of each machine that it asks: the names, as far as it tells them. */
  #named: Named | null = null;

  get isRemote(): boolean {
    return this.#isRemote;
  }

  get isNamespaced(): boolean {
    return this.#isNamespaced;
  }

  /** Takes a command, of which nothing has come. */
  by(command: string, { namespace, isRemote }: CommandPlace): void {
    this.#isRemote = isRemote;
    this.#isNamespaced = namespace?.startsWith("$") ?? false;
    this.#named = isRemote || this.#isNamespaced ? namesOf(command) : null;
    this.#came.clear();
  }

  /** All values are expected anew. */
  anew(): void {
    this.#came.clear();
  }

  /** All values of one machine are. */
  anewOf(host: string): void {
    this.#came.delete(host);
  }

  /** The name, maybe between signs, of what the next answer of a loop is of; null for any other line. */
  nameOf(bare: string): string | null {
    return this.#named === null ? null : nameIn(this.#named, bare);
  }

  /** Whether the next value that is expected is one line of several. */
  isLine({ context }: Own): boolean {
    return context.expects[this.#came.get(context.host) ?? 0]?.is === "line";
  }

  /** What is still expected of a machine behind a refusal, which names what is not answered; wc prints 0 of nothing. */
  behind(refusal: string, host: string | null, expects: readonly Expected[]): readonly Expected[] {
    const came = this.#came.get(host) ?? 0;
    const names = (one: Expected): boolean =>
      one.is === "setting" &&
      (refusal.includes(one.name) || refusal.includes(one.name.replaceAll(".", "/")));
    const isNamed = expects.some(names);
    return expects.filter((one, at) => at < came || !(isNamed ? names(one) : one.is === "count"));
  }

  /** Reads a line as the value that is expected next, or null. */
  answer({ context, isDated }: Own, bare: string): Answer | null {
    const { host, expects, repeats } = context;
    const at = this.#came.get(host) ?? 0;
    const expected = expects[at];
    const alone = expected === undefined ? null : answerTo(expected, bare);
    const behind = alone === null ? this.#behindName(bare, expects[0]) : null;
    const told = alone ?? behind;
    if (told === null) return null;
    const answer = this.#isNamespaced ? placed(told) : told;
    // a line that names its machine may come of the next machine as well
    if (expected?.is === "line" && told.host !== undefined) return answer;
    const came = (behind === null ? at : 0) + 1;
    const isLast = came >= expects.length;
    const key = (behind === null ? null : answer.host) ?? host;
    this.#came.set(key, isLast && (repeats || isDated) ? 0 : came);
    return answer;
  }

  /** The first value that a loop asks for, behind the name of which it is asked on the same line. */
  #behindName(bare: string, first: Expected | undefined): Answer | null {
    const [, before, rest] = /^(\S{1,260})\s{1,40}(\S.{0,200})$/.exec(bare) ?? [];
    const host = before === undefined ? null : this.nameOf(before);
    const answer = host === null || first === undefined ? null : answerTo(first, rest!);
    return answer === null || first!.is === "line" ? null : { ...answer, host: host! };
  }
}

/** What a loop over namespaces prints before its values is a namespace, unless it is a pod in that of its node. */
const placed = ({ host, ...values }: Answer): Answer =>
  host === undefined
    ? values
    : isOnHost(host)
      ? { ...values, host, namespace: null }
      : { ...values, namespace: host };
