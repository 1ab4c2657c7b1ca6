import type { RawEvent } from "./apply-repair";
import type { Repair } from "./definition";
import { readPath } from "./value-at-path";

/** How a reason is mended most likely, in words and as a repair to begin with; null for what is no event at all. */
export type Suggestion = { words: string; repair: Repair | null };

type Refused = {
  code: string;
  path: string;
  /** The event as it was sent; null for what is not a JSON object. */
  raw: RawEvent | null;
  /** The project's own, ISO 4217. */
  currency: string;
};

const symbols: Record<string, string> = {
  "€": "EUR",
  euro: "EUR",
  euros: "EUR",
  $: "USD",
  us$: "USD",
  dollar: "USD",
  "£": "GBP",
  gpb: "GBP",
  "¥": "JPY",
  chf: "CHF",
  "fr.": "CHF",
  rmb: "CNY",
  zł: "PLN",
  kč: "CZK",
};

/** The sign before the cents: the last one, unless three digits and the end follow it. */
const decimalIn = (value: unknown): "." | "," => {
  const [, sign = ".", after = ""] = /([.,])(\d*)\D*$/.exec(String(value)) ?? [];
  const isComma = sign === ",";
  if (after.length !== 3) return isComma ? "," : ".";
  return isComma ? "." : ",";
};

const objectAt = (raw: RawEvent, path: string): RawEvent => {
  const value = readPath(raw, path);
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as RawEvent) : {};
};

const written = (value: unknown): number => {
  try {
    return JSON.stringify(value)?.length ?? 0;
  } catch {
    return Number.POSITIVE_INFINITY;
  }
};

/** The largest part of an object that is an object or a list itself. */
const heaviest = (raw: RawEvent, path: string): string | null => {
  const parts = Object.entries(objectAt(raw, path)).filter(
    ([key, value]) => typeof value === "object" && value !== null && !key.includes("."),
  );
  const [first] = parts.sort(([, a], [, b]) => written(b) - written(a));
  return first ? `${path}.${first[0]}` : null;
};

const idNames = [
  ...["user_id", "userId", "customer_id", "customerId", "client_id", "clientId", "member_id", "distinct_id"],
  ...["visitor_id", "visitorId", "anonymous_id", "anonymousId", "uid"],
];
const orderNames = ["orderId", "orderID", "order", "transaction_id", "transactionId", "order_number"];

const present = (raw: RawEvent, names: readonly string[]): string | null => {
  for (const parent of ["properties", "traits", "context"]) {
    const found = names.find((name) => /^(string|number)$/.test(typeof objectAt(raw, parent)[name]));
    if (found) return `${parent}.${found}`;
  }
  return null;
};

const whoItWas = (raw: RawEvent): Suggestion => {
  const id = present(raw, idNames);
  if (id)
    return {
      words: `The event names a person in ${id}: move that to userId.`,
      repair: [{ kind: "moveValue", from: id, to: "userId" }],
    };
  if (present(raw, ["order_id"]))
    return { words: "The order id says whose event it is, so it can be sent as it is.", repair: [] };
  const order = present(raw, orderNames);
  if (order)
    return {
      words: `The order in ${order} can say whose event it is: move it to properties.order_id.`,
      repair: [{ kind: "moveValue", from: order, to: "properties.order_id" }],
    };
  return {
    words:
      "Nothing in the event says who it was. Move an id from another place to userId, or let the sender add one.",
    repair: [],
  };
};

const tooNested = (raw: RawEvent, path: string): Suggestion => {
  const heavy = heaviest(raw, path);
  return heavy
    ? {
        words: `Keep ${heavy}, the largest part, as text: it can still be searched, not walked.`,
        repair: [{ kind: "toText", path: heavy }],
      }
    : {
        words: `Keep all of ${path} as one text, cut to 8 KiB.`,
        repair: [
          { kind: "moveValue", from: path, to: `${path}.payload` },
          { kind: "toText", path: `${path}.payload` },
        ],
      };
};

const idProblem = (path: string, raw: RawEvent): Suggestion => {
  const value = readPath(raw, path);
  if (path === "messageId")
    return {
      words: "Leave the messageId out: the event gets one of its own, so that a replay stores it once.",
      repair: [{ kind: "removeValue", path }],
    };
  return typeof value === "object" && value !== null
    ? {
        words: `Leave ${path} out, or move the id out of the object: whoever it was is known by the other id only.`,
        repair: [{ kind: "removeValue", path }],
      }
    : { words: `Write ${path} as text.`, repair: [{ kind: "toText", path }] };
};

