/** Decides the regular expressions of src/ that are new: `npm run regexps`. It takes some minutes for all of them. */
import { readFileSync, writeFileSync } from "node:fs";
import { keyOf, type Verdict, verdictOf } from "./check.ts";
import { literals, madeOnLoad } from "./collect.ts";

const FILE = new URL("./verdicts.json", import.meta.url);
const known = JSON.parse(readFileSync(FILE, "utf8")) as Record<string, Verdict>;
const { regexps, made } = literals();
const all = new Map([...regexps, ...(await madeOnLoad(made))].map((one) => [keyOf(one), one]));
const verdicts: Record<string, Verdict> = {};
for (const [key, one] of [...all].sort(([a], [b]) => (a < b ? -1 : 1))) {
  verdicts[key] = known[key] ?? verdictOf(one);
  if (known[key] !== undefined) continue;
  process.stderr.write(`${verdicts[key]} ${one.place} ${key}\n`);
  // what was decided is kept, also of a run that is ended
  writeFileSync(FILE, `${JSON.stringify({ ...known, ...verdicts }, null, 1)}\n`);
}
writeFileSync(FILE, `${JSON.stringify(verdicts, null, 1)}\n`);
