import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { judge } from "../redact/judge.ts";
import { BUNDLES } from "../redact/redacting.ts";
import type { Figures, Options } from "./run.ts";

/** A redacted bundle is diagnosed as the bundle, and nothing of what was hidden can be found in it. */
export async function redact({ runs, seed, say }: Options): Promise<Figures> {
  const folder = mkdtempSync(join(tmpdir(), "conntriage-redact-"));
  const seeds = Array.from({ length: runs }, (_, at) => seed + at);
  const failures: string[] = [];
  let [copies, different, leaking, sought] = [0, 0, 0, 0];
  for (const [name, path] of BUNDLES) {
    for await (const verdict of judge(path, seeds, join(folder, "copy.tar.gz"))) {
      const of = `${name}, key ${seeds[copies % runs]}`;
      failures.push(...[...verdict.different, ...verdict.leaks].map((one) => `${of}: ${one}`));
      different += Number(verdict.different.length > 0);
      leaking += Number(verdict.leaks.length > 0);
      sought += verdict.sought;
      copies++;
    }
    say(`${name}: ${copies} copies, ${different} differ, ${leaking} leak`);
  }
  rmSync(folder, { recursive: true });
  const n = (value: number) => value.toLocaleString("en");
  const text = `## Redacted bundles

Every bundle of \`samples/\`, \`samples/layouts/\` and \`samples/exporters/\` was redacted with ${n(runs)} keys (from
number ${seed} on). The analysis of each copy, with the names put back, was compared with that of the bundle; then
every address and name that a parser saw in the bundle was looked for in the copy and in its four reports.

| copies | number |
|---|---:|
| bundles | ${n(BUNDLES.size)} |
| keys | ${n(runs)} |
| copies | ${n(copies)} |
| with another analysis | ${n(different)} |
| with something left to find | ${n(leaking)} |
| identifiers looked for | ${n(sought)} |
`;
  return { text, failures };
}
