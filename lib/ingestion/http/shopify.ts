import { takeAdjustments } from "@/lib/adjustments/take-adjustments";
import { AppError } from "@/lib/errors";
import { accessOfSignature, type SignedAccess } from "@/lib/tenancy/webhook-door";
import { isShopifySignature, readShopify } from "../adapters/shopify";
import { adjustmentsOf } from "../adapters/shopify-adjustments";
import { appendEvents, rejectRequest } from "../store";
import { answer } from "./answers";
import { beginningOf, readJsonObject } from "./read-body";
import type { IngestionRequest, IngestionResponse } from "./request";
import { readSent } from "./take-events";

const accessOf = async (
  request: IngestionRequest,
  projectId: string,
  bytes: Buffer,
): Promise<SignedAccess> => {
  const signature = request.header("x-shopify-hmac-sha256");
  let access: SignedAccess | null;
  try {
    access = await accessOfSignature(projectId, (secrets) => isShopifySignature(bytes, signature, secrets));
  } catch (cause) {
    throw new AppError(
      "unavailable",
      "Signatures cannot be checked right now. Send it again in a few seconds.",
      undefined,
      { cause },
    );
  }
  if (access) return access;
  throw new AppError(
    "unauthenticated",
    "This is not signed with a secret of the project. Add the shop's secret to it.",
  );
};

/** Webhooks of a shop's server. The signature is checked over the bytes as they were sent, before they are read. */
export const takeShopify = async (
  request: IngestionRequest,
  projectId: string,
): Promise<IngestionResponse> => {
  const bytes = await request.body();
  const { scope, secretId: keyId } = await accessOf(request, projectId, bytes);
  const topic = request.header("x-shopify-topic") ?? "";
  const webhookId = request.header("x-shopify-webhook-id");
  const { messages, problem } = readSent(() => ({
    key: null,
    messages: readShopify(topic, webhookId, readJsonObject(bytes)),
    sentAt: null,
  }));
  if (problem) {
    const { message } = problem;
    await rejectRequest(scope, {
      keyId,
      source: "secret",
      code: "invalid_body",
      message,
      payload: beginningOf(bytes),
    });
    throw problem;
  }
  const { accepted, duplicates, ignored, rejected } = await appendEvents(scope, "secret", messages, {
    keyId,
    bytes: bytes.length,
  });
  // Sent again after trouble here: then events are duplicates and these are what is missing.
  await takeAdjustments(scope, adjustmentsOf(messages));
  return answer(200, { success: true, status: 1, accepted, duplicates, ignored, rejected });
};
