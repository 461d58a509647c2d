import { isFound, isSure } from "../causes/finding.ts";
import { buildAnalysis } from "../report/build.ts";
import type { SubjectAnalysis } from "../report/contract.ts";
import { DIGEST, type Digest, type DigestProfile } from "../report/digest-contract.ts";
import type { Results } from "../report/results.ts";
import { VERSION } from "../version.ts";
import { nodeOf } from "./digest-node.ts";
import { merged } from "./merge.ts";
import { comparedSettings } from "./settings.ts";
import { byText, shortName, shortOrNull } from "./text.ts";

/**
 * The digest of a case: a row for the machine of each subject, and for further network namespaces that are not well.
 *
 * @param name what the bundle is called
 */
export function digestOf(all: readonly Results[], name: string): Digest {
  const told = all.map((results) => ({ results, analysis: buildAnalysis(results) }));
  const kept = told.filter(
    ({ analysis: { subject, state, findings } }, at) =>
      at === 0 ||
      subject.namespace === null ||
      (state !== "healthy" && state !== "unknown") ||
      findings.some(({ verdict }) => isSure(verdict)),
  );
  const one = (each: (typeof told)[number]): Digest => ({
    schema: DIGEST,
    bundles: 0,
    titles: titlesOf(each.analysis),
    profiles: [profileOf(each.results, each.analysis)],
    nodes: [nodeOf(each.results, each.analysis, name)],
    failed: [],
  });
  return { ...merged(kept.map(one)), bundles: 1 };
}

/** What stands for a bundle that could not be read. */
export const failedDigest = (bundle: string, reason: string): Digest => ({
  schema: DIGEST,
  bundles: 1,
  titles: {},
  profiles: [],
  nodes: [],
  failed: [{ bundle: shortName(bundle), reason: reason.slice(0, 1000) }],
});

/** Of those that were found alone: of others nothing is said. */
const titlesOf = ({ findings }: SubjectAnalysis): Record<string, string> =>
  Object.fromEntries(
    findings
      .filter(({ verdict }) => isFound(verdict))
      .map(({ cause, title }) => [shortName(cause), title.slice(0, 1000)]),
  );

function profileOf(results: Results, { node, findings }: SubjectAnalysis): DigestProfile {
  const minor = results.readings.get("kubeProxy.minor")?.value;
  return {
    conntriage: VERSION,
    kind: node.kind,
    kernel: shortOrNull(node.kernel),
    os: shortOrNull(node.os),
    cpus: node.cpus,
    memoryBytes: node.memoryBytes,
    proxyMode: shortOrNull(node.proxyMode),
    proxyMinor: typeof minor === "number" ? minor : null,
    settings: comparedSettings(results.facts),
    notJudged: findings
      .filter(({ verdict }) => verdict === "unknown")
      .map(({ cause }) => shortName(cause))
      .sort(byText)
      .slice(0, 200),
  };
}
