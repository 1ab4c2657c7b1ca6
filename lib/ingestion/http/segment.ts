import { AppError } from "@/lib/errors";
import type { JsonObject } from "../draft";
import { answer } from "./answers";
import { firstPartyHeaders } from "./first-party";
import { readJsonObject } from "./read-body";
import type { IngestionRequest, IngestionResponse } from "./request";
import { readSent, type Sent, takeEvents } from "./take-events";
import { unpack } from "./unpack";

const sentIn = (body: JsonObject, type: string | null): Sent => {
  const { writeKey: key, sentAt } = body;
  if (type !== null) {
    body.type = type;
    return { key, messages: [body], sentAt };
  }
  if (Array.isArray(body.batch)) return { key, messages: body.batch, sentAt };
  const problem = new AppError("invalid", "A batch is a list of events.", "batch");
  return { key, messages: [], sentAt, problem };
};

/** What a body says, packed or plain. */
export const readSegment = (bytes: Uint8Array, type: string | null): Sent =>
  readSent(() => {
    const unpacked = unpack(bytes);
    return { ...sentIn(readJsonObject(unpacked), type), size: unpacked.length };
  });

/** Calls of the Segment tracking API, one message or a batch. */
export const takeSegment = async (
  request: IngestionRequest,
  type: string | null,
): Promise<IngestionResponse> => {
  const bytes = await request.body();
  const sent = readSegment(bytes, type);
  const { sender, result } = await takeEvents(request, bytes, sent);
  const { accepted, duplicates, ignored, rejected } = result;
  return answer(
    200,
    { success: true, status: 1, accepted, duplicates, ignored, rejected },
    await firstPartyHeaders(request, sender, sent.messages[0]),
  );
};
