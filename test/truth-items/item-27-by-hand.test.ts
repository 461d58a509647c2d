/** Item 27: what a command counts is what it stands beside: a row's client and the port asked, not its answer's. */
import { execFileSync } from "node:child_process";
import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { CAUSES } from "../../src/causes/index.ts";
import { PREVENTION } from "../../src/report/prevention.ts";
import type { Row } from "../attribution/rows.ts";
import { temporaryFolder } from "../support/folders.ts";
import { analyzeSample, printedIn } from "./items.ts";
import { rows } from "./support.ts";

/** Runs a command where `conntrack` prints these rows. */
function outputOf(command: string, dump: string): string[] {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "rows"), dump);
  writeFileSync(join(folder, "conntrack"), `#!/bin/sh\ncat ${folder}/rows\n`);
  chmodSync(join(folder, "conntrack"), 0o755);
  const env = { ...process.env, PATH: `${folder}:${process.env["PATH"]}` };
  const text = execFileSync("sh", ["-c", command], { encoding: "utf8", env });
  return text
    .trimEnd()
    .split("\n")
    .map((line) => line.trim());
}

const commandsOf = (id: string): string[] =>
  CAUSES.find((cause) => cause.id === id)!.remedies.flatMap(({ commands }) => [...commands]);
const counting = (commands: readonly string[]): string =>
  commands.find((one) => one.includes("uniq -c"))!;

/** 30 rows of one client to many servers, one of them answered from elsewhere. */
const DUMP = (state: string): string =>
  rows(
    30,
    (at): Row => ({
      state,
      src: "192.0.2.7",
      dst: `10.8.0.${at}`,
      sport: 31_000,
      dport: 443,
      left: 60,
      replySrc: `10.9.0.${at}`,
      replySport: 8443,
    }),
  );

it.each([
  ["connection-scan", DUMP("SYN_SENT")],
  ["icmp-flood", DUMP("SYN_SENT").replaceAll(/^tcp +6/gm, "icmp     1")],
])("the sources of %s are counted once a row", (id, dump) => {
  expect(outputOf(counting(commandsOf(id)), dump)).toEqual(["30 192.0.2.7"]);
});

it("the ports of closed connections are those that were asked, not those of the clients", () => {
  const command = counting(PREVENTION.flatMap(({ commands }) => [...commands]));
  expect(outputOf(command, DUMP("TIME_WAIT"))).toEqual(["30 dport=443"]);
});

/** What stands before a flag of the row is the asked direction's alone. */
const BOTH_WAYS = /grep -o\w* (['"])\s?\w*(?:src|dst|sport|dport)=(?!\[0-9\]\+ \\\[\1)/;

it.each(["connection-scan", "icmp-flood", "time-wait-churn"])(
  "the report on %s counts no word that stands in both directions of a row",
  async (id) => {
    for (const one of printedIn(await analyzeSample(id))) expect(one).not.toMatch(BOTH_WAYS);
  },
);

it("no command counts a word that stands in both directions of a row", () => {
  const all = [
    ...CAUSES.flatMap(({ id }) => commandsOf(id)),
    ...PREVENTION.flatMap(({ commands }) => [...commands]),
  ];
  for (const one of all) expect(one).not.toMatch(BOTH_WAYS);
});
