import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bundleOf, SAMPLE_IDS, SAMPLES } from "../causes/sample.ts";
import { build } from "../cli/built.ts";
import { KINDS } from "../field/kinds.ts";
import { differences } from "../page/equality.ts";
import { openTab } from "../page/tab.ts";
import { writeFiles } from "../support/folders.ts";
import type { Figures, Options } from "./run.ts";

const ARCHIVE = /\.(?:tar|tgz|txz|tbz2|zip|tar\.(?:gz|xz|bz2))$/;

/** All samples and cases from the field, in both browsers: the page's files are the library's. */
export async function page({ say }: Options): Promise<Figures> {
  await build();
  const scratch = mkdtempSync(join(tmpdir(), "conntriage-proof-page-"));
  const failures: string[] = [];
  const counts: string[] = [];
  try {
    const given = [...SAMPLE_IDS.map(bundleOf), ...layouts(), ...field(scratch)];
    for (const name of ["chromium", "firefox"] as const) {
      const tab = await openTab(name);
      let done = 0;
      for (const { path, isFolder } of given.map(asGiven)) {
        // a driver cannot choose a folder in Firefox
        if (isFolder && name === "firefox") continue;
        const wrong = await differences(tab, [path], isFolder ? "folder" : "bundle");
        failures.push(...wrong.map((one) => `${name}, ${path}: ${one}`));
        if (++done % 50 === 0)
          say(`${name}: ${done} of ${given.length}, ${failures.length} failed`);
        if (done % 20 === 0) await tab.run("document.getElementById('close').click()");
      }
      failures.push(...(await tab.noise()).map((one) => `${name}: ${one}`));
      counts.push(`| ${name} | ${done} |`);
      await tab.close();
    }
  } finally {
    rmSync(scratch, { recursive: true });
  }
  const text = `## The page

Every sample, every archive of another collector and every case from the field was given to the page, opened from a disk
without a network. JSON, HTML and Markdown must be the library's to the byte; nothing may be asked for, and nothing refused
by the policy.

| browser | given |
|---|---:|
${counts.join("\n")}
| failures | ${failures.length} |
`;
  return { text, failures };
}

type Given = string | { path: string; isFolder: boolean };
const asGiven = (one: Given) => (typeof one === "string" ? { path: one, isFolder: false } : one);

const layouts = (): string[] =>
  readdirSync(`${SAMPLES}layouts`, { recursive: true, encoding: "utf8" })
    .filter((path) => ARCHIVE.test(path))
    .map((path) => join(SAMPLES, "layouts", path));

const field = (scratch: string): Given[] =>
  Object.values(KINDS)
    .flat()
    .map(({ files }, at) => {
      const folder = writeFiles(join(scratch, `case-${at}`), files);
      const [only, ...others] = Object.keys(files);
      return others.length === 0 && !only!.includes("/")
        ? join(folder, only!)
        : { path: folder, isFolder: true };
    });
