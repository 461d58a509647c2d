/**
 * Runs the tests of this folder against the command of another commit:
 * `npm run truth -- --at COMMIT [--report FILE]`. Each says of one refuted claim, or one missing cause, what is
 * true; on a commit that has the fault, each must fail. The exit code is 1 where one of them passes there.
 */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const { values } = parseArgs({
  options: { at: { type: "string" }, report: { type: "string" } },
});
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

interface Row {
  name: string;
  /** The test that says best what that commit says otherwise; null where all of them pass there. */
  failed: { title: string; why: string } | null;
}
const rows = testResults
  .map(({ name, assertionResults }): Row => {
    const failed = assertionResults
      .filter(({ status }) => status === "failed")
      .map(({ title, failureMessages: [message = ""] }) => ({ title, why: whyOf(message) }));
    // what is wrong there says more than what it has not yet
    const first = failed.find(({ why }) => !/undefined|there is no cause/.test(why)) ?? failed[0];
    return { name: relative(join(ROOT, "test/truth-items"), name), failed: first ?? null };
  })
  .sort((a, b) => (a.name < b.name ? -1 : 1));
for (const { name, failed } of rows)
  say(failed === null ? `PASSES ${name}` : `fails  ${name}: ${failed.title}: ${failed.why}`);
const right = rows.filter(({ failed }) => failed === null).length;
say(`${wanted.length} items, ${rows.length - right} fail at ${values.at}, ${right} pass there`);
if (values.report !== undefined) writeFileSync(values.report, page());
process.exitCode = right > 0 || rows.length < wanted.length ? 1 : 0;

/** A failed assertion in one line. */
function whyOf(message: string): string {
  const [line = ""] = message.replace(/^\w*Error: /, "").split("\n");
  return line.replace(" // Object.is equality", "").slice(0, 200);
}

function page(): string {
  const cell = (text: string) => text.replace(/[|\\`<]/g, "\\$&");
  const lines = rows.map(({ name, failed }) => {
    const id = name.replace(/^item-|\.test\.ts$/g, "").replace(/^missing-/, "missing: ");
    const link = `[${name}](../test/truth-items/${name})`;
    return `| ${id} | ${link} | ${cell(failed?.title ?? "–")} | ${cell(failed?.why ?? "passes there")} |`;
  });
  return `# What was refuted, and a test of each

A review of the reports of commit ${values.at} refuted claims, by number, and named causes that were missing. Each has a test that holds now. Here the same tests ask that commit's command: ${rows.length - right} of ${rows.length} fail there, each for the reason beside it.

\`npm run truth -- --at ${values.at} --report reports/truth.md\` wrote this page.

| Item | Test | What is true | That commit |
| --- | --- | --- | --- |
${lines.join("\n")}
`;
}

function leave(): void {
  try {
    git("worktree", "remove", "--force", checkout);
  } catch {
    // it was not made
  }
  rmSync(folder, { recursive: true, force: true });
}
