import { mintProjectScope } from "@/db/scope";
import type { Draft, Receipt, Rejection } from "../draft";
import { prepare } from "../prepare";

export const receivedAt = Date.parse("2026-11-10T12:00:00Z");
/** A request of a server whose clock is right. */
export const receipt: Receipt = {
  scope: mintProjectScope("org", "project"),
  source: "secret",
  receivedAt,
  sentAt: null,
  userAgent: null,
};
export const viewed = { type: "track", event: "Product Viewed", anonymousId: "ada", messageId: "m1" };

/** What becomes of a raw event that is stored. */
export const accepted = (raw: unknown, about: Partial<Receipt> = {}): Draft => {
  const { drafts, rejected } = prepare([raw], { ...receipt, ...about });
  const [draft] = drafts;
  if (!draft) throw new Error(`Rejected: ${JSON.stringify(rejected)}`);
  return draft;
};

/** Why a raw event is not stored. */
export const refused = (raw: unknown, about: Partial<Receipt> = {}): Rejection => {
  const { rejected } = prepare([raw], { ...receipt, ...about });
  const [rejection] = rejected;
  if (!rejection) throw new Error("It was accepted.");
  return rejection;
};
