import { cpu, type FieldCase, NOTHING, settings } from "./case.ts";

const NEARLY = { state: ["critical"], count: 65_530, max: 65_536, noCause: NOTHING } as const;

/** Numbers of monitors, exporters, agents and dashboards in further forms. */
export const GAUGES: readonly FieldCase[] = [
  {
    name: "node_exporter among other exporters' metrics",
    why: "large numbers have an exponent: 2.6214e+05 of 262144",
    files: {
      "metrics.txt": `# HELP go_goroutines Number of goroutines.\n# TYPE go_goroutines gauge\ngo_goroutines 9\n# HELP node_nf_conntrack_entries Number of currently allocated flow entries for connection tracking.\n# TYPE node_nf_conntrack_entries gauge\nnode_nf_conntrack_entries 2.6214e+05\n# HELP node_nf_conntrack_entries_limit Maximum size of connection tracking table.\n# TYPE node_nf_conntrack_entries_limit gauge\nnode_nf_conntrack_entries_limit 262144\n# HELP node_nf_conntrack_stat_early_drop Number of dropped conntrack entries to make room for new ones, if maximum table size was reached.\n# TYPE node_nf_conntrack_stat_early_drop gauge\nnode_nf_conntrack_stat_early_drop 0\n`,
    },
    expect: { state: ["critical"], count: 262_140, max: 262_144, noCause: NOTHING },
  },
  {
    name: "OpenMetrics of two instances with time stamps",
    why: "a scrape of a federation: n-2 is full",
    files: {
      "federate.txt": `# TYPE node_nf_conntrack_entries untyped\nnode_nf_conntrack_entries{instance="n-1:9100",job="node"} 900 1777885321000\nnode_nf_conntrack_entries{instance="n-2:9100",job="node"} 65530 1777885321000\n# TYPE node_nf_conntrack_entries_limit untyped\nnode_nf_conntrack_entries_limit{instance="n-1:9100",job="node"} 65536 1777885321000\nnode_nf_conntrack_entries_limit{instance="n-2:9100",job="node"} 65536 1777885321000\n`,
    },
    expect: {
      ...NEARLY,
      subjects: [
        ["n-2", 65_530],
        ["n-1", 900],
      ],
    },
  },
  {
    name: "Thanos's answer with warnings and a range of matrices",
    why: "the peak of three values is 65,536; the last 65,530",
    files: {
      "range.json": JSON.stringify({
        status: "success",
        warnings: ["partial response"],
        data: {
          resultType: "matrix",
          result: [
            {
              metric: { __name__: "node_nf_conntrack_entries", node: "n-2" },
              values: [
                [1777885200, "61000"],
                [1777885260, "65536"],
                [1777885320, "65530"],
              ],
            },
            {
              metric: { __name__: "node_nf_conntrack_entries_limit", node: "n-2" },
              values: [
                [1777885200, "65536"],
                [1777885320, "65536"],
              ],
            },
          ],
        },
      }),
    },
    expect: { ...NEARLY, says: [/65,536|100 %/], subjects: [["n-2", 65_530]] },
  },
  {
    name: "Grafana's table of a query, as a panel shows it",
    why: "columns of labels, then the value: one number a machine and no limit",
    files: {
      "panel-data.csv": `"Time","__name__","instance","job","Value"\n"2026-05-04 11:02:00","node_nf_conntrack_entries","n-1:9100","node","900"\n"2026-05-04 11:02:00","node_nf_conntrack_entries","n-2:9100","node","65530"\n"2026-05-04 11:02:00","node_nf_conntrack_entries_limit","n-1:9100","node","65536"\n"2026-05-04 11:02:00","node_nf_conntrack_entries_limit","n-2:9100","node","65536"\n`,
    },
    expect: {
      ...NEARLY,
      subjects: [
        ["n-2", 65_530],
        ["n-1", 900],
      ],
    },
  },
  {
    name: "collectd's and Zabbix's names",
    why: "PUTVAL of the agent's plugin tells the count, the maximum beside it",
    files: {
      "collectd.txt": `PUTVAL "hub-2/conntrack/conntrack" interval=10.000 1777885321.100:65530\nPUTVAL "hub-2/conntrack/conntrack-max" interval=10.000 1777885321.100:65536\nPUTVAL "hub-2/conntrack/percent-used" interval=10.000 1777885321.100:99.99\n`,
    },
    expect: { ...NEARLY, subjects: [["hub-2", 65_530]] },
  },
  {
    name: "InfluxDB's answer as JSON",
    why: "columns and values of a measurement, a machine in the tags",
    files: {
      "influx.json": JSON.stringify({
        results: [
          {
            statement_id: 0,
            series: [
              {
                name: "conntrack",
                tags: { host: "hub-2" },
                columns: ["time", "ip_conntrack_count", "ip_conntrack_max"],
                values: [
                  ["2026-05-04T09:02:00Z", 61000, 65536],
                  ["2026-05-04T09:03:00Z", 65530, 65536],
                ],
              },
            ],
          },
        ],
      }),
    },
    expect: { ...NEARLY, subjects: [["hub-2", 65_530]] },
  },
  {
    name: "InfluxDB's table in a terminal",
    why: "a rule of - below the names; time is in nanoseconds",
    files: {
      "influx.txt": `> select nf_conntrack_count,nf_conntrack_max from conntrack where host='hub-2'\nname: conntrack\ntime                nf_conntrack_count nf_conntrack_max\n----                ------------------ ----------------\n1777885320000000000 61000              65536\n1777885380000000000 65530              65536\n`,
    },
    expect: NEARLY,
  },
  {
    name: "a check of Consul, Sensu and Icinga as JSON",
    why: "the output of the plugin is a field",
    files: {
      "check.json": JSON.stringify({
        check: { name: "conntrack", output: "CRITICAL - conntrack 99.9% (65530/65536)", status: 2 },
        entity: { name: "hub-2" },
      }),
    },
    expect: { state: ["critical"], count: 65_530, max: 65_536 },
  },
  {
    name: "ss and /proc/net/sockstat are not the table",
    why: "sockets of a machine, of which none is an entry: nothing is known of the table",
    files: {
      "t.txt": `$ ss -s\nTotal: 90211\nTCP:   88011 (estab 41000, closed 40000, orphaned 12, timewait 39900)\n$ cat /proc/net/sockstat\nsockets: used 90211\nTCP: inuse 41100 orphan 12 tw 39900 alloc 48000 mem 9000\nUDP: inuse 90 mem 40\n`,
    },
    expect: { state: ["unknown"], noCause: NOTHING, absent: ["time-wait-churn"] },
  },
  {
    name: "counters of one machine and the use of another, in two files that name them",
    why: "hub-1's losses are none of hub-2's",
    files: {
      "hub-1/S1.txt": `Mon Feb 20 10:00:00 UTC 2023\n${cpu(0, { drop: 10 })}Mon Feb 20 10:00:10 UTC 2023\n${cpu(0, { drop: 910 })}`,
      "hub-2/s.txt": settings(900, 65_536),
    },
    expect: {
      state: ["healthy", "unknown", "exhausted"],
      noCause: NOTHING,
      subjects: [
        ["hub-1", null],
        ["hub-2", 900],
      ],
    },
  },
  {
    name: "ethtool twice: the allowance rises",
    why: "the cloud's own table is full: 3,100 packets in a minute; this machine's has room",
    files: {
      "t.txt": `[ec2-user@n-1 ~]$ date; ethtool -S eth0 | grep allowance\nMon May  4 09:02:00 UTC 2026\n     bw_in_allowance_exceeded: 0\n     conntrack_allowance_exceeded: 101200\n     linklocal_allowance_exceeded: 0\n[ec2-user@n-1 ~]$ date; ethtool -S eth0 | grep allowance\nMon May  4 09:03:00 UTC 2026\n     bw_in_allowance_exceeded: 0\n     conntrack_allowance_exceeded: 104300\n     linklocal_allowance_exceeded: 0\n[ec2-user@n-1 ~]$ sysctl net.netfilter.nf_conntrack_count net.netfilter.nf_conntrack_max\n${settings(21_000, 262_144)}`,
    },
    expect: {
      state: ["healthy"],
      found: ["cloud-allowance"],
      says: [/51\.7 packets/],
      subjects: [["n-1", 21_000]],
    },
  },
  {
    name: "kube-state in YAML",
    why: "a ConfigMap of a support tool holds two settings as block text",
    files: {
      "cm.yaml": `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: support-hub-2\ndata:\n  conntrack: |\n    net.netfilter.nf_conntrack_count = 65530\n    net.netfilter.nf_conntrack_max = 65536\n`,
    },
    expect: { state: ["critical", "unknown"], noCause: NOTHING },
  },
];
