import { detector } from "./detector.ts";
import { guide } from "./guide.ts";
import { onBundle, onFolder } from "./ours.ts";
import type { Peer } from "./peer.ts";
import { hotsos, insightsCore, risu } from "./python-peers.ts";
import { sos } from "./sos.ts";

export const PEERS: readonly Peer[] = [
  hotsos,
  risu,
  insightsCore,
  sos,
  detector,
  guide,
  onFolder,
  onBundle,
];

/** Those that would belong here, and why they are not run. */
export const NOT_RUN: readonly (readonly [name: string, reason: string])[] = [
  [
    "gcpdiag 0.81",
    "asks the APIs of Google Cloud about a project and has no reading of files; it is no package of PyPI either. By its documentation its rule gke/WARN/2021_006 finds “nf_conntrack: table full” in the serial logs of GKE's nodes, which is the symptom",
  ],
  [
    "the rules of Red Hat Insights",
    "are run by the service and are not published; insights-core, on which they are written, is above",
  ],
  [
    "citellus 1.5.1",
    "could not be built with Python 3.11; it is continued as risu, which is above",
  ],
];
