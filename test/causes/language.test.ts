import { describe, expect, it } from "vitest";
import { USES } from "../../src/attribution/uses.ts";
import type { Cause, Requirement, Test } from "../../src/causes/cause.ts";
import { CAUSES } from "../../src/causes/index.ts";
import { STATES } from "../../src/causes/state.ts";
import { type Analysis, analyze } from "../../src/index.ts";
import { fill, namesIn, neededBy } from "../../src/report/fill.ts";
import { PREVENTION } from "../../src/report/prevention.ts";
import { summarise } from "../../src/report/summary.ts";
import { type Readings, SIGNALS, type SignalName } from "../../src/signals/index.ts";
import type { Unit, Value } from "../../src/signals/signal.ts";
import { readingsOf } from "./readings.ts";
import { bundleOf, SAMPLE_IDS } from "./sample.ts";

const NAMES = Object.keys(SIGNALS) as SignalName[];
const causes = CAUSES.map((cause) => [cause.id, cause] as const);

/** Every signal with a value of its kind, its count being `count`; those of `unknown` have none. */
function readingsWith(count: number, unknown: readonly SignalName[] = []): Readings {
  const valueIn = (unit: Unit): Value => {
    if (unit === "name") return "data/orders-db:postgres (10.96.129.5:5432/tcp)";
    if (unit === "yes/no") return true;
    return unit === "share" ? 0.43 : count;
  };
  return readingsOf(
    Object.fromEntries(
      NAMES.map((name) => [name, unknown.includes(name) ? null : valueIn(SIGNALS[name].unit)]),
    ),
  );
}
const USUAL = readingsWith(12_345);

