import { ATTEMPTS } from "./attempts.ts";
import { BLACK_HOLES } from "./black-hole.ts";
import type { Cause } from "./cause.ts";
import { CONNECTIONS } from "./connections.ts";
import { HALF_NOTRACK } from "./half-notrack.ts";
import { IPVS } from "./ipvs.ts";
import { KUBE_PROXY } from "./kube-proxy.ts";
import { KUBE_PROXY_RULES } from "./kube-proxy-rules.ts";
import { LIMITS } from "./limits.ts";
import { LOOK_ALIKES } from "./look-alikes/index.ts";
import { LOWERED } from "./lowered.ts";
import { NODE } from "./node.ts";
import { PROTOCOLS } from "./protocols.ts";
import { SNAT } from "./snat.ts";
import { TIMEOUTS } from "./timeouts.ts";
import { TRACKING } from "./tracking.ts";
import { UDP } from "./udp.ts";
import { UNACKNOWLEDGED } from "./unacknowledged.ts";
import { UNANSWERED } from "./unanswered.ts";

/** The cause table. */
export const CAUSES: readonly Cause[] = [
  ...CONNECTIONS,
  ...UNACKNOWLEDGED,
  ...UNANSWERED,
  ...ATTEMPTS,
  ...UDP,
  ...PROTOCOLS,
  ...LIMITS,
  ...TIMEOUTS,
  ...LOWERED,
  ...TRACKING,
  ...HALF_NOTRACK,
  ...KUBE_PROXY,
  ...BLACK_HOLES,
  ...KUBE_PROXY_RULES,
  ...IPVS,
  ...LOOK_ALIKES,
  ...SNAT,
  ...NODE,
];
