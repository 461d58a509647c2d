import type { TextOptions } from "../report/text/index.ts";
import { endingOf, type Plan, shown, writeDocuments } from "./output.ts";
import { columnsOf, wantsColour } from "./terminal.ts";

/**
 * Writes a report as planned: into files, of which a list is printed, or to the screen. Text in a folder is shown as
 * well. Answers the paths of the files.
 *
 * @param name of the files in a folder, without an ending
 */
export async function writeReport<F extends string>(
  plan: Plan<F | "text">,
  endings: Readonly<Record<F | "text", string>>,
  name: string,
  { quiet = false, verbose = false }: { quiet?: boolean; verbose?: boolean },
  render: (format: F | "text", options: TextOptions) => Promise<string>,
): Promise<Map<F | "text", string>> {
  const inFile: TextOptions = { verbose };
  const onScreen: TextOptions = {
    ...inFile,
    colour: wantsColour(process.stdout, process.env),
    width: columnsOf(process.stdout),
  };
  const paths = await writeDocuments(plan, endings, name, (format) => render(format, inFile));
  if (plan.to.is === "screen") process.stdout.write(await render(plan.formats[0], onScreen));
  if (quiet) return paths;
  if (plan.to.is === "folder" && paths.has("text"))
    process.stdout.write(await render("text", onScreen));
  for (const [format, path] of paths) {
    const ending = endingOf(path);
    const isSaid = ending === "" || ending === `.${endings[format]}`;
    process.stdout.write(`wrote ${shown(path)}${isSaid ? "" : `, as ${format}`}\n`);
  }
  return paths;
}
