import { onCLS, onFCP, onINP, onLCP, onTTFB } from "web-vitals";
import { attempt, safely } from "./safely";
import { track } from "./track";

/*! Contains web-vitals, copyright Google LLC, under the Apache License 2.0. */

/** How fast the page was for this person, once, when it is first left. A part of its own, `t-vitals.js`. */

const vitals: Record<string, number> = {};
for (const observe of [onCLS, onFCP, onINP, onLCP, onTTFB])
  attempt(() =>
    observe(({ name, value }) => {
      // Milliseconds, but for the layout shift, which is a small number without a unit.
      vitals[name.toLowerCase()] = name === "CLS" ? Math.round(value * 10_000) / 10_000 : Math.round(value);
    }),
  );

const path = location.pathname;
const report = safely(() => {
  if (!document.hidden) return;
  removeEventListener("visibilitychange", report);
  // The page may have become another one since; these are of the one that was loaded.
  if ("ttfb" in vitals) track("Web Vitals", { ...vitals, path });
});
// When the event has bubbled up to here, everything is measured.
addEventListener("visibilitychange", report);
