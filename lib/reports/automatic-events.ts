import type { Matcher } from "@/lib/matching/definition";

/** What the tracker sends by itself: part of a session, no step on anyone's way. */
export const automaticEvents: Matcher = {
  any: [{ event: "Page Engaged" }, { event: "Web Vitals" }, { event: "Element Clicked" }],
};
