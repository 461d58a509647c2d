import { expect, test } from "vitest";
import { hearingOf } from "../../src/facts/heard.ts";
import type { EventsFact } from "../../src/parsers/conntrack-events/fact.ts";
import { conntrackEvents } from "../../src/parsers/conntrack-events/index.ts";
import { Lives } from "../../src/parsers/conntrack-events/lives.ts";
import { drawFrom } from "../lab/random.ts";

/** Reads a text in blocks of so many bytes, which cut rows anywhere. */
function read(text: string, bytes = 1 << 16, cut = false): EventsFact {
  const sink = conntrackEvents("events.txt");
  const all = new TextEncoder().encode(text);
  for (let at = 0; at < all.length; at += bytes) sink.push(all.subarray(at, at + bytes));
  return sink.end(cut);
}

const tuple = (port: number, to = "10.96.0.10") =>
  `src=${OF(to)} dst=${to} sport=${port} dport=53 [UNREPLIED] src=${to} dst=${OF(to)} sport=53 dport=${port}`;
const OF = (to: string) => (to.includes(":") ? "fd00::9" : "10.0.0.1");
const born = (at: string, port: number, to?: string) =>
  `[${at}]\t    [NEW] udp      17 30 ${tuple(port, to)}\n`;
const gone = (at: string, port: number, left = "") =>
  `[${at}]\t[DESTROY] udp      17 ${left}${tuple(port)}\n`;

// as conntrack 1.4.7 prints them: microseconds without their zeros
const TEXT = `# dropped 2026-11-26T12:00:01Z 0 5
# began 2026-11-26T12:00:00Z
NOTICE: Netlink socket buffer size has been set to 8388608 bytes.
${born("1795694400.5     ", 1)}${born("1795694401.250000", 2)}${born("1795694402.0     ", 3, "fd00::1")}
WARNING: We have hit ENOBUFS! We are losing events.
This message means that the current netlink socket buffer size is too small.
${gone("1795694404.5     ", 1)}${gone("1795694405.250000", 2, "26 ")}${gone("1795694405.5     ", 9, "7 ")}[1795694406.1     ]\t[DESTROY] tcp      6 119 CLOSE src=10.0.0.1 dst=10.0.0.2 sport=5 dport=80 [UNREPLIED] src=10.0.0.2 dst=10.0.0.1 sport=80 dport=5
[1795694406.2     ]\t[DESTROY] tcp      6 100 TIME_WAIT src=10.0.0.1 dst=10.0.0.2 sport=6 dport=80 src=10.0.0.2 dst=10.0.0.1 sport=80 dport=6 [ASSURED]
[1795694407.1     ]\t[DESTROY] tcp      6 TIME_WAIT src=10.0.0.1 dst=10.0.0.2 sport=7 dport=80 src=10.0.0.2 dst=10.0.0.1 sport=80 dport=7 [ASSURED]
src=half a row
# until 2026-11-26T12:00:10Z 2 9
`;

test.each([1 << 16, 1, 7, 100])("births, ends and evictions are counted, in blocks of %i", (n) => {
  const fact = read(TEXT, n);
  expect(fact.births.parsed).toBe(3);
  expect(fact.births.ipv6).toBe(1);
  expect(fact).toMatchObject({ ends: 6, removed: 2, tellsTime: true, losses: 1, rows: 10 });
  expect(fact.evicted.parsed).toBe(2);
  expect([...fact.evictedAt]).toEqual([[1795694405, 2]]);
  expect(fact.unparsed).toMatchObject({ count: 1, examples: [{ text: "src=half a row" }] });
  expect(fact.followed).toEqual({ ended: 2, seconds: 8, open: 1, lost: 0 });
  expect(hearingOf(fact)).toEqual({
    from: Date.parse("2026-11-26T12:00:00Z"),
    to: Date.parse("2026-11-26T12:00:10Z"),
    gaps: 0,
    lost: { births: 2, ends: 9 },
  });
});

test("what was lost before the rows that are kept is not counted, a new listener counts from 0", () => {
  const fact = read(
    `# dropped 2026-11-26T11:59:00Z 50 70\nsport=53 dport=9\n${born("1795694400.5     ", 1)}# began 2026-11-26T12:01:00Z\n# until 2026-11-26T12:02:00Z 3 80\n`,
  );
  expect(hearingOf(fact)).toMatchObject({ gaps: 1, lost: { births: 3, ends: 10 } });
  expect(hearingOf(fact)?.from).toBe(1795694400000.005);
});

test("kernels that tell no time at the end make no evictions", () => {
  const old = gone("1795694405.5     ", 1).replace("udp      17", "tcp      6");
  expect(read(born("1795694400.5     ", 1) + old)).toMatchObject({ tellsTime: false, ends: 1 });
  expect(hearingOf(read(""))).toBeNull();
  expect(read(born("1795694400.5     ", 1).trimEnd(), 9, true).unparsed.count).toBe(1);
});

test("lives are those of a plain map, whatever order births and ends come in", () => {
  const random = drawFrom(7);
  const lives = new Lives(256);
  const plain = new Map<number, number>();
  let at = 1;
  for (let n = 0; n < 5_000; n++) {
    const key = random.between(0, 140);
    at += 3000;
    if (random.between(0, 1) === 0) {
      // an end in another moment than its birth's is another entry's
      expect(lives.born(key & 7, key, at)).toBe(-1);
      plain.set(key, at);
    } else {
      const known = plain.get(key);
      expect(lives.ended(key & 7, key, at)).toBe(known === undefined ? -1 : at - known);
      plain.delete(key);
    }
    expect(lives.size).toBe(plain.size);
  }
  expect(lives.ended(300, 300, at)).toBe(-1);
  expect(lives.born(300, 300, at - 1)).toBe(1);
});

test("of more entries than there is room for, the others are counted as such", () => {
  const lives = new Lives(1024);
  for (let n = 0; n < 2000; n++) lives.born(n, n, 1);
  expect(lives.lost + lives.size).toBe(2000);
  expect(lives.size).toBe(640);
});
