import { LIMITS } from "../../limits.ts";
import { countRow } from "../conntrack-table/count.ts";
import { ipv6Rows } from "../conntrack-table/fact.ts";
import { flowHash } from "../conntrack-table/flow-hash.ts";
import { USUAL_BORDERS } from "../conntrack-table/index.ts";
import * as row from "../conntrack-table/row.ts";
import { RowScanner } from "../conntrack-table/scanner.ts";
import { ASSURED, STATES, stateId, UNREPLIED } from "../conntrack-table/states.ts";
import { latin1 } from "../latin1.ts";
import type { ByteParser } from "../line-parser.ts";
import { eachLine } from "../whole-lines.ts";
import { type EventsFact, MOST_SECONDS, newEvents, UDP, V6 } from "./fact.ts";
import { BIRTH, head, readHead } from "./line.ts";
import { Lives } from "./lives.ts";

const HASH = 35;
/** Marks of the recorder that are kept: one is written a minute at most. */
const MOST_MARKS = 10_000;
/** An entry that was answered by a reset is removed at once, which is no eviction. */
const WAS_RESET = stateId("tcp", "CLOSE") * 4 + UNREPLIED;
const IS_UDP = Uint8Array.from(STATES, ({ protocol }) => Number(protocol.startsWith("udp")));

/** Counts what a listener heard; never keeps a row. */
export const conntrackEvents: ByteParser<EventsFact> = (entry, borders = USUAL_BORDERS) => {
  const fact = newEvents(entry, borders);
  const { births, evicted } = fact;
  const lives = new Lives();
  const words = new Int32Array(row.ROW_WORDS);
  const scanner = new RowScanner(words, births.addresses, borders, true);
  let line = 0;
  /** The moments of births are kept as milliseconds since this one. */
  let zero = 0;

  /** Reads the line of `[from, feed)`, behind which a line feed stands. */
  function oneLine(b: Uint8Array, from: number, feed: number): void {
    line++;
    const at = readHead(b, from);
    if (at >= 0 && scanner.scan(b, at) === feed + 1) {
      if (fact.first === null) zero = head.at - 60_000; // the first row is not the earliest
      fact.first = Math.min(fact.first ?? head.at, head.at);
      fact.last = Math.max(fact.last ?? head.at, head.at);
      if (fact.began.length === 0) fact.beginsLate = true;
      fact.rows++;
      if (head.what === BIRTH) birth();
      else end();
      return;
    }
    const text = latin1(b, from, feed);
    if (b[from] === HASH) mark(text);
    else if (text.startsWith("WARNING: We have hit ENOBUFS")) fact.losses++;
    else if (at >= 0 || text.includes("src=")) {
      if (line === 1) fact.beginsLate = true;
      unparsed(text);
    }
  }

  function birth(): void {
    countRow(births, words, line);
    const a = placeOf();
    lived(lives.born(a, checkOf(a), momentOf()));
  }

  function end(): void {
    fact.ends++;
    const kind = words[row.KIND]!;
    const { protocol } = STATES[kind >> 2]!;
    const remaining = words[row.REMAINING]!;
    if (remaining > 0 || protocol === "tcp") fact.tellsTime = true;
    else if (protocol === "unknown") fact.tellsTime ??= false;
    if (remaining > 0) {
      if ((kind & ASSURED) !== 0 || kind === WAS_RESET) fact.removed++;
      else evict();
    }
    const a = placeOf();
    lived(lives.ended(a, checkOf(a), momentOf()));
  }

  function evict(): void {
    countRow(evicted, words, line);
    const second = Math.floor(head.at / 1000);
    const before = fact.evictedAt.get(second) ?? 0;
    if (before > 0 || fact.evictedAt.size < MOST_SECONDS) fact.evictedAt.set(second, before + 1);
  }

  const momentOf = (): number => Math.max(1, Math.round(head.at - zero));

  /** Counts a life of which both ends were seen. */
  function lived(milliseconds: number): void {
    if (milliseconds < 0) return;
    fact.followed.ended++;
    fact.followed.seconds += milliseconds / 1000;
    const [dst, port] = [words[row.DST]!, words[row.PORTS]! >>> 16];
    const flags =
      (IS_UDP[words[row.KIND]! >> 2]! * UDP) | ((words[row.META]! & row.IPV6) === 0 ? 0 : V6);
    fact.ended.add(dst, port, 0, flags, 1);
    const whole = Math.round(milliseconds / 1000);
    if (whole > 0) fact.lived.add(dst, port, 0, flags, whole);
  }

  /** Two words that tell one flow from another, without its protocol, which an end may not tell. */
  const placeOf = (): number => flowHash(words[row.SRC]!, words[row.DST]!, row.portsOf(words));
  function checkOf(a: number): number {
    const other = (words[row.ZONE]! << 1) | ((words[row.META]! & row.IPV6) === 0 ? 0 : 1);
    const h =
      Math.imul(words[row.SRC]! ^ Math.imul(row.portsOf(words), 0x27d4eb2f), 0x165667b1) ^ other;
    return Math.imul(h ^ (h >>> 16) ^ words[row.DST]!, 0x2c1b3c6d) ^ Math.imul(a, 0x9e3779b1);
  }

  /** What the recorder wrote among the rows: when a listener began, what it lost, and until when it listened. */
  function mark(text: string): void {
    const found =
      /^# (began|dropped|until) (\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ)(?: (\d{1,15}) (\d{1,15}))?$/.exec(
        text,
      );
    if (found === null) return;
    const at = Date.parse(found[2]!);
    if (Number.isNaN(at) || fact.dropped.length + fact.began.length >= MOST_MARKS) return;
    if (found[1] === "began") fact.began.push(at);
    else fact.dropped.push({ at, births: Number(found[3] ?? 0), ends: Number(found[4] ?? 0) });
    if (found[1] === "until") fact.until = at;
  }

  function unparsed(text: string): void {
    fact.rows++;
    fact.unparsed.count++;
    if (fact.unparsed.examples.length < LIMITS.examples)
      fact.unparsed.examples.push({ line, text: text.slice(0, 160).replace(/[^ -~]/g, "?") });
  }

  const lines = eachLine(oneLine, () => {
    line++;
    unparsed(`(a line of more than ${LIMITS.lineBytes} bytes)`);
  });

  return {
    push: lines.push,
    end() {
      // a last row without its line feed was being written
      const rest = lines.rest();
      if (rest === null || rest.length > 0) {
        line++;
        unparsed(rest === null ? "(an endless line)" : latin1(rest, 0, rest.length));
      }
      fact.followed.open = lives.size;
      fact.followed.lost = lives.lost;
      for (const table of [births, evicted]) {
        table.rows = table.parsed;
        table.ipv6 = ipv6Rows(table);
      }
      return fact;
    },
  };
};
