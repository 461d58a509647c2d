/** The formats of check; apart from what writes them, so that the help loads none of it. */
export const CHECK_FORMAT_NAMES = [
  "text",
  "junit",
  "github",
  "sarif",
  "gitlab",
  "tap",
  "json",
] as const;
export type CheckFormat = (typeof CHECK_FORMAT_NAMES)[number];
