import { AppError } from "@/lib/errors";
import { asObject, type JsonObject } from "../draft";
import { unpack } from "../http/unpack";
import { messagesOfEvent } from "./posthog-event";

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    throw new AppError("invalid", "The body is no JSON that PostHog's libraries send. Nothing was stored.");
  }
};

const decode = (bytes: Uint8Array): string => new TextDecoder().decode(unpack(bytes)).trim();
const isJson = (text: string): boolean => text.startsWith("{") || text.startsWith("[");

/**
 * The JSON in a body of PostHog's libraries: plain or gzip, as it is, as base64, or as the form `data=…` that a page
 * sends when it goes away. What it is, is seen from the bytes: the `compression` that some versions state may be wrong.
 * Throws `invalid` or `too_large`.
 */
export const readPosthogBody = (bytes: Uint8Array, query: URLSearchParams): unknown => {
  const sent = decode(bytes) || (query.get("data") ?? "");
  if (sent === "")
    throw new AppError("invalid", "The body is empty. Send a JSON object with a batch of events.");
  if (isJson(sent)) return parse(sent);
  const isForm = sent.startsWith("data=") || sent.includes("&data=");
  const field = (isForm ? new URLSearchParams(sent).get("data") : sent) ?? "";
  if (isJson(field.trim())) return parse(field);
  // In a form an unescaped plus sign of base64 reads as a space.
  return parse(decode(Buffer.from(field.replaceAll(" ", "+"), "base64")));
};

const eventsOf = (body: unknown): readonly unknown[] => {
  if (Array.isArray(body)) return body;
  const object = asObject(body);
  if (object && "batch" in object) {
    if (Array.isArray(object.batch)) return object.batch;
    throw new AppError("invalid", "A batch is a list of events.", "batch");
  }
  if (object && "event" in object) return [object];
  throw new AppError("invalid", "The body is neither an event with a name nor a batch of them.", "event");
};

const text = (value: unknown): string | null => (typeof value === "string" && value !== "" ? value : null);

/** Single events carry the key themselves: beside the name, or among the properties. */
const keyOf = (object: JsonObject | undefined): string | null =>
  text(object?.api_key) ?? text(object?.token) ?? text(asObject(object?.properties)?.token);

/**
 * What PostHog's libraries send, as messages of our own wire. `key` is null when the body has none, `sentAt` is the
 * sender's clock as it was written. Throws `invalid` for a body that is no event and no list of them; an event that
 * makes no sense is left for the steps to explain.
 */
export const readPosthog = (
  body: unknown,
): { key: string | null; messages: JsonObject[]; sentAt: unknown } => {
  const events = eventsOf(body);
  const first = asObject(events[0]);
  const outer = asObject(body);
  return {
    key: keyOf(outer) ?? keyOf(first),
    messages: events.flatMap((event) => messagesOfEvent(asObject(event) ?? {})),
    sentAt: outer?.sent_at ?? first?.sent_at,
  };
};

/** What posthog-js asks for when it starts: where to send, and that none of PostHog's other products are here. */
export const posthogConfig = (token: string): object => ({
  token,
  supportedCompression: ["gzip-js"],
  hasFeatureFlags: false,
  analytics: { endpoint: "/i/v0/e/" },
  sessionRecording: false,
  surveys: false,
  autocapture_opt_out: true,
  heatmaps: false,
});
