import {
  closed,
  cpu,
  EXTENDED,
  type FieldCase,
  many,
  NOTHING,
  served,
  settings,
  TABLE_FULL,
  within,
} from "./case.ts";

const ASK = "sysctl net.netfilter.nf_conntrack_count net.netfilter.nf_conntrack_max";
const NEARLY = { state: ["critical"], count: 65_530, max: 65_536 } as const;

/** Other tables, routers, clouds, clusters, and who holds what. */
export const OTHERS: readonly FieldCase[] = [
  {
    name: "Open vSwitch's rows beside the kernel's count",
    why: "the 40 rows are those of another table: they fill none of this one, which is full",
    files: {
      "t.txt": `$ ovs-appctl dpctl/dump-conntrack\n${Array.from({ length: 40 }, (_, at) => `tcp,orig=(src=10.1.0.${at + 1},dst=10.2.0.9,sport=${30_000 + at},dport=443),reply=(src=10.2.0.9,dst=10.1.0.${at + 1},sport=443,dport=${30_000 + at}),zone=4,protoinfo=(state=TIME_WAIT)\n`).join("")}$ ${ASK}\n${settings(65_530, 65_536)}`,
    },
    expect: { ...NEARLY, noCause: NOTHING },
  },
  {
    name: "Open vSwitch's statistics",
    why: "dpctl/ct-stats-show counts its own connections by protocol; no limit of the kernel's table",
    files: {
      "t.txt": `# ovs-appctl dpctl/ct-stats-show -m\nConnections Stats:\n    Total: 11808\n  TCP: 10000\n      Conn per TCP state:\n      ESTABLISHED: 9000\n      TIME_WAIT: 1000\n  UDP: 1808\n`,
    },
    expect: { state: ["unknown"], noCause: NOTHING, silent: [/Nothing at all/] },
  },
  {
    name: "IPVS's connections beside a healthy table",
    why: "ipvsadm lists connections of IPVS; the kernel's table has 3 % in use",
    files: {
      "t.txt": `# ipvsadm -Lnc\nIPVS connection entries\npro expire state       source             virtual            destination\nTCP 14:58  ESTABLISHED 10.1.0.1:40000     10.96.0.1:443      10.2.0.9:6443\nUDP 04:12  UDP         10.1.0.2:40001     10.96.0.10:53      10.2.0.10:53\n# ${ASK}\n${settings(2001, 65_536)}`,
    },
    expect: { state: ["healthy"], noCause: NOTHING },
  },
  {
    name: "Cilium's list and its limit, no table of the kernel's",
    why: "bpf-ct-global-tcp-max of the configuration is a wish for another table; nothing is known of nf_conntrack",
    files: {
      "t.txt": `$ kubectl -n kube-system exec ds/cilium -- cilium-dbg bpf ct list global | head -3\nDefaulted container "cilium-agent" out of: cilium-agent, config (init)\nTCP OUT 10.244.1.7:44312 -> 10.244.2.9:8080 expires=2113241 Packets=0 Bytes=0 RxFlagsSeen=0x1b LastRxReport=2113181 TxFlagsSeen=0x1b LastTxReport=2113181 Flags=0x0013 [ RxClosing TxClosing SeenNonSyn ] RevNAT=5 SourceSecurityID=2345 IfIndex=0 BackendID=0 \nUDP OUT 10.244.1.7:50123 -> 10.244.0.3:53 expires=2113221 Packets=0 Bytes=0 RxFlagsSeen=0x00 LastRxReport=2113161 TxFlagsSeen=0x00 LastTxReport=2113161 Flags=0x0000 [ ] RevNAT=3 SourceSecurityID=2345 IfIndex=0 BackendID=0 \n$ kubectl -n kube-system get cm cilium-config -o yaml | grep ct-global\n  bpf-ct-global-any-max: "262144"\n  bpf-ct-global-tcp-max: "524288"\n`,
    },
    expect: { state: ["unknown"], noCause: NOTHING },
  },
  {
    name: "a virtual router of OpenStack's L3 agent, in a loop over namespaces",
    why: "ip netns | while read: a name before each count; qrouter-b is full of the host's limit",
    files: {
      "t.txt": `[root@net-1 ~]# sysctl -n net.netfilter.nf_conntrack_max\n65536\n[root@net-1 ~]# for n in $(ip netns | cut -d' ' -f1); do echo $n; ip netns exec $n sysctl -n net.netfilter.nf_conntrack_count; done\nqrouter-aaaaaaaa-1111-4222-8333-444444444444\n310\nqrouter-bbbbbbbb-1111-4222-8333-444444444444\n65530\n`,
    },
    expect: {
      ...NEARLY,
      noCause: NOTHING,
      subjects: [
        ["net-1/qrouter-bbbbbbbb-1111-4222-8333-444444444444", 65_530],
        ["net-1", null],
        ["net-1/qrouter-aaaaaaaa-1111-4222-8333-444444444444", 310],
      ],
    },
  },
  {
    name: "docker inspect's process and nsenter",
    why: "a container's namespace holds 65,530 of the host's limit; the host 88",
    files: {
      "t.txt": `root@dock-1:~# docker inspect -f '{{.State.Pid}}' web\n4121\nroot@dock-1:~# nsenter --target 4121 --net cat /proc/sys/net/netfilter/nf_conntrack_count\n65530\nroot@dock-1:~# cat /proc/sys/net/netfilter/nf_conntrack_count\n88\nroot@dock-1:~# cat /proc/sys/net/netfilter/nf_conntrack_max\n65536\n`,
    },
    expect: { ...NEARLY, noCause: NOTHING, says: [/\b88\b/] },
  },
  {
    name: "events with a count of the trailer",
    why: "conntrack -E ended by Ctrl-C: 6 flow events have been shown, none of which is an entry",
    files: {
      "t.txt": `root@n1:~# conntrack -E -p udp --orig-port-dst 53\n    [NEW] udp      17 30 src=10.1.0.1 dst=10.2.0.9 sport=40000 dport=53 [UNREPLIED] src=10.2.0.9 dst=10.1.0.1 sport=53 dport=40000\n [UPDATE] udp      17 30 src=10.1.0.1 dst=10.2.0.9 sport=40000 dport=53 src=10.2.0.9 dst=10.1.0.1 sport=53 dport=40000\n[DESTROY] udp      17 src=10.1.0.1 dst=10.2.0.9 sport=40000 dport=53 src=10.2.0.9 dst=10.1.0.1 sport=53 dport=40000\n^Cconntrack v1.4.8 (conntrack-tools): 3 flow events have been shown.\n`,
    },
    expect: { state: ["unknown"], noCause: NOTHING, says: [/\b[Ee]vents?\b/] },
  },
  {
    name: "conntrack -L with -o id, timestamps, labels and marks",
    why: "three rows with more at their ends, of 65,530",
    files: {
      "t.txt": `root@n1:~# conntrack -L -o id,ktimestamp,labels | head -3\ntcp      6 431999 ESTABLISHED src=10.1.0.1 dst=10.2.0.9 sport=40000 dport=443 src=10.2.0.9 dst=10.1.0.1 sport=443 dport=40000 [ASSURED] mark=0x80000 secctx=system_u:object_r:unlabeled_t:s0 delta-time=120 [start=Mon May  4 09:00:00 2026] labels=trusted id=3121212 use=1\nudp      17 12 src=10.1.0.1 dst=10.2.0.10 sport=40000 dport=53 src=10.2.0.10 dst=10.1.0.1 sport=53 dport=40000 mark=0 zone=3 delta-time=2 id=3121213 use=1\ntcp      6 12 TIME_WAIT src=10.1.0.1 dst=10.2.0.9 sport=40001 dport=443 src=10.2.0.9 dst=10.1.0.1 sport=443 dport=40001 [ASSURED] mark=0 id=3121214 use=1\nroot@n1:~# ${ASK}\n${settings(65_530, 65_536)}`,
    },
    expect: { ...NEARLY, rows: 3, noCause: NOTHING, silent: [/could not be read/] },
  },
  {
    name: "conntrack -L -o xml",
    why: "rows as XML are rows of the table, or are listed as not understood",
    files: {
      "ct.xml": `<?xml version="1.0" encoding="utf-8"?>\n<conntrack>\n<flow><meta direction="original"><layer3 protonum="2" protoname="ipv4"><src>10.1.0.1</src><dst>10.2.0.9</dst></layer3><layer4 protonum="6" protoname="tcp"><sport>40000</sport><dport>443</dport></layer4></meta><meta direction="reply"><layer3 protonum="2" protoname="ipv4"><src>10.2.0.9</src><dst>10.1.0.1</dst></layer3><layer4 protonum="6" protoname="tcp"><sport>443</sport><dport>40000</dport></layer4></meta><meta direction="independent"><state>ESTABLISHED</state><timeout>431999</timeout><mark>0</mark><use>1</use><id>31</id><assured/></meta></flow>\n</conntrack>\n`,
      "s.txt": settings(900, 65_536),
    },
    expect: { state: ["healthy"], count: 900, noCause: NOTHING, says: [/ct\.xml/] },
  },
  {
    name: "a head and a tail of one dump",
    why: "25 rows of the beginning and 25 of the end of 98,000: too few, so no cause",
    files: {
      "t.txt": `root@n1:~# conntrack -L > /tmp/ct\nconntrack v1.4.6 (conntrack-tools): 98000 flow entries have been shown.\nroot@n1:~# head -25 /tmp/ct; echo ...; tail -25 /tmp/ct\n${many(25, closed)}...\n${many(25, (at) => closed(at + 25))}root@n1:~# sysctl net.netfilter.nf_conntrack_max\nnet.netfilter.nf_conntrack_max = 98304\n`,
    },
    expect: { state: ["critical", "unknown"], rows: 50, max: 98_304, noCause: NOTHING },
  },
  {
    name: "a dump that a disk ran out of room for",
    why: "1,200 whole rows and one that is cut within an address, of 60,000 by the count: the first of them, as the order is by hash",
    files: {
      "sysctl.txt": settings(60_000, 60_416),
      nf_conntrack: `${many(1100, (at) => ({ protocol: "udp", src: `10.60.${at % 90}.2`, dst: "10.64.0.8", sport: 30_000 + at, dport: 8125, left: 1 + (at % 29), flag: "[UNREPLIED]" }), EXTENDED)}${many(100, served, EXTENDED)}ipv4     2 tcp      6 86311 ESTABLISHED src=10.41.0.1 ds`,
    },
    expect: {
      state: ["critical"],
      count: 60_000,
      rows: 1201,
      says: [/rows are a sample/],
      found: ["udp-accumulation"],
    },
  },
  {
    name: "rows of one Service's address by grep -c and a head",
    why: "grep chose them: 30 rows of one address out of 65,530",
    files: {
      "t.txt": `# conntrack -L 2>/dev/null | grep 10.96.7.7 | wc -l\n21872\n# conntrack -L 2>/dev/null | grep 10.96.7.7 | head -30\n${many(30, (at) => ({ ...closed(at), dst: "10.96.7.7" }))}# ${ASK}\n${settings(65_530, 65_536)}`,
    },
    expect: { ...NEARLY, noCause: NOTHING },
  },
  {
    name: "a table of counts by address that a pipe made",
    why: "uniq -c of sources: the biggest is 51,200 of 65,530; no rows, so nothing is attributed",
    files: {
      "t.txt": `# awk '{for(i=1;i<=NF;i++) if ($i ~ /^src=/) {print $i; break}}' /proc/net/nf_conntrack | sort | uniq -c | sort -rn | head -3\n  51200 src=10.1.0.7\n   2100 src=10.1.0.8\n    810 src=10.1.0.9\n# ${ASK}\n${settings(65_530, 65_536)}`,
    },
    expect: { ...NEARLY, noCause: NOTHING },
  },
  {
    name: "one node before and after its limit was raised, in two folders",
    why: "full before, a quarter in use after: the present is after",
    files: {
      "before/sysctl.txt": settings(65_536, 65_536),
      "before/dmesg.txt": `[  812.100000] ${TABLE_FULL}\n`,
      "before/uptime": "820.00 3000.00\n",
      "after/sysctl.txt": settings(70_000, 262_144),
      "after/uptime": "4420.00 12000.00\n",
    },
    expect: { state: ["recovered", "healthy"], count: 70_000, max: 262_144, noCause: NOTHING },
  },
  {
    name: "a control plane and a worker, in prompts that a screen reader parted",
    why: "[root@cp-1] and [root@wk-1]: wk-1 is full",
    files: {
      "t.txt": `[root@cp-1 ~]# ${ASK}\n${settings(9000, 65_536)}[root@cp-1 ~]# ssh wk-1\nLast login: Mon May  4 08:00:00 2026 from 10.0.0.1\n[root@wk-1 ~]# ${ASK}\n${settings(65_530, 65_536)}[root@wk-1 ~]# exit\nlogout\nConnection to wk-1 closed.\n[root@cp-1 ~]# conntrack -C\n9001\n`,
    },
    expect: {
      ...NEARLY,
      noCause: NOTHING,
      subjects: [
        ["wk-1", 65_530],
        ["cp-1", 9001],
      ],
    },
  },
  {
    name: "a limit that systemd-sysctl and a unit ask for, and that cat shows",
    why: "three wishes (a drop-in, a unit's ExecStart, a kernel's parameter) beside 131,072",
    files: {
      "t.txt": `# cat /etc/sysctl.d/99-k8s.conf\nnet.netfilter.nf_conntrack_max = 1048576\n# systemctl cat conntrack.service\n# /etc/systemd/system/conntrack.service\n[Service]\nType=oneshot\nExecStart=/sbin/sysctl -w net.netfilter.nf_conntrack_max=524288\n# cat /etc/modprobe.d/nf.conf\noptions nf_conntrack hashsize=262144\n# cat /proc/sys/net/netfilter/nf_conntrack_max /proc/sys/net/netfilter/nf_conntrack_count\n131072\n131001\n`,
    },
    expect: { state: ["critical"], count: 131_001, max: 131_072, noCause: NOTHING },
  },
  {
    name: "Helm's values and a DaemonSet's log that applied them",
    why: "sysctl -w in a container's log tells what it wrote; the count comes later",
    files: {
      "values.yaml": "sysctl:\n  net.netfilter.nf_conntrack_max: 1048576\n",
      "log.txt":
        "$ kubectl logs -n kube-system sysctl-x7x7x\n+ sysctl -w net.netfilter.nf_conntrack_max=262144\nnet.netfilter.nf_conntrack_max = 262144\n+ sysctl net.netfilter.nf_conntrack_count\nnet.netfilter.nf_conntrack_count = 261000\n",
    },
    expect: { state: ["critical"], count: 261_000, max: 262_144, noCause: NOTHING },
  },
  {
    name: "the verbose output of a shell",
    why: "set -x prints + before each command",
    files: {
      "x.txt": `+ cat /proc/sys/net/netfilter/nf_conntrack_count\n65530\n+ cat /proc/sys/net/netfilter/nf_conntrack_max\n65536\n+ conntrack -S\n${cpu(0)}`,
    },
    expect: { ...NEARLY, noCause: NOTHING },
  },
  {
    name: "PowerShell's and cmd's prompts around kubectl",
    why: "PS C:\\> and C:\\> are prompts; the node is asked by exec",
    files: {
      "t.txt": `PS C:\\Users\\me> kubectl -n kube-system exec kube-proxy-x1x2x -- sysctl net.netfilter.nf_conntrack_count\nnet.netfilter.nf_conntrack_count = 65530\nPS C:\\Users\\me> kubectl -n kube-system exec kube-proxy-x1x2x -- sysctl net.netfilter.nf_conntrack_max\nnet.netfilter.nf_conntrack_max = 65536\n`,
    },
    expect: { ...NEARLY, noCause: NOTHING },
  },
  {
    name: "an interactive shell with its own time in the prompt",
    why: "a prompt with a clock and a status is a prompt; bare numbers are answers",
    files: {
      "t.txt": `12:01:33 root@hub-2 ~ [0] # conntrack -C\n65530\n12:01:40 root@hub-2 ~ [0] # sysctl -n net.netfilter.nf_conntrack_max\n65536\n`,
    },
    expect: { ...NEARLY, noCause: NOTHING, subjects: [["hub-2", 65_530]] },
  },
  {
    name: "lookups of a resolver in a container of Docker",
    why: "1,980 of 1,998 are its own questions to the Internet; nothing of Kubernetes is there to answer them",
    files: {
      "ct.txt": many(1980, (at) => ({
        protocol: "udp",
        src: "172.17.0.3",
        dst: at % 2 === 0 ? "8.8.8.8" : "1.1.1.1",
        sport: 20_000 + at,
        dport: 53,
        replyDst: "192.168.1.9",
        left: 1 + (at % 29),
        flag: at % 3 === 0 ? "[UNREPLIED]" : "",
      })),
      "sysctl.txt": settings(1998, 2048),
      "iptables-save.txt":
        "*nat\n:PREROUTING ACCEPT [0:0]\n:DOCKER - [0:0]\n-A PREROUTING -m addrtype --dst-type LOCAL -j DOCKER\n-A DOCKER ! -i docker0 -p udp -m udp --dport 53 -j DNAT --to-destination 172.17.0.3:53\nCOMMIT\n",
    },
    expect: {
      state: ["critical"],
      found: ["udp-accumulation"],
      says: [/dnsmasq or unbound, first those of 172\.17\.0\.3/],
      silent: [/NodeLocal/, /kubectl/],
    },
  },
  {
    name: "OpenWrt, told by its own file",
    why: "udp_timeout is 60 s there by default",
    files: {
      "ct.txt": many(2000, (at) => ({
        protocol: "udp",
        src: "192.168.8.107",
        dst: within("93.184", at),
        sport: 51_413,
        dport: 1024 + at,
        left: 1 + (at % 59),
        flag: "[UNREPLIED]",
      })),
      "sysctl.txt": settings(2040, 2048, "net.netfilter.nf_conntrack_udp_timeout = 60\n"),
      openwrt_release:
        "DISTRIB_ID='OpenWrt'\nDISTRIB_RELEASE='24.10.0'\nDISTRIB_TARGET='mediatek/filogic'\n",
    },
    expect: {
      state: ["critical"],
      found: ["udp-accumulation"],
      absent: ["timeout-raised"],
      silent: [/kubectl|10249/],
    },
  },
];
