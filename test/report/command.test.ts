import * as fc from "fast-check";
import { expect, it } from "vitest";
import { commandLines } from "../../src/report/text/command.ts";
import { widthOf } from "../../src/report/text/width.ts";

/** What a shell makes of lines that end in a backslash. */
const asOne = (lines: readonly string[]): string =>
  lines.join("\n").replaceAll(" \\\n", " ").replace(/ +/g, " ").trim();

it("a command that fits is one line, a longer one goes on behind a backslash", () => {
  expect(commandLines("sysctl -w net.netfilter.nf_conntrack_max=131072", "  ")).toEqual([
    "  sysctl -w net.netfilter.nf_conntrack_max=131072",
  ]);
  const lines = commandLines(`conntrack -D ${"--orig-src 10.0.0.1 ".repeat(8)}-p tcp`, "  ");
  expect(lines.length).toBeGreaterThan(2);
  for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(80);
  for (const line of lines.slice(0, -1)) expect(line).toMatch(/ \\$/);
});

it("what stands in quotes is one word, and a quotation without an end loses nothing", () => {
  const awk = `conntrack -L | awk '{ ${"n[$3]++; ".repeat(12)}} END { for (i in n) print i }'`;
  expect(commandLines(awk, "").filter((line) => line.startsWith("  '{"))).toHaveLength(1);
  const open = `echo ${"it's ".repeat(31)}`.trim();
  expect(commandLines(open, "")).toEqual([open]);
});

it("is the same command, whatever its words", () => {
  const word = fc.stringMatching(/^[\w./:=-]{1,30}$|^'[\w |$]{0,60}'$|^"[\w |]{0,60}"$/);
  fc.assert(
    fc.property(fc.array(word, { minLength: 1, maxLength: 20 }), (words) => {
      const command = words.join(" ");
      expect(asOne(commandLines(command, "    "))).toBe(command.replace(/ +/g, " ").trim());
    }),
  );
});
