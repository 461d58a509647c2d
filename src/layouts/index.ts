import type { SourceName } from "../parsers/index.ts";
import { calico } from "./calico.ts";
import { ciliumSysdump } from "./cilium.ts";
import { conntriage, recordedDump } from "./conntriage.ts";
import { datadog } from "./datadog.ts";
import { eks } from "./eks.ts";
import type { Layout, Owner, Phase } from "./layout.ts";
import { openshift } from "./openshift.ts";
import { rancher } from "./rancher.ts";
import { retina } from "./retina.ts";
import { sosreport } from "./sosreport.ts";
import { troubleshoot } from "./troubleshoot.ts";

/** Every collector whose bundles are known, our own first. What none of them names is read as loose text. */
export const LAYOUTS: readonly Layout[] = [
  conntriage,
  sosreport,
  eks,
  troubleshoot,
  retina,
  calico,
  openshift,
  ciliumSysdump,
  rancher,
  datadog,
];

/** The bundle of a collector that an entry lies in, by its folder's path with its slash, and whose it is there. */
export interface Unit extends Owner {
  root: string;
}

/** What the layouts say of an entry. */
export interface Named {
  layout: string;
  unit: Unit;
  /** Null where its lines tell what it holds. */
  source: SourceName | null;
  phase: Phase;
  label: string;
  /** The layout does not name it: an input only if its lines show one. */
  isBeside: boolean;
}

/** Folders of a bundle that are known to be a collector's, by their path with its slash. */
export type Claims = Map<string, { layout: Layout; sure: boolean }>;

/**
 * Finds what names an entry. `unnamed` is what lies in a collector's folder and is not of its inputs; null
 * is loose evidence. Notes in `claims` which folders a path shows to be whose.
 */
export function nameOf(path: string, claims: Claims): Named | "unnamed" | null {
  const own = nameIn(conntriage, conntriage.claims(path)?.root, path);
  if (own !== null) return own;
  if (recordedDump(path) !== null) return "unnamed";
  for (const layout of LAYOUTS) {
    const claim = layout.claims(path);
    if (claim === null || claims.get(claim.root)?.sure === true) continue;
    if (claim.sure || !claims.has(claim.root)) claims.set(claim.root, { layout, sure: claim.sure });
  }
  // the innermost, where one collector's bundle lies in another's
  const [root, claim] =
    [...claims]
      .filter(([folder]) => path.startsWith(folder))
      .sort(([a], [b]) => b.length - a.length)[0] ?? [];
  if (claim === undefined) return null;
  const named = nameIn(claim.layout, root, path);
  if (named !== null || !claim.sure) return named;
  const below = path.slice(root!.length);
  return claim.layout.mayHold(below)
    ? { ...textOf(claim.layout, root!, below), isBeside: true }
    : "unnamed";
}

/** An entry whose lines tell what it holds. */
const textOf = (layout: Layout, root: string, below: string): Named => ({
  layout: layout.name,
  unit: { root, ...layout.owner(below) },
  source: null,
  phase: "once",
  label: "",
  isBeside: false,
});

function nameIn(layout: Layout, root: string | undefined, path: string): Named | null {
  if (root === undefined) return null;
  const below = layout === conntriage ? path : path.slice(root.length);
  const located = layout.locate(below);
  if (located === null) return null;
  const text = textOf(layout, root, below);
  return located === "text" ? text : { ...text, ...located };
}
