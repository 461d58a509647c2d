/** The loads of the what-if lab. Each begins at once, goes on, and settles into as many entries. */
import { NETWORKS } from "./cluster.ts";
import type { EchoRequestsApi } from "./echo-requests.ts";
import { type Flow, pods, type Target } from "./flows.ts";
import type { LabNode } from "./lab-node.ts";
import type { Draw } from "./random.ts";
import type { WhatIfClientsApi } from "./what-if-clients.ts";

/** Starts a load; the result tells afterwards what its clients noticed, in a few words or none. */
export type Load = (node: LabNode, draw: Draw) => Promise<() => Promise<string>>;

type Ends = readonly [low: number, high: number];

const nothing = async (): Promise<string> => "";
const CLIENTS = pods(10, 89);

/** Clients that begin in a second where many of them stay. */
const BEGIN_RATE = 250;

const startClients = (node: LabNode) =>
  node.start<WhatIfClientsApi>("what-if-clients.ts", node.at.pods);

/** So many flows in a second. */
export const flows =
  (kind: Flow["kind"], to: readonly Target[], rate: Ends): Load =>
  async (node, draw) => {
    await node.send([{ kind, from: CLIENTS, to, perSecond: draw.between(...rate) }]);
    return nothing;
  };

/** Connections that stay, each with a time of its own between two packets, in seconds. */
export const connections =
  (to: readonly Target[], count: number, periods: Ends): Load =>
  async (node, draw) => {
    const clients = await startClients(node);
    const drawn = Array.from({ length: count }, () => draw.between(...periods));
    await clients.call("talk", { from: CLIENTS, to, periods: drawn, perSecond: BEGIN_RATE });
    return async () => `${await clients.call("resets")} resets`;
  };

/** UDP flows that stay, each with a time of its own between two questions, in seconds. */
export const questions =
  (to: readonly Target[], count: number, periods: Ends): Load =>
  async (node, draw) => {
    const clients = await startClients(node);
    const drawn = Array.from({ length: count }, () => draw.between(...periods));
    await clients.call("askEvery", { from: CLIENTS, to, periods: drawn, perSecond: BEGIN_RATE });
    return nothing;
  };

/** So many UDP flows in a second that ask twice over 2.5 s and fall silent. */
export const shortStreams =
  (to: readonly Target[], rate: Ends): Load =>
  async (node, draw) => {
    const clients = await startClients(node);
    await clients.call("askTwice", { from: CLIENTS, to, perSecond: draw.between(...rate) });
    return nothing;
  };

/** So many echo requests in a second, but for the pause after each round through the network. */
export const echoRequests =
  (rate: Ends): Load =>
  async (node, draw) => {
    const pinger = await node.start<EchoRequestsApi>("echo-requests.ts", node.at.pods);
    const sources = Array.from({ length: 8 }, (_, pod) => `${NETWORKS.pods}.${pod + 220}`);
    const network = `${NETWORKS.backends}.0/24`;
    await pinger.call("keepFlooding", { sources, network, perSecond: draw.between(...rate) });
    return nothing;
  };
