/** What visitors are told apart by on the overview, by the name in the address. */
export const sourceFields = {
  channel: { label: "Channel", field: "channel" },
  source: { label: "Source", field: "utm.source" },
  campaign: { label: "Campaign", field: "utm.campaign" },
  landing: { label: "Landing page", field: "session.path" },
  country: { label: "Country", field: "country" },
  device: { label: "Device", field: "device" },
} as const;

export type SourceName = keyof typeof sourceFields;
export const sourceNames = ["channel", "source", "campaign", "landing", "country", "device"] as const;

export const isSourceName = (text: string): text is SourceName => Object.hasOwn(sourceFields, text);
