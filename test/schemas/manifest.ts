import { openInThread } from "../../src/index.ts";

/** The manifest of a bundle. */
export async function manifestOf(bundle: string): Promise<Record<string, unknown>> {
  const { entries } = await openInThread(bundle);
  let text = "";
  for await (const { path, blocks } of entries)
    for await (const block of blocks)
      if (path.endsWith("/manifest.json")) text += new TextDecoder().decode(block);
  return JSON.parse(text);
}
