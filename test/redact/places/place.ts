/** Bundles that hold what is somebody's in unusual places and spellings, and how it would be found in a copy. */
export type Place = readonly [
  name: string,
  files: Readonly<Record<string, string | Uint8Array>>,
  secret: RegExp,
];

export const SYS =
  "net.netfilter.nf_conntrack_count = 262144\nnet.netfilter.nf_conntrack_max = 262144\n";
export const row = (a: string, b = "10.96.0.10", more = ""): string =>
  `tcp      6 431999 ESTABLISHED src=${a} dst=${b} sport=40000 dport=80 src=${b} dst=${a} sport=80 dport=40000 [ASSURED] mark=0 ${more}use=1\n`;
export const klog = (line: string): string =>
  `[  100.000000] nf_conntrack: nf_conntrack: table full, dropping packet\n[  101.000000] ${line}\n`;
export const utf16 = (text: string): Uint8Array =>
  Uint8Array.from(Buffer.from(`\ufeff${text}`, "utf16le"));
