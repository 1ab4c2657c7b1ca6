import { env } from "@/lib/env";
import type { IngestionRequest } from "./request";

/** Whether the client's connection is encrypted: ours is, or a trusted proxy says that its is. */
export const isHttps = (request: IngestionRequest): boolean =>
  request.isEncrypted || (env.trustedProxies > 0 && request.header("x-forwarded-proto") === "https");
