import { connectionLeak } from "./connection-leak.ts";
import { healthy } from "./healthy.ts";
import { listenQueueOverflow } from "./listen-queue-overflow.ts";
import { proxyModeScaling } from "./proxy-mode-scaling.ts";
import { proxySyncStalled } from "./proxy-sync-stalled.ts";
import { retryStorm } from "./retry-storm.ts";
import type { Scenario } from "./scenario.ts";
import { snatPortExhaustion } from "./snat-port-exhaustion.ts";
import { staleEndpoints } from "./stale-endpoints.ts";
import { tableTooSmall } from "./table-too-small.ts";
import { timeWaitChurn } from "./time-wait-churn.ts";
import { udpAccumulation } from "./udp-accumulation.ts";

/** Every scenario that the lab can provoke. */
export const SCENARIOS: readonly Scenario[] = [
  healthy,
  tableTooSmall,
  timeWaitChurn,
  udpAccumulation,
  connectionLeak,
  staleEndpoints,
  retryStorm,
  proxySyncStalled,
  proxyModeScaling,
  listenQueueOverflow,
  snatPortExhaustion,
];
