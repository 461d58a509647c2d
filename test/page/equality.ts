import { analyze, renderHtml, renderMarkdown } from "../../src/index.ts";
import { read, savedBy, type Tab } from "./tab.ts";

/** What of the page's files is not that of the library, which is what the command writes; nothing where all are. */
export async function differences(
  tab: Tab,
  paths: readonly string[],
  id: "bundle" | "folder" = "bundle",
): Promise<string[]> {
  const analysis = await analyze(paths).catch((error: Error) => error);
  const state = await read(tab, paths, id);
  if (analysis instanceof Error) {
    const said = await tab.run<string>("document.getElementById('fault').textContent");
    // a path is not told to a page
    const wanted = analysis.message.slice(analysis.message.indexOf(": "));
    return said.endsWith(wanted) ? [] : [`says ${said}, not ${analysis.message}`];
  }
  const wanted = [
    `${JSON.stringify(analysis, null, 2)}\n`,
    renderHtml(analysis),
    renderMarkdown(analysis),
  ];
  const found = await savedBy(tab, "save-json", "save-html", "save-markdown");
  return [
    ...(state === analysis.state ? [] : [`the state is ${state}, not ${analysis.state}`]),
    ...wanted.flatMap((text, at) => (text === found[at] ? [] : [firstChange(text, found[at])])),
  ];
}

function firstChange(wanted: string, found = ""): string {
  const [a, b] = [wanted.split("\n"), found.split("\n")];
  const at = a.findIndex((line, n) => line !== b[n]);
  return `line ${at + 1}: ${b[at]}, not ${a[at]}`;
}
