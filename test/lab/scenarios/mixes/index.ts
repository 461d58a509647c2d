import type { Scenario } from "../scenario.ts";
import { mixCloseWaitScan } from "./close-wait-scan.ts";
import { mixEstablishedLongTimeWait } from "./established-long-time-wait.ts";
import { mixLeakTimeWait } from "./leak-time-wait.ts";
import { mixSctpTimeWait } from "./sctp-time-wait.ts";
import { mixStaleRetry } from "./stale-retry.ts";
import { mixTimeWaitRetry } from "./time-wait-retry.ts";
import { mixUdpCloseWait } from "./udp-close-wait.ts";
import { mixUdpLeak } from "./udp-leak.ts";

/** Two causes at once: what holds most of the table must come first, and nothing but the other with it. */
export const MIXES: readonly Scenario[] = [
  mixLeakTimeWait,
  mixStaleRetry,
  mixUdpLeak,
  mixTimeWaitRetry,
  mixUdpCloseWait,
  mixEstablishedLongTimeWait,
  mixCloseWaitScan,
  mixSctpTimeWait,
];
