/** What the page's script is made of, for reports/page.md. */
import { rolldown } from "rolldown";
import { ROOT } from "../cli/built.ts";

/** A part, and its bytes before they are made small. */
export type Part = readonly [name: string, bytes: number];

/** By packages and folders of `src/`, the largest first. Both programs are in it. */
export async function pageParts(): Promise<Part[]> {
  const parts = new Map<string, number>();
  for (const entry of ["worker.ts", "main.ts"]) {
    const bundle = await rolldown({
      input: `src/page/${entry}`,
      cwd: ROOT,
      platform: "browser",
      logLevel: "silent",
    });
    const { output } = await bundle.generate({ format: "iife", codeSplitting: false });
    for (const [id, { renderedLength }] of Object.entries(output[0].modules)) {
      const name = nameOf(id);
      parts.set(name, (parts.get(name) ?? 0) + renderedLength);
    }
    await bundle.close();
  }
  return [...parts].sort((a, b) => b[1] - a[1]);
}

function nameOf(id: string): string {
  const [, inPackage] = /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(id) ?? [];
  if (inPackage !== undefined) return `the package ${inPackage}`;
  const [, folder] = /\/src\/([^/]+)\//.exec(id) ?? [];
  return folder === undefined ? "the pipeline" : `src/${folder}`;
}
