import { LIMITS } from "../limits.ts";
import { single } from "./files.ts";
import type { Given } from "./messages.ts";

type Files = { path: string; file: File }[];

/** A handle as Chromium has them; to a page from a file it shows nothing of a folder by any other way. */
interface Handle {
  kind: "file" | "directory";
  name: string;
  getFile(): Promise<File>;
  values(): AsyncIterable<Handle>;
}
interface Item extends DataTransferItem {
  getAsFileSystemHandle?(): Promise<Handle | null>;
}

/** What was dropped: files and folders. What is neither, such as a text, is nothing. */
export async function dropped({ items }: DataTransfer): Promise<Given[]> {
  // all at once, since they are gone after the first wait
  const all = [...items].map((item: Item) => ({
    file: item.getAsFile(),
    entry: item.webkitGetAsEntry(),
    handle: item.kind === "file" ? item.getAsFileSystemHandle?.() : undefined,
  }));
  const given: Given[] = [];
  for (const { file, entry, handle } of all)
    if (entry?.isDirectory === true)
      given.push({ name: entry.name, files: await within(entry, handle), isFolder: true });
    else if (file !== null) given.push(single(file));
  return given;
}

/** The files of a folder, by whichever way the browser has. */
async function within(entry: FileSystemEntry, handle?: Promise<Handle | null>): Promise<Files> {
  const files: Files = [];
  try {
    const folder = await handle;
    if (folder) await byHandles(folder, "", files);
    else await byEntries(entry as FileSystemDirectoryEntry, "", files);
  } catch (error) {
    throw new Error(
      `${entry.name}: this browser does not let the page read a folder that is dropped (${(error as Error).message}): choose it by “Open a folder”, or drop an archive of it`,
    );
  }
  return files;
}

const below = (path: string, name: string): string => (path === "" ? name : `${path}/${name}`);

async function byHandles(folder: Handle, at: string, files: Files): Promise<void> {
  for await (const one of folder.values()) {
    if (files.length > LIMITS.entries) return;
    const path = below(at, one.name);
    if (one.kind === "directory") await byHandles(one, path, files);
    else files.push({ path, file: await one.getFile() });
  }
}

async function byEntries(
  folder: FileSystemDirectoryEntry,
  at: string,
  files: Files,
): Promise<void> {
  const reader = folder.createReader();
  for (;;) {
    // it answers a part of them at a time
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => {
      reader.readEntries(resolve, reject);
    });
    if (some.length === 0) return;
    for (const one of some) {
      if (files.length > LIMITS.entries) return;
      const path = below(at, one.name);
      if (one.isDirectory) await byEntries(one as FileSystemDirectoryEntry, path, files);
      else files.push({ path, file: await fileOf(one as FileSystemFileEntry) });
    }
  }
}

const fileOf = (entry: FileSystemFileEntry): Promise<File> =>
  new Promise((resolve, reject) => {
    entry.file(resolve, reject);
  });