/** Names of a bundle stand in code spans and may hold anything; a sentence ends before a blank only. */
const sentencesOf = (text: string): string[] =>
  text
    .replace(/`[^`]*`/g, "NAME")
    .split(/(?<=[.!?])\s+/)
    .filter((sentence) => sentence !== "");
/** Words as people count them: a number with its per cent sign is one. */
const wordsOf = (sentence: string): string[] =>
  sentence.replace(/ %/g, "%").split(/\s+/).filter(Boolean);

/** Words of kernel people that nobody else knows, and words that say more than was counted. */
const JARGON =
  /\b(?:skb|tuples?|netlink|netfilter hooks?|hooks?|RCU|slab|softirq|NAPI|qdisc|mid-stream|hypervisor|p99|syscalls?|untranslate|dying|unconfirmed|5-tuple|e\.g|i\.e|etc)\b/i;
const OVERCLAIMS =
  /\b(?:is why|the cause|the reason|therefore|proves?|certainly|obviously|always|must be|is to blame|culprit)\b/i;
const PLURALS = [...new Set(NAMES.map((name) => SIGNALS[name].unit))].filter((unit) =>
  /s(?:\/s)?$/.test(unit),
);

const textsOf = ({ title, mechanism, remedies }: Cause): string[] => [
  title,
  mechanism,
  ...remedies.flatMap((remedy) => [remedy.title, remedy.risk]),
];

/** Signals that have a value whenever the cause is found: those of its tests, and of the same family. */
function certainIn({ requires, weighs }: Cause): (name: SignalName) => boolean {
  const all = weighs === undefined ? requires : [weighs, ...requires];
  const tests = all.filter((one: Requirement): one is Test => !("any" in one));
  const family = (name: string) => name.split(".").slice(0, 2).join(".");
  const families = new Set(tests.map(([name]) => family(name)));
  const ofRows = tests.some(([name]) => /^(?:use|live|udp|zones|nodePorts)\./.test(name));
  return (name) =>
    tests.some(
      ([one]) => one === name || (one === "limit.undone" && /^limit\.|\.max$/.test(name)),
    ) ||
    (/^(?:use|timeout|snat|ports|zones)\./.test(name) && families.has(family(name))) ||
    (/^(?:attempts|silentPort|udpServer|halfNotrack|oneWay)\./.test(name) &&
      tests.some(([one]) => one.split(".")[0] === name.split(".")[0])) ||
    (ofRows && /^(?:table\.rows|use|live|udp|zones|nodePorts|other)\b/.test(name));
}

describe.each(causes)("the words of %s", (_, cause) => {
  const mechanism = fill(cause.mechanism, USUAL);

  it("say the mechanism in two sentences of at most 30 words", () => {
    const sentences = sentencesOf(mechanism);
    expect(sentences).toHaveLength(2);
    for (const sentence of sentences)
      expect(wordsOf(sentence).length, sentence).toBeLessThanOrEqual(30);
    expect(mechanism).not.toContain("unknown");
  });

  it("begin the mechanism with a number or a name of this bundle", () => {
    expect(namesIn(cause.mechanism.split(/\.\s/)[0]!).length).toBeGreaterThan(0);
  });

  it("have a short title with a capital and without a full stop or brackets", () => {
    expect(cause.title).toMatch(/^[A-Z][^.:;!()]*$/);
    expect(cause.title.length).toBeLessThanOrEqual(70);
  });

  it("use no jargon, and claim no more than was counted", () => {
    for (const text of textsOf(cause)) expect(text).not.toMatch(JARGON);
    expect(`${cause.title}. ${cause.mechanism}`).not.toMatch(OVERCLAIMS);
  });

  it("read well where one was counted: no “1 packets”", () => {
    const plural = new RegExp(`\\b1 (?:${PLURALS.join("|")})\\b`);
    // an exhaustion cause holds a part of a full table, never one entry
    if (cause.gate === "none") expect(fill(cause.mechanism, readingsWith(1))).not.toMatch(plural);
  });

  it("read well where a value is unknown: it stands behind a name and a colon", () => {
    const certain = certainIn(cause);
    const doubtful = (neededBy(cause.mechanism) as SignalName[]).filter((name) => !certain(name));
    const text = fill(cause.mechanism, readingsWith(12_345, doubtful));
    for (const [found] of text.matchAll(/(\S+) unknown/g)) expect(found).toMatch(/: unknown$/);
    expect(text.split("unknown").length - 1).toBe(doubtful.length);
  });
});

/** What a person does first. A new verb is added here, so that a noun does not slip in. */
const VERBS = new Set(
  `Add Check Delete Find Keep Let Limit Look Lower Fix Move Remove Raise Read Reuse Run Send Set Spread Stop
   Track Use Widen`.split(/\s+/),
);
const remedies = CAUSES.flatMap((cause) =>
  cause.remedies.map((remedy) => [`${cause.id}: ${remedy.title}`, remedy] as const),
);

describe("a remedy's words", () => {
  it.each(remedies)("%s", (_, { title, risk }) => {
    expect(VERBS, title).toContain(title.split(" ")[0]);
    expect(title).not.toMatch(/[.!]$/);
    expect(sentencesOf(fill(title, USUAL))).toHaveLength(1);
    expect(risk).toMatch(/^\S.*\.$/);
    expect(sentencesOf(fill(risk, USUAL)).length).toBeLessThanOrEqual(2);
  });

  it("say that a remedy only reads where no command of it writes", () => {
    const WRITES =
      /> \/(?!dev\/null)|sysctl -w |conntrack -D |ipvsadm --(?:add|delete)| -I |sed -i |\bdelete\b/;
    for (const { remedies } of CAUSES)
      for (const { risk, commands } of remedies)
        if (/\bthis only reads/.test(risk))
          for (const command of commands) expect(command).not.toMatch(WRITES);
  });

  it("repeat none of the advice that is wrong though common", () => {
    const said = CAUSES.flatMap((cause) => [
      ...textsOf(cause),
      ...cause.remedies.flatMap(({ commands }) => commands),
    ]);
    const advice = [...said, ...PREVENTION.flatMap(({ text, commands }) => [text, ...commands])];
    const ofStreams = CAUSES.filter(({ id }) => id === "udp-streams").flatMap(({ remedies }) =>
      remedies.flatMap(({ commands }) => commands),
    );
    for (const text of advice) {
      // -d is the Service's address: only with the reply source are the entries an endpoint's
      if (!/--reply-src |--orig-dst \{use\.[\w-]+\.topDestination:address\}/.test(text))
        expect(text).not.toMatch(/conntrack -[DL] [^#]*(?:-d|--dst|--orig-dst) /);
      // a fixed limit may be lower than the present one
      expect(text).not.toMatch(/nf_conntrack_max=\d/);
      if (!ofStreams.includes(text)) expect(text).not.toMatch(/udp_timeout_stream=/);
      expect(text).not.toMatch(/conntrack -F\b/);
      // a restart of kube-proxy clears no TCP entries
      if (/restart.* clears? .*entries/i.test(text)) expect(text).toMatch(/UDP/);
    }
  });
});

describe("the title of a signal", () => {
  it.each(NAMES)("%s is short and reads before a colon", (name) => {
    const { title } = SIGNALS[name];
    expect(title.length, title).toBeLessThanOrEqual(70);
    expect(title).not.toMatch(/[.:;!]$|: /);
    expect(title).toMatch(/^(?:[a-z“]|CPU|UDP|TCP|DNS|ICMP|HTTP|SERVFAIL)/);
    expect(title).not.toMatch(JARGON);
  });

  it("belongs to one signal", () => {
    const titles = NAMES.map((name) => SIGNALS[name].title);
    expect(titles.filter((title, at) => titles.indexOf(title) !== at)).toEqual([]);
  });
});

it("a use's meaning fits a column of a terminal", () => {
  for (const meaning of Object.values(USES)) {
    expect(meaning.length, meaning).toBeLessThanOrEqual(44);
    expect(meaning).not.toMatch(JARGON);
  }
});

type Found = "confirmed" | "likely" | "possible";
const FILLS: Record<Found, string> = {
  confirmed: " The cause: ",
  likely: " The likely cause: ",
  possible: " A possible cause: ",
};
const BESIDE: Record<Found, string> = {
  confirmed: " Another finding is confirmed: ",
  likely: " Another finding is likely: ",
  possible: " Another finding is possible: ",
};
const HEDGES = [...Object.values(FILLS), ...Object.values(BESIDE)];
const hedgesIn = (summary: string): string[] => HEDGES.filter((hedge) => summary.includes(hedge));
const isFound = (verdict: string): verdict is Found => verdict in FILLS;

describe("the summary", () => {
  it.each(SAMPLE_IDS)("of %s is hedged as its verdict is", async (id) => {
    const { findings, state, summary } = await analyze(bundleOf(id));
    const primary = findings[0]!;
    if (!isFound(primary.verdict)) return expect(hedgesIn(summary)).toEqual([]);
    const fills = primary.gate === "exhaustion" || (state === "exhausted" && primary.entries! > 0);
    const hedge = (fills ? FILLS : BESIDE)[primary.verdict];
    expect(hedgesIn(summary)).toEqual([hedge]);
    expect(summary).toContain(`${hedge}${primary.title}. ${primary.mechanism}`);
    expect(summary).not.toMatch(/undefined|NaN|\{|\bunknown\b/);
  });

  const finding = (changes: Partial<Analysis["findings"][number]>) =>
    ({ title: "Title", mechanism: "It is so.", entries: 9, ...changes }) as never;

  it.each(["confirmed", "likely", "possible"] as const)("hedges what is %s", (verdict) => {
    for (const state of STATES)
      for (const gate of ["exhaustion", "none"] as const)
        for (const entries of [0, 9, null]) {
          const fills = gate === "exhaustion" || (state === "exhausted" && entries === 9);
          const said = summarise(state, [finding({ verdict, gate, entries })], USUAL, true);
          expect(hedgesIn(said)).toEqual([(fills ? FILLS : BESIDE)[verdict]]);
        }
  });

  it("names further causes by their titles, what is likely apart from what is confirmed", () => {
    const others = [
      finding({ verdict: "confirmed", gate: "exhaustion" }),
      finding({ verdict: "confirmed", title: "Second", share: 0.3 }),
      finding({ verdict: "likely", title: "Third", share: 0 }),
      finding({ verdict: "possible", title: "Fourth", share: 0.2 }),
    ];
    expect(summarise("exhausted", others, USUAL, true)).toMatch(
      / It is so\. Also found: Second, with 30 % of the entries\. Also likely: Third\.$/,
    );
  });

  it("says what a full table cost, and claims neither where no counter tells", () => {
    const said = (values: Partial<Record<SignalName, Value | null>>) =>
      summarise("exhausted", [], readingsOf(values), true);
    const use = { "table.max": 4000 };
    expect(said({ ...use, "table.fullDrops": 1234, "table.earlyDrops": 1 })).toContain(
      "was full (4,000 entries) while this bundle was taken: the kernel dropped 1,234 packets of new connections and evicted 1 entry to make room.",
    );
    expect(said({ ...use, "table.fullDrops": 0, "table.earlyDrops": 2 })).toContain(
      ": the kernel evicted 2 entries to make room.",
    );
    expect(said({ "table.fullDrops": null, "table.earlyDrops": null })).toMatch(
      /was full while this bundle was taken: the kernel dropped new connections or evicted other entries to make room\./,
    );
  });
});
