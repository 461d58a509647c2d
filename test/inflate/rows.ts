/** A row of a table, of few addresses and any ports. */
export function randomRow(random: () => number): string {
  const below = (most: number) => random() % most;
  const [client, server] = [`10.244.${below(4)}.${below(250)}`, `10.96.0.${below(40)}`];
  const [port, service] = [32_768 + below(28_000), [53, 80, 443][below(3)]];
  return `tcp      6 ${below(432_000)} ESTABLISHED src=${client} dst=${server} sport=${port} dport=${service} src=${server} dst=${client} sport=${service} dport=${port} [ASSURED] mark=0 use=1\n`;
}
