/** A row of `conntrack -L`: a closed connection of one client to one Service. */
export const row = (port: number): string =>
  `tcp      6 80 TIME_WAIT src=10.0.0.1 dst=10.96.0.20 sport=${port} dport=80 src=10.244.1.7 dst=10.0.0.1 sport=8080 dport=${port} [ASSURED] mark=0 use=1\n`;

export const rows = (count: number): string =>
  Array.from({ length: count }, (_, n) => row(n + 1)).join("");

/** The same rows with IPv6 addresses. */
export const ipv6Rows = (count: number): string =>
  rows(count).replace(
    /(src|dst)=([\d.]+)/g,
    (_, key: string, address: string) => `${key}=fd00::${address.replaceAll(".", ":")}`,
  );
