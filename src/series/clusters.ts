import type { SeriesFile } from "./file.ts";

/** Machines that are called the same in several clusters are told apart by these. */
export function apartByCluster(file: SeriesFile | null): SeriesFile | null {
  if (file === null || !("columns" in file)) return file;
  const clusters = new Map<string, Set<string>>();
  for (const { host, cluster } of file.columns)
    if (host !== null && cluster !== null)
      clusters.set(host, (clusters.get(host) ?? new Set()).add(cluster));
  const columns = file.columns.map((one) =>
    one.host !== null && one.cluster !== null && clusters.get(one.host)!.size > 1
      ? { ...one, host: `${one.host} (${one.cluster})` }
      : one,
  );
  return { ...file, columns };
}
