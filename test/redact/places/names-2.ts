import { type Place, row, SYS, utf16 } from "./place.ts";

export const NAMES_2: readonly Place[] = [
  [
    "utf16 be",
    {
      "ticket.txt": (() => {
        const b = Buffer.from(utf16(`root@zebracorp:~# sysctl -a\n${SYS}${row("10.77.66.55")}`));
        b.swap16();
        return new Uint8Array(b);
      })(),
    },
    /zebracorp|77\.66/,
  ],
  [
    "base64 kubeconfig",
    {
      "cfg.txt": `${SYS}${Buffer.from("server: https://10.77.66.55 zebracorp").toString("base64")}\nclient-key-data: ${Buffer.from("zebracorp secret key").toString("base64")}\n`,
    },
    /emVicmFjb3|c2VydmVy|enJhY29y/,
  ],
  [
    "escape sequences within names",
    { "t.txt": `root@zeb\x1b[0mracorp:~# sysctl -a\n${SYS}` },
    /racorp/,
  ],
  [
    "iptables comments and strings",
    {
      "iptables-save.txt": `*nat\n:PREROUTING ACCEPT [0:0]\n:ZEBRACORP-IN - [0:0]\n-A PREROUTING -s 10.77.66.55/32 -m comment --comment "zebracorp: joe@zebracorp.example 10-77-66-54" -m string --string "zebracorp" --algo bm -j ZEBRACORP-IN\n-A PREROUTING -m mac --mac-source 00:50:56:9A:1B:2C -j LOG --log-prefix "zebracorp 10.77.66.55:"\n-A PREROUTING -m iprange --src-range 10.77.66.10-10.77.66.20 -m set --match-set zebracorp-set src -j DNAT --to-destination 10.77.66.55:80-90\nCOMMIT\n`,
    },
    /zebracorp|77[.-]66|50:56:9A/i,
  ],
  [
    "manifest",
    {
      "meta/manifest.json": `{"hostname":"zebracorp1","kernel":"6.1.0-zebracorp","node":"10.77.66.55"}`,
      "sysctl.txt": SYS,
    },
    /zebracorp|77\.66/,
  ],
  [
    "uname with host",
    {
      "uname.txt": "Linux zebracorp1 6.1.0-18-amd64 #1 SMP joe@zebracorp x86_64 GNU/Linux\n",
      "s.txt": SYS,
    },
    /zebracorp|joe@/,
  ],
  [
    "kernel log with journald host fqdn",
    {
      messages: `2026-01-02T03:04:05.123456+00:00 zebracorp1.zebracorp.example kernel: nf_conntrack: nf_conntrack: table full, dropping packet\nJan  2 03:04:05 10.77.66.55 kernel: nf_conntrack: table full, dropping packet\n<4>Jan  2 03:04:05 ip-10-77-66-55.eu-central-1.compute.internal kernel: nf_conntrack: table full, dropping packet\n`,
    },
    /zebracorp|77[.-]66/,
  ],
  [
    "journal json",
    {
      "journal.json": `{"_HOSTNAME":"zebracorp1","_MACHINE_ID":"0123456789abcdef0123456789abcdef","_BOOT_ID":"fedcba9876543210fedcba9876543210","SYSLOG_IDENTIFIER":"kernel","_TRANSPORT":"kernel","MESSAGE":"nf_conntrack: nf_conntrack: table full, dropping packet","__REALTIME_TIMESTAMP":"1761350400000000"}\n`,
    },
    /zebracorp|0123456789abcdef|fedcba98/,
  ],
  [
    "kube proxy log",
    {
      "kube-proxy.log": `I0102 03:04:05.123456       1 server.go:1] "Using node IP" nodeIP="10.77.66.55" host="zebracorp1"\nE0102 03:04:05.123456       1 proxier.go:800] "Failed to sync" err="lookup zebracorp.example on 10.77.66.54:53: token=eyJhbGciOiJIUzI1NiJ9.zebra"\nI0102 03:04:05.123456       1 proxier.go:800] "SyncProxyRules complete" elapsed="5.1s"\n`,
    },
    /zebracorp|77\.66|eyJ/,
  ],
  [
    "prometheus labels escapes",
    {
      "metrics.txt": `node_nf_conntrack_entries{instance="zebracorp1:9100",cluster="zebra\\"corp",ip="10.77.66.55"} 262144\nnode_nf_conntrack_entries_limit{instance="zebracorp1:9100"} 262144\n# HELP x zebracorp\nnode_exporter_build_info{goversion="go1",revision="zebracorp"} 1\n`,
    },
    /zebracorp|zebra\\|77\.66/,
  ],
  [
    "csv header",
    {
      "g.csv": `"Time","{instance=\\"zebracorp1:9100\\"}","zebracorp2 10.77.66.55"\n2026-01-02 03:04:05,100,200\n2026-01-02 03:05:05,262144,200\n`,
    },
    /zebracorp|77\.66/,
  ],
  [
    "names with accents, idn",
    { "t.txt": `root@zébracörp:~# sysctl -a\n${SYS}`, "xn--zbracrp-eya/sysctl.txt": SYS },
    /bracörp|zbracrp|eya/,
  ],
  [
    "sysctl device names",
    {
      "sysctl.txt": `${SYS}net.ipv4.conf.zebracorp0.rp_filter = 1\nnet.ipv4.neigh.vlan-zebracorp.gc_thresh3 = 1024\nnet.ipv6.conf.zebracorp0.stable_secret = fd00:aaaa:bbbb::1\nkernel.hostname = zebracorp1\nkernel.domainname = zebracorp.example\nnet.ipv4.tcp_fastopen_key = 0a4d4237-11223344-55667788-99aabbcc\nkernel.random.boot_id = 6f9619ff-8b86-d011-b42d-00cf4fc964ff\n`,
    },
    /zebracorp|aaaa:bbbb|0a4d4237-|6f9619ff|99aabbcc/,
  ],
];
