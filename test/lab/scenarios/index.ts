import { asymmetricPath } from "./asymmetric-path.ts";
import { closeWaitBuildup } from "./close-wait-buildup.ts";
import { connectionLeak } from "./connection-leak.ts";
import { connectionScan } from "./connection-scan.ts";
import { corednsOverload } from "./coredns-overload.ts";
import { ephemeralPortExhaustion } from "./ephemeral-port-exhaustion.ts";
import { establishedTimeoutLong } from "./established-timeout-long.ts";
import { expectationTableFull } from "./expectation-table-full.ts";
import { fdExhaustion } from "./fd-exhaustion.ts";
import { genericProtocol } from "./generic-protocol.ts";
import { halfNotrackDns } from "./half-notrack-dns.ts";
import { hashChainTooLong } from "./hash-chain-too-long.ts";
import { healthy } from "./healthy.ts";
import { icmpFlood } from "./icmp-flood.ts";
import { invalidRstRace } from "./invalid-rst-race.ts";
import { ipvsStaleServer } from "./ipvs-stale-server.ts";
import { limitOverwritten } from "./limit-overwritten.ts";
import { listenQueueOverflow } from "./listen-queue-overflow.ts";
import { MIXES } from "./mixes/index.ts";
import { mtu } from "./mtu.ts";
import { namespaceTableFull } from "./namespace-table-full.ts";
import { neighbourTableOverflow } from "./neighbour-table-overflow.ts";
import { overlayTracked } from "./overlay-tracked.ts";
import { ovsZones } from "./ovs-zones.ts";
import { policyDrop } from "./policy-drop.ts";
import { probeChurn } from "./probe-churn.ts";
import { proxyModeScaling } from "./proxy-mode-scaling.ts";
import { proxySyncStalled } from "./proxy-sync-stalled.ts";
import { retryStorm } from "./retry-storm.ts";
import { reversePathFilter } from "./reverse-path-filter.ts";
import type { Scenario } from "./scenario.ts";
import { snatPortExhaustion } from "./snat-port-exhaustion.ts";
import { socketMemory } from "./socket-memory.ts";
import { softnetDrops } from "./softnet-drops.ts";
import { staleEndpoints } from "./stale-endpoints.ts";
import { synCookies } from "./syn-cookies.ts";
import { tableTooSmall } from "./table-too-small.ts";
import { timeWaitChurn } from "./time-wait-churn.ts";
import { timeWaitSockets } from "./time-wait-sockets.ts";
import { timeoutLoweredLate } from "./timeout-lowered-late.ts";
import { timeoutRaised } from "./timeout-raised.ts";
import { udpAccumulation } from "./udp-accumulation.ts";
import { udpBlackHole } from "./udp-black-hole.ts";
import { unacknowledgedTcp } from "./unacknowledged-tcp.ts";

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
  overlayTracked,
  icmpFlood,
  asymmetricPath,
  limitOverwritten,
  namespaceTableFull,
  hashChainTooLong,
  closeWaitBuildup,
  unacknowledgedTcp,
  connectionScan,
  establishedTimeoutLong,
  timeoutRaised,
  timeoutLoweredLate,
  halfNotrackDns,
  probeChurn,
  reversePathFilter,
  timeWaitSockets,
  ephemeralPortExhaustion,
  synCookies,
  mtu,
  corednsOverload,
  udpBlackHole,
  genericProtocol,
  ovsZones,
  neighbourTableOverflow,
  fdExhaustion,
  socketMemory,
  expectationTableFull,
  invalidRstRace,
  ipvsStaleServer,
  softnetDrops,
  policyDrop,
  ...MIXES,
];

/** The scenario of that id. */
export function scenarioOf(id: string): Scenario {
  const found = SCENARIOS.find((one) => one.id === id);
  if (found === undefined) throw new Error(`there is no scenario ${id}`);
  return found;
}
