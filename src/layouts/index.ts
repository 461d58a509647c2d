import type { SourceName } from "../parsers/index.ts";
import { conntriage } from "./conntriage.ts";
import { eks } from "./eks.ts";
import type { Layout, Phase } from "./layout.ts";
import { calico, ciliumSysdump, datadog, openshift, rancher, retina } from "./other-collectors.ts";
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

/** What the layouts say of an entry. */
export interface Named {
  layout: string;
  /** Null where its lines tell what it holds. */
  source: SourceName | null;
  phase: Phase;
  label: string;
}

/** Folders of a bundle that are known to be a collector's, by their path with its slash. */
export type Claims = Map<string, Layout>;

/**
 * Finds what names an entry. `unnamed` is what lies in a collector's folder and is not of its inputs; null
 * is loose evidence. Notes in `claims` which folders a path shows to be whose.
 */
export function nameOf(path: string, claims: Claims): Named | "unnamed" | null {
  const own = conntriage.locate(path);
  if (own !== null && own !== "text") return { layout: conntriage.name, ...own };
  for (const layout of LAYOUTS) {
    const root = layout.claims(path);
    if (root !== null && !claims.has(root)) claims.set(root, layout);
  }
  for (const [root, layout] of claims) {
    if (!path.startsWith(root)) continue;
    if (layout.locate(path.slice(root.length)) !== "text") return "unnamed";
    return { layout: layout.name, source: null, phase: "once", label: "" };
  }
  return null;
}
