/** Who filled the table and who was thrown out, of rows as a recorder hears them. */
import { describe, expect, it } from "vitest";
import { renderText } from "../../src/index.ts";
import { analyzeTexts } from "../signals/in-memory.ts";

const AT = 1795694400; // 2026-11-26T12:00:00Z
const iso = (second: number) => new Date((AT + second) * 1000).toISOString().replace(".000", "");
const tuple = (port: number) =>
  `src=10.244.1.7 dst=10.96.7.25 sport=${40_000 + port} dport=8125 [UNREPLIED] src=10.244.2.9 dst=10.244.1.7 sport=8125 dport=${40_000 + port}`;
const birth = (second: number, port: number) =>
  `[${AT + second}.5     ]\t    [NEW] udp      17 30 ${tuple(port)}\n`;
const end = (second: number, port: number, left = "") =>
  `[${AT + second}.5     ]\t[DESTROY] udp      17 ${left}${tuple(port)}\n`;

/** A birth a second of one port each, each of which lives four seconds; the last ends are evictions. */
const SECONDS = 60;
const ROWS = Array.from({ length: SECONDS }, (_, second) => second)
  .map((second) => {
    const ended = second < 4 ? "" : end(second, second - 4, second < 50 ? "" : "26 ");
    return birth(second, second) + ended;
  })
  .join("");
const RULES = `*nat
-A KUBE-SERVICES -d 10.96.7.25/32 -p udp -m comment --comment "monitoring/statsd:udp cluster IP" -m udp --dport 8125 -j KUBE-SVC-A
-A KUBE-SVC-A -m comment --comment "monitoring/statsd:udp" -j KUBE-SEP-A
-A KUBE-SEP-A -p udp -m comment --comment "monitoring/statsd:udp" -m udp -j DNAT --to-destination 10.244.2.9:8125
COMMIT
`;
const counters = (early: (second: number) => number) =>
  `time,uptime,count,max,drop,early_drop\n${Array.from({ length: SECONDS + 1 }, (_, second) => `${iso(second)},${1000 + second}.00,10,10,0,${early(second)}\n`).join("")}`;

const texts = (marks: string, early: (second: number) => number) => ({
  "once/iptables-save.txt": RULES,
  "timeline.csv": counters(early),
  "dump/count-before.txt": "10\n",
  "events/conntrack-E.txt.gz": `# began ${iso(0)}\n${ROWS}${marks}`,
});
const until = (lost: string) => `# until ${iso(SECONDS)} ${lost}\n`;
const evictions = (second: number) => Math.max(0, second - 50);

describe("what a recorder heard", () => {
  it("says who filled the table, by Service, and how long entries live", async () => {
    const analysis = await analyzeTexts(texts(until("0 0"), evictions));
    expect(analysis.filled).toMatchObject({
      hearing: {
        from: "2026-11-26T12:00:00.000Z",
        seconds: 60,
        gaps: 0,
        lost: { births: 0, ends: 0 },
        heard: { births: 1, ends: 1 },
      },
      births: 60,
      perSecond: 1,
      ended: 56,
      stillThere: 4,
      ofTable: 0.4,
      lifetimeSeconds: 4,
      sustained: 4,
      destinations: [
        {
          name: "10.96.7.25:8125/udp",
          service: "monitoring/statsd:udp",
          entries: 60,
          stillThere: 4,
        },
      ],
      sources: [{ name: "10.244.1.7", entries: 60 }],
    });
    expect(analysis.evicted).toMatchObject({
      by: "events",
      entries: 10,
      bound: "exact",
      kernel: { counted: 10, heard: 10 },
      uses: [{ use: "one-way-udp", entries: 10 }],
      destinations: [{ service: "monitoring/statsd:udp" }],
    });
    const text = renderText(analysis, { verbose: true }).replace(/\s+/g, " ");
    expect(text).toContain(
      "60 entries were born, 1 a second. 56 of them ended, after 4 s on average.",
    );
    expect(text).toContain("The kernel counted 10 evictions");
    expect(text).not.toContain("deleted by somebody");
  });

  it("tells what was lost, and then not how many are still there", async () => {
    const { filled, evicted } = await analyzeTexts(texts(until("15 140"), evictions));
    expect(filled).toMatchObject({
      hearing: { lost: { births: 15, ends: 140 }, heard: { births: 0.8 } },
      stillThere: null,
      ofTable: null,
    });
    expect(evicted).toMatchObject({ entries: 10, bound: "at least" });
  });

  it("does not take what was deleted for an eviction that the kernel did not count", async () => {
    const analysis = await analyzeTexts(texts(until("0 0"), () => 0));
    expect(analysis.evicted).toMatchObject({ kernel: { counted: 0, heard: 10 } });
    expect(renderText(analysis, { verbose: true }).replace(/\s+/g, " ")).toContain(
      "The other 10 were deleted by somebody",
    );
  });

  it("is not there where nobody listened", async () => {
    const { "events/conntrack-E.txt.gz": _, ...others } = texts("", evictions);
    const analysis = await analyzeTexts(others);
    expect(analysis).not.toHaveProperty("filled");
    expect(analysis).not.toHaveProperty("evicted");
  });

  it("is told from two dumps, at least, where nobody listened", async () => {
    const row = (port: number, left: number, more = "") =>
      `udp      17 ${left} ${tuple(port)}${more}\n`;
    const { "events/conntrack-E.txt.gz": _, ...others } = texts("", evictions);
    const first = [
      ...[1, 2, 3].map((port) => row(port, 29)), // of these, two are gone too soon
      row(4, 14), // its time may be over
      row(5, 29, " [ASSURED]"), // not evicted, but deleted
      "tcp      6 100 SYN_SENT src=10.0.0.1 dst=10.0.0.2 sport=5 dport=80 [UNREPLIED] src=10.0.0.2 dst=10.0.0.1 sport=80 dport=5\n",
    ];
    const dumps = (label: string) => ({
      "dumps/conntrack-20261126T120000Z.txt.gz": first.join(""),
      [`dumps/${label}20261126T120005Z.txt.gz`]: row(1, 24) + row(7, 30),
    });
    for (const label of ["conntrack-", "peak-"]) {
      const analysis = await analyzeTexts({ ...others, ...dumps(label) });
      expect(analysis, label).not.toHaveProperty("filled");
      expect(analysis.evicted, label).toMatchObject({
        by: "dumps",
        entries: 2,
        bound: "at least",
        destinations: [
          { name: "10.96.7.25:8125/udp", service: "monitoring/statsd:udp", entries: 2 },
        ],
      });
      const text = renderText(analysis, { verbose: true }).replace(/\s+/g, " ");
      expect(text).toContain(
        "At least 2 entries that were not ASSURED were removed with time left",
      );
    }
    // of a later dump that is cut nobody is missed, and whole ones that have all tell of nobody
    const cut = await analyzeTexts({ ...others, ...dumps("cut-") });
    expect(cut).not.toHaveProperty("evicted");
  });
});
