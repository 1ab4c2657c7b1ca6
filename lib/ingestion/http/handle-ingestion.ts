import { answer, failure, preflight, wrongMethod } from "./answers";
import type { IngestionRoute } from "./ingestion-paths";
import { answerLinker } from "./linker";
import { answerPosthogConfig, answerPosthogFlags, takePosthog } from "./posthog";
import type { IngestionRequest, IngestionResponse } from "./request";
import { takeSegment } from "./segment";
import { answerSegmentSettings } from "./segment-settings";
import { takeShopify } from "./shopify";

const isRead = (kind: IngestionRoute["kind"]): boolean => kind === "settings" || kind === "posthogConfig";

const respond = (
  request: IngestionRequest,
  route: IngestionRoute,
): IngestionResponse | Promise<IngestionResponse> => {
  switch (route.kind) {
    case "segment":
      return takeSegment(request, route.type);
    case "metrics":
      return answer(200, { success: true, status: 1 });
    case "settings":
      return answerSegmentSettings(request, route.key);
    case "linker":
      return answerLinker(request);
    case "posthog":
      return takePosthog(request);
    case "posthogFlags":
      return answerPosthogFlags();
    case "posthogConfig":
      return answerPosthogConfig(route.key, route.asScript);
    case "shopify":
      return takeShopify(request, route.projectId);
  }
};

/**
 * Answers an ingestion request: 200 with what became of each event, after COMMIT. A wrong key is 401 only when the
 * database said so; trouble on our side is 503, which every SDK tries again. Never throws.
 */
export const handleIngestion = async (
  request: IngestionRequest,
  route: IngestionRoute,
): Promise<IngestionResponse> => {
  const { method } = request;
  if (method === "OPTIONS") return preflight;
  if (isRead(route.kind) ? method !== "GET" && method !== "HEAD" : method !== "POST")
    return wrongMethod(isRead(route.kind) ? "GET, OPTIONS" : "POST, OPTIONS");
  try {
    return await respond(request, route);
  } catch (error) {
    return failure(error);
  }
};
