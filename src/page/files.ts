import type { Given } from "./messages.ts";

/** A file as a bundle of its own. */
export const single = (file: File): Given => ({
  name: file.name,
  files: [{ path: file.name, file }],
  isFolder: false,
});

/** What was chosen by a button: files each for itself, or one folder with all that is below it. */
export function chosen({ files }: { files: FileList | null }): Given[] {
  const all = [...(files ?? [])];
  const [root = ""] = (all[0]?.webkitRelativePath ?? "").split("/");
  if (root === "") return all.map(single);
  const within = all.map((file) => ({
    path: file.webkitRelativePath.slice(root.length + 1),
    file,
  }));
  return [{ name: root, files: within, isFolder: true }];
}
