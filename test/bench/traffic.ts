import { drawBy, type Random, zipf } from "./random.ts";
import { CLIENTS, type Network, NODES, PODS, SERVICES, type Service, type World } from "./world.ts";

/** One direction of a flow: who sends to whom, and what tells it from others between the two. */
export type Tuple = readonly [src: string, dst: string, identity: string];
/** Both directions, as the table holds them: the reply's is translated. */
export type Flow = readonly [original: Tuple, reply: Tuple];

/** Draws flows of a cluster. */
export interface Traffic {
  tcp(net: Network): Flow;
  udp(net: Network): Flow;
  icmp(net: Network): Flow;
  /** Between nodes, of a protocol without ports. */
  portless(identity: string): Flow;
  spoofed(): Flow;
}

const WAYS = ["cluster", "node-port", "egress"] as const;
const drawWay = drawBy([0.6, 0.25, 0.15]);
const drawPod = zipf(PODS);
const drawClient = zipf(CLIENTS);
const drawNode = zipf(NODES);
/** DNS, the first, is drawn apart. */
const drawService = zipf(SERVICES - 1);
const DNS_SHARE = 0.85;
const ATTACKED = 8;

const ports = (source: number, destination: number): string =>
  `sport=${source} dport=${destination}`;

export function trafficOf({ v4, services }: World, random: Random): Traffic {
  const ephemeral = (): number => 32_768 + random.below(28_232);
  const anyPort = (): number => 1_024 + random.below(64_512);
  /** A port that source translation chose: often the client's own. */
  const translated = (port: number, kept: number): number =>
    random.chance(kept) ? port : anyPort();
  const endpointOf = (net: Network, { endpoints }: Service): string =>
    net.pods[endpoints[zipf(endpoints.length)(random)]!]!;

  /** A client reaches a Service under `dst`; the endpoint answers to `answered`. */
  function toService(
    net: Network,
    service: Service,
    [src, port]: readonly [string, number],
    [dst, asked]: readonly [string, number],
    [answered, back]: readonly [string, number] = [src, port],
  ): Flow {
    return [
      [src, dst, ports(port, asked)],
      [endpointOf(net, service), answered, ports(service.targetPort, back)],
    ];
  }

  function tcp(net: Network): Flow {
    const way = WAYS[drawWay(random)]!;
    const port = ephemeral();
    if (way === "egress") {
      const [pod, client] = [drawPod(random), net.client(drawClient(random))];
      const asked = random.chance(0.8) ? 443 : 80;
      const back = ports(asked, translated(port, 0.7));
      return [
        [net.pods[pod]!, client, ports(port, asked)],
        [client, net.nodes[pod % NODES]!, back],
      ];
    }
    const rank = 1 + drawService(random);
    const service = services[rank]!;
    if (way === "cluster") {
      const pod = net.pods[drawPod(random)]!;
      return toService(net, service, [pod, port], [net.services[rank]!, service.port]);
    }
    const [node, client] = [drawNode(random), net.client(drawClient(random))];
    const entered = [net.nodes[node]!, service.nodePort] as const;
    const gateway = [net.gateways[node]!, translated(port, 0.5)] as const;
    return toService(net, service, [client, port], entered, gateway);
  }

  function udp(net: Network): Flow {
    const rank = random.chance(DNS_SHARE) ? 0 : 1 + drawService(random);
    const service = services[rank]!;
    const pod = net.pods[drawPod(random)]!;
    return toService(net, service, [pod, ephemeral()], [net.services[rank]!, service.port]);
  }

  function icmp(net: Network): Flow {
    const [src, dst] = [net.pods[random.below(PODS)]!, net.nodes[random.below(NODES)]!];
    const [ask, answer] = net === v4 ? [8, 0] : [128, 129];
    const id = random.below(65_536);
    return [
      [src, dst, `type=${ask} code=0 id=${id}`],
      [dst, src, `type=${answer} code=0 id=${id}`],
    ];
  }

  function portless(identity: string): Flow {
    const [one, other] = [v4.nodes[random.below(NODES)]!, v4.nodes[random.below(NODES)]!];
    return [
      [one, other, identity],
      [other, one, identity],
    ];
  }

  function spoofed(): Flow {
    const bits = random.bits();
    const octets = [1 + ((bits >>> 24) % 223), (bits >>> 16) & 255, (bits >>> 8) & 255, bits & 255];
    const rank = 1 + zipf(ATTACKED)(random);
    const service = services[rank]!;
    return toService(
      v4,
      service,
      [octets.join("."), anyPort()],
      [v4.services[rank]!, service.port],
    );
  }

  return { tcp, udp, icmp, portless, spoofed };
}
