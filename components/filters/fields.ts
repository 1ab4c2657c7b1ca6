import type { ContextField } from "@/lib/matching/definition";

/** What a field is called on screens. The order is that of menus: most used first. */
export const fieldLabels = {
  device: "Device",
  channel: "Channel",
  country: "Country",
  browser: "Browser",
  os: "Operating system",
  language: "Language",
  "utm.source": "Source (utm)",
  "utm.medium": "Medium (utm)",
  "utm.campaign": "Campaign (utm)",
  "utm.content": "Content (utm)",
  "utm.term": "Term (utm)",
  path: "Page path",
  host: "Host",
  title: "Page title",
  referrer: "Referrer",
} as const satisfies Record<ContextField, string>;

export const isField = (text: string): text is ContextField => Object.hasOwn(fieldLabels, text);

export const fields = Object.keys(fieldLabels).filter(isField);
