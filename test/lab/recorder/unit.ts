/**
 * The recorder's unit of systemd as it is shipped, run by a real systemd in user-mode Linux, and its exposure by
 * systemd-analyze: `npm run lab:recorder:unit -- [--report FILE]`.
 */
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { table } from "../../../src/report/markdown/table.ts";
import { unpack } from "../../collector/collecting.ts";
import { boot, processors } from "../uml/boot.ts";
import { writeSection } from "./report.ts";

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const UNIT = here("../../../src/collector/service/conntriage-recorder.service");
const SECONDS = 500;

const { values } = parseArgs({ options: { report: { type: "string" } } });
const folder = mkdtempSync(join(tmpdir(), "conntriage-unit-"));
const files = [UNIT, here("../../../src/collector/collect.sh"), here("unit-steps.sh")];
for (const file of files) copyFileSync(file, join(folder, file.split("/").at(-1)!));

const analyzed = (...words: string[]) => spawnSync("systemd-analyze", words, { encoding: "utf8" });
const exposure = /Overall exposure level for .*: ([\d.]+ \w+)/.exec(
  analyzed("security", "--offline=true", "--no-pager", UNIT).stdout,
)?.[1];
const isVerified = analyzed("verify", UNIT).status === 0;

await boot(folder, folder, processors()[0] ?? 0, SECONDS, { init: here("../uml/systemd.sh") });
const steps = readFileSync(join(folder, "steps"), "utf8").trim().split("\n");
const bundle = readdirSync(folder).find((name) => name.startsWith("incident-"));
if (bundle === undefined) throw new Error(readFileSync(join(folder, "log"), "utf8"));
const { manifest } = unpack(readFileSync(join(folder, bundle)), folder);
const taken = manifest.files.filter(({ bytes }) => bytes !== null);
const missed = manifest.files.filter(({ bytes }) => bytes === null);
const status = readFileSync(join(folder, "status"), "utf8");
const stateOf = (step: string, name: string): string =>
  new RegExp(`^${step} .*${name}=(\\S+)`, "m").exec(steps.join("\n"))?.[1] ?? "unknown";
rmSync(folder, { recursive: true });

const text = `## As a unit of systemd

\`src/collector/service/conntriage-recorder.service\` as it is shipped, run by a real systemd in user-mode Linux, where all
that systemd confines is confined. \`systemd-analyze security\`: ${exposure}; \`systemd-analyze verify\`: ${isVerified ? "no complaint" : "**complaints**"}.
It ${status.includes("log=read") ? "reads" : "**cannot read**"} the kernel's log; the bundle of a trigger has ${taken.length} files with ${taken.filter(({ path }) => path.startsWith("dumps/")).length} dumps of the table, and ${missed.length} that could not be
taken: ${[...new Set(missed.map(({ reason }) => reason))].join("; ")}.

${table(
  ["Step", "Active", "Sub-state", "Result", "Restarts"].map((title) => ({ title })),
  ["begun", "triggered", "killed", "stopped"].map((step) => [
    step === "killed" ? "killed (SIGKILL)" : step,
    ...["ActiveState", "SubState", "Result", "NRestarts"].map((name) => stateOf(step, name)),
  ]),
)}
`;
console.log(text);
if (values.report !== undefined) writeSection(values.report, "unit", text);
