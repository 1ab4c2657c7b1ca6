import os from "node:os";
import path from "node:path";

/**
 * The one place that reads and writes `process.env`. Read at call time: the embedded database fills in its URLs after
 * start.
 */
export const env = {
  get port(): number {
    return Number(process.env.PORT ?? 3000);
  },
  /** Absolute folder for everything the app keeps on disk (embedded database, generated secret). */
  get dataDir(): string {
    return path.resolve(/*turbopackIgnore: true*/ process.env.DATA_DIR ?? ".data");
  },
  get databaseUrl(): string | undefined {
    return process.env.DATABASE_URL || undefined;
  },
  /** Login that owns the schema: migrations and partitions. The app itself never uses it for requests. */
  get databaseOwnerUrl(): string | undefined {
    return process.env.DATABASE_OWNER_URL || env.databaseUrl;
  },
  get publicUrl(): string | undefined {
    return process.env.PUBLIC_URL || undefined;
  },
  get demo(): boolean {
    return process.env.DEMO !== "0";
  },
  get limits(): boolean {
    return process.env.LIMITS !== "off";
  },
  /** How many reverse proxies stand before the app, each of which adds to X-Forwarded-For. */
  get trustedProxies(): number {
    const count = Number(process.env.TRUSTED_PROXIES ?? 0);
    return Number.isInteger(count) && count > 0 ? count : 0;
  },
  /** What this process does (ROLE=web,ingest,worker); everything unless told otherwise. */
  get roles(): { web: boolean; ingest: boolean; worker: boolean } {
    const named = (process.env.ROLE || "web,ingest,worker").split(",").map((role) => role.trim());
    return {
      web: named.includes("web"),
      ingest: named.includes("ingest"),
      worker: named.includes("worker"),
    };
  },
  /** How much memory each scan thread may fill with columns of journeys (JOURNEY_CACHE_MB): an eighth of the machine's unless told otherwise. */
  get journeyCacheBytes(): number {
    const megabytes = Number(process.env.JOURNEY_CACHE_MB);
    return megabytes > 0 ? megabytes * 1_048_576 : Math.floor(os.totalmem() / 8);
  },
  get production(): boolean {
    return process.env.NODE_ENV === "production";
  },
  get allowRemoteTestDatabase(): boolean {
    return process.env.ALLOW_REMOTE_TEST_DATABASE === "1";
  },
  /** Points this process, and those it starts, at a database. */
  setDatabase({ appUrl, ownerUrl }: { appUrl: string; ownerUrl: string }): void {
    process.env.DATABASE_URL = appUrl;
    process.env.DATABASE_OWNER_URL = ownerUrl;
  },
  get authSecret(): string | undefined {
    return process.env.NEXTAUTH_SECRET || undefined;
  },
  /** next-auth takes its settings from the environment. Without a public URL it trusts the Host header. */
  setAuthSecret(secret: string): void {
    process.env.NEXTAUTH_SECRET = secret;
    process.env.AUTH_TRUST_HOST = "1";
    if (env.publicUrl) process.env.NEXTAUTH_URL = env.publicUrl;
    else delete process.env.NEXTAUTH_URL;
  },
};
