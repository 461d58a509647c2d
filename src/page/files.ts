import { LIMITS } from "../limits.ts";
import type { Given } from "./messages.ts";

const one = (file: File): Given => ({
  name: file.name,
  files: [{ path: file.name, file }],
  isFolder: false,
});

/** What was chosen by a button: files each for itself, or one folder with all that is below it. */
export function chosen({ files }: { files: FileList | null }): Given[] {
  const all = [...(files ?? [])];
  const [root = ""] = (all[0]?.webkitRelativePath ?? "").split("/");
  if (root === "") return all.map(one);
  const within = all.map((file) => ({
    path: file.webkitRelativePath.slice(root.length + 1),
    file,
  }));
  return [{ name: root, files: within, isFolder: true }];
}

/** What was dropped: files and folders. What is neither, such as a text, is nothing. */
export async function dropped({ items }: DataTransfer): Promise<Given[]> {
  // all at once, since they are gone after the first wait
  const all = [...items].map((item) => ({
    entry: item.webkitGetAsEntry(),
    file: item.getAsFile(),
  }));
  const given: Given[] = [];
  for (const { entry, file } of all) {
    if (entry?.isDirectory === true) {
      const files: { path: string; file: File }[] = [];
      await walk(entry as FileSystemDirectoryEntry, "", files);
      given.push({ name: entry.name, files, isFolder: true });
    } else if (file !== null) given.push(one(file));
  }
  return given;
}

const fileOf = (entry: FileSystemFileEntry): Promise<File> =>
  new Promise((resolve, reject) => {
    entry.file(resolve, reject);
  });

async function walk(
  folder: FileSystemDirectoryEntry,
  below: string,
  files: { path: string; file: File }[],
): Promise<void> {
  const reader = folder.createReader();
  for (;;) {
    // it answers a part of them at a time
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => {
      reader.readEntries(resolve, reject);
    });
    if (some.length === 0) return;
    for (const entry of some) {
      if (files.length > LIMITS.entries) return;
      const path = below === "" ? entry.name : `${below}/${entry.name}`;
      if (entry.isDirectory) await walk(entry as FileSystemDirectoryEntry, path, files);
      else files.push({ path, file: await fileOf(entry as FileSystemFileEntry) });
    }
  }
}
