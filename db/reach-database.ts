import { setTimeout as sleep } from "node:timers/promises";
import postgres from "postgres";
import { AppError } from "@/lib/errors";
import { errorCode } from "./embedded/error-code";

const oldestVersion = 15;
const waitsForStartMs = 5_000;

const reasons: Record<string, string> = {
  ECONNREFUSED: "nothing answers there",
  ENOTFOUND: "there is no such host",
  EAI_AGAIN: "there is no such host",
  EHOSTUNREACH: "the host cannot be reached",
  ENETUNREACH: "the host cannot be reached",
  CONNECT_TIMEOUT: "it does not answer in time",
  CONNECTION_CLOSED: "it closed the connection",
  "28P01": "it does not accept the user name or password",
  "28000": "it does not let this user in",
  "3D000": "it has no such database",
  "53300": "it has no connection left",
  "57P03": "it is starting up",
};

/** Worth another try: a server that is started together with the app. */
const startsSoon = new Set(["ECONNREFUSED", "57P03"]);

/** Host and port only: the rest of the URL holds a password. */
const placeOf = (url: string): string => {
  if (!URL.canParse(url)) return "the address given";
  const { hostname, port } = new URL(url);
  return `${hostname || "localhost"}:${port || 5432}`;
};

const serverVersion = async (url: string): Promise<number> => {
  const sql = postgres(url, { max: 1, connect_timeout: 10, onnotice: () => {} });
  try {
    const [row] = await sql`select current_setting('server_version_num')::int / 10000 as major`;
    return row?.major ?? 0;
  } finally {
    await sql.end({ timeout: 1 });
  }
};

/**
 * Checks that the server behind `url` answers and is new enough, waiting a little for one that is just starting.
 * Throws `unavailable` with what to do; `variable` names where the URL came from.
 */
export const reachDatabase = async (url: string, variable: string): Promise<void> => {
  const deadline = Date.now() + waitsForStartMs;
  while (true) {
    try {
      const version = await serverVersion(url);
      if (version >= oldestVersion) return;
      throw new AppError(
        "unavailable",
        `The database at ${placeOf(url)} is PostgreSQL ${version}: ${oldestVersion} or newer is needed.`,
      );
    } catch (error) {
      if (error instanceof AppError) throw error;
      const code = errorCode(error) ?? "";
      if (startsSoon.has(code) && Date.now() < deadline) {
        await sleep(250);
        continue;
      }
      const reason = reasons[code] ?? (error instanceof Error ? error.message : "unknown error");
      throw new AppError(
        "unavailable",
        `The database at ${placeOf(url)} cannot be used: ${reason}. Check ${variable}, or unset it to run the PostgreSQL that comes with the app.`,
        undefined,
        { cause: error },
      );
    }
  }
};
