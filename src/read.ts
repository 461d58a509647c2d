import type { Bundle, BundleEntry } from "./archive/entry.ts";
import type { Evidence } from "./evidence.ts";
import type { Coverage } from "./facts/coverage.ts";
import type { Piece } from "./facts/piece.ts";
import { conntriage } from "./layouts/conntriage.ts";
import { type Claims, nameOf } from "./layouts/index.ts";
import { lostOf, Vouchers, withoutDoubted, withoutUnfinished } from "./read-damage.ts";
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
  const vouchers = new Vouchers();
  /** Entries that came to their end. */
  const whole = new Set<string>();
  /** Entries that said something. */
  const told = new Set<string>();
  let truncated = false;
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
    let isShort = false;
    const noted = noting(vouchers.hold(entry, named), () => {
      isShort = true;
    });
    await readEntry(noted, named, pieces, coverage);
    if (pieces.length > before) told.add(entry.path);
    if (entry.outcome.cut === null) whole.add(entry.path);
    if (isShort) {
      truncated = true;
      withoutUnfinished(pieces, before, coverage);
    }
    if (pieces.length > before) layouts.set(layout, (layouts.get(layout) ?? 0) + 1);
    if (entry.outcome.cut !== null) {
      cut.add(entry.path);
      coverage.failed.push({ entry: entry.path, line: null, reason: entry.outcome.cut });
    }
  }
  coverage.skipped.push(...bundle.skipped);
  for (const reason of new Set(bundle.damage))
    coverage.failed.push({ entry: bundle.name, line: null, reason });
  const damaged = await withoutDoubted(bundle, vouchers, told, pieces, coverage);
  const most = [...layouts].sort((a, b) => b[1] - a[1])[0];
  const layout = most?.[0] ?? "unknown";
  withoutLoose(pieces, coverage, claims);
  withoutForeign(own, coverage);
  truncated ||= bundle.damage.length > 0 || bundle.doubted.length > 0;
  const lost = truncated ? lostOf(pieces, whole, damaged, bundle) : "nothing";
  return { pieces, layout, coverage, truncated, cut, damaged, lost };
}

/** The entry; it is told when its blocks end before their time. */
function noting(entry: BundleEntry, onShort: () => void): BundleEntry {
  async function* blocks(): AsyncGenerator<Uint8Array> {
    yield* entry.blocks;
    if (entry.outcome.cut !== null) onShort();
  }
  return { ...entry, blocks: blocks() };
}
