import type { PrivacyMode } from "@/lib/tenancy/definition";

/** What can become of people who have not consented, in plain words. */
export const privacyChoices = [
  {
    mode: "consented",
    label: "Recognise those who agreed, count the others for a day",
    hint: "Who consents gets a lasting id in a cookie of your own site. Whoever refuses, or whose browser asks not to be recognised, is one visitor for a day: under a random id that nobody can compute again, with nothing stored in the browser.",
  },
  {
    mode: "cookieless",
    label: "Recognise nobody for longer than a day",
    hint: "All visitors of your pages are counted under such a daily id, whatever they agreed to. What your servers send with a secret key keeps its user ids.",
  },
  {
    mode: "off",
    label: "Leave out those who did not agree",
    hint: "Events of people who refused, or whose browser asks not to be recognised, are not stored at all. Data health says how many there were.",
  },
] as const satisfies readonly { mode: PrivacyMode; label: string; hint: string }[];
