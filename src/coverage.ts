import { type Facts, found, latest } from "./facts/facts.ts";
import { sourceOfPath } from "./layouts/conntriage.ts";
import { CONNTRIAGE_SOURCES } from "./layouts/conntriage-places.ts";
import { alternativesTo, SOURCE_NAMES, SOURCES, type SourceName } from "./parsers/index.ts";
import { absent } from "./signals/absent.ts";
import { type HostKind, mayBeKubernetes } from "./signals/host-kind.ts";

/** What every bundle should hold for a diagnosis, whoever made it. */
const WANTED = SOURCE_NAMES.filter((source) => SOURCES[source].wanted === true);

/** Whether a host of that kind may have a source at all. */
const fitsHost = (source: SourceName, kind: HostKind): boolean =>
  mayBeKubernetes(kind) || !/^(?:kube-proxy|coredns|cilium)-|^(?:pods|endpoints)$/.test(source);

/** The inputs that the bundle lacks, each with the reason and the command that would give it. */
export function missingSources(
  facts: Facts,
  layout: string,
  kind: HostKind,
): { source: SourceName; reason: string; get: string }[] {
  const has = (source: SourceName) => found(facts, source).length > 0;
  const wanted = layout === "conntriage" ? [...CONNTRIAGE_SOURCES] : WANTED;
  return wanted
    .filter((source) => fitsHost(source, kind) && !has(source) && !alternativesTo(source).some(has))
    .map((source) => {
      const why = absent(facts, source);
      return { source, reason: why.value === null ? why.reason : "", get: SOURCES[source].get };
    });
}

/** A file that the collector could not take, or took in part, and why. */
export interface NotTaken {
  entry: string;
  isPart: boolean;
  reason: string;
}

/**
 * What the collector says that it could not take, or only in part, beside the inputs that are missing: one of
 * several files of an input, or the first of two ways to it.
 */
export function notTaken(
  facts: Facts,
  missing: readonly { source: SourceName }[],
  kind: HostKind,
): NotTaken[] {
  const isSaid = (path: string): boolean => {
    const source = sourceOfPath(path);
    return (
      source !== null && (!fitsHost(source, kind) || missing.some((one) => one.source === source))
    );
  };
  const files = (latest(facts, "manifest")?.fact.files ?? []).filter(
    ({ bytes, cut, path }) => (bytes === null && !isSaid(path)) || cut,
  );
  // both samples mostly lack the same
  const isRepeated = ({ path, reason }: (typeof files)[number]): boolean =>
    path.startsWith("start/") &&
    files.some((one) => one.path === path.replace("start/", "end/") && one.reason === reason);
  return files
    .filter((file) => !isRepeated(file))
    .map(({ path, cut, reason }) => ({
      entry: path,
      isPart: cut,
      reason: reason ?? "no reason is given",
    }));
}
