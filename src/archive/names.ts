/** A bundle's name for people and for file names, by that of its file or folder: without the endings behind. */
export const bundleName = (file: string): string =>
  file.replace(/\.(tgz|tzst|txz|tbz2?|zip|txt|tar|(tar\.)?(gz|zst|xz|bz2))$/, "");

/** What a file that is no archive is called as the only entry. */
export const fileName = (file: string): string => file.replace(/\.(gz|zst|xz|bz2)$/, "");
