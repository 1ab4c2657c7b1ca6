import { connect, createServer, type Server, type Socket } from "node:net";
import { env } from "@/lib/env";

/** The wire between the app and its database, which a test may cut. */
export type DatabaseProxy = {
  /** Ends every connection and refuses new ones. */
  cut(): Promise<void>;
  mend(): Promise<void>;
  /**
   * The next COMMIT, or call that is a transaction by itself, reaches the database, but its answer is lost together with
   * the connection; returns when it was.
   */
  loseNextCommit(): Promise<void>;
  /** Holds back whatever the database says, without ending a connection; `speak` passes it on. */
  fallSilent(): void;
  speak(): void;
  /** From now on the answer to a binary COPY arrives as a whole, as it does when the app is busy meanwhile. */
  deliverCopiesWhole(): void;
  /** How many bytes the database has sent so far. */
  received(): number;
  /** The ports from which the database is connected to, as `pg_stat_activity` shows them. */
  ports(): number[];
};

const copyBegins = Buffer.from("PGCOPY\n");
const readyForQuery = Buffer.from([0x5a, 0, 0, 0, 5]);
const committed = Buffer.from("COMMIT\0");
/** How the driver prepares a statement of `callAsTenant`: under a name by which it is called from then on. */
const preparesCall = /([a-z0-9]+)\0select called\./;

/** Watches what a client sends for calls that are transactions by themselves. */
const givenCallWatch = () => {
  let name: string | undefined;
  let isCalled = false;
  return {
    sent: (bytes: Buffer): void => {
      name = preparesCall.exec(bytes.toString("latin1"))?.[1] ?? name;
      if (name !== undefined && bytes.includes(`\0${name}\0`)) isCalled = true;
    },
    isAnsweredBy: (answer: Buffer): boolean => {
      const isOver = isCalled && answer.subarray(-6, -1).equals(readyForQuery);
      if (isOver) isCalled = false;
      return isOver;
    },
  };
};

const stopListening = (server: Server): Promise<void> =>
  new Promise((closed) => server.close(() => closed()));

/** Puts a proxy before the database of this process; to be called before the first connection. */
export const givenDatabaseProxy = async (): Promise<DatabaseProxy> => {
  const target = new URL(env.databaseUrl ?? "");
  const sockets = new Set<Socket>();
  const upstream = new Set<Socket>();
  let lost: (() => void) | undefined;
  let whole = false;
  let silent = false;
  const kept: (() => void)[] = [];
  let received = 0;

  const forward = (client: Socket): void => {
    const database = connect(Number(target.port || 5432), target.hostname);
    const end = (): void => {
      client.destroy();
      database.destroy();
    };
    let held = Buffer.alloc(0);
    const calls = givenCallWatch();
    upstream.add(database);
    for (const socket of [client, database]) {
      sockets.add(socket);
      socket.on("error", end).on("close", () => {
        sockets.delete(socket);
        upstream.delete(socket);
        end();
      });
    }
    client.on("data", (bytes) => {
      calls.sent(bytes);
      database.write(bytes);
    });
    database.on("data", (bytes) => {
      received += bytes.length;
      held = Buffer.concat([held, bytes]);
      if (whole && held.includes(copyBegins) && !held.subarray(-6, -1).equals(readyForQuery)) return;
      const answer = held;
      held = Buffer.alloc(0);
      if (silent) return kept.push(() => client.write(answer));
      const isCommitted = calls.isAnsweredBy(answer) || answer.includes(committed);
      if (!lost || !isCommitted) return client.write(answer);
      end();
      lost();
      lost = undefined;
    });
  };

  const server = createServer(forward);
  const listen = (port: number): Promise<void> =>
    new Promise((listening) => server.listen(port, "127.0.0.1", listening));
  await listen(0);
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The proxy has no port.");
  const through = (url: string): string =>
    Object.assign(new URL(url), { hostname: "127.0.0.1", port: String(address.port) }).href;
  env.setDatabase({ appUrl: through(target.href), ownerUrl: env.databaseOwnerUrl ?? target.href });

  const cut = async (): Promise<void> => {
    const closed = stopListening(server);
    for (const socket of sockets) socket.destroy();
    await closed;
  };
  return {
    cut,
    mend: () => listen(address.port),
    loseNextCommit: () =>
      new Promise((resolve) => {
        lost = resolve;
      }),
    fallSilent: () => {
      silent = true;
    },
    speak: () => {
      silent = false;
      for (const pass of kept.splice(0)) pass();
    },
    deliverCopiesWhole: () => {
      whole = true;
    },
    received: () => received,
    ports: () => [...upstream].flatMap(({ localPort }) => localPort ?? []),
  };
};
