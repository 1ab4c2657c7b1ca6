import { env } from "@/lib/env";
import { AppError } from "@/lib/errors";
import { findAccess } from "./admit";
import { answer } from "./answers";
import { isHttps } from "./is-https";
import type { IngestionRequest, IngestionResponse } from "./request";

/** Where pages reach this installation: as it is told, else as it was asked. */
const baseOf = (request: IngestionRequest): { protocol: string; host: string } => {
  if (env.publicUrl) {
    const { protocol, host, pathname } = new URL(env.publicUrl);
    return { protocol: protocol.slice(0, -1), host: host + pathname.replace(/\/+$/, "") };
  }
  const host = request.header("host") ?? `localhost:${env.port}`;
  return { protocol: isHttps(request) ? "https" : "http", host };
};

/** What Segment's browser library asks for before it sends: where to, and that everything may be sent. */
export const answerSegmentSettings = async (
  request: IngestionRequest,
  key: string,
): Promise<IngestionResponse> => {
  const access = await findAccess(key);
  if (access?.kind !== "write") throw new AppError("not_found", "There is no such write key.");
  const { protocol, host } = baseOf(request);
  return answer(200, {
    integrations: { "Segment.io": { apiKey: key, apiHost: `${host}/v1`, protocol } },
    metrics: { sampleRate: 0 },
    plan: { track: { __default: { enabled: true, integrations: {} } } },
  });
};
