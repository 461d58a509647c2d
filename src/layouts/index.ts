import { conntriage } from "./conntriage.ts";
import type { Layout, Located } from "./layout.ts";
import { loose } from "./loose.ts";

/** Every layout, the most particular first: the first that knows a path decides. */
export const LAYOUTS: readonly Layout[] = [conntriage, loose];

/** Finds the source of an entry, and whose naming it follows. */
export function locate(path: string, head: string): (Located & { layout: string }) | null {
  for (const layout of LAYOUTS) {
    const located = layout.locate(path, head);
    if (located !== null) return { ...located, layout: layout.name };
  }
  return null;
}
