import { type Place, row, SYS } from "./place.ts";

export const ADDRESSES: readonly Place[] = [
  [
    "v4 compat, nat64, 6to4",
    {
      "conntrack.txt":
        row("::10.77.66.55", "64:ff9b::10.77.66.55") +
        row("::a4d:4237", "64:ff9b:1::a4d:4237") +
        row("::ffff:0:10.77.66.55", "::ffff:0:a4d:4237"),
    },
    /77\.66\.55|a4d:423/,
  ],
  [
    "address and port by dots",
    {
      "10.77.66.55.443/sysctl.txt": SYS,
      "m.txt": `node_nf_conntrack_entries{instance="10.77.66.55.9100"} 262144\nnode_nf_conntrack_entries_limit{instance="10.77.66.55.9100"} 262144\n`,
    },
    /77\.66/,
  ],
  [
    "padded ipv4",
    {
      "010.077.066.055/sysctl.txt": SYS,
      "m.txt": `node_nf_conntrack_entries{instance="010.077.066.055:9100"} 262144\n`,
    },
    /077\.066/,
  ],
  [
    "mac dashed decimal",
    {
      "00-50-56-11-22-33/sysctl.txt": SYS,
      "n-00-50-56-11-22-33/sysctl.txt": SYS,
      "0050.5611.2233/sysctl.txt": SYS,
      "m.txt": `node_nf_conntrack_entries{mac="00-50-56-11-22-33",n="0050.5611.2233",o="00_50_56_11_22_33"} 262144\n`,
    },
    /50.?56.?11|56.11.22/,
  ],
  ["account", { "123456789012/sysctl.txt": SYS }, /123456789012/],
  [
    "nft raw",
    {
      "nft.txt": `table ip t {\n\tchain c {\n\t\ttype filter hook prerouting priority raw; policy accept;\n\t\t@nh,96,32 0xa4d4237 counter packets 1 bytes 2 notrack\n\t\t@nh,96,32 & 0xffffff00 == 0xa4d4200 drop\n\t}\n}\n`,
    },
    /a4d42/i,
  ],
  [
    "u32",
    {
      "iptables-save.txt": `*raw\n:PREROUTING ACCEPT [0:0]\n-A PREROUTING -m u32 --u32 "0xc&0xffffffff=0xa4d4237" -j CT --notrack\nCOMMIT\n`,
    },
    /a4d42/i,
  ],
  [
    "cilium ct",
    {
      "cilium-bpf-ct.txt": `TCP IN 10.77.66.55:443 -> 10.77.66.54:1024 expires=100 Packets=1 Bytes=2 RxFlagsSeen=0x1a LastRxReport=1 TxFlagsSeen=0x1a LastTxReport=1 Flags=0x0013 [ RxClosing ] RevNAT=1 SourceSecurityID=7777777 IfIndex=0\n`,
    },
    /77\.66/,
  ],
  [
    "conntrack xml",
    {
      "c.xml": `<?xml version="1.0" encoding="utf-8"?>\n<conntrack>\n<flow><meta direction="original"><layer3 protonum="2" protoname="ipv4"><src>10.77.66.55</src><dst>10.77.66.54</dst></layer3><layer4 protonum="6" protoname="tcp"><sport>1</sport><dport>2</dport></layer4></meta></flow>\n</conntrack>\n`,
      "s.txt": SYS,
    },
    /77\.66/,
  ],
  [
    "events",
    {
      "events.txt": `[1761350400.000001]\t    [NEW] tcp      6 120 SYN_SENT src=10.77.66.55 dst=10.77.66.54 sport=1 dport=2 [UNREPLIED] src=10.77.66.54 dst=10.77.66.55 sport=2 dport=1\n [DESTROY] tcp      6 src=10.77.66.55 dst=10.77.66.54 sport=1 dport=2 src=10.77.66.54 dst=10.77.66.55 sport=2 dport=1 helper=zebracorp\n`,
    },
    /77\.66|zebracorp/,
  ],
  [
    "aws private dns upper",
    {
      "IP-10-77-66-55.EC2.INTERNAL/sysctl.txt": SYS,
      "ip-10-77-66-55_eu/sysctl.txt": SYS,
      "m.txt": `node_nf_conntrack_entries{instance="ip-0a4d4237.internal",node="ip-10-77-66-55"} 262144\n`,
    },
    /77-66|0a4d4237/i,
  ],
  [
    "v6 dashed",
    {
      "2a01-4f8-ab1--cd.zebracorp/sysctl.txt": SYS,
      "2001-1234-5678-9012-3456-7890-1234-5678/sysctl.txt": SYS,
      "m.txt": `node_nf_conntrack_entries{instance="2a01-4f8-ab1--cd.ip6.zebra"} 262144\nnode_nf_conntrack_entries_limit{instance="2001-1234-5678-9012-3456-7890-1234-5678"} 262144\n`,
    },
    /4f8-ab1|5678-9012/,
  ],
  [
    "v6 brackets and ports in labels",
    {
      "m.txt": `node_nf_conntrack_entries{instance="[2a01:4f8:ab1::cd]:9100"} 262144\nnode_nf_conntrack_entries_limit{instance="2a01:4f8:ab1::cd%eth0"} 262144\n`,
      "[2a01:4f8:ab1::cd]/sysctl.txt": SYS,
      "2a01_4f8_ab1__cd/sysctl.txt": SYS,
    },
    /4f8.ab1/,
  ],
  [
    "full width digits",
    { "m.txt": `node_nf_conntrack_entries{instance="１０.７７.６６.５５"} 262144\n` },
    /７７/,
  ],
  [
    "v6 full upper",
    { "conntrack.txt": row("2A01:04F8:0AB1:0000:0000:0000:0000:00CD", "2a01:4f8:ab1::1") },
    /4f8:0?ab1/i,
  ],
  [
    "v6 odd zeros",
    { "conntrack.txt": row("2a01:4f8:0:0:ab1::00cd", "2a01:4f8:0:0:ab1:0:0:1") },
    /4f8:.*ab1/i,
  ],
];
