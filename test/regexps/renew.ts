/**
 * Decides the regular expressions of src/ that are new: `npm run regexps`. It takes some minutes for all of them.
 * `npm run regexps -- --again 10` gives those that are undecided ten seconds more each.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { keyOf, type Verdict, verdictOf } from "./check.ts";
import { literals, madeOnLoad } from "./collect.ts";

const FILE = new URL("./verdicts.json", import.meta.url);
const { values } = parseArgs({ options: { again: { type: "string" } } });
const seconds = values.again === undefined ? undefined : Number(values.again);
const known = JSON.parse(readFileSync(FILE, "utf8")) as Record<string, Verdict>;
const { regexps, made } = literals();
const all = new Map([...regexps, ...(await madeOnLoad(made))].map((one) => [keyOf(one), one]));
const verdicts: Record<string, Verdict> = {};
for (const [key, one] of [...all].sort(([a], [b]) => (a < b ? -1 : 1))) {
  const before = known[key];
  const isAgain = before === "undecided" && seconds !== undefined;
  verdicts[key] =
    before !== undefined && !isAgain
      ? before
      : verdictOf(one, isAgain ? seconds * 1000 : undefined);
  if (before === verdicts[key]) continue;
  process.stderr.write(`${verdicts[key]} ${one.place} ${key}\n`);
  // what was decided is kept, also of a run that is ended
  writeFileSync(FILE, `${JSON.stringify({ ...known, ...verdicts }, null, 2)}\n`);
}
writeFileSync(FILE, `${JSON.stringify(verdicts, null, 2)}\n`);
