import { readForm } from "./forms.ts";

/** One direction's addresses, and its ports where the protocol has them. */
export interface Tuple {
  src: string;
  dst: string;
  sport: number | null;
  dport: number | null;
}

/** A row of the table for people: the fast reader counts rows and never makes one of these. */
export interface Row {
  protocol: string;
  /** Of the protocol, such as `TIME_WAIT`; null where it has none. */
  state: string | null;
  /** Seconds left; null of an entry that is offloaded. */
  seconds: number | null;
  original: Tuple;
  reply: Tuple;
  unreplied: boolean;
  assured: boolean;
  zone: number;
  /** The row itself, without what stood before it. */
  text: string;
}

/** Anywhere in a line, which may be quoted or numbered: protocol, its number, seconds, state, and the first tuple. */
const HEAD =
  /(?:^|[\s>"'`|:])((?:ipv[46] +\d{1,3} +)?([a-z][a-z0-9-]{1,11}) +\d{1,3} +(?:(\d{1,10}) +)?(?:([A-Z][A-Z_0-9]{2,15}) +)?src=)/;
const TUPLE = /src=([\d.:a-f]{2,45}) dst=([\d.:a-f]{2,45})(?: sport=(\d{1,5}) dport=(\d{1,5}))?/g;

/** Reads a row in any form of the table's dumps; null of what is none, such as an event of `conntrack -E`. */
export function readRow(line: string): Row | null {
  if (!line.includes("src=")) {
    const form = readForm(line, "");
    return form.is === "row" && !form.event && form.text.includes("src=")
      ? readRow(form.text)
      : null;
  }
  const head = HEAD.exec(line);
  if (head === null || /\[(?:NEW|UPDATE|DESTROY)\]/.test(line.slice(0, head.index + 2)))
    return null;
  const text = line.slice(head.index + head[0].length - head[1]!.length).trimEnd();
  const [original, reply] = [...text.matchAll(TUPLE)].map(tupleOf);
  if (original === undefined || reply === undefined) return null;
  return {
    protocol: head[2]!,
    state: head[4] ?? null,
    seconds: head[3] === undefined ? null : Number(head[3]),
    original,
    reply,
    unreplied: text.includes("[UNREPLIED]"),
    assured: text.includes("[ASSURED]"),
    zone: Number(/ zone=(\d{1,5})(?!\d)/.exec(text)?.[1] ?? 0),
    text,
  };
}

const tupleOf = ([, src, dst, sport, dport]: RegExpExecArray | RegExpMatchArray): Tuple => ({
  src: src!,
  dst: dst!,
  sport: sport === undefined ? null : Number(sport),
  dport: dport === undefined ? null : Number(dport),
});
