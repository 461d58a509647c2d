/** Makes each addition by halves in a copy of the checkout, and writes what says so: `npm run trials`. */
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { HALVES, type Half } from "./additions.ts";
import { CHECKS, type Check } from "./checks.ts";
import { type Said, whatSays } from "./says.ts";
import { inScratch, type Scratch } from "./scratch.ts";
import { renderTrials, type Tried } from "./table.ts";

const REPORT = fileURLToPath(new URL("../../reports/trials.md", import.meta.url));
const only = process.argv.slice(2);

const runCheck = ({ run }: Scratch, check: Check) => {
  const [program, ...args] = CHECKS[check];
  return run(program, args);
};

/** A check that fails without any change shows nothing. */
async function holdsAtFirst(scratch: Scratch, check: Check): Promise<boolean> {
  const { code, output } = await runCheck(scratch, check);
  if (code !== 0) process.stdout.write(`${check}: fails as it is\n${output.slice(-2000)}\n`);
  return code === 0;
}

async function tryHalf(scratch: Scratch, half: Half): Promise<Tried> {
  const { code, output } = await scratch.with(half.changes(scratch.text), () =>
    runCheck(scratch, half.check),
  );
  const said: Said = code === 0 ? { faults: 0, line: null } : whatSays(output, half.says);
  const verdict = said.line === null ? "NOT SAID" : "said";
  process.stdout.write(`${verdict}: ${half.addition}, ${half.half}: ${said.line ?? ""}\n`);
  if (said.line === null) process.stdout.write(`${output.slice(0, 3000)}\n`);
  return { ...half, ...said };
}

const halves = HALVES.filter(({ check }) => only.length === 0 || only.includes(check));
const tried = await inScratch(async (scratch) => {
  const checks = [...new Set(halves.map(({ check }) => check))];
  const results: Tried[] = [];
  for (const check of checks) {
    const holds = await holdsAtFirst(scratch, check);
    for (const half of halves.filter((one) => one.check === check))
      results.push(holds ? await tryHalf(scratch, half) : { ...half, faults: 0, line: null });
  }
  return HALVES.flatMap((half) =>
    results.filter((one) => one.half === half.half && one.addition === half.addition),
  );
});
if (only.length === 0) writeFileSync(REPORT, renderTrials(tried));
process.exitCode = tried.every(({ line }) => line !== null) ? 0 : 1;
