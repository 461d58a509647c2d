/**
 * Opens SCTP associations, of which Node knows nothing: by Perl, which every Debian has, in a process for the
 * servers and one for the clients.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { atExit } from "./cleanup.ts";
import { reside } from "./resident.ts";

/** No process goes on for longer than this, whatever happens to the lab. */
const LONGEST_SECONDS = 400;

/** More than a table of the lab has entries. */
const MOST_OPEN = 20_000;

/** Accepts whatever comes to an address and port, and keeps it. Bound to none, it would answer from another. */
const SERVER = `
  my ($address, $port) = @ARGV;
  socket(my $server, PF_INET, SOCK_STREAM, 132) or die "socket: $!";
  bind($server, sockaddr_in($port, inet_aton($address))) or die "bind: $!";
  listen($server, 4096) or die "listen: $!";
  print "ready\\n";
  my @held;
  while (accept(my $one, $server)) { push @held, $one }`;

/** Opens so many from each source in turn, at a rate, and keeps them. */
const CLIENT = `
  my ($address, $port, $perSecond, $count, @sources) = @ARGV;
  my $start = time;
  my (@held, $begun);
  for ($begun = 0; $begun < $count; $begun++) {
    socket(my $client, PF_INET, SOCK_STREAM, 132) or die "socket: $!";
    bind($client, sockaddr_in(0, inet_aton($sources[$begun % @sources]))) or die "bind: $!";
    $client->blocking(0);
    connect($client, sockaddr_in($port, inet_aton($address)));
    push @held, $client;
    my $due = $begun / $perSecond - (time - $start);
    sleep $due if $due > 0.01;
  }
  print "ready\\n";
  sleep ${LONGEST_SECONDS};`;

/** Resolves when the process says that it is ready. */
function perl(program: string, args: readonly (string | number)[]): Promise<void> {
  const bounded = ["-k", "1", String(LONGEST_SECONDS), "prlimit", `--nofile=${MOST_OPEN}`];
  const text = `use Socket; use IO::Handle; use Time::HiRes qw(sleep time); $| = 1; ${program}`;
  const child: ChildProcess = spawn(
    "timeout",
    [...bounded, "perl", "-e", text, ...args.map(String)],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  const end = atExit(() => child.kill("SIGTERM"));
  return new Promise((resolve, reject) => {
    child.stdout!.once("data", () => resolve());
    child.once("error", reject);
    child.once("exit", (code) => {
      end();
      reject(new Error(`perl ended with ${code}`));
    });
  });
}

export interface Associations {
  readonly sources: readonly string[];
  readonly address: string;
  readonly port: number;
  readonly perSecond: number;
}

const associationsApi = {
  serve: (address: string, port: number): Promise<void> => perl(SERVER, [address, port]),
  /** Resolves when so many were begun. */
  open: ({ sources, address, port, perSecond }: Associations, count: number): Promise<void> =>
    perl(CLIENT, [address, port, perSecond, Math.round(count), ...sources]),
};

export type AssociationsApi = typeof associationsApi;

reside(associationsApi);