/** What to try for an event that was refused. Words and repair are a beginning; people may change both. */
export const suggestRepair = ({ code, path, raw, currency }: Refused): Suggestion => {
  if (code === "invalid_body" || code === "not_an_object")
    return {
      words: "This is no event, so there is nothing to send again. The sender has to be put right.",
      repair: null,
    };
  if (raw === null)
    return {
      words:
        "Of the newest one only the beginning was kept, so it cannot be sent again. Others of its kind may.",
      repair: [],
    };
  const value = path === "" ? undefined : readPath(raw, path);
  switch (code) {
    case "invalid_revenue": {
      const decimal = decimalIn(value);
      return {
        words: `Read the amount as a number. Say which sign stands before the cents: here it looks like “${decimal}”.`,
        repair: [{ kind: "fixNumber", path, decimal }],
      };
    }
    case "negative_revenue":
      return {
        words: "Money that goes back belongs to a refund: call the event Order Refunded.",
        repair: [{ kind: "renameEvent", to: "Order Refunded" }],
      };
    case "revenue_too_large":
      return {
        words: "Such amounts are often cents: divide them by 100.",
        repair: [{ kind: "divideNumber", path, by: 100 }],
      };
    case "not_finite":
      return {
        words:
          "The number was too large to survive, so it cannot be restored: leave it out, or set the right one.",
        repair: [{ kind: "removeValue", path }],
      };
    case "unknown_currency": {
      const text = typeof value === "string" ? value.trim() : "";
      const to = symbols[text.toLowerCase()] ?? currency;
      const from = text !== "" ? { from: text.slice(0, 80) } : {};
      return {
        words: `Write the currency as its code: ${to}.`,
        repair: [{ kind: "fixCurrency", path, ...from, to }],
      };
    }
    case "missing_event":
      return {
        words: "Give the event a name. Look first whether all of these are the same event.",
        repair: [{ kind: "renameEvent", to: "Unnamed event" }],
      };
    case "name_too_long":
      return {
        words: "Cut the name to 200 characters.",
        repair: [{ kind: "cutText", path, length: 200 }],
      };
    case "unknown_type":
      return {
        words: "Send it as an ordinary event (type track).",
        repair: [{ kind: "setValue", path: "type", value: "track" }],
      };
    case "missing_identity":
      return whoItWas(raw);
    case "invalid_id":
    case "invalid_message_id":
      return idProblem(path, raw);
    case "id_too_long":
      return path === "messageId"
        ? idProblem(path, raw)
        : {
            words: `Such a long ${path} is rarely an id: leave it out where the event has another one.`,
            repair: [{ kind: "removeValue", path }],
          };
    case "unsafe_integer":
      return {
        words: `The number in ${path} lost its last digits on the way and names nobody any more: leave it out.`,
        repair: [{ kind: "removeValue", path }],
      };
    case "bad_timestamp":
      return {
        words: "Take the time of receipt in place of the one nobody can read.",
        repair: [{ kind: "setTimestamp", to: "receivedAt" }],
      };
    case "too_old":
      return {
        words: "A public key reaches thirty days back; you may take older events in as they are.",
        repair: [],
      };
    case "too_deep":
    case "too_many_keys":
      return tooNested(raw, path);
    case "event_too_large": {
      const heavy = heaviest(raw, path);
      return heavy
        ? {
            words: `Leave ${heavy}, the largest part, out.`,
            repair: [{ kind: "removeValue", path: heavy }],
          }
        : { words: `Leave a large part of ${path} out.`, repair: [] };
    }
    case "invalid_properties":
      return typeof value === "string"
        ? { words: `${path} was sent as text: read the JSON in it.`, repair: [{ kind: "parseJson", path }] }
        : { words: `Leave ${path} out.`, repair: [{ kind: "removeValue", path }] };
    case "batch_overflow":
      return {
        words: "Nothing is wrong with the events but their number: send them as they are.",
        repair: [],
      };
    default:
      return { words: "Try to send them again as they are; the preview says what happens.", repair: [] };
  }
};
