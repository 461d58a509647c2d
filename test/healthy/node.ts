/** Draws the bundle of a usual node, with all that looks like a fault and is none. */
import { type Random, randomFrom } from "../bench/random.ts";
import { manifest, type Texts } from "../signals/in-memory.ts";
import {
  CLOUD,
  CONNTRACK,
  drawn,
  hexRow,
  listed,
  NEIGHBOURS,
  SOFTNET,
  TCP_IP,
  twoRows,
} from "./counters.ts";
import { RESOLVERS, rowsOf, SERVICES, TIMEOUT } from "./rows.ts";

export interface Node {
  texts: Texts;
  /** kube-proxy answers 503, since the node is to leave. */
  draining: boolean;
}

const GIB = 1024 * 1024;
const STARTED = Date.parse("2026-11-22T12:00:00Z");

/** kube-proxy's rules, and the one that translates sources. */
function rulesOf(random: Random): string {
  const chains: string[] = [];
  const rule = (name: string, match: string, endpoints: readonly string[], port: number) => {
    const id = name.replace(/\W/g, "").toUpperCase();
    chains.push(
      `-A KUBE-SERVICES ${match} -m comment --comment "${name} cluster IP" -j KUBE-SVC-${id}`,
    );
    for (const [at, endpoint] of endpoints.entries())
      chains.push(
        `-A KUBE-SVC-${id} -m comment --comment "${name}" -j KUBE-SEP-${id}${at}`,
        `-A KUBE-SEP-${id}${at} -p ${/udp/.test(match) ? "udp" : "tcp"} -j DNAT --to-destination ${endpoint}:${port}`,
      );
  };
  for (const { name, address, nodePort, endpoints } of SERVICES) {
    rule(name, `-d ${address}/32 -p tcp -m tcp --dport 80`, endpoints, 8080);
    const id = name.replace(/\W/g, "").toUpperCase();
    chains.push(
      `-A KUBE-NODEPORTS -p tcp -m comment --comment "${name}" -m tcp --dport ${nodePort} -j KUBE-SVC-${id}`,
    );
  }
  rule("kube-system/kube-dns:dns", "-d 10.96.0.10/32 -p udp -m udp --dport 53", RESOLVERS, 53);
  const random_fully = random.chance(0.7) ? " --random-fully" : "";
  return `*nat\n:KUBE-SERVICES - [0:0]\n:KUBE-POSTROUTING - [0:0]\n${chains.join("\n")}\n-A KUBE-POSTROUTING -j MASQUERADE${random_fully}\nCOMMIT\n`;
}

const REJECTS = "coredns_forward_max_concurrent_rejects_total";
const SYNC = "kubeproxy_sync_proxy_rules";
const metrics = (at: number, random: Random, invalid: number): string => {
  const last = at - random.below(3000);
  return [
    `${SYNC}_last_timestamp_seconds ${last}`,
    `${SYNC}_last_queued_timestamp_seconds ${last - 1}`,
    `${SYNC}_endpoint_changes_pending 0`,
    `${SYNC}_service_changes_pending 0`,
    `${SYNC}_iptables_restore_failures_total 3`,
    `kubeproxy_iptables_ct_state_invalid_dropped_packets_total ${invalid}`,
  ]
    .map(
      (line) =>
        `# TYPE ${line.split(" ")[0]} ${/_total /.test(line) ? "counter" : "gauge"}\n${line}\n`,
    )
    .join("");
};

/** Rows that come and go together: what one page, or one job, opens. */
const MOST_TOGETHER = 8;

/** The rows of another moment: of each few that come together, none, or as many again from other ports. */
function resampled(rows: readonly string[], random: Random): string[] {
  const result: string[] = [];
  let at = 0;
  while (at < rows.length) {
    const together = rows.slice(at, at + 1 + random.below(MOST_TOGETHER));
    at += together.length;
    // none, one, two or three times, as often as Poisson's of a mean of 1
    const chance = random.below(1000);
    const times = [368, 736, 920].filter((border) => chance >= border).length;
    for (let time = 0; time < times; time++)
      for (const row of together)
        result.push(row.replace(/ sport=\d+/, ` sport=${32_768 + random.below(28_000)}`));
  }
  return result;
}

/**
 * @param seed the same seed draws the same node
 * @param moment of the same node another moment, at which nothing changed but what comes by chance
 */
