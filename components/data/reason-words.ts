/** A reason code for people: its name, and what it means or what was done. */
export type ReasonWords = { title: string; meaning: string };

type Outcome = "rejected" | "ignored" | "flagged" | "refused";

const rejected: Record<string, ReasonWords> = {
  invalid_revenue: {
    title: "The revenue is no number",
    meaning:
      "“1,299.00” or “12 €” mean different things in different countries, so an amount is never guessed.",
  },
  negative_revenue: {
    title: "The revenue is negative",
    meaning: "Only refunds and cancellations take money away.",
  },
  revenue_too_large: {
    title: "The revenue is too large",
    meaning: "More than twelve digits before the point are a mistake.",
  },
  not_finite: {
    title: "A number is too large to be kept",
    meaning: "It grew beyond what any number can be, so its value is lost.",
  },
  unknown_currency: {
    title: "The currency is unknown",
    meaning: "A currency is its three-letter code, like EUR.",
  },
  missing_event: { title: "The event has no name", meaning: "A track call needs one." },
  name_too_long: { title: "The name is too long", meaning: "An event name has at most 200 characters." },
  unknown_type: {
    title: "The type is unknown",
    meaning: "It is one of track, page, screen, identify, group, alias.",
  },
  missing_identity: {
    title: "Nobody is named",
    meaning: "Without a userId or an anonymousId an event belongs to no journey.",
  },
  invalid_id: { title: "An id is no text", meaning: "Ids are text or whole numbers." },
  invalid_message_id: { title: "The messageId is no text", meaning: "A messageId is text." },
  id_too_long: {
    title: "An id is too long",
    meaning: "Ids have at most 255 characters, a messageId 100.",
  },
  unsafe_integer: {
    title: "An id lost digits",
    meaning: "Numbers beyond 2⁵³ change on their way; such ids have to be sent as text.",
  },
  bad_timestamp: { title: "The time cannot be read", meaning: "Write it like 2026-11-01T09:30:00Z." },
  too_old: {
    title: "The event is too old",
    meaning: "A public write key reaches thirty days back, so that nobody rewrites your history with it.",
  },
  too_deep: { title: "Nested too deeply", meaning: "Objects and lists nest at most 20 levels." },
  too_many_keys: {
    title: "Too many properties",
    meaning: "An event has at most 500 of them, nested ones included.",
  },
  event_too_large: { title: "The event is too large", meaning: "An event has at most 64 KiB." },
  invalid_properties: {
    title: "The properties are no object",
    meaning: "They are written as { name: value }.",
  },
  not_an_object: { title: "This is no event", meaning: "An event is a JSON object." },
  invalid_body: {
    title: "The request could not be read",
    meaning: "Its body makes no sense, so no events were found in it. The beginning of it is kept.",
  },
  batch_overflow: {
    title: "Too many events in one request",
    meaning: "A request has at most 2,500; these were behind them.",
  },
  refused_by_database: {
    title: "The database refused the event",
    meaning: "Something in it cannot be stored. The others of its request were.",
  },
};

const ignored: Record<string, ReasonWords> = {
  no_consent: {
    title: "The person did not consent",
    meaning: "Your privacy setting says that nothing is kept of them.",
  },
  internal: {
    title: "Your own people",
    meaning: "They visited from an internal address, or switched their browser to internal.",
  },
  host_not_allowed: {
    title: "A page that is not yours",
    meaning: "Its host is not among the domains in the settings.",
  },
  group: { title: "A group call", meaning: "Groups are not kept; everything else in the request was." },
};

const flagged: Record<string, ReasonWords> = {
  nul_removed: { title: "Zero characters removed", meaning: "Text may not hold them." },
  invalid_text: {
    title: "Broken characters replaced",
    meaning: "A character was cut in half by the sender.",
  },
  text_cut: { title: "Long text cut", meaning: "A text has at most 8,192 characters." },
  key_cut: { title: "Long property name cut", meaning: "A property name has at most 200 characters." },
  keys_overflow: {
    title: "Too many different properties",
    meaning: "Beyond 2,000 names a day they are kept together under “(other)”.",
  },
  name_overflow: {
    title: "Too many different event names",
    meaning:
      "Beyond 1,000 names a day events are called “(other)”; their own name is kept as original_event.",
  },
  forbidden_key: {
    title: "Dangerous property name left out",
    meaning: "Names like __proto__ are never stored.",
  },
  not_finite: { title: "Number too large, left empty", meaning: "It grew beyond what any number can be." },
  bad_timestamp: { title: "Time replaced", meaning: "Nobody could read it, so the time of receipt stands." },
  no_timezone: { title: "Time without a zone", meaning: "It was taken as UTC." },
  future_time: { title: "Time in the future", meaning: "The time of receipt stands instead." },
  clock_corrected: {
    title: "Clock corrected",
    meaning: "The sender's clock was off by more than five minutes; its time of sending told how far.",
  },
  identity_dropped: {
    title: "Id left out",
    meaning: "Ids like “null” or “undefined” would make one giant person of many.",
  },
  no_address: {
    title: "Cookieless without an address",
    meaning: "Nothing tells such visitors apart, so each event stands alone.",
  },
  currency_missing: { title: "Currency added", meaning: "The project's own currency was taken." },
  rounded: {
    title: "Amount has too many decimals",
    meaning: "Reports round it to the currency's smallest coin.",
  },
  duplicate_conflict: {
    title: "Same messageId, different event",
    meaning: "The first one stays. A sender probably uses ids twice.",
  },
  too_many_ids: {
    title: "Too many ids for one person",
    meaning: "Beyond fifty, further ids are not joined to the same person: they are rarely one person's.",
  },
};

const refused: Record<string, ReasonWords> = {
  secret_in_browser: {
    title: "A secret key was used in a browser",
    meaning: "Whoever opens the page can read it. Replace the key now.",
  },
  origin_not_allowed: {
    title: "A page that may not use the key",
    meaning: "Its address is not among the key's allowed origins.",
  },
  limited: { title: "Sent too fast", meaning: "The sender was asked to wait and try again." },
  too_many_events: {
    title: "Far too many events at once",
    meaning: "A request takes 2,500; the sender has to make smaller batches.",
  },
};

// Maps, since codes come from outside and objects know names like "constructor".
const words: Record<Outcome, Map<string, ReasonWords>> = {
  rejected: new Map(Object.entries(rejected)),
  ignored: new Map(Object.entries(ignored)),
  flagged: new Map(Object.entries(flagged)),
  refused: new Map(Object.entries(refused)),
};

/** A reason in words; one nobody wrote words for is shown as its code. */
export const reasonWords = (outcome: Outcome, code: string): ReasonWords =>
  words[outcome].get(code) ?? { title: code.replaceAll("_", " "), meaning: "" };
