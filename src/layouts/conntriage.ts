import { COUNTS, DUMP, FOLDERS, OF_NAMESPACE, SEVERAL, TOP, TWICE } from "./conntriage-places.ts";
import type { Layout, Located } from "./layout.ts";

/** Dumps that a recorder took, by their times. The fullest is the one of the analysis; `timeline` tells of all. */
const RECORDED = /^(?:(peak-)(?:cut-)?|conntrack-|cut-)\d{8}T\d{6}Z\.txt\.gz$/;
const RECORDED_FOLDER = "dumps";
/** What a recorder heard, which only one that was asked to listen has. */
const HEARD = "events/conntrack-E.txt.gz";
const OF_A_RECORDER = [RECORDED_FOLDER, "events"];

/** Whether an entry is a dump of a recorder, and whether it is the one of the analysis. */
export function recordedDump(path: string): "peak" | "other" | null {
  if (!path.endsWith("Z.txt.gz")) return null;
  const { below } = split(path) ?? { below: [] };
  const found =
    below.length === 2 && below[0] === RECORDED_FOLDER ? RECORDED.exec(below[1]!) : null;
  return found === null ? null : found[1] === undefined ? "other" : "peak";
}

/** What the collector calls its bundles' folder, unless it is told another name. */
const OWN_NAME = /^conntriage-./;

/** The folder of a bundle of ours that a path lies in, with its slash, and the path below it; or null. */
function split(path: string): { root: string; below: string[] } | null {
  // an archive within is a bundle of its own
  const inner = path.slice(path.lastIndexOf("!") + 1);
  const parts = withoutNamespace(inner).split("/");
  const named = parts.slice(0, -1).findLastIndex((part) => OWN_NAME.test(part));
  const isFolder = (name = "") => FOLDERS.has(name) || OF_A_RECORDER.includes(name);
  const depth = named >= 0 ? named + 1 : parts.length - (isFolder(parts.at(-2)) ? 2 : 1);
  if (named < 0 && depth > 1) return null;
  const below = parts.slice(depth);
  const length = inner.split("/").slice(depth).join("/").length;
  return { root: path.slice(0, path.length - length), below };
}

/** The folder of a network namespace within a sample's: its inode, a process within, and that one's name. */
const IN_NAMESPACE = /(^|\/)(start|end)\/netns\/(\d{1,20}-\d{1,10}-[\w.]{1,64})\/([\w.]{1,64})$/;
const namespaceOf = (path: string): string | null => IN_NAMESPACE.exec(path)?.[3] ?? null;
const withoutNamespace = (path: string): string => path.replace(IN_NAMESPACE, "$1$2/$4");

/** Bundles of our own collector: one top folder, unless that was opened itself, then the folders above. */
export const conntriage: Layout = {
  name: "conntriage",
  claims(path) {
    const root = conntriage.locate(path) === null ? undefined : split(path)?.root;
    return root === undefined ? null : { root, sure: true };
  },
  mayHold: () => false,
  owner: (path) => ({ node: null, agent: null, namespace: namespaceOf(path) }),
  locate(path: string): Located | null {
    const { below } = split(path) ?? { below: [] };
    const file = below.at(-1) ?? "";
    if (below.length === 1) {
      const top = TOP.find(([name]) => name === file);
      return top === undefined ? null : { source: top[1], phase: "once", label: "" };
    }
    const recorded = recordedDump(path);
    if (recorded === "peak") return { source: "conntrack-table", phase: "once", label: "peak" };
    if (recorded === "other") return { source: "recorded-dump", phase: "once", label: file };
    if (below.join("/") === HEARD) return { source: "conntrack-events", phase: "once", label: "" };
    const folder = below.length === 2 ? FOLDERS.get(below[0]!) : undefined;
    if (folder === undefined) return null;
    const { phase } = folder;
    if (namespaceOf(path) !== null) {
      const one = OF_NAMESPACE.find(([name]) => name === file);
      return one === undefined ? null : { source: one[1], phase, label: one[2] ?? "" };
    }
    if (folder.places === DUMP) {
      const count = COUNTS.findIndex(([name]) => name === file);
      if (count >= 0)
        return { source: COUNTS[count]![1], phase: count === 0 ? "start" : "end", label: "" };
    }
    if (folder.places === TWICE)
      for (const [name, source] of SEVERAL) {
        const of = file.startsWith(`${name}-`) ? file.slice(name.length + 1) : "";
        const label = /^([^/]{1,64})\.txt$/.exec(of)?.[1];
        if (label !== undefined) return { source, phase, label };
      }
    const place = folder.places.find(([name]) => name === file);
    return place === undefined ? null : { source: place[1], phase, label: place[2] ?? "" };
  },
};

/** The source of a file that the manifest names, by its path within the bundle; null where it is none's. */
export function sourceOfPath(path: string): Located["source"] | null {
  const place = conntriage.locate(`bundle/${path}`);
  return place === null || place === "text" ? null : place.source;
}
