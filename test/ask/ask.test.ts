/**
 * What `ask` wants is enough: a sample without some of its inputs, with the answer, has the sample's own cause.
 * `npm run proof -- ask` does the same with more of them.
 */
import { describe, expect, it } from "vitest";
import { stateOf } from "../../src/causes/state.ts";
import { found, pair } from "../../src/facts/facts.ts";
import type { SourceName } from "../../src/parsers/index.ts";
import { canBeHad } from "../../src/report/ask-had.ts";
import { askOf, commandsFor } from "../../src/report/ask-list.ts";
import { WAYS } from "../../src/report/ask-ways.ts";
import { NOT_PASTED } from "../transcripts/prove.ts";
import { readFiles } from "../truth/bundle-files.ts";
import { bundleOf, readSamples } from "../truth/samples.ts";
import { answerOf, sourceOf } from "./answer.ts";
import { draw, examined, isSettled, wordsOf } from "./draw.ts";

const RUNS = 60;
const SEED = 7;
const SAMPLES = readSamples().filter(({ id }) => !NOT_PASTED.has(id));
const ALL = (Object.keys(WAYS) as SourceName[]).map((source) => ({ source, why: [] }));

it("one round settles what the inputs allow, with few commands", { timeout: 300_000 }, async () => {
  const failures: string[] = [];
  const asked: number[] = [];
  for (let run = 0; run < RUNS; run++) {
    const one = await draw(SAMPLES[(run * 7) % SAMPLES.length]!, SEED, run);
    if (one.before !== one.whole) asked.push(one.asked.length);
    if (!isSettled(one)) failures.push(wordsOf(one));
  }
  expect(failures).toEqual([]);
  expect(asked.length).toBeGreaterThan(3);
  expect(asked.sort((a, b) => a - b)[asked.length >> 1]).toBeLessThanOrEqual(3);
});

