import type { Bundle } from "./archive/entry.ts";
import type { Evidence } from "./evidence.ts";
import type { Coverage } from "./facts/coverage.ts";
import type { Piece } from "./facts/piece.ts";
import { conntriage } from "./layouts/conntriage.ts";
import { type Claims, nameOf } from "./layouts/index.ts";
import { drain, readEntry } from "./read-entry.ts";
import { NOT_NAMED, withoutForeign, withoutLoose } from "./read-late.ts";

/**
 * Reads a bundle once, entry by entry, and keeps small facts of each. An entry that cannot be read is listed
 * and does not stop the others.
 */
export async function readBundle(bundle: Bundle): Promise<Evidence> {
  const pieces: Piece[] = [];
  const coverage: Coverage = { read: [], failed: [], skipped: [], unread: [] };
  const cut = new Set<string>();
  const layouts = new Map<string, number>();
  const claims: Claims = new Map();
  /** Folders of ours that hold more than a manifest. */
  const own = new Set<string>();
  for await (const entry of bundle.entries) {
    const named = nameOf(entry.path, claims);
    if (named === "unnamed") {
      await drain(entry.blocks);
      coverage.skipped.push({ entry: entry.path, reason: NOT_NAMED });
      continue;
    }
    const layout = named?.layout ?? "loose";
    if (layout === conntriage.name && named?.source !== "manifest") own.add(named!.unit.root);
    const before = pieces.length;
    await readEntry(entry, named, pieces, coverage);
    if (pieces.length > before) layouts.set(layout, (layouts.get(layout) ?? 0) + 1);
    if (entry.outcome.cut !== null) {
      cut.add(entry.path);
      coverage.failed.push({ entry: entry.path, line: null, reason: entry.outcome.cut });
    }
  }
  coverage.skipped.push(...bundle.skipped);
  for (const reason of new Set(bundle.damage))
    coverage.failed.push({ entry: bundle.name, line: null, reason });
  const most = [...layouts].sort((a, b) => b[1] - a[1])[0];
  const layout = most?.[0] ?? "unknown";
  withoutLoose(pieces, coverage, claims);
  withoutForeign(own, coverage);
  return { pieces, layout, coverage, truncated: bundle.damage.length > 0, cut };
}
