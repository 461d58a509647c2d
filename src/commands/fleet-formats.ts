/** The formats of fleet, and how their files end; apart from what writes them, so that the help loads none of it. */
export const FLEET_ENDINGS = {
  text: "txt",
  markdown: "md",
  html: "html",
  json: "json",
  ndjson: "ndjson",
  digest: "digest",
} as const;
export type FleetFormat = keyof typeof FLEET_ENDINGS;
export const FLEET_FORMATS = Object.keys(FLEET_ENDINGS) as [FleetFormat, ...FleetFormat[]];

/** What `--fail-on` takes of a fleet beside what it takes of one analysis. */
export const OF_FLEETS = ["outlier", "skew"] as const;
