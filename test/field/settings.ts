import { type FieldCase, NOTHING, settings } from "./case.ts";

const LIVE = `# sysctl net.netfilter.nf_conntrack_max\nnet.netfilter.nf_conntrack_max = 65536\n# sysctl net.netfilter.nf_conntrack_count\nnet.netfilter.nf_conntrack_count = 65102\n`;
const IN_FORCE = { state: ["critical"], count: 65_102, max: 65_536 } as const;
const utf16 = (text: string): Uint8Array => new Uint8Array(Buffer.from(`\ufeff${text}`, "utf16le"));

/** What is in force, beside what files ask for; and settings as editors and terminals leave them. */
export const SETTINGS: readonly FieldCase[] = [
  {
    name: "a file beside what is in force",
    why: "kube-proxy's log says that it wrote 65,536 over the 500,000 that the file asks for",
    files: {
      "etc/sysctl.d/80-track.conf": "net.netfilter.nf_conntrack_max=500000\n",
      "sysctl-live.txt": LIVE,
      "kube-proxy.log": `I0303 07:11:09.100201       1 server.go:230] Using ipvs Proxier.
I0303 07:11:09.120010       1 conntrack.go:82] Set sysctl 'net/netfilter/nf_conntrack_max' to 65536
I0303 07:11:09.120114       1 conntrack.go:67] Setting conntrack hashsize to 16384
I0303 07:11:09.120309       1 conntrack.go:82] Set sysctl 'net/netfilter/nf_conntrack_tcp_timeout_established' to 86400
`,
    },
    expect: { ...IN_FORCE, found: ["limit-overwritten"] },
  },
  {
    name: "a file by its name",
    why: "the second file is named after one of sysctl.d: its value is a wish",
    files: {
      "1-now.txt": LIVE,
      "2-sysctl.d-track.conf": "net.netfilter.nf_conntrack_max=500000\n",
    },
    expect: IN_FORCE,
  },
  {
    name: "a search in /etc",
    why: "a wish and a comment of files, then what is in force",
    files: {
      "node.txt": `# grep -rn conntrack_max /etc/sysctl.conf /etc/sysctl.d/\n/etc/sysctl.conf:12:#net.netfilter.nf_conntrack_max=900000\n/etc/sysctl.d/70-k8s.conf:2:net.netfilter.nf_conntrack_max = 262144\n${LIVE}`,
    },
    expect: IN_FORCE,
  },
  {
    name: "a ConfigMap beside what is in force",
    why: "the minimum of 262,144 is asked for, and not in force yet",
    files: {
      "live.txt": LIVE,
      "proxy-cm.yaml": `apiVersion: v1
kind: ConfigMap
metadata:
  name: kube-proxy
data:
  config.conf: |-
    apiVersion: kubeproxy.config.k8s.io/v1alpha1
    kind: KubeProxyConfiguration
    conntrack:
      maxPerCore: 32768
      min: 262144
      tcpEstablishedTimeout: 24h0m0s
`,
    },
    expect: IN_FORCE,
  },
  {
    name: "as Windows saves it",
    why: "a byte order mark and carriage returns",
    files: { "saved.txt": `\ufeff${settings(65_102, 65_536).replaceAll("\n", "\r\n")}` },
    expect: IN_FORCE,
  },
  {
    name: "as PowerShell writes it",
    why: "UTF-16 with a mark, and a notice of kubectl before",
    files: {
      "redirected.txt": utf16(
        `Defaulted container "kube-proxy" out of: kube-proxy, pre (init)\r\n${settings(65_102, 65_536).replaceAll("\n", "\r\n")}`,
      ),
    },
    expect: IN_FORCE,
  },
  {
    name: "as a web tracker escapes it",
    why: "==&gt; is the arrow before a file's name",
    files: {
      "ticket.txt": `&lt;pre&gt;\n[root@vip01 ~]# head -n 1 /proc/sys/net/netfilter/nf_conntrack_{count,max}\n==&gt; /proc/sys/net/netfilter/nf_conntrack_count &lt;==\n65102\n\n==&gt; /proc/sys/net/netfilter/nf_conntrack_max &lt;==\n65536\n&lt;/pre&gt;\n`,
    },
    expect: IN_FORCE,
  },
  {
    name: "as grep colours it",
    why: "codes of a terminal stand within the names",
    files: {
      "coloured.txt": settings(65_102, 65_536).replaceAll(
        "conntrack",
        "\u001b[01;31m\u001b[Kconntrack\u001b[m\u001b[K",
      ),
    },
    expect: IN_FORCE,
  },
  {
    name: "as Jira shows it",
    why: "{code} around the settings, and a table of the node behind them",
    files: {
      "TRK-881.txt": `Seen on {{net-40}} since the morning.\n\n{code:bash}\n[root@net-40 ~]# sysctl -a | grep conntrack_\n${settings(65_102, 65_536)}{code}\n\n||node||kernel||\n|net-40|5.14.0-503.el9.x86_64|\n`,
    },
    expect: IN_FORCE,
  },
  {
    name: "bare numbers of one command",
    why: "sysctl -n prints them in the order of the command: the count, then the limit",
    files: {
      "two.txt":
        "[root@hv-18 ~]# sysctl -n net.netfilter.nf_conntrack_count net.netfilter.nf_conntrack_max\n65102\n65536\n[root@hv-18 ~]#\n",
    },
    expect: IN_FORCE,
  },
  {
    name: "a healthy node of a collector",
    why: "Rancher's collector: a tenth in use, and counters since boot that are no finding",
    files: {
      "systeminfo/sysctla": `kernel.hostname = rke-blue-2\n${settings(12_001, 131_072)}`,
      "systeminfo/hostname": "rke-blue-2\n",
      "systeminfo/conntrack":
        "cpu=0   \tfound=12 invalid=880 insert=0 insert_failed=2 drop=2 early_drop=0 error=0 search_restart=9 clash_resolve=3 chaintoolong=0 \n",
    },
    expect: {
      state: ["healthy"],
      count: 12_001,
      max: 131_072,
      noCause: NOTHING,
      subjects: [["rke-blue-2", 12_001]],
    },
  },

  {
    name: "a limit of 0",
    why: "it was no limit up to 6.12: not full, and not unknown for want of the setting",
    files: { "sysctl.txt": settings(912_004, 0) },
    expect: { state: ["unknown", "healthy"], count: 912_004, says: [/is 0, which.*no limit/] },
  },
];
