import { type Facts, found } from "./facts/facts.ts";
import { CONNTRIAGE_SOURCES } from "./layouts/conntriage.ts";
import { alternativesTo, SOURCE_NAMES, SOURCES, type SourceName } from "./parsers/index.ts";
import { type HostKind, mayBeKubernetes } from "./signals/host-kind.ts";
import { absent } from "./signals/signal.ts";

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
