/** Shells that complete the command line; apart from the scripts, so that the help does not load these. */
export const SHELLS = ["bash", "zsh", "fish"] as const;
export type Shell = (typeof SHELLS)[number];
