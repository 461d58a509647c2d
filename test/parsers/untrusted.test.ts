import fc from "fast-check";
import { expect, test } from "vitest";
import { AnalyzerError } from "../../src/errors.ts";
import { SOURCES } from "../../src/parsers/index.ts";
import type { LineParser } from "../../src/parsers/line-parser.ts";
import { manifestParser } from "../../src/parsers/manifest-parser.ts";

const PARSERS: [string, LineParser<unknown>][] = Object.entries(SOURCES).flatMap(
  ([name, source]): [string, LineParser<unknown>][] =>
    "parser" in source ? [[name, source.parser]] : [],
);
PARSERS.push(["manifest", manifestParser]);

/** Words of every grammar, so that random lines get past the first test of a parser. */
const WORDS = [
  ..."entries cpu=0 drop=1 00000001 ffffffff TcpExt: ListenDrops 1 -1 1e999 0x10 NaN".split(" "),
  ..."[ 12.5] nf_conntrack: table full, dropping packet in netns 4026532323 net_ratelimit:".split(
    " ",
  ),
  ..."-A KUBE-SERVICES KUBE-SVC-A -d 10.96.0.1/32 -p tcp --dport 80 -j DNAT --to-destination".split(
    " ",
  ),
  ..."10.0.0.1:8080 [::1]:80 10.0.0.1-10.0.0.9:1-9 *nat COMMIT NOTRACK MASQUERADE --to-ports".split(
    " ",
  ),
  ..."table ip x { chain map elements = goto service-AAAAAAAA-a/b/tcp/c , } : . vmap numgen".split(
    " ",
  ),
  ..."dnat to udp dport 53 notrack masquerade :20000-20004 comment \" ' \\ # TCP -> Masq".split(
    " ",
  ),
  ..."IP Virtual Server version 01:59 ESTABLISHED NAMESPACE 1/1 Running <none> + IPv4".split(" "),
  ...'conntrack: maxPerCore: --conntrack-min=1 HTTP 503 "nodeEligible": true __proto__'.split(" "),
  ...'{ } "path" time,count 2026-11-22T17:07:00Z 2026-99-99T99:99:99+99:99 a{le="+Inf"} 3'.split(
    " ",
  ),
  "\u0000",
  "\u001b[31m",
  "\r",
  "\t",
  "\ud800",
  "999999999999999999999999",
];

const line = fc.oneof(
  fc.array(fc.constantFrom(...WORDS), { maxLength: 20 }).map((words) => words.join(" ")),
  fc.array(fc.constantFrom(...WORDS), { maxLength: 8 }).map((words) => words.join("")),
  fc.string({ unit: "binary", maxLength: 200 }),
);

/** Feeds lines; what it throws, if anything, must be ours. */
function survive(parser: LineParser<unknown>, lines: readonly string[]): void {
  const sink = parser("entry.txt");
  try {
    for (const [index, text] of lines.entries()) sink.line(text, index + 1);
    sink.end();
  } catch (error) {
    if (!(error instanceof AnalyzerError)) throw error;
    expect(error.code).toBe("PARSE_FAILED");
    expect(error.message).not.toMatch(/[\n\r\0]/);
    expect(error.place?.entry).toBe("entry.txt");
    expect(error.place?.line).toBeGreaterThan(0);
  }
}

test.each(PARSERS)("%s survives any lines", (_, parser) => {
  fc.assert(
    fc.property(fc.array(line, { maxLength: 30 }), (lines) => survive(parser, lines)),
    { numRuns: 200 },
  );
});

/** Lines as long as the bundle lets through, of what makes careless expressions run away. */
const LONG = [
  " ",
  "1",
  ".",
  "a ",
  "-",
  "[",
  '"',
  "\\",
  "1.",
  "{ ",
  ", ",
  "= ",
  "1,",
  "0:",
  "a=",
  "10.0.0.1 ",
];

test.each(PARSERS)("%s reads the longest lines without hanging", (_, parser) => {
  const fronts = ["", "-A X ", "[", "table full ", '"', "a{", "cpu=0 ", "TcpExt: ", "entries "];
  const lines = LONG.flatMap((unit) =>
    fronts.map((front) => (front + unit.repeat(65_536 / unit.length)).slice(0, 65_536)),
  );
  survive(parser, lines);
  const opened = ["table ip x {", "chain c {", "*nat", ...lines];
  survive(parser, opened);
});