export function nodeFrom(seed: number, moment = 0): Node {
  const random = randomFrom(seed);
  const usual = rowsOf(random, 300 + random.below(900));
  // half a minute, or half an hour, in which as little comes together to more
  const times = random.chance(0.1) ? 60 : 1;
  const usualSeconds = (5 + random.below(26)) * times;
  const often = Math.ceil(times / 2);
  const uptime = 3600 + random.below(34_000_000);
  const cpus = 2 ** (1 + random.below(6));
  // from little in use to just below the first level
  const max = Math.ceil(usual.length / (0.02 + random.below(640) / 1000));
  const usualSpike = random.below(Math.ceil(usual.length / 4));
  const draining = random.chance(0.1);
  const usuallyBegan = usual.length - (random.chance(0.5) ? usualSpike : 0);
  const memory = 4 * 2 ** random.below(6) * GIB;
  const counters = (from: Random) => ({
    groups: Object.entries(TCP_IP).map(
      ([group, list]) => [group, drawn(from, list, often)] as const,
    ),
    others: [CONNTRACK, SOFTNET, CLOUD, NEIGHBOURS].map((one) => drawn(from, one, often)),
    pod: drawn(from, TCP_IP["TcpExt"]!, often),
  });
  const usualCounters = counters(random);
  const [invalid, refused] = [random.below(100_000), random.below(4000)];
  const sockets = random.below(27_000);
  const again = moment === 0 ? null : randomFrom(seed * 1009 + moment);
  const rows = again === null ? usual : resampled(usual, again);
  const seconds = again === null ? usualSeconds : (5 + again.below(26)) * times;
  const began = again === null ? usuallyBegan : rows.length - again.below(rows.length >> 3);
  const { groups, others, pod } = again === null ? usualCounters : counters(again);
  const [conntrack, softnet, cloud, neighbours] = others;

  const sample = (at: 0 | 1): Texts => {
    const phase = at === 0 ? "start" : "end";
    const count = at === 0 ? began : rows.length;
    const named = (names: RegExp) =>
      groups
        .filter(([group]) => names.test(group))
        .map(([group, counters]) => twoRows(group, counters, at))
        .join("");
    conntrack!.set("entries", [began, rows.length]);
    return {
      [`${phase}/uptime.txt`]: `${uptime + at * seconds}.00 99.00\n`,
      [`${phase}/sysctl.txt`]: [
        `net.netfilter.nf_conntrack_count = ${count}`,
        `net.netfilter.nf_conntrack_max = ${max}`,
        `net.netfilter.nf_conntrack_buckets = ${max}`,
        `net.netfilter.nf_conntrack_tcp_timeout_established = ${TIMEOUT}`,
        "net.netfilter.nf_conntrack_tcp_timeout_time_wait = 120",
        "net.netfilter.nf_conntrack_udp_timeout = 30",
        "net.netfilter.nf_conntrack_udp_timeout_stream = 120",
        "net.ipv4.ip_local_port_range = 32768 60999",
        "net.ipv4.tcp_mem = 92163 122886 184329",
        "fs.file-nr = 2203 0 2466170\n",
      ].join("\n"),
      [`${phase}/nf_conntrack_stat.txt`]: hexRow(conntrack!, at),
      [`${phase}/netstat.txt`]: named(/^TcpExt$/),
      [`${phase}/snmp.txt`]: named(/^(?:Ip|Tcp)$/),
      [`${phase}/sockstat.txt`]: `sockets: used ${sockets}\nTCP: inuse ${sockets} orphan 4 tw ${random.below(1200)} alloc ${sockets} mem 1400\n`,
      [`${phase}/arp_cache.txt`]: hexRow(neighbours!, at),
      [`${phase}/coredns-metrics-1.txt`]: `# TYPE ${REJECTS} counter\n${REJECTS} ${refused + at * often * random.below(11)}\n`,
      [`${phase}/softnet_stat.txt`]: hexRow(softnet!, at, false),
      [`${phase}/ethtool-S-eth0.txt`]: listed(cloud!, at),
      [`${phase}/meminfo.txt`]: `MemTotal: ${memory} kB\nMemAvailable: ${Math.floor(memory / 3)} kB\n`,
      [`${phase}/kube-proxy-metrics.txt`]: metrics(
        STARTED / 1000 + at * seconds,
        randomFrom(seed),
        invalid + at * often * random.below(12),
      ),
      [`${phase}/netns/4026532454-4624-api/netstat.txt`]: twoRows("TcpExt", pod, at),
      [`${phase}/netns/4026532454-4624-api/nf_conntrack_stat.txt`]:
        "entries drop\n00000008 00000000\n",
    };
  };
  const timeline = Array.from({ length: seconds + 1 }, (_, second) => {
    const time = new Date(STARTED + second * 1000).toISOString().replace(".000", "");
    const count = Math.round(began + ((rows.length - began) * second) / seconds);
    return `${time},${uptime + second}.00,${count},${max}\n`;
  });
  const files = [
    {
      path: "dump/conntrack-L-ipv4.txt.gz",
      command: "conntrack -L -f ipv4",
      exit: 0,
      seconds: 1,
      bytes: 9,
      cut: false,
      reason: null,
      sha256: null,
    },
  ];
  return {
    draining,
    texts: {
      ...sample(0),
      ...sample(1),
      "once/iptables-save.txt": rulesOf(random),
      "once/version.txt": `Linux version ${["5.4.0", "5.15.0", "6.1.9", "6.8.0", "6.18.1"][random.below(5)]}-generic (build@host)\n`,
      "once/cpuinfo.txt": `cpus = ${cpus}\n`,
      "once/namespaces.txt": `netns count max pid comm\n4026532454 ${random.below(Math.ceil(max * 0.6))} ${max} 4624 api\n`,
      "once/kernel-log.txt": `[${(uptime - 3000).toFixed(6)}] eth0: link becomes ready\n`,
      "once/kube-proxy-mode.txt": "iptables\n",
      "once/kube-proxy-healthz.txt": `HTTP ${draining ? 503 : 200}\n{"lastUpdated": "2026-11-22 11:59:30.068 +0000 UTC","currentTime": "2026-11-22 12:00:00.068 +0000 UTC", "nodeEligible": ${!draining}}\n`,
      "timeline.csv": `time,uptime,count,max\n${timeline.join("")}`,
      "manifest.json": manifest({
        ended: new Date(STARTED + seconds * 1000).toISOString().replace(".000", ""),
        startedUptime: uptime,
        endedUptime: uptime + seconds,
        files,
      }),
      "dump/count-before.txt": `${rows.length + random.below(6)}\n`,
      "dump/conntrack-L-ipv4.txt": `${rows.join("\n")}\n`,
      "dump/count-after.txt": `${rows.length}\n`,
    },
  };
}