describe("what is asked", () => {
  const asking = async (files: Record<string, string>) => askOf(await examined(files));
  const leftOf = async (id: string, lost = /(?!)/) => {
    const { files } = await readFiles(bundleOf(id));
    const left = [...files].filter(([path]) => !lost.test(path));
    return Object.fromEntries(left.map(([path, text]) => [`c-x/${path}`, text]));
  };
  it("is nothing of a full table whose cause is confirmed", async () => {
    expect(await asking(await leftOf("time-wait-churn"))).toEqual([]);
  });
  it("is what a cause that brings about a confirmed one lacks", async () => {
    const withoutRules = await leftOf("probe-churn", /\/iptables-save|nft-ruleset|manifest/);
    expect((await asking(withoutRules)).map(({ command }) => command)).toEqual(["iptables-save"]);
  });
  it("is first the count and the limit where the state is unknown, then the dump and the rules", async () => {
    const log = "[  100.000000] nf_conntrack: nf_conntrack: table full, dropping packet\n";
    const [first, ...others] = await asking({ "dmesg.txt": log });
    expect(first!.command).toMatch(/^head .*\/proc\/sys\/net\/netfilter\/\*/);
    expect(first!.why).toMatch(/^the state: /);
    const commands = others.map(({ command }) => command);
    expect(commands).toContain("conntrack -L");
    expect(commands).toContain("iptables-save");
  });
  it("is not again what a tool could not give in an answer, unless somebody else may have it", async () => {
    const log = "[  100.000000] nf_conntrack: nf_conntrack: table full, dropping packet\n";
    const commands = async (answer: string) =>
      (await asking({ "dmesg.txt": log, "answer.txt": answer })).map(({ command }) => command);
    const refused = "$ iptables-save\nbash: iptables-save: command not found\n";
    expect(await commands("")).toContain("iptables-save");
    expect(await commands(refused)).not.toContain("iptables-save");
    const notRoot = "$ iptables-save\niptables-save v1.8.9: Permission denied (you must be root)\n";
    expect(await commands(notRoot)).toContain("iptables-save");
  });
  it("is no metrics of a port at which nothing answers", async () => {
    const left = await leftOf("time-wait-churn", /kube-proxy-metrics|manifest/);
    const metrics = "curl -sS -m 3 http://127.0.0.1:10249/metrics";
    const answer = `$ ${metrics}\ncurl: (7) Failed to connect to 127.0.0.1 port 10249 after 0 ms: Couldn't connect to server\n`;
    const of = async (more: Record<string, string>) =>
      canBeHad("kube-proxy-metrics", await examined({ ...left, ...more }));
    expect(await of({})).toBe(true);
    expect(await of({ "answer.txt": answer })).toBe(false);
  });
  it("is what a collector could not take only where it may be had after all", async () => {
    const whole = await leftOf("time-wait-churn");
    const without = (reason: string) => {
      const left = { ...whole };
      const dump = "c-x/dump/conntrack-L-ipv4.txt.gz";
      delete left[dump];
      left["c-x/manifest.json"] = left["c-x/manifest.json"]!.replace(
        /^(\{"path": "dump\/conntrack-L-ipv4.txt.gz".*?"bytes": )\d+(.*?"reason": )null/m,
        (_, a, b) => `${a}null${b}${JSON.stringify(reason)}`,
      );
      return asking(left);
    };
    const commands = (await without("left out by --no-dump")).map(({ command }) => command);
    expect(commands).toContain("conntrack -L");
    expect((await without("conntrack: not found")).map(({ command }) => command)).not.toContain(
      "conntrack -L",
    );
  });
});

/** Sources that the same files are of, by another's name. */
const SAME: Partial<Record<SourceName, readonly SourceName[]>> = {
  "conntrack-count": ["sysctl"],
  "conntrack-s": ["conntrack-stat"],
};

it("what each command prints is read without anything beside it", {
  timeout: 120_000,
}, async () => {
  const read = new Set<SourceName>();
  const lost: string[] = [];
  for (const { id } of SAMPLES) {
    const bundle = await readFiles(bundleOf(id));
    const { facts } = await examined({ "answer.txt": answerOf(commandsFor(ALL), bundle) });
    for (const [path, text] of bundle.files) {
      const source = sourceOf(path);
      if (source === null || WAYS[source] === undefined || text.trim() === "") continue;
      const same = [source, ...(SAME[source] ?? [])];
      if (same.some((one) => found(facts, one).length > 0)) read.add(source);
      else lost.push(source);
    }
  }
  expect([...new Set(lost)]).toEqual([]);
  expect(read.size).toBeGreaterThan(20);
});

describe("an answer that was taken after the bundle", () => {
  const START = "2026-03-05T10:00:00Z";
  const columns =
    "entries  clashres found new invalid ignore delete chainlength insert insert_failed drop early_drop icmp_error  expect_new expect_create expect_delete search_restart";
  const answer = (count: number, uptime: number, drops: number) => {
    const row = columns.split(/ +/).map((name) => (name === "drop" ? drops : 0));
    const counters = row.map((value) => value.toString(16).padStart(8, "0")).join(" ");
    return `${START}
==> /proc/uptime <==
${uptime}.00 1.00

==> /proc/sys/net/netfilter/nf_conntrack_count <==
${count}

==> /proc/net/stat/nf_conntrack <==
${columns}
${counters}

`;
  };
  const both = async (text: string) => {
    const { files } = await readFiles(bundleOf("time-wait-churn"));
    const left = Object.fromEntries([...files].map(([path, text]) => [`c-x/${path}`, text]));
    left["c-x/manifest.json"] = left["c-x/manifest.json"]!.replace(
      /("(?:started|ended)": ")[^"]*/g,
      "$12026-03-05T09:00:00Z",
    );
    return examined({ ...left, "answer.txt": text });
  };
  it("has the state of the newest sample", async () => {
    const results = await both(answer(100, 90_000, 0) + answer(120, 90_010, 0));
    expect(results.readings.get("table.count")).toMatchObject({ value: 120 });
    expect(stateOf(results.readings)).not.toBe("exhausted");
  });
  it("is judged by its own rise, whatever was counted before a boot", async () => {
    const { facts, readings } = await both(answer(100, 20, 3) + answer(120, 30, 7));
    expect(pair(facts, "uptime")?.start.fact.seconds).toBe(20);
    expect(readings.get("table.drops")).toMatchObject({ value: 4 });
  });
});
