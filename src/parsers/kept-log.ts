import type { KernelLogFact, KernelMessages } from "./kernel-log-fact.ts";
import type { KernelMessage, KernelMessageKind } from "./kernel-message.ts";
import { kernelStamp } from "./kernel-stamp.ts";
import { putBounded } from "./values.ts";

/** Messages kept of each kind: more than half an hour at the kernel's own limit. */
const RECENT = 4096;
const MAX_NAMESPACES = 4096;

const LOADED = /_conntrack version [\d.]{1,16} \((\d{1,12}) buckets, (\d{1,12}) max\)/;
const FLOODED = /SYN flooding on port ([\d.:[\]a-f]{1,64})\. /;

/** The messages of one log as they come. */
export class KeptLog {
  readonly #kinds = new Map<KernelMessageKind, KernelMessages & { ring: KernelMessage[] }>();
  readonly #namespaces: KernelLogFact["namespaces"] = new Map();
  #loaded: KernelLogFact["loaded"] = null;
  #flooded: KernelLogFact["flooded"] = null;
  #first: KernelLogFact["first"] = null;
  #lines = 0;
  /** The latest lines, of which the last one with a stamp is looked for at the end. */
  readonly #tail: { text: string; line: number }[] = [];

  readonly host: string | null;

  constructor(host: string | null) {
    this.host = host;
  }

  get isSilent(): boolean {
    return this.#kinds.size === 0;
  }

  line(text: string, line: number): void {
    this.#lines++;
    if (this.#first === null) {
      const stamp = kernelStamp(text);
      if (stamp.uptime !== null || stamp.time !== null) this.#first = { ...stamp, line };
    }
    this.#tail.push({ text, line });
    if (this.#tail.length > 32) this.#tail.shift();
  }

  keep(kind: KernelMessageKind, message: KernelMessage, text: string): void {
    const { line, netns } = message;
    if (kind === "conntrack-loaded") {
      const numbers = LOADED.exec(text);
      if (numbers === null) return;
      this.#loaded = { buckets: Number(numbers[1]), max: Number(numbers[2]), line };
    }
    const port = kind === "syn-flooding" ? FLOODED.exec(text)?.[1] : undefined;
    if (port !== undefined) this.#flooded = { value: port, line };
    const known = this.#kinds.get(kind);
    if (known === undefined) {
      const { suppressed } = message;
      const ring = [message];
      const record = { count: 1, first: message, last: message, recent: [], ring, suppressed };
      this.#kinds.set(kind, { ...record, olderDropped: false });
    } else {
      known.ring[known.count % RECENT] = message;
      known.count++;
      known.last = message;
      known.suppressed = known.suppressed === null ? null : known.suppressed + message.suppressed!;
    }
    if (netns === null) return;
    const place = this.#namespaces.get(netns);
    if (place === undefined) {
      const record = { count: 1, first: message, last: message };
      putBounded(this.#namespaces, netns, record, MAX_NAMESPACES);
    } else {
      place.count++;
      place.last = message;
    }
  }

  end(): KernelLogFact {
    let last: KernelLogFact["last"] = null;
    for (const { text, line } of this.#tail) {
      const stamp = kernelStamp(text);
      if (stamp.uptime !== null || stamp.time !== null) last = { ...stamp, line };
    }
    const kinds: KernelLogFact["kinds"] = new Map();
    for (const [kind, { ring, ...messages }] of this.#kinds) {
      const turn = messages.count > RECENT ? messages.count % RECENT : 0;
      const recent = [...ring.slice(turn), ...ring.slice(0, turn)];
      kinds.set(kind, { ...messages, recent, olderDropped: messages.count > RECENT });
    }
    return {
      kinds,
      namespaces: this.#namespaces,
      loaded: this.#loaded,
      flooded: this.#flooded,
      first: this.#first,
      last,
      lines: this.#lines,
      host: this.host,
      machines: [],
      machinesLeftOut: 0,
    };
  }
}
