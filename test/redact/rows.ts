/** Rows of clients that ask one Service. */
export const rowsOf = (count: number): string[] =>
  Array.from(
    { length: count },
    (_, at) =>
      `tcp      6 431999 ESTABLISHED src=10.244.1.${100 + at} dst=10.96.0.20 sport=${40_000 + at} dport=80 src=10.244.2.7 dst=10.244.1.${100 + at} sport=8080 dport=${40_000 + at} [ASSURED] mark=0 use=1`,
  );
