/** A table of open connections, put there by `conntrack --load-file`: no packet is sent. */
import { writeFileSync } from "node:fs";
import { runIn } from "./shell.ts";

const PORTS = 60_000;

/** Fills a namespace's table, by way of a file; the kernel evicts none of these for another one. */
export function fillTable(namespace: string, entries: number, file: string): void {
  const lines = Array.from({ length: entries }, (_, index) => {
    const source = `10.${100 + Math.floor(index / PORTS)}.0.1`;
    const port = 1024 + (index % PORTS);
    return (
      `-A -t 3000 -u SEEN_REPLY,ASSURED -p tcp --state ESTABLISHED -s ${source} -d 10.99.0.2 ` +
      `-r 10.99.0.2 -q ${source} --sport ${port} --dport 80 --reply-port-src 80 --reply-port-dst ${port}`
    );
  });
  writeFileSync(file, `${lines.join("\n")}\n`);
  track(namespace);
  runIn(namespace, "conntrack", "--load-file", file);
}

/** The kernel tracks a namespace as soon as a rule asks for a state. */
function track(namespace: string): void {
  const chain = "add chain ip t c { type filter hook output priority 0; }";
  const rule = "add rule ip t c ct state invalid drop";
  runIn(namespace, "nft", `add table ip t; ${chain}; ${rule}`);
}
