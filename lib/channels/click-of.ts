/** What a click id says by itself: whose it is, and by which means it led here. */
export type Click = { source: string; medium: "cpc" | "display" | "referral" };

const ad = (source: string): Click => ({ source, medium: "cpc" });

const clicks = new Map<string, Click>([
  ["gclid", ad("google")],
  ["gbraid", ad("google")],
  ["wbraid", ad("google")],
  ["dclid", { source: "google", medium: "display" }],
  ["msclkid", ad("bing")],
  // Meta adds it to every link, so it is no sign of an ad.
  ["fbclid", { source: "facebook", medium: "referral" }],
  ["ttclid", ad("tiktok")],
  ["twclid", ad("twitter")],
  ["li_fat_id", ad("linkedin")],
  ["epik", ad("pinterest")],
  ["sccid", ad("snapchat")],
  ["rdt_cid", ad("reddit")],
]);

/** What the kind of a click id ("gclid") says; `null` for none and for one that is not known. */
export const clickOf = (clickId: string | null): Click | null => clicks.get(clickId ?? "") ?? null;
