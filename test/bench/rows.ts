import { drawBy, randomFrom, zipf } from "./random.ts";
import { type Flow, type Tuple, trafficOf } from "./traffic.ts";
import { worldOf } from "./world.ts";

/** What a dump is like, beside its length. */
export interface Mix {
  seed: number;
  /** Share of rows that are unanswered SYNs, each from a random address of the whole IPv4 space. */
  spoofed: number;
  /** Whether rows have packet and byte counters, as under `nf_conntrack_acct = 1`. */
  accounting: boolean;
}

const IPV6_SHARE = 0.06;
const PROTOCOLS = ["tcp", "udp", "icmp", "gre", "unknown"] as const;
const drawProtocol = drawBy([0.78, 0.205, 0.013, 0.0015, 0.0005]);
/** Of TCP: a state, its share in percent, and the timeout that its entries run down from. */
const TCP_STATES = [
  ["TIME_WAIT", 46, 120],
  ["ESTABLISHED", 36, 86_400],
  ["CLOSE", 5, 10],
  ["SYN_SENT", 4, 120],
  ["CLOSE_WAIT", 4, 3_600],
  ["FIN_WAIT", 3, 120],
  ["LAST_ACK", 1, 30],
  ["SYN_RECV", 1, 60],
] as const;
const drawTcpState = drawBy(TCP_STATES.map(([, share]) => share));
/** Seconds since the last packet of a connection that is in use. */
const drawSilence = zipf(600);
const drawPackets = zipf(2_000);

/** Writes rows of a dump as `conntrack -L` prints them, one a call, without end. */
export function rowWriter({ seed, spoofed, accounting }: Mix): () => string {
  const random = randomFrom(seed);
  const world = worldOf(seed);
  const traffic = trafficOf(world, random);

  function direction([src, dst, identity]: Tuple, silent: boolean): string {
    const addresses = `src=${src} dst=${dst} ${identity}${identity === "" ? "" : " "}`;
    if (!accounting) return addresses;
    const packets = silent ? 0 : 1 + drawPackets(random);
    return `${addresses}packets=${packets} bytes=${packets * (52 + random.below(900))} `;
  }

  /** `head` is what stands before the addresses: a protocol's name is padded to eight characters. */
  function row(head: string, [original, reply]: Flow, answered: boolean, assured: boolean): string {
    const there = direction(original, false) + (answered ? "" : "[UNREPLIED] ");
    const back = direction(reply, !answered) + (assured ? "[ASSURED] " : "");
    return `${head} ${there}${back}mark=0 use=${random.chance(0.03) ? 2 : 1}\n`;
  }

  return () => {
    if (spoofed > 0 && random.chance(spoofed))
      return row(`tcp      6 ${random.below(120)} SYN_SENT`, traffic.spoofed(), false, false);
    const net = random.chance(IPV6_SHARE) ? world.v6 : world.v4;
    switch (PROTOCOLS[drawProtocol(random)]!) {
      case "tcp": {
        const [state, , timeout] = TCP_STATES[drawTcpState(random)]!;
        const inUse = state === "ESTABLISHED" && random.chance(0.6);
        const left = inUse ? timeout - drawSilence(random) : random.below(timeout);
        const answered = state !== "SYN_SENT" && !(state === "CLOSE" && random.chance(0.2));
        const assured = answered && state !== "SYN_RECV" && random.chance(0.985);
        return row(`tcp      6 ${left} ${state}`, traffic.tcp(net), answered, assured);
      }
      case "udp": {
        const answered = random.chance(0.88);
        const assured = answered && random.chance(0.3);
        const left = random.below(assured ? 120 : 30);
        return row(`udp      17 ${left}`, traffic.udp(net), answered, assured);
      }
      case "icmp": {
        const head = net === world.v4 ? "icmp     1" : "icmpv6   58";
        return row(`${head} ${random.below(30)}`, traffic.icmp(net), random.chance(0.7), false);
      }
      case "gre": {
        const flow = traffic.portless("srckey=0x0 dstkey=0x0");
        return row(`gre      47 ${random.below(180)}`, flow, true, true);
      }
      case "unknown":
        return row(`unknown  89 ${random.below(600)}`, traffic.portless(""), false, false);
    }
  };
}
