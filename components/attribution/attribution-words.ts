import { type AttributionModel, dataDriven, type TouchKey } from "@/lib/reports/attribution/definition";

/** Each model's name, a short one for narrow columns, and in one sentence how it divides a conversion. */
export const modelWords = {
  lastNonDirect: {
    name: "Last non-direct",
    short: "Non-direct",
    sentence: "All goes to the last visit that was not direct; to the last one where all were.",
  },
  last: { name: "Last touch", short: "Last", sentence: "All goes to the last visit before the conversion." },
  first: { name: "First touch", short: "First", sentence: "All goes to the visit that began it." },
  linear: { name: "Linear", short: "Linear", sentence: "Every visit on the way gets an equal part." },
  timeDecay: {
    name: "Time decay",
    short: "Decay",
    sentence: "Every visit gets a part, half as much for each week before the last one.",
  },
  position: {
    name: "Position",
    short: "Position",
    sentence: "The first and the last visit get 40 % each, those between share the rest.",
  },
  markov: {
    name: "Markov chain",
    short: "Markov",
    sentence: "In proportion to the conversions that would be lost on all journeys without it.",
  },
  shapley: {
    name: "Shapley value",
    short: "Shapley",
    sentence: "By how much it adds, on average, to all combinations of the others; may be negative.",
  },
} as const satisfies Record<AttributionModel, { name: string; short: string; sentence: string }>;

/** The name within a sentence: two are called after people. */
export const modelInSentence = (model: AttributionModel): string =>
  dataDriven.has(model) ? modelWords[model].name : modelWords[model].name.toLowerCase();

export const isModel = (text: string): text is AttributionModel => Object.hasOwn(modelWords, text);

/** What a touch is told apart by, and what it means that there is none. */
export const touchWords = {
  channel: { label: "Channel", plural: "channels", none: "(no channel)" },
  source: { label: "Source", plural: "sources", none: "(no source)" },
  medium: { label: "Medium", plural: "mediums", none: "(no medium)" },
  campaign: { label: "Campaign", plural: "campaigns", none: "(no campaign)" },
  landing: { label: "Landing page", plural: "landing pages", none: "(no page seen)" },
  referrer: { label: "Referrer", plural: "referrers", none: "(no referrer)" },
} as const satisfies Record<TouchKey, { label: string; plural: string; none: string }>;

/** What a row is called. */
export const rowLabel = ({ key, other }: { key: string | null; other?: true }, by: TouchKey): string =>
  other ? "Other" : (key ?? touchWords[by].none);
