/** etcd and kube-apiserver in one namespace, with a folder of their own that goes with them. */
import { generateKeyPairSync } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { atExit } from "../cleanup.ts";
import { type Resident, settle } from "../resident.ts";
import { sleep } from "../shell.ts";
import type { ClusterApi } from "./api.ts";
import { program } from "./components.ts";
import { API_PORT, type Change, TOKEN } from "./objects.ts";
import { type Running, start } from "./process.ts";

const READY_MS = 300_000;

export interface ControlPlane {
  readonly folder: string;
  apply(...changes: readonly Change[]): Promise<void>;
  /** The API server is killed, as by a fault. */
  killServer(): Promise<void>;
  startServer(): Promise<void>;
  end(): Promise<void>;
}

/** Starts it in `namespace`, where it is reached at `address`. */
export async function startControlPlane(namespace: string, address: string): Promise<ControlPlane> {
  const folder = mkdtempSync(join(tmpdir(), "conntriage-cluster-"));
  const removeFolder = atExit(() => rmSync(folder, { recursive: true, force: true }));
  const files = writeFiles(folder);
  const etcd = start(namespace, join(folder, "etcd.log"), program("etcd"), [
    `--data-dir=${join(folder, "etcd")}`,
    "--unsafe-no-fsync",
    "--log-level=warn",
  ]);
  const client: Resident<ClusterApi> = await settle(namespace, "cluster/api.ts");
  let server: Running | undefined;

  const startServer = async (): Promise<void> => {
    const log = join(folder, "kube-apiserver.log");
    server = start(namespace, log, program("kube-apiserver"), [
      "--etcd-servers=http://127.0.0.1:2379",
      `--bind-address=0.0.0.0`,
      `--advertise-address=${address}`,
      `--secure-port=${API_PORT}`,
      `--cert-dir=${folder}`,
      `--token-auth-file=${files.tokens}`,
      "--authorization-mode=AlwaysAllow",
      "--service-cluster-ip-range=10.96.0.0/12",
      "--service-account-issuer=https://kubernetes.default.svc",
      `--service-account-key-file=${files.key}`,
      `--service-account-signing-key-file=${files.key}`,
      "--disable-admission-plugins=ServiceAccount",
    ]);
    const deadline = Date.now() + READY_MS;
    while (!(await client.call("ready"))) {
      if (Date.now() > deadline || server.hasEnded())
        throw new Error(`the API server did not start: ${server.lastWords()}`);
      await sleep(500);
    }
  };

  await startServer();
  return {
    folder,
    apply: (...changes) => client.call("apply", changes),
    startServer,
    killServer: async () => server?.end(),
    end: async () => {
      client.end();
      await server?.end();
      await etcd.end();
      removeFolder();
    },
  };
}

function writeFiles(folder: string): { tokens: string; key: string } {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const key = join(folder, "service-accounts.key");
  writeFileSync(key, privateKey.export({ type: "pkcs1", format: "pem" }));
  const tokens = join(folder, "tokens.csv");
  writeFileSync(tokens, `${TOKEN},lab,1,"system:masters"\n`);
  return { tokens, key };
}
