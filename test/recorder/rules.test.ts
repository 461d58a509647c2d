/** What the recorder takes for a reason, by its own functions and without waiting: they are taken out of the script. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { COLLECTOR } from "../collector/collecting.ts";
import { temporaryFolder } from "../support/folders.ts";
import { needs } from "../support/needs.ts";

const folder = temporaryFolder();
const SCRIPT = readFileSync(COLLECTOR, "utf8");
const SHELLS = [["dash"], ["bash"], ["busybox", "ash"]];

/** The text of a function of the script. */
function taken(name: string): string {
  const [text] = new RegExp(`^${name}\\(\\) \\{\\n[^]*?^\\}$`, "m").exec(SCRIPT) ?? [];
  if (text === undefined) throw new Error(`the collector has no ${name}`);
  return text;
}

function runIn(shell: readonly string[], lines: readonly string[], input = ""): string {
  const file = join(mkdtempSync(join(folder, "rules-")), "script");
  writeFileSync(file, lines.join("\n"));
  const [command, ...words] = [...shell, file];
  return execFileSync(command!, words, { input, encoding: "utf8" }).trim();
}

const steady = (from: number, step: number, looks: number): number[] =>
  Array.from({ length: looks }, (_, at) => from + step * at);

describe.each(SHELLS)("under %s %s", (...shell) => {
  const missing = needs({ linux: true, commands: [shell[0]!] });

  /** What fires while the table goes through these counts, one a second, and so many packets are dropped in each. */
  const firedAt = (counts: readonly number[], { max = "1000", at = 85, drop = 0 } = {}): string =>
    runIn(shell, [
      taken("judge_row"),
      taken("holds"),
      "record() { :; }",
      `max=${max} at=${at}`,
      "hundredths=0 last_uptime=0 drop=0 early=0 failed=0 chain=0 calm=0 recent='' rising=0 highest=0",
      "now_drop=0 now_early=0 now_failed=0 now_chain=0 other=0 clashes=0 log_full=0 seen_log=0 seen=''",
      "for kind in level growing loss clash chain log; do eval last_$kind=-100000000; done",
      `for count in ${counts.join(" ")}; do hundredths=$((hundredths + 100)) now_drop=$((now_drop + ${drop})) fired=''; judge_row; seen=$seen$fired; done`,
      'echo "$seen"',
    ]);

  it.skipIf(missing)("a steady climb is one, and no spike, step or batch", () => {
    expect(firedAt(steady(450, 14, 27))).toBe("growing");
    // with lookups that come as well
    expect(firedAt([...steady(250, 1, 20), 400, 550, 700, ...steady(701, 1, 20)])).toBe("");
    expect(firedAt([...steady(250, 1, 20), ...steady(270, 75, 6), ...steady(651, 1, 20)])).toBe("");
    expect(firedAt([...steady(300, 0, 20), ...steady(700, 0, 30)])).toBe("");
    // full in two minutes
    expect(firedAt(steady(500, 4, 40))).toBe("");
    // below half of the limit
    expect(firedAt(steady(100, 15, 25))).toBe("");
    expect(firedAt([...steady(300, 0, 5), 900])).toBe("level");
  });

  it.skipIf(missing)("a limit of 0 is none, and so is one that cannot be read", () => {
    for (const max of ["0", "''"]) {
      expect(firedAt(steady(450, 14, 27), { max })).toBe("");
      expect(firedAt(steady(900, 0, 10), { max, drop: 3 })).toBe("");
      expect(firedAt(steady(900, 0, 10), { max, drop: 30 })).toBe("loss");
    }
  });

  it.skipIf(missing)("a low level is told again when the table was below it", () => {
    const twice = [...steady(60, 0, 3), ...steady(0, 0, 15), ...steady(60, 0, 3)];
    for (const at of [1, 3, 5]) expect(firedAt(twice, { at })).toBe("levellevel");
    // just below it is not
    const near = [...steady(870, 0, 3), ...steady(820, 0, 15), ...steady(870, 0, 3)];
    expect(firedAt(near)).toBe("level");
    expect(firedAt([...steady(1000, 0, 3)], { at: 100 })).toBe("level");
  });

  it.skipIf(missing)("the kernel's log is read for the own namespace alone", () => {
    const full = "nf_conntrack: nf_conntrack: table full";
    const input = [
      `4,1,9,-;${full} in netns 43, dropping packet`,
      "4,2,9,-;nf_conntrack_alloc: 12 callbacks suppressed",
      `4,3,9,-;${full} in netns 42, dropping packet`,
      "4,4,9,-;nf_conntrack_alloc: 10 callbacks suppressed",
      `4,7,9,-;${full}, dropping packet`, // before Linux 6.17; two lines before it are lost
      `12,8,9,-;${full}, dropping packet`, // a program's own
      "4,9,9,-;nf_conntrack: nf_conntrack: expectation table full",
    ].join("\n");
    const lines = [
      `temp=${folder} netns=42`,
      taken("read_log"),
      "read_log 0",
      "cat $temp/log-counts",
    ];
    expect(runIn(shell, lines, `${input}\n`)).toBe("12 2");
  });
});
