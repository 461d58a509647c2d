/** Digests as tests make them: a node that is well, with what is said of it otherwise. */
import { merged } from "../../src/fleet/merge.ts";
import {
  DIGEST,
  type Digest,
  type DigestNode,
  type DigestProfile,
} from "../../src/report/digest-contract.ts";

export type Changes = Partial<Omit<DigestNode, "profile">> & { profile?: Partial<DigestProfile> };

const PROFILE: DigestProfile = {
  conntriage: "0.1.0",
  kind: "kubernetes",
  kernel: "6.1.0-18-amd64",
  os: "Debian GNU/Linux 12 (bookworm)",
  cpus: 8,
  memoryBytes: 33_000_000_000,
  proxyMode: "iptables",
  proxyMinor: 31,
  settings: {
    "net.netfilter.nf_conntrack_max": "100000",
    "net.netfilter.nf_conntrack_tcp_timeout_established": "86400",
  },
  notJudged: [],
};

const TIME = "2026-11-26T08:00:00.000Z";

/** The digest of one node with 20,000 of 100,000 entries. */
export function nodeDigest(host: string | null, changes: Changes = {}): Digest {
  const { profile, ...own } = changes;
  const capturedAt = own.capturedAt === undefined ? TIME : own.capturedAt;
  const node: DigestNode = {
    host,
    namespace: null,
    bundle: `${host ?? "nobody"}.tar.gz`,
    captures: [{ at: capturedAt, sum: "0", cpus: profile?.cpus ?? 8, memoryBytes: 33_000_000_000 }],
    capturesBound: "exact",
    capturedAt,
    windowSeconds: 30,
    truncated: false,
    profile: 0,
    state: "healthy",
    entries: 20_000,
    entriesBound: "exact",
    limit: 100_000,
    utilization: 0.2,
    peak: 0.2,
    growth: 0,
    secondsToFull: null,
    demand: null,
    dropped: 0,
    evicted: 0,
    insertFailed: 0,
    rows: 20_000,
    rowsAre: "whole",
    uses: { established: 20_000 },
    causes: [],
    destinations: { top: [], unlisted: 0 },
    sources: { top: [], unlisted: 0 },
    ...own,
  };
  return {
    schema: DIGEST,
    bundles: 1,
    titles: Object.fromEntries(
      node.causes.map(({ cause }) => [cause, `${cause.replaceAll("-", " ")} fills the table`]),
    ),
    profiles: [{ ...PROFILE, ...profile }],
    nodes: [node],
    failed: [],
  };
}

/** A node whose table is full because of a cause. */
export const full = (cause: string, changes: Changes = {}): Changes => ({
  state: "exhausted",
  entries: 100_000,
  utilization: 1,
  peak: 1,
  rows: 100_000,
  uses: { "time-wait": 90_000, established: 10_000 },
  dropped: 500,
  causes: [
    { cause, verdict: "confirmed", entries: 90_000, share: 0.9, fillsTable: true, parties: [] },
  ],
  ...changes,
});

/** `node-1`, `node-2` and so on. */
export const fleetOfNodes = (count: number, changes: (at: number) => Changes): Digest =>
  merged(Array.from({ length: count }, (_, at) => nodeDigest(`node-${at + 1}`, changes(at))));
