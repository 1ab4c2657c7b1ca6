import type { ProjectScope } from "@/db/scope";
import type { Receipt, Refusal } from "@/lib/ingestion/draft";
import { prepare } from "@/lib/ingestion/prepare";
import type { IngestionSettings } from "@/lib/tenancy/definition";
import { applyRepair, type RawEvent } from "./apply-repair";
import type { Repair } from "./definition";
import { parseEvent } from "./parse-event";
import type { RejectedEvent } from "./rejected-store";

export type Tried = {
  event: RejectedEvent;
  /** The event as it would be sent; null where the payload is no event. */
  message: RawEvent | null;
  /** When it was sent at first, in ms since 1970. */
  receivedAt: number;
  outcome: "accepted" | "ignored" | Refusal;
};

/** An admin vouches for a replay, as the holder of a secret key does. */
const receiptOf = (scope: ProjectScope, settings: IngestionSettings, receivedAt: number): Receipt => ({
  scope,
  source: "secret",
  receivedAt,
  sentAt: null,
  userAgent: null,
  address: null,
  country: null,
  optedOut: false,
  isInternal: false,
  settings,
  salts: null,
});

/** A page of a cookieless project recognises nobody: sending its events from a server must not change that. */
const withoutRecognition = (raw: RawEvent): RawEvent => ({
  ...raw,
  context: { ...(typeof raw.context === "object" ? raw.context : {}), cookieless: true },
});

/** What would be sent for a rejected event. Without an id of its own it gets one, so that it is stored once at most. */
const messageOf = (
  { id, source, payload }: RejectedEvent,
  repair: Repair,
  receivedAt: number,
  { privacyMode }: IngestionSettings,
): RawEvent | null => {
  const raw = parseEvent(payload);
  if (!raw) return null;
  const repaired = applyRepair(raw, repair, { receivedAt });
  const { messageId } = repaired;
  const hasId = messageId !== undefined && messageId !== null && messageId !== "";
  const named = hasId ? repaired : { ...repaired, messageId: `replay:${id}` };
  return source === "write" && privacyMode === "cookieless" ? withoutRecognition(named) : named;
};

/** Repairs a rejected event and says what ingestion would make of it now, without writing anything. */
export const tryRepair = (
  scope: ProjectScope,
  settings: IngestionSettings,
  event: RejectedEvent,
  repair: Repair,
): Tried => {
  const receivedAt = Date.parse(event.receivedAt);
  const message = messageOf(event, repair, receivedAt, settings);
  if (!message) {
    const { code, path, message: words } = event;
    return { event, message, receivedAt, outcome: { code, path, message: words } };
  }
  const { ignored, rejected } = prepare([message], receiptOf(scope, settings, receivedAt));
  const [refusal] = rejected;
  if (refusal) {
    const { code, path, message: words } = refusal;
    return { event, message, receivedAt, outcome: { code, path, message: words } };
  }
  return { event, message, receivedAt, outcome: ignored.length > 0 ? "ignored" : "accepted" };
};
