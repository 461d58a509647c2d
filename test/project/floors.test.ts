import { spawnSync } from "node:child_process";
import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { temporaryFolder, writeFiles } from "../support/folders.ts";
import { ROOT } from "./repository.ts";

const folder = temporaryFolder();

/** A file of each floor, the lowest first; each imports the next, which is against the rules. */
const CHAIN = [
  "errors",
  "archive/a",
  "parsers/a",
  "sections/a",
  "series/a",
  "layouts/a",
  "facts/a",
  "attribution/a",
  "what-if/a",
  "demand/a",
  "signals/a",
  "causes/a",
  "incident/a",
  "report/a",
  "fleet/a",
  "check/a",
  "compare/a",
  "diagnose",
  "timeline/a",
  "redact/a",
  "node/a",
  "analyze",
  "commands/a",
  "cli",
];
/** What breaks the other rules, as `[file, what it imports]`. */
const PLANTED: readonly (readonly [string, string])[] = [
  ["read", "node:fs"],
  ["archive/b", "node:fs"],
  ["facts/b", "#facts/c"],
  ["facts/c", "#facts/b"],
  ["causes/b", "#facts/b"],
  ["facts/b", "zod"],
  ["incident/b", "#facts/b"],
  ["report/document/a", "#facts/b"],
  ["report/text/a", "#report/markdown/a"],
  ["report/b", "#report/text/a"],
  ["report/b", "marked"],
  ["page/a", "node:fs"],
  ["page/a", "#node/a"],
];
const NOT_OURS = /^(?:node:fs|zod|marked)$/;
const ORPHAN = "signals/planted";

const CONFIG = join(ROOT, ".dependency-cruiser.mjs");
const { default: config } = (await import(CONFIG)) as {
  default: { forbidden: readonly { name: string }[] };
};

interface Cruised {
  summary: { violations: { rule: { name: string }; from: string; to: string }[] };
}

/** What the rules say of a small house in which each of them is broken. */
function cruise(): Cruised["summary"]["violations"] {
  const imports = [...CHAIN.slice(1).map((to, at) => [CHAIN[at]!, `#${to}`] as const), ...PLANTED];
  const files = imports.flat().map((name) => name.replace("#", ""));
  const all = [...new Set([...files, ORPHAN, "index"])].filter((file) => !NOT_OURS.test(file));
  // the others are reached, so that they are no orphans too
  const reached = all.filter((file) => ![ORPHAN, "index", "cli"].includes(file));
  const texts = all.map((file) => {
    const wanted = file === "index" ? reached.map((one) => `#${one}`) : [];
    const own = imports.filter(([from]) => from === file).map(([, to]) => to);
    const depth = "../".repeat(file.split("/").length - 1) || "./";
    const lines = [...wanted, ...own].map((to) =>
      to.startsWith("#") ? `import "${depth}${to.slice(1)}.ts";` : `import "${to}";`,
    );
    return [`src/${file}.ts`, `${lines.join("\n")}\nexport {};\n`] as const;
  });
  writeFiles(folder, {
    ...Object.fromEntries(texts),
    "package.json": JSON.stringify({ type: "module", dependencies: { zod: "*", marked: "*" } }),
    "tsconfig.json": JSON.stringify({ compilerOptions: { module: "nodenext" } }),
  });
  symlinkSync(join(ROOT, "node_modules"), join(folder, "node_modules"));
  const command = [join(ROOT, "node_modules/dependency-cruiser/bin/dependency-cruise.mjs"), "src"];
  const options = ["--config", CONFIG, "--output-type", "json"];
  const run = spawnSync(process.execPath, [...command, ...options], {
    cwd: folder,
    encoding: "utf8",
    maxBuffer: 2 ** 26,
  });
  return (JSON.parse(run.stdout) as Cruised).summary.violations;
}

test("every rule of the floors catches what it forbids, an orphan and Node in the core among it", () => {
  const violations = cruise();
  const caught = new Set(violations.map(({ rule }) => rule.name));
  const rules = config.forbidden.map(({ name }) => name);
  expect(rules.filter((name) => !caught.has(name))).toEqual([]);
  const of = (name: string) => violations.filter(({ rule }) => rule.name === name);
  expect(of("no orphans").map(({ to }) => to)).toEqual([`src/${ORPHAN}.ts`]);
  expect(new Set(of("the core knows no Node").map(({ from }) => from))).toEqual(
    new Set(["src/archive/b.ts", "src/read.ts"]),
  );
});
