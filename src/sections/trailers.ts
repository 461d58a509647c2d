/** What the conntrack tool says on standard error of the rows that it printed. */
export const TRAILER =
  /c?onntrack v[\d.]{3,12} \(conntrack-tools\): \d{1,15} (?:flow (?:entries|events)|expectations) have been shown/;

/** The same of what it deleted or changed: the rows above it are those, or those below it. */
export const CHANGED =
  /c?onntrack v[\d.]{3,12} \(conntrack-tools\): \d{1,15} flow entries have been (?:deleted|updated|created)/;
