/**
 * Runs the tests of this folder against the command of another commit: `npm run truth -- --at COMMIT`. Each says
 * of one refuted claim, or one missing cause, what is true; on a commit that has the fault, each must fail. The
 * exit code is 1 where one of them passes there.
 */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const { values } = parseArgs({ options: { at: { type: "string" } } });
if (values.at === undefined) throw new Error("--at COMMIT is missing");

const say = (text: string): void => void process.stdout.write(`${text}\n`);
const folder = mkdtempSync(join(tmpdir(), "conntriage-truth-"));
const checkout = join(folder, "checkout");
const git = (...words: string[]) => execFileSync("git", ["-C", ROOT, ...words], { stdio: "pipe" });
process.once("exit", leave);
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(1));

git("worktree", "add", "--detach", checkout, values.at);
execFileSync("npm", ["ci", "--ignore-scripts", "--no-progress"], {
  cwd: checkout,
  stdio: "ignore",
});
execFileSync("npm", ["run", "--silent", "build"], { cwd: checkout, stdio: "inherit" });

const said = join(folder, "said.json");
spawnSync(
  join(ROOT, "node_modules/.bin/vitest"),
  ["run", "test/truth-items", "--reporter=json", `--outputFile=${said}`],
  {
    cwd: ROOT,
    env: { ...process.env, CONNTRIAGE_CLI: join(checkout, "dist/cli.js") },
    stdio: "ignore",
  },
);

interface Said {
  testResults: {
    name: string;
    assertionResults: { status: string; title: string; failureMessages: string[] }[];
  }[];
}
const { testResults } = JSON.parse(readFileSync(said, "utf8")) as Said;
const wanted = readdirSync(join(ROOT, "test/truth-items")).filter((name) =>
  /\.test\.ts$/.test(name),
);
let right = 0;
for (const { name, assertionResults } of testResults) {
  const failed = assertionResults.filter(({ status }) => status === "failed");
  const [first] = failed;
  const why = first?.failureMessages[0]?.split("\n")[0] ?? "every test of it passes";
  if (first === undefined) right++;
  const short = relative(join(ROOT, "test/truth-items"), name);
  say(`${first === undefined ? "PASSES" : "fails "} ${short}: ${first?.title ?? ""}: ${why}`);
}
say(
  `${wanted.length} items, ${testResults.length - right} fail at ${values.at}, ${right} pass there`,
);
process.exitCode = right > 0 || testResults.length < wanted.length ? 1 : 0;

function leave(): void {
  try {
    git("worktree", "remove", "--force", checkout);
  } catch {
    // it was not made
  }
  rmSync(folder, { recursive: true, force: true });
}
