import { AppError } from "@/lib/errors";
import { isKeyText } from "@/lib/tenancy/key-format";
import { posthogConfig, readPosthog, readPosthogBody } from "../adapters/posthog";
import { answer, failure, scriptAnswer } from "./answers";
import type { IngestionRequest, IngestionResponse } from "./request";
import { mostEvents, readSent, type Sent, takeEvents } from "./take-events";
import { unpack } from "./unpack";

const tooManyEvents = (): AppError =>
  new AppError("too_large", `A request has at most ${mostEvents} events. Send smaller batches.`);

const readEvents = (request: IngestionRequest, bytes: Buffer): Sent => {
  const unpacked = unpack(bytes);
  const sent = readPosthog(readPosthogBody(unpacked, new URLSearchParams(request.query)));
  // Its server library halves a batch after 413, and loses nothing.
  if (sent.messages.length > mostEvents) throw tooManyEvents();
  return { ...sent, size: unpacked.length };
};

/** Capture of PostHog's libraries: exactly 200 when stored, and 503 for all that passes, since they drop every 4xx. */
export const takePosthog = async (request: IngestionRequest): Promise<IngestionResponse> => {
  try {
    const bytes = await request.body();
    const { result } = await takeEvents(
      request,
      bytes,
      readSent(() => readEvents(request, bytes)),
    );
    const { accepted, duplicates, ignored, rejected } = result;
    return answer(200, { status: 1, accepted, duplicates, ignored, rejected });
  } catch (error) {
    return failure(error, { retriesOnly503: true });
  }
};

const noFlags = { flags: {}, featureFlags: {}, featureFlagPayloads: {}, errorsWhileComputingFlags: false };

/** There are no feature flags, whoever asks. */
export const answerPosthogFlags = (): IngestionResponse => answer(200, { ...posthogConfig(""), ...noFlags });

/** What posthog-js asks for when it starts: as JSON, or as the script that it tries first. */
export const answerPosthogConfig = (key: string, asScript: boolean): IngestionResponse => {
  if (!isKeyText(key)) return failure(new AppError("not_found", "This is no key of a project."));
  const config = posthogConfig(key);
  if (!asScript) return answer(200, config);
  const entry = JSON.stringify({ config, siteApps: [] });
  return scriptAnswer(
    `(window._POSTHOG_REMOTE_CONFIG=window._POSTHOG_REMOTE_CONFIG||{})[${JSON.stringify(key)}]=${entry};`,
  );
};
