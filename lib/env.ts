import path from "node:path";

/**
 * The one place that reads `process.env`. Read at call time: the embedded database fills in its URLs after start.
 */
export const env = {
  get port(): number {
    return Number(process.env.PORT ?? 3000);
  },
  /** Absolute folder for everything the app keeps on disk (embedded database, generated secret). */
  get dataDir(): string {
    return path.resolve(process.env.DATA_DIR ?? ".data");
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
  get production(): boolean {
    return process.env.NODE_ENV === "production";
  },
};
