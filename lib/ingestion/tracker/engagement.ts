import { newId } from "./identity";
import { placeNow, send } from "./messages";
import { isOn } from "./options";
import { listen } from "./safely";

let viewId = "";
let place = placeNow();
let engagedSeconds = 0;
let scrollPercent = 0;
let hasGrown = false;
let activeAt = 0;

const measureScroll = (): void => {
  const seen = Math.round((100 * (scrollY + innerHeight)) / document.documentElement.scrollHeight);
  // Not a number before there is a layout.
  scrollPercent = Math.max(scrollPercent, Math.min(100, seen || 0));
};

/** Begins to measure a view; answers its id. */
export const beginView = (): string => {
  viewId = newId();
  place = placeNow();
  engagedSeconds = 0;
  scrollPercent = 0;
  hasGrown = false;
  activeAt = Date.now();
  measureScroll();
  return viewId;
};

/** Sends the running maxima of this view, when they have grown. */
export const reportEngagement = (): void => {
  if (!hasGrown || !isOn("engagement")) return;
  hasGrown = false;
  const properties = { viewId, scrollPercent, engagedSeconds };
  send({ type: "track", event: "Page Engaged", properties }, place);
};

export const startEngagement = (): void => {
  // Whoever has not moved, scrolled or typed for so long is not reading.
  const idleMs = 30_000;
  listen("scroll", measureScroll);
  listen("scroll pointermove pointerdown keydown", () => {
    activeAt = Date.now();
  });
  setInterval(() => {
    if (document.hidden || Date.now() - activeAt > idleMs) return;
    engagedSeconds++;
    hasGrown = true;
  }, 1_000);
};
