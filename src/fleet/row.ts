import { isSure } from "../causes/finding.ts";
import { FROM_WORST } from "../causes/state.ts";
import type { Digest, DigestNode, DigestProfile } from "../report/digest-contract.ts";
import type { FleetOf } from "../report/fleet-contract.ts";

/** A node of a fleet, with what it has in common with others. */
export interface Row {
  node: DigestNode;
  profile: DigestProfile;
}

/** How many of a list of nodes are named; the count beside it is of all. */
const NAMED = 8;

export const ofRow = ({ node: { host, namespace, bundle } }: Row): FleetOf => ({
  host,
  namespace,
  bundle,
});

export const someOf = (rows: readonly Row[]): FleetOf[] => rows.slice(0, NAMED).map(ofRow);

/** A machine's own table; of network namespaces and other tables nothing is held against machines. */
export const isMachine = ({ node }: Row): boolean => node.namespace === null;

const PRESSED: ReadonlySet<DigestNode["state"]> = new Set(["exhausted", "critical", "at-risk"]);
export const isPressed = ({ node }: Row): boolean => PRESSED.has(node.state);

const NAMES = new Intl.Collator("en", { numeric: true });

/** All rows, the worst first; machines before network namespaces. */
export const rowsOf = ({ nodes, profiles }: Digest): Row[] =>
  nodes
    .map((node) => ({ node, profile: profiles[node.profile]! }))
    .sort(
      (a, b) =>
        Number(isMachine(b)) - Number(isMachine(a)) ||
        FROM_WORST.indexOf(a.node.state) - FROM_WORST.indexOf(b.node.state) ||
        (b.node.peak ?? -1) - (a.node.peak ?? -1) ||
        NAMES.compare(a.node.host ?? "", b.node.host ?? "") ||
        NAMES.compare(a.node.namespace ?? "", b.node.namespace ?? "") ||
        (a.node.bundle < b.node.bundle ? -1 : 1),
    );

/** The primary cause, where one is as good as sure. */
export const primaryOf = ({ node }: Row): DigestNode["causes"][number] | null => {
  const [first] = node.causes;
  return first !== undefined && isSure(first.verdict) ? first : null;
};
